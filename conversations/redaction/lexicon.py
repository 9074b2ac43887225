"""The words redaction knows, read once and kept: which are names, which never are, which depend on the sentence."""

from collections.abc import Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from functools import cache

from marisa_trie import Trie

from conversations.prepared_files import Arrays, prepared
from conversations.redaction.inflection import inflected
from conversations.redaction.sight import fold
from conversations.redaction.sounds import SHORTEST_SOUND, sounds
from conversations.redaction.word_lists import read_lines, read_words
from conversations.word_tries import Words

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of folded words. `names` are names wherever they stand, `leaning` unless an article stands before them,
    `ambiguous` only where the sentence leaves no other reading. `sounds` is how the familiar names sound. `words` are
    ordinary words of chats.
    """

    names: Container[str]
    familiar: Container[str]
    sounds: Container[str]
    leaning: AbstractSet[str]
    ambiguous: Container[str]
    surnames: Container[str]
    surname_words: AbstractSet[str]
    words: Container[str]
    dictionary: Trie
    function_words: AbstractSet[str]
    foreign_words: Container[str]
    towns: AbstractSet[str]
    saints: AbstractSet[str]
    units: AbstractSet[str]
    numbered: AbstractSet[str]
    not_handles: AbstractSet[str]
    public_sites: AbstractSet[str]
    big_sites: AbstractSet[str]
    helplines: AbstractSet[str]
    kept_phrases: Phrases
    works: Phrases
    schools: Phrases
    school_short_names: Phrases


def by_first_word(lines: Iterable[str]) -> Phrases:
    """Return phrases as folded words, the longest first, under their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in lines:
        words = tuple(fold(word) for word in line.replace("-", " ").replace("&", " ").split())
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(set(phrases), key=len, reverse=True)) for first, phrases in found.items()}


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(word) for word in words)


LARGE = "words"
"""Under this name are prepared the sets of many words, which take longest to work out."""


@dataclass(frozen=True, slots=True)
class LargeSets:
    """Those sets of the lexicon that have many words, or take all of them to work out; as in `Lexicon`.

    `sounds` is how the familiar names sound.
    """

    names: Words
    familiar: Words
    ambiguous: Words
    surnames: Words
    words: Words
    dictionary: Words
    foreign_words: Words
    sounds: Words

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "LargeSets":
        """Return what `arrays` returned these of. Raises KeyError where one is missing."""
        return cls(**{field.name: Words.from_array(arrays[field.name]) for field in fields(cls)})

    def arrays(self) -> Arrays:
        """Return everything as arrays, to be kept in a file."""
        return {field.name: getattr(self, field.name).array() for field in fields(self)}


def read_large_sets() -> LargeSets:
    """Return the large sets, worked out from the lists. Raises OSError where a list is gone."""
    chat = _folded(read_words("words/chat.txt", "words/services_and_places.txt"))
    dictionary = read_words("words/dictionary.txt")
    leaning = read_words("words/names_leaning.txt")
    ambiguous = read_words("words/names_ambiguous.txt")
    despite = read_words("words/names_despite.txt")
    words = (dictionary | chat | _folded(read_words("words/function.txt"))) - despite
    foreign = _folded(read_words("words/other_languages.txt"))
    common = read_words(*(f"names/{name}.txt" for name in ("british", "african_caribbean", "south_asian", "european")))
    native = read_words("names/other_scripts.txt")
    listed = _folded(common | read_words("names/many_countries.txt")) | _folded(native) | despite
    names = listed - leaning - ambiguous - words
    inflections = (
        frozenset(inflected(read_words("names/european.txt") | native)) - words - ambiguous - leaning - foreign
    )
    familiar = _folded(common) | inflections
    return LargeSets(
        names=Words(
            inflections.union(name for name in names if len(name) > 2 or name in despite or not name.isascii())
        ),
        familiar=Words(familiar),
        ambiguous=Words(
            ambiguous.union(frozenset(name for name in listed if len(name) == 2 and name.isascii()) - despite - words)
        ),
        surnames=Words(_folded(read_words("names/surnames.txt")) - words - ambiguous - leaning),
        words=Words(words),
        dictionary=Words(dictionary),
        foreign_words=Words(foreign),
        sounds=Words(sounds(name) for name in familiar if len(name) >= SHORTEST_SOUND and name.isascii()),
    )


@cache
def lexicon() -> Lexicon:
    """Return the words redaction knows; the first call reads them. Raises OSError where a list is gone."""
    arrays = prepared(LARGE)
    large = read_large_sets() if arrays is None else LargeSets.from_arrays(arrays)
    return Lexicon(
        names=large.names.trie,
        familiar=large.familiar.trie,
        ambiguous=large.ambiguous.trie,
        surnames=large.surnames.trie,
        words=large.words.trie,
        dictionary=large.dictionary.trie,
        foreign_words=large.foreign_words.trie,
        sounds=large.sounds.trie,
        leaning=read_words("words/names_leaning.txt"),
        surname_words=read_words("names/surnames_that_are_words.txt"),
        function_words=read_words("words/function.txt"),
        towns=_folded(read_words("words/services_and_places.txt")),
        saints=read_words("schools/saints.txt"),
        units=read_words("words/units.txt"),
        numbered=read_words("words/numbered.txt"),
        not_handles=read_words("words/not_handles.txt"),
        public_sites=read_words("words/public_sites.txt"),
        big_sites=read_words("words/big_sites.txt"),
        helplines=frozenset(
            line.partition("#")[0].replace(" ", "") for line in read_lines("words/helpline_numbers.txt")
        ),
        kept_phrases=by_first_word(read_lines("words/public_figures.txt") + read_lines("words/sayings.txt")),
        works=by_first_word(read_lines("words/works.txt")),
        schools=by_first_word(read_lines("schools/kent_and_medway.txt")),
        school_short_names=by_first_word(read_lines("schools/short_names.txt")),
    )
