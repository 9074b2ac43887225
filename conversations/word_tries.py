"""Tens of thousands of words, kept in a fiftieth of what Python's own sets and dictionaries take.

A trie (Fredkin, 'Trie memory', 1960) holds words by their letters, so that words which begin alike share them; marisa-trie
packs one into a few bytes a word. Looking a word up takes a quarter of a microsecond instead of a twentieth.

Every text will do, also one that is no valid Unicode: no list has such a word.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar

import numpy as np
from marisa_trie import Trie
from numpy.typing import NDArray

T = TypeVar("T")


class Words(AbstractSet[str]):
    """A set of words that does not change.

    `trie` is the same for words that are looked up by the hundred; it raises UnicodeEncodeError for what is no Unicode.
    """

    __slots__ = ("trie",)

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.trie = Trie(words)

    @classmethod
    def from_array(cls, array: NDArray[Any]) -> "Words":
        """Return the words that `array` returned this of."""
        words = cls()
        words.trie = unpacked(array)
        return words

    def array(self) -> NDArray[Any]:
        """Return the words as an array, to be kept in a file."""
        return packed(self.trie)

    def number(self, word: str) -> int | None:
        """Return the number of one of the words, each its own from nought up; None for any other."""
        found: int | None = self.trie.get(word)
        return found

    def numbered(self, number: int) -> str:
        """Return the word of a number."""
        word: str = self.trie.restore_key(number)
        return word

    def __contains__(self, word: object) -> bool:
        try:
            return word in self.trie
        except (TypeError, UnicodeEncodeError):
            return False

    def __iter__(self) -> Iterator[str]:
        return iter(self.trie)

    def __len__(self) -> int:
        return len(self.trie)


class WordTable(Generic[T]):
    """What is said of each of many words, where of all that is said there are few different things."""

    __slots__ = ("_said", "_trie", "_which")

    def __init__(self, trie: Trie, which: NDArray[Any], said: Sequence[T]) -> None:
        """`which` tells for each word's number in the trie which of the things in `said` is said of it."""
        self._trie, self._which, self._said = trie, which, said

    @classmethod
    def of(cls, said: Mapping[str, T]) -> "WordTable[T]":
        """Return the table of what is said of each word; no more than 65,536 different things."""
        trie = Trie(said)
        numbers: dict[T, int] = {}
        which = np.zeros(len(trie), np.uint16)
        for word, thing in said.items():
            which[trie[word]] = numbers.setdefault(thing, len(numbers))
        return cls(trie, which, tuple(numbers))

    @staticmethod
    def numbered(words: Sequence[str]) -> "WordTable[int]":
        """Return the table of each word's place among these."""
        trie = Trie(words)
        which = np.zeros(len(trie), np.uint32)
        which[[trie[word] for word in words]] = np.arange(len(words))
        return WordTable(trie, which, range(len(words)))

    @classmethod
    def from_arrays(cls, words: NDArray[Any], which: NDArray[Any], said: Sequence[T]) -> "WordTable[T]":
        """Return the table with the words and the numbers that `arrays` returned, and the things that `said` was then."""
        return cls(unpacked(words), which, said)

    def arrays(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return the words, and for each of them the number of what is said of it, to be kept in a file."""
        return packed(self._trie), self._which

    def __len__(self) -> int:
        return len(self._trie)

    @property
    def said(self) -> Sequence[T]:
        """All the different things that are said."""
        return self._said

    def get(self, word: str, otherwise: T) -> T:
        """Return what is said of a word; `otherwise` where it is not in the table."""
        try:
            number = self._trie.get(word)
        except UnicodeEncodeError:
            return otherwise
        return otherwise if number is None else self._said[self._which[number]]

    def of_beginnings(self, word: str) -> list[T]:
        """Return what is said of each word of the table that this one begins with."""
        try:
            found = self._trie.prefixes(word)
        except UnicodeEncodeError:
            return []
        return [self._said[self._which[self._trie[beginning]]] for beginning in found]


class Beginnings:
    """Beginnings of words."""

    __slots__ = ("_trie",)

    def __init__(self, beginnings: Iterable[str] = ()) -> None:
        self._trie = Trie(beginnings)

    def of(self, word: str) -> list[str]:
        """Return all those that a word begins with, the shortest first."""
        try:
            found: list[str] = self._trie.prefixes(word)
        except UnicodeEncodeError:
            return []
        return found


def packed(trie: Trie) -> NDArray[Any]:
    """Return a trie as an array of bytes."""
    return np.frombuffer(trie.tobytes(), np.uint8)


def unpacked(array: NDArray[Any]) -> Trie:
    """Return the trie that `packed` made this array of."""
    return Trie().frombytes(array.tobytes())
