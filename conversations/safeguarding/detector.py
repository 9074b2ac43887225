"""Reads a text with every language's rules and sums up what they found: the safety net's one question."""

from collections.abc import Iterable, Mapping
from functools import cache

from conversations.content import safeguarding_sources
from conversations.reading import Problems, Source
from conversations.safeguarding.language_detector import LanguageDetector, Reading
from conversations.safeguarding.rule_reading import WORDS_FILE, read_rules, read_vocabulary
from conversations.safeguarding.rules import Cue
from conversations.safeguarding.signals import NOTHING, UNSURE, URGENCIES, Category, Level, Signals, Subject, Urgency

MOST_IN_LINES = 2_000
"""A longer text is read in one way only, so that it is read soon."""

_SUBJECTS = (Subject.PROFESSIONAL, Subject.CHILD, Subject.OTHER)


class Detector:
    """The rules of all languages, compiled once; holds nothing of the texts it reads."""

    def __init__(self, languages: Mapping[str, LanguageDetector]) -> None:
        self.languages = languages

    def detect(self, text: str, language: str | None = None) -> Signals:
        """Return what is noticed in a text; never raises, whatever the text.

        `language` is what the writer chose to read, not what they write in: everybody may fall back on another, so all
        languages' rules are tried, the named one first.
        """
        order = sorted(self.languages, key=lambda code: code != language)
        # People send one sentence in several lines, and also one sentence a line: both are tried.
        texts = (text, text.replace("\n", " . ")) if "\n" in text and len(text) <= MOST_IN_LINES else (text,)
        readings = [self.languages[code].read(way) for code in order for way in texts]
        return summed_up([reading for reading in readings if reading.full or reading.quiet or not reading.whole])


def summed_up(readings: Iterable[Reading]) -> Signals:
    """Return the signals of all languages' readings: the full ones, or where there are none the quiet ones."""
    found = list(readings)
    full = [rule for reading in found for rule in reading.full]
    rules = full or [rule for reading in found for rule in reading.quiet]
    if not rules:
        return UNSURE if found else NOTHING
    cues = [cue for reading in found for cue in reading.cues]
    categories = {rule.category for rule in rules}
    urgencies = {rule.urgency for rule in rules}
    return Signals(
        level=Level.FULL if full else Level.QUIET,
        categories=tuple(category for category in Category if category in categories),
        urgency=next(urgency for urgency in URGENCIES if urgency in urgencies) if full else Urgency.CONCERN,
        subject=subject_of([*(rule.subject for rule in rules), *(cue.subject for cue in cues)]),
        past=all(rule.past for rule in rules) or past_of(cues),
        rule_ids=tuple(dict.fromkeys(rule.id for rule in rules)),
    )


def subject_of(subjects: Iterable[Subject | None]) -> Subject:
    """Return whom a text is about: a professional's or parent's words tell more than 'my friend' does."""
    named = set(subjects)
    return next((subject for subject in _SUBJECTS if subject in named), Subject.SELF)


def past_of(cues: Iterable[Cue]) -> bool:
    """Whether a cue says that the text speaks of the past."""
    return any(cue.past for cue in cues)


def read_detector(problems: Problems) -> Detector:
    """Return a detector of all rule files; mistakes are noted and what they spoil is left out."""
    languages: dict[str, LanguageDetector] = {}
    for code, sources in safeguarding_sources(problems).items():
        own = [source for source in sources if source.name.endswith(WORDS_FILE)]
        files = [source for source in sources if not source.name.endswith(WORDS_FILE)]
        vocabulary, turns = read_vocabulary(own[0] if own else Source(f"{code}/{WORDS_FILE}", {}, {}), problems)
        rule_set = read_rules(code, files, problems)
        languages[code] = LanguageDetector(vocabulary, turns, rule_set, places_of(files), problems)
    return Detector(languages)


def places_of(sources: Iterable[Source]) -> dict[str, tuple[Source, str]]:
    """Return where each rule, guard and cue stands: id -> its file and path."""
    return {
        str(table.get("id")): (source, f"{kind}.{number}")
        for source in sources
        for kind in ("rules", "guards", "cues")
        for number, table in enumerate(source.data.get(kind, ()))
        if isinstance(table, dict)
    }


def load_detector() -> Detector:
    """Return a detector compiled from the rule files that ship with Sayso. Raises ContentError with every mistake."""
    problems = Problems()
    detector = read_detector(problems)
    problems.raise_if_any()
    return detector


@cache
def default_detector() -> Detector:
    """Return the one detector that `detect` uses, loaded when first asked for."""
    return load_detector()


def detect(text: str, language: str | None = None) -> Signals:
    """Return what the safety net notices in a text: see `Detector.detect` and `Signals`."""
    return default_detector().detect(text, language)
