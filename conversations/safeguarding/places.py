"""Where in one text each item of the patterns fits, as the bits of an integer; and how a row is followed through it.

Shift-And turned on its side (Baeza-Yates and Gonnet, 'A New Approach to Text Searching', 1992): one shift and one 'and' an
item follow a row through all places of a text at once.
"""

from collections import defaultdict
from collections.abc import Container, Sequence

from conversations.safeguarding.items import LONGEST_STEP, Item, Row
from conversations.safeguarding.sequences import places_where
from conversations.safeguarding.tokens import STOP

STRETCH = 16
AROUND = 2
"""What stands beside a word is sought in its own stretch of so many words and in so many more before and after it."""

FEW = 6
"""A word that stands in more places of a text is as good as everywhere in it."""


class Places:
    """The places of one text."""

    def __init__(self, words: Sequence[str], known: Container[str]) -> None:
        """`known` are the words of the rules; where others stand need not be told."""
        self.at: dict[str, int] = defaultdict(int)
        at = self.at
        for place in places_where(words, known):
            at[words[place]] |= 1 << place
        self.present = frozenset(at)
        self._words = words
        self._neighbours: list[frozenset[str]] | None = None
        self._anything = ((1 << len(words)) - 1) & ~at.get(STOP, 0)
        self._fits: dict[Item, int] = {}
        # For each length of a gap's step, the places where a run of so many words ends, and where one begins.
        self._ending = [0, self._anything]
        self._beginning = [0, self._anything]
        for length in range(1, LONGEST_STEP):
            self._ending.append(self._ending[length] & (self._anything << length))
            self._beginning.append(self._ending[length + 1] >> length)

    def of(self, item: Item) -> int:
        """Return the places where an item fits."""
        found = self._fits.get(item)
        if found is None:
            found = 0
            for word in item.words & self.present:
                found |= self.at[word]
            if item.other:
                found = self._anything & ~found
            self._fits[item] = found
        return found

    def beside(self, word: str) -> frozenset[str]:
        """Return words among which are all that stand within 32 places of a word; all of the text's where it is common."""
        places = self.at[word]
        if len(self._words) <= STRETCH * (2 * AROUND + 1) or places.bit_count() > FEW:
            return self.present
        if self._neighbours is None:
            self._neighbours = neighbours(self._words)
        found: list[frozenset[str]] = []
        while places:
            stretch = (places.bit_length() - 1) // STRETCH
            found.append(self._neighbours[stretch])
            places &= (1 << stretch * STRETCH) - 1
        return found[0] if len(found) == 1 else found[0].union(*found[1:])

    def after(self, active: int, items: Row) -> int:
        """Return the places of the last of some items that stand after these places."""
        fits, runs = self._fits, self._ending
        for item in items:
            if item.steps:
                for step in item.steps:
                    active |= (active << step) & runs[step]
                continue
            fit = fits.get(item)
            moved = (active << 1) & (self.of(item) if fit is None else fit)
            active = active | moved if item.optional else moved
            if not active:
                break
        return active

    def before(self, active: int, items: Row) -> int:
        """Return the places of the last of some items that stand before these places, the nearest item first."""
        fits, runs = self._fits, self._beginning
        for item in items:
            if item.steps:
                for step in item.steps:
                    active |= (active >> step) & runs[step]
                continue
            fit = fits.get(item)
            moved = (active >> 1) & (self.of(item) if fit is None else fit)
            active = active | moved if item.optional else moved
            if not active:
                break
        return active

    def start(self, row: Row, end: int) -> int:
        """Return where the shortest find of a row that ends at this place begins."""
        return self.before(2 << end, row[::-1]).bit_length() - 1


def neighbours(words: Sequence[str]) -> list[frozenset[str]]:
    """Return for each stretch of a text the words of it and of those around it."""
    starts = range(0, len(words), STRETCH)
    reach = STRETCH * AROUND
    return [frozenset(words[max(start - reach, 0) : start + STRETCH + reach]) for start in starts]
