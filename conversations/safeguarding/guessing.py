"""Tells which languages a text could be in, so that a sentence typed in another language than was chosen is still heard.

By its letters where an alphabet is a language's own, and else by words: two that a language's rules use and that are
no ordinary English; in a text of one or two words, one. Ordinary English passes without a foreign rule being read.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

import numpy as np

from conversations.prepared_files import Arrays
from conversations.redaction.word_lists import read_words
from conversations.safeguarding.packed_rows import array_of, words_in
from conversations.safeguarding.stems import is_stem
from conversations.word_tries import Beginnings, Words, WordTable

ENGLISH_LISTS = ("words/dictionary.txt", "words/chat.txt", "words/function.txt")
_FEW_WORDS = 2
_ENOUGH = 2
_ONE_IN = 50
_MOST_NEEDED = 6
"""Among very many English words there are always a few that another language has, too: one more is asked for in 50."""

_LONGEST = 40
_MOST_LOOKED_AT = 150
"""So many different words of a text are looked at, of its beginning and again of its end."""

_MOST_LANGUAGES = 5
_MOST_READ = 1_500
"""A text is read in so many languages at most, and in so few that the words read come to no more than this, or in one."""

_BLOCK = 7
"""Alphabets are told apart by blocks of 128 letters, as Unicode arranges them."""

_LATIN_ENDS = 0x250
_SHORTEST = 2

NO_CODES: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TellingWords:
    """Of every language but English its telling words, its stems and its alphabet; `passing` are words that tell nothing."""

    words: WordTable[tuple[str, ...]]
    stems: WordTable[tuple[str, ...]]
    alphabets: Mapping[int, AbstractSet[str]]
    passing: Words

    @classmethod
    def of(cls, languages: Mapping[str, AbstractSet[str]], known: AbstractSet[str]) -> "TellingWords":
        """Return what tells these languages by the words of their rules; `known` are those that the English rules know."""
        english = read_words(*ENGLISH_LISTS) if languages else frozenset[str]()
        words: dict[str, tuple[str, ...]] = {}
        stems: dict[str, tuple[str, ...]] = {}
        alphabets: dict[int, set[str]] = defaultdict(set)
        for code, own in languages.items():
            for word in own:
                for block in blocks_of(word):
                    alphabets[block].add(code)
                if is_stem(word):
                    stems[word[:-1]] = one_more(stems.get(word[:-1], ()), code)
                elif len(word) >= _SHORTEST and word not in english and not word.isdigit():
                    words[word] = one_more(words.get(word, ()), code)
        beginnings = Beginnings(stems)
        passing = Words({*known, *(word for word in english if beginnings.of(word))})
        return cls(WordTable.of(words), WordTable.of(stems), dict(alphabets), passing)

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "TellingWords":
        """Return what `arrays` returned these of. Raises KeyError where one is missing."""
        words, stems = (
            WordTable.from_arrays(
                arrays[f"{name}_words"],
                arrays[f"{name}_which"],
                tuple(tuple(codes.split()) for codes in words_in(arrays[f"{name}_said"])),
            )
            for name in ("words", "stems")
        )
        blocks = dict(zip(arrays["blocks"].tolist(), words_in(arrays["block_codes"]), strict=True))
        alphabets = {block: frozenset(codes.split()) for block, codes in blocks.items()}
        return cls(words, stems, alphabets, Words.from_array(arrays["passing"]))

    def arrays(self) -> Arrays:
        """Return everything as arrays, to be kept in a file."""
        found = {
            "passing": self.passing.array(),
            "blocks": np.array(list(self.alphabets), np.uint32),
            "block_codes": array_of(" ".join(sorted(codes)) for codes in self.alphabets.values()),
        }
        for name, table in (("words", self.words), ("stems", self.stems)):
            found[f"{name}_words"], found[f"{name}_which"] = table.arrays()
            found[f"{name}_said"] = array_of(" ".join(codes) for codes in table.said)
        return found


class Guesser:
    """Tells of a text which languages it could be in."""

    def __init__(self, telling: TellingWords) -> None:
        self._words, self._stems = telling.words, telling.stems
        self._alphabets, self._passing = telling.alphabets, telling.passing

    def could_be(self, pieces: Sequence[str]) -> tuple[str, ...]:
        """Return the languages, other than English, that the pieces of a text could be words of, the likeliest first."""
        if not self._words.said and not self._stems.said:
            return ()
        passing = self._passing
        unknown = [piece for piece in dict.fromkeys(pieces) if piece not in passing]
        if len(unknown) > 2 * _MOST_LOOKED_AT:
            unknown = [*unknown[:_MOST_LOOKED_AT], *unknown[-_MOST_LOOKED_AT:]]
        hits: Counter[str] = Counter()
        for piece in unknown:
            hits.update(self._words.get(piece, NO_CODES))
            hits.update({code for codes in self._stems.of_beginnings(piece) for code in codes})
            if not piece.isascii():
                written_in = {code for block in blocks_of(piece[:_LONGEST]) for code in self._alphabets.get(block, ())}
                hits.update(dict.fromkeys(written_in, _ENOUGH))
        words = sum(piece[0].isalpha() for piece in pieces[: 2 * _FEW_WORDS + 1])
        enough = 1 if words <= _FEW_WORDS else min(max(_ENOUGH, len(pieces) // _ONE_IN), _MOST_NEEDED)
        likely = sorted((-number, code) for code, number in hits.items() if number >= enough)
        most = min(_MOST_LANGUAGES, max(_MOST_READ // max(len(pieces), 1), 1))
        return tuple(code for _, code in likely[:most])


@cache
def one_more(codes: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Return these languages and one more: the same few tuples for tens of thousands of words."""
    return (*codes, code)


def blocks_of(word: str) -> frozenset[int]:
    """Return the blocks of letters beyond the Latin ones that a word is written in; none where it has a Latin letter."""
    if word.isascii() or any("a" <= letter <= "z" for letter in word):
        return frozenset()
    return frozenset(ord(letter) >> _BLOCK for letter in word if ord(letter) >= _LATIN_ENDS and letter.isalpha())
