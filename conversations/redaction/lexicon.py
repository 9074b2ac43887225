"""The words redaction knows, read once and kept: which are names, which never are, which depend on the sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from conversations.redaction.inflection import inflected
from conversations.redaction.sight import fold
from conversations.redaction.word_lists import read_lines, read_words

Phrases = Mapping[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Sets of folded words. `names` are names wherever they stand, `leaning` unless an article stands before them,
    `ambiguous` only where the sentence leaves no other reading. `words` are ordinary words of chats.
    """

    names: frozenset[str]
    familiar: frozenset[str]
    leaning: frozenset[str]
    ambiguous: frozenset[str]
    surnames: frozenset[str]
    surname_words: frozenset[str]
    words: frozenset[str]
    dictionary: frozenset[str]
    function_words: frozenset[str]
    foreign_words: frozenset[str]
    towns: frozenset[str]
    saints: frozenset[str]
    units: frozenset[str]
    numbered: frozenset[str]
    not_handles: frozenset[str]
    public_sites: frozenset[str]
    big_sites: frozenset[str]
    helplines: frozenset[str]
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


@cache
def lexicon() -> Lexicon:
    """Return the words redaction knows; the first call reads them. Raises OSError where a list is gone."""
    chat = _folded(read_words("words/chat.txt", "words/services_and_places.txt"))
    dictionary = read_words("words/dictionary.txt")
    leaning = read_words("words/names_leaning.txt")
    ambiguous = read_words("words/names_ambiguous.txt")
    despite = read_words("words/names_despite.txt")
    words = (dictionary | chat | _folded(read_words("words/function.txt"))) - despite
    foreign = _folded(read_words("words/other_languages.txt"))
    latin = read_words(
        *(f"names/{name}.txt" for name in ("british", "african_caribbean", "south_asian", "european", "many_countries"))
    )
    native = read_words("names/other_scripts.txt")
    listed = _folded(latin) | _folded(native) | despite
    names = listed - leaning - ambiguous - words
    inflections = (
        frozenset(inflected(read_words("names/european.txt") | native)) - words - ambiguous - leaning - foreign
    )
    return Lexicon(
        names=frozenset(name for name in names if len(name) > 2 or name in despite or not name.isascii()) | inflections,
        familiar=_folded(
            read_words(*(f"names/{name}.txt" for name in ("british", "african_caribbean", "south_asian", "european")))
        )
        | inflections,
        leaning=leaning,
        ambiguous=ambiguous | frozenset(name for name in listed if len(name) == 2 and name.isascii()) - despite - words,
        surnames=_folded(read_words("names/surnames.txt")) - words - ambiguous - leaning,
        surname_words=read_words("names/surnames_that_are_words.txt"),
        words=words,
        dictionary=dictionary,
        function_words=read_words("words/function.txt"),
        foreign_words=foreign,
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
