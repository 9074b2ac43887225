"""Beginnings of words: a pattern's `bij*` stands for every word that begins with `bij`, as inflected languages need.

While patterns are read a stem is a word like any other, written with its star. When all are known, each item that names a
stem takes in every known word and every longer stem that begins so (`Kin`). A word of a text is then read as itself
where it is known, else as the longest stem it begins with, so that each place of a text still holds one word only, and
looking for all patterns costs what it did.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping

from conversations.word_tries import Beginnings

STAR = "*"
SHORTEST = 3
"""So many letters at least stand before the star: fewer would stand for half of a language's words."""


def is_stem(word: str) -> bool:
    """Whether a word of a pattern is written with a star."""
    return word.endswith(STAR)


def fits(meant: str, word: str) -> bool:
    """Whether a word, or a longer stem, is one of those that a pattern's word or stem stands for."""
    return word == meant or (is_stem(meant) and word.startswith(meant[:-1]))


class Stems:
    """The stems of one language's patterns."""

    def __init__(self, words: Iterable[str]) -> None:
        self._beginnings = Beginnings(word[:-1] for word in words if is_stem(word))

    def of(self, word: str) -> str | None:
        """Return the longest stem that a word begins with, written with its star; None where it begins with none."""
        found = self._beginnings.of(word)
        return found[-1] + STAR if found else None

    def all_of(self, word: str) -> tuple[str, ...]:
        """Return every stem that a word begins with, the longest first."""
        return tuple(stem + STAR for stem in reversed(self._beginnings.of(word)))


class Kin:
    """Which known words do where a pattern names a stem, or a word that others bear with something written onto it."""

    def __init__(self, known: Iterable[str], bared: Callable[[str], tuple[str, ...] | None]) -> None:
        """`bared` returns the known words that another known word is without what is written onto it, if there are any."""
        # A phrase read as one word, 'step_dad', is no word that begins with 'step'.
        self._sorted = sorted(word for word in known if "_" not in word)
        bearing: dict[str, set[str]] = {}
        for word in self._sorted:
            bare = None if is_stem(word) else bared(word)
            if bare is not None and len(bare) == 1:
                bearing.setdefault(bare[0], set()).add(word)
        self._bearing: Mapping[str, set[str]] = bearing
        self._found: dict[frozenset[str], frozenset[str]] = {}

    def of(self, words: frozenset[str]) -> frozenset[str]:
        """Return these words with all that do in their place."""
        found = self._found.get(words)
        if found is None:
            grown = set(words)
            for word in words:
                if is_stem(word):
                    grown |= self._beginning(word[:-1])
            for word in tuple(grown):
                grown |= self._bearing.get(word, set())
            found = self._found[words] = frozenset(grown)
        return found

    def _beginning(self, stem: str) -> set[str]:
        start = end = bisect_left(self._sorted, stem)
        while end < len(self._sorted) and self._sorted[end].startswith(stem):
            end += 1
        return set(self._sorted[start:end])
