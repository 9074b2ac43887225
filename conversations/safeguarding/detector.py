"""Reads a text with the rules of every language it could be in and sums up what they found: the safety net's one question."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from conversations.prepared_files import Arrays, prepared
from conversations.reading import Problems
from conversations.safeguarding.guessing import Guesser, TellingWords
from conversations.safeguarding.language_detector import MOST_WORK, LanguageDetector, Reading
from conversations.safeguarding.language_files import LanguageFiles, RuleFiles
from conversations.safeguarding.network import Network
from conversations.safeguarding.read_rows import ReadRows
from conversations.safeguarding.second_opinion import SecondOpinion, read_limits
from conversations.safeguarding.signals import NOTHING, UNSURE, URGENCIES, Category, Level, Signals, Urgency
from conversations.safeguarding.tokens import Pieces, pieces_of
from conversations.safeguarding.vocabulary import ENGLISH
from conversations.safeguarding.weighing import past_of, subject_of, the_most_worried, weighed
from conversations.safeguarding_files import second_opinion_parts

MOST_IN_LINES = 2_000
"""A longer text is read in one way only, so that it is read soon."""

FOREIGN_WORDS = frozenset({"sa", "od", "ed", "sh"})
"""English abbreviations that are common words in other languages; not heeded where a text could be in one."""

LEAST_WORK = 600
"""Of the work that is spent on one text, so much at least on each language: an ordinary answer of 800 letters takes it."""

ALIASES = {"prs": "fa", "pbu": "ps", "pbt": "ps", "tl": "fil", "npi": "ne", "pnb": "pa", "ron": "ro", "mo": "ro"}
"""Codes that one of the rules' languages goes by, too; what follows a hyphen, as in en-easy and fa-AF, is left out."""


TELLING = "telling"
"""Under this name is prepared what tells a language."""


def rows_name(code: str) -> str:
    """Return the name under which the rows of one language are prepared."""
    return f"rows-{code}"


def nothing_ahead(_name: str) -> None:
    """Stand for that nothing was prepared."""


class Detector:
    """The rules of all languages; holds nothing of the texts it reads.

    English is compiled at once, every other language when the first text asks for it or somebody does so ahead: two threads that both ask do the
    same work twice and come to the same, so that reading needs no lock.
    """

    def __init__(
        self,
        files: Mapping[str, LanguageFiles],
        problems: Problems,
        seconds: Mapping[str, SecondOpinion] = MappingProxyType({}),
        *,
        ahead: Callable[[str], Arrays | None] = nothing_ahead,
    ) -> None:
        """`seconds` are the second opinions by language; without any the rules stand alone.

        `ahead` returns what was prepared under a name, None where it is to be worked out now. Mistakes in the patterns
        of English are noted in `problems`; for those of the others see `compiled`.
        """
        self._files = files
        self._seconds = dict(seconds)
        self._ahead = ahead
        self._ready: dict[str, LanguageDetector] = {}
        if ENGLISH in files:
            self._ready[ENGLISH] = self._compiled(ENGLISH, problems)
        arrays = ahead(TELLING)
        self.telling = TellingWords.from_arrays(arrays) if arrays is not None else self._telling()
        self._guesser = Guesser(self.telling)

    def _telling(self) -> TellingWords:
        known = self._ready[ENGLISH].known if ENGLISH in self._ready else frozenset[str]()
        others = {code: self._files[code].words() for code in self._files if code != ENGLISH}
        return TellingWords.of(others, known)

    def _compiled(self, code: str, problems: Problems) -> LanguageDetector:
        arrays = self._ahead(rows_name(code))
        return self._files[code].compiled(problems, None if arrays is None else ReadRows.from_arrays(arrays))

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages that there are rules for."""
        return tuple(self._files)

    def language(self, code: str) -> LanguageDetector:
        """Return one language's rules, compiled now if they were not before. Raises KeyError where it has none.

        A pattern with a mistake is left out, for a text that waits must be read; `check_rules` tells of it.
        """
        ready = self._ready.get(code)
        if ready is None:
            ready = self._ready[code] = self._compiled(code, Problems())
        return ready

    def is_ready_for(self, text: str, language: str | None = None) -> bool:
        """Whether all rules that a text would be read with are ready, so that it is read at once."""
        return all(code in self._ready for code in self.heard_in(pieces_of(text), language))

    def code_of(self, language: str | None) -> str | None:
        """Return the code of the rules for a language as scripts and browsers name it; None where there are none."""
        if not language:
            return None
        written = language.lower().replace("_", "-")
        for name in (written, written.partition("-")[0]):
            code = ALIASES.get(name, name)
            if code in self._files:
                return code
        return None

    def heard_in(self, cut: Pieces, language: str | None = None) -> tuple[str, ...]:
        """Return the languages whose rules a text is read with: the named one, English, and those it could be in.

        A text that could be in the named language is not read in its neighbours: their guards know nothing of it.
        """
        named, could_be = self.code_of(language), self._guesser.could_be(cut.pieces)
        codes = dict.fromkeys((named, ENGLISH, *(() if named in could_be else could_be)))
        return tuple(code for code in codes if code is not None and code in self._files)

    def detect(self, text: str, language: str | None = None) -> Signals:
        """Return what is noticed in a text; never raises, whatever the text.

        `language` is what the writer chose to read, not what they write in: everybody may fall back on another. So the
        named language and English are always read, and every other one that the text could be in.
        """
        cut = pieces_of(text)
        codes = self.heard_in(cut, language)
        # People send one sentence in several lines, and also one sentence a line: both are tried.
        in_lines = "\n" in text and len(text) <= MOST_IN_LINES
        ways = (cut, pieces_of(text.replace("\n", " . "))) if in_lines else (cut,)
        readings = self._readings(codes, ways)
        every = [reading for own in readings.values() for reading in own]
        signals = summed_up([reading for reading in every if reading.full or reading.quiet or not reading.whole])
        for code, own in readings.items():
            second = self._seconds.get(code)
            if second is not None:
                opinion = the_most_worried(second.on(reading.tokens) for reading in own if reading.tokens is not None)
                cues = [cue for reading in own for cue in reading.cues]
                signals = weighed(
                    signals,
                    opinion,
                    cues,
                    held_back=any(reading.held_back for reading in own),
                    may_lower=not any(reading.full for other in codes if other != code for reading in readings[other]),
                )
        return signals

    def _readings(self, codes: Sequence[str], ways: Sequence[Pieces]) -> dict[str, list[Reading]]:
        """Return what each language's rules find in each way to cut a text, with so much work and no more."""
        readings: dict[str, list[Reading]] = {}
        left = MOST_WORK
        for code in codes:
            language = self.language(code)
            own = readings[code] = []
            for way in ways:
                cut = without_abbreviations(way) if code == ENGLISH and len(codes) > 1 else way
                own.append(language.read_pieces(cut, max(left, LEAST_WORK)))
                left -= own[-1].work
        return readings


def without_abbreviations(cut: Pieces) -> Pieces:
    """Return a text for English rules without what is an ordinary word elsewhere: 'sa' and 'od' are in half of Europe."""
    return replace(cut, pieces=tuple(piece for piece in cut.pieces if piece not in FOREIGN_WORDS))


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


def load_detector(*, second_opinions: bool = True, ahead: Callable[[str], Arrays | None] = prepared) -> Detector:
    """Return a detector of the rule files that ship with Sayso, with or without second opinions.

    `ahead` returns what was prepared under a name, if it was. Raises ContentError with every mistake in the form of any language's files and in the patterns of English.
    """
    problems = Problems()
    parts = second_opinion_parts() if second_opinions else {}
    seconds = {code: SecondOpinion(Network(numbers), read_limits(limits)) for code, (numbers, limits) in parts.items()}
    detector = Detector(RuleFiles(problems), problems, seconds, ahead=ahead)
    problems.raise_if_any()
    return detector


@cache
def default_detector() -> Detector:
    """Return the one detector that `detect` uses, loaded when first asked for."""
    return load_detector()


def detect(text: str, language: str | None = None) -> Signals:
    """Return what the safety net notices in a text: see `Detector.detect` and `Signals`."""
    return default_detector().detect(text, language)
