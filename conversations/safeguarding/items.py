"""The rows that patterns are read into: one item for each place, which says what words may stand there."""

from dataclasses import dataclass

LONGEST_GAP = 25
"""So many words at most does one gap stand for."""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One place of a row: one of `words`, or where `other` is set any word but these; a sentence's end is no word.

    One language has one item for one meaning (`Items`), so that its ten thousands of places are told apart at once.
    """

    words: frozenset[str]
    other: bool = False
    optional: bool = False
    single: bool = True
    """Whether a word must stand here that is named, not excluded."""

    times: int = 1
    """How many words this place may stand for at most: more than one in a gap only."""

    steps: tuple[int, ...] = ()
    """In a gap, by how many words to go on and on again, so that every length of it is come upon."""

    only: str = ""
    """The one word that may stand here, where there is one only."""

    @classmethod
    def of(cls, words: frozenset[str], *, other: bool, optional: bool, times: int) -> "Item":
        """Return the item that means this."""
        single = not other and not optional
        only = next(iter(words)) if single and len(words) == 1 else ""
        return cls(words, other, optional, single, times, steps_over(times) if times > 1 else (), only)


Row = tuple[Item, ...]


class Items:
    """All the different items of one language's patterns."""

    def __init__(self) -> None:
        self._items: dict[tuple[frozenset[str], bool, bool, int], Item] = {}

    def of(self, words: frozenset[str], *, other: bool = False, optional: bool = False, times: int = 1) -> Item:
        """Return the one item that means this."""
        key = (words, other, optional, times)
        found = self._items.get(key)
        if found is None:
            found = self._items[key] = Item.of(words, other=other, optional=optional, times=times)
        return found

    def gap(self, length: int) -> Item:
        """Return the item that stands for any words, or none, up to so many."""
        return self.of(frozenset(), other=True, optional=True, times=length)

    def optional(self, rows: list[Row]) -> list[Row]:
        """Return rows that may also be left out."""
        if len(rows) == 1 and len(rows[0]) == 1:
            item = rows[0][0]
            return [(self.of(item.words, other=item.other, optional=True, times=item.times),)]
        return [*rows, ()]


def steps_over(width: int) -> tuple[int, ...]:
    """Return steps of which each is at most one more than all before it, and that come to a width together.

    What is moved on by them one after the other, and kept where it was too, comes to every distance up to the width.
    """
    steps: list[int] = []
    covered = 0
    while covered < width:
        steps.append(min(covered + 1, width - covered))
        covered += steps[-1]
    return tuple(steps)


LONGEST_STEP = max(max(steps_over(width)) for width in range(1, LONGEST_GAP + 1))


def trimmed(row: Row) -> Row:
    """Return a row without what may be left out at its ends: it changes nothing in what is matched."""
    if row and not row[0].optional and not row[-1].optional:
        return row
    start, end = 0, len(row)
    while start < end and row[start].optional:
        start += 1
    while end > start and row[end - 1].optional:
        end -= 1
    return row[start:end]
