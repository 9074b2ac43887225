"""Phrases of a language's classes, such as 'step dad', that are read as one word: 'step_dad'."""

from collections.abc import Iterable, Sequence

from conversations.safeguarding.stems import Stems, fits, is_stem

Phrase = tuple[str, ...]


class Compounds:
    """The phrases of several words, each of which may be a stem."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        by_first: dict[str, set[Phrase]] = {}
        for phrase in phrases:
            if len(phrase) > 1:
                by_first.setdefault(phrase[0], set()).add(phrase)
        self._by_first = {
            first: tuple(sorted(found, key=lambda words: (-len(words), words))) for first, found in by_first.items()
        }
        self._stems = Stems(self._by_first)
        self._any_stem = any(map(is_stem, self._by_first))

    @property
    def words(self) -> frozenset[str]:
        """Every word and stem of the phrases."""
        return frozenset(word for phrases in self._by_first.values() for phrase in phrases for word in phrase)

    def joined(self, words: list[str]) -> list[str]:
        """Return the words with every phrase made one word, the longest that begins at a place."""
        if not self._any_stem and self._by_first.keys().isdisjoint(words):
            return words
        found: list[str] = []
        place = 0
        while place < len(words):
            for phrase in self._beginning(words[place]):
                if begins(phrase, words, place):
                    found.append("_".join(phrase))
                    place += len(phrase)
                    break
            else:
                found.append(words[place])
                place += 1
        return found

    def _beginning(self, word: str) -> tuple[Phrase, ...]:
        phrases = self._by_first.get(word, ())
        if not self._any_stem:
            return phrases
        stems = (stem for stem in self._stems.all_of(word) if stem != word)
        return (*phrases, *(phrase for stem in stems for phrase in self._by_first[stem]))


def begins(phrase: Phrase, words: Sequence[str], place: int) -> bool:
    """Whether the phrase stands at this place of the words."""
    if place + len(phrase) > len(words):
        return False
    return all(fits(meant, words[place + index]) for index, meant in enumerate(phrase))
