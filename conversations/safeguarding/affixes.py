"""Small words that are written onto their neighbour: Arabic 'and', 'in', 'the'; French l' and d'; Persian plural signs."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from conversations.safeguarding.characters import plain

_MOST = 3
"""So many are taken off one word, as in Arabic 'and' + 'in' + 'the' + house."""

_FEWEST_LEFT = 2
_LONGEST = 40


class Affixes:
    """The prefixes and suffixes of one language's `words.toml`."""

    def __init__(self, prefixes: Iterable[str], suffixes: Iterable[str]) -> None:
        self._prefixes = frozenset(plain(prefix).replace("'", "") for prefix in prefixes) - {""}
        self._suffixes = frozenset(plain(suffix).replace("'", "") for suffix in suffixes) - {""}
        self._firsts = frozenset(prefix[0] for prefix in self._prefixes)
        self._lasts = frozenset(suffix[-1] for suffix in self._suffixes)
        self._heads = tuple(sorted({len(prefix) for prefix in self._prefixes}))
        self._tails = tuple(sorted({len(suffix) for suffix in self._suffixes}))

    def __bool__(self) -> bool:
        """Whether the language has any."""
        return bool(self._prefixes or self._suffixes)

    def off(self, word: str) -> Iterator[str]:
        """Yield what is left of a word when one is taken off, then when two are, then three."""
        if len(word) > _LONGEST or not (word[:1] in self._firsts or word[-1:] in self._lasts):
            return
        left = [word]
        for _ in range(_MOST):
            left = list(dict.fromkeys(shorter for longer in left for shorter in self._one_off(longer)))
            yield from left

    def _one_off(self, word: str) -> Iterator[str]:
        for length in self._heads:
            if word[:length] in self._prefixes and len(word) - length >= _FEWEST_LEFT:
                yield word[length:]
        for length in self._tails:
            if word[-length:] in self._suffixes and len(word) - length >= _FEWEST_LEFT:
                yield word[:-length]

    def attached(self, words: list[str], knows: Callable[[str], object]) -> list[str]:
        """Return words with prefixes and suffixes that stand apart written onto their neighbour, where that is known."""
        if not self or (self._prefixes.isdisjoint(words) and self._suffixes.isdisjoint(words)):
            return words
        known = cache(knows)
        found: list[str] = []
        waiting = ""
        for word in words:
            if waiting and known(waiting + word):
                found[-1] = waiting + word
            elif found and word in self._suffixes and known(found[-1] + word):
                found[-1] += word
            else:
                found.append(word)
            waiting = word if word in self._prefixes else ""
        return found
