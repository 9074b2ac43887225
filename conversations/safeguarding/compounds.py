"""Phrases of a language's classes, such as 'step dad', that are read as one word: 'step_dad'."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from conversations.safeguarding.sequences import places_where
from conversations.safeguarding.stems import Stems, fits, is_stem

Phrase = tuple[str, ...]


class Compounds:
    """The phrases of several words, each of which may be a stem."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        several = sorted({phrase for phrase in phrases if len(phrase) > 1}, key=lambda words: (-len(words), words))
        by_first: dict[str, list[Phrase]] = {}
        by_pair: dict[Phrase, list[Phrase]] = {}
        for phrase in several:
            by_first.setdefault(phrase[0], []).append(phrase)
            by_pair.setdefault(phrase[:2], []).append(phrase)
        self._by_first = {first: tuple(found) for first, found in by_first.items()}
        self._by_pair = {pair: tuple(found) for pair, found in by_pair.items()}
        self._stems = Stems(self._by_first)
        self._any_stem = any(map(is_stem, self.words))

    @property
    def words(self) -> frozenset[str]:
        """Every word and stem of the phrases."""
        return frozenset(word for phrases in self._by_first.values() for phrase in phrases for word in phrase)

    def may_join(self, pair: Phrase) -> bool:
        """Whether a phrase may begin with these two words, none of them empty, so that it is worth looking."""
        return all(pair) if self._any_stem else pair in self._by_pair

    def joined(self, words: list[str]) -> list[str]:
        """Return the words with every phrase made one word, the longest that begins at a place."""
        found: list[str] = []
        done = 0
        for place in self._likely(words):
            if place < done:
                continue
            phrase = next(
                (phrase for phrase in self._beginning(*words[place : place + 2]) if begins(phrase, words, place)), None
            )
            if phrase is not None:
                found += words[done:place]
                found.append("_".join(phrase))
                done = place + len(phrase)
        return found + words[done:] if done else words

    def _likely(self, words: list[str]) -> Sequence[int]:
        """Return the places where a phrase may begin."""
        if self._any_stem:
            return places_where(words, frozenset(word for word in frozenset(words) if self._beginning(word)))
        return places_where(tuple(pairwise(words)), self._by_pair)

    def _beginning(self, word: str, after: str = "") -> tuple[Phrase, ...]:
        """Return the phrases that may begin with this word, and with the one after it where only whole words count."""
        if not self._any_stem:
            return self._by_pair[word, after]
        stems = (stem for stem in self._stems.all_of(word) if stem != word)
        return (*self._by_first.get(word, ()), *(phrase for stem in stems for phrase in self._by_first[stem]))


def begins(phrase: Phrase, words: Sequence[str], place: int) -> bool:
    """Whether the phrase stands at this place of the words."""
    if place + len(phrase) > len(words):
        return False
    return all(fits(meant, words[place + index]) for index, meant in enumerate(phrase))
