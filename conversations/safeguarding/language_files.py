"""One language's rule files, read but not yet compiled: all that is needed to check them and to know their words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from conversations.reading import Problems, Source
from conversations.safeguarding.characters import LETTER, plain
from conversations.safeguarding.language_detector import LanguageDetector
from conversations.safeguarding.read_rows import ReadRows
from conversations.safeguarding.rule_reading import WORDS_FILE, read_rules, read_vocabulary
from conversations.safeguarding.rules import Cue, Guard, Rule, RuleSet
from conversations.safeguarding.vocabulary import Vocabulary
from conversations.safeguarding_files import safeguarding_languages, safeguarding_sources

_NAMED = re.compile(r"\{\w+\}|\.\.(?:\.|\d+)")
_WORD = re.compile(rf"[{LETTER}]+\*?")


@dataclass(frozen=True, slots=True)
class LanguageFiles:
    """What one language's files say.

    `places` says for each id in which file and where it stands; `checked` holds what the files say of how far they were
    checked, each thing once.
    """

    vocabulary: Vocabulary
    rule_set: RuleSet
    places: Mapping[str, tuple[Source, str]]
    checked: tuple[str, ...] = ()

    def compiled(self, problems: Problems, rows: ReadRows | None = None) -> LanguageDetector:
        """Return the rules made ready for reading texts; a pattern with a mistake is noted and left out.

        `rows` are what the patterns were read into before, if they were.
        """
        return LanguageDetector(self.vocabulary, self.rule_set, self.places, problems, rows)

    def words(self) -> frozenset[str]:
        """Return every word and stem that the language's patterns and lists use, in the letters that texts are read in."""
        return frozenset(_WORD.findall(plain("\n".join(self._written())).replace("'", "")))

    def _written(self) -> Iterator[str]:
        owners: tuple[Rule | Guard | Cue, ...] = (*self.rule_set.rules, *self.rule_set.guards, *self.rule_set.cues)
        yield from (_NAMED.sub(" ", pattern) for owner in owners for pattern in owner.patterns)
        own = self.vocabulary
        yield from (_NAMED.sub(" ", phrase) for phrases in own.phrases.values() for phrase in phrases)
        yield from (_NAMED.sub(" ", entry) for entries in own.classes.values() for entry in entries)
        yield from own.spellings
        yield from own.common
        yield from own.turns


class RuleFiles(Mapping[str, LanguageFiles]):
    """Language -> its files, each read when asked for and not kept: all of them are a lot of text.

    Mistakes in their form are noted in `problems`, each once, and what they spoil is left out.
    """

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._codes = safeguarding_languages()

    def __getitem__(self, code: str) -> LanguageFiles:
        if code not in self._codes:
            raise KeyError(code)
        problems = self._problems
        sources = safeguarding_sources(code, problems)
        own = next((source for source in sources if source.name.endswith(WORDS_FILE)), None)
        files = [source for source in sources if source is not own]
        vocabulary = read_vocabulary(code, own, problems)
        said = (problems.text(source, "checked", source.data.get("checked")) for source in sources)
        checked = tuple(dict.fromkeys(filter(None, said)))
        return LanguageFiles(vocabulary, read_rules(code, files, problems), places_of(files), checked)

    def __contains__(self, code: object) -> bool:
        return code in self._codes

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


def read_language_files(problems: Problems) -> dict[str, LanguageFiles]:
    """Return language -> its files; mistakes in their form are noted and what they spoil is left out."""
    return dict(RuleFiles(problems))


def places_of(sources: Iterable[Source]) -> dict[str, tuple[Source, str]]:
    """Return where each rule, guard and cue stands: id -> its file and path."""
    return {
        str(table.get("id")): (source, f"{kind}.{number}")
        for source in sources
        for kind in ("rules", "guards", "cues")
        for number, table in enumerate(source.data.get(kind, ()))
        if isinstance(table, dict)
    }
