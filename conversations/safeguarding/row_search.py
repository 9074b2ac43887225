"""Finds all rows of all patterns in a text, in time that depends on the text's length, never on its cunning.

A row is only followed (`Places`) where the two of its words that are rarest stand in the text as far from each other as
they may, so that of ten thousand rows a dozen are followed in an ordinary text.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from conversations.safeguarding.items import Item, Row, steps_over
from conversations.safeguarding.packed_rows import PackedRows
from conversations.safeguarding.places import AROUND, STRETCH, Places
from conversations.safeguarding.row_index import RowIndex

OFTEN = 8
"""More finds of one row than so many are not told one by one: the row is taken as found for certain."""

ENDS = 400
"""Of a text too long and thick to be read whole, the words that stand so near its beginning or its end come first."""

ROW_WORK = 3
"""Following a row is as much work as looking at so many words, or pairs of words, that might be a row's."""

Find = tuple[int, int]
"""A row, and the place of its last word."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many places after a row's rarest word another of its words may stand; before it, where negative."""

    first: int
    steps: tuple[int, ...]
    span: int
    """As many set bits as there are places within reach."""

    def near(self, places: int) -> int:
        """Return the places from which one of these is within reach."""
        found = places >> self.first if self.first > 0 else places << -self.first
        for step in self.steps:
            found |= found >> step
        return found

    def window(self, place: int) -> int:
        """Return the places that are within reach of one place."""
        start = place + self.first
        return self.span << start if start > 0 else self.span >> -start


Other = tuple[Item, int, int]
"""A row's second rarest item, and how far after the rarest it stands at least and at most."""


class Kept(NamedTuple):
    """A row with its number and the place of its rarest item."""

    number: int
    row: Row
    key: int

    def ends(self, places: Places, here: int) -> int:
        """Return the places where the row ends whose rarest item stands at one of these places."""
        row, key = self.row, self.key
        if key:
            if not places.before(here, row[key - 1 :: -1]):
                return 0
            if here & (here - 1):
                return places.after(places.of(row[0]), row[1:])
        return places.after(here, row[key + 1 :])


Rows = tuple[Kept, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Key:
    """The rows that have one rarest item: `alone` those that need nothing else, the others by their second rarest words.

    `far` says that a second word may stand too far away for `Places.beside`.
    """

    seconds: frozenset[str]
    by_second: Mapping[str, tuple[tuple[Reach, Rows], ...]]
    alone: Rows
    far: bool


class Finds:
    """What was found in one text.

    `ends` are the rows and the places of their last words, of each row the first few; `often` the rows that were found
    more often. Not `whole` where a part of the text was left unread. `work` is what it took.
    """

    def __init__(self, places: Places, rows: PackedRows, longest: int) -> None:
        """`longest` is how many words the longest of the rows may have."""
        self.longest = longest
        self.whole = True
        self.work = 0
        self._places = places
        self._rows = rows
        self._ends: dict[int, int] = {}
        self._starts: dict[Find, int] = {}

    def note(self, row: int, ends: int) -> None:
        """Take down the places where a row ends."""
        if ends:
            self._ends[row] = self._ends.get(row, 0) | ends

    @property
    def ends(self) -> list[Find]:
        """The rows found and the places of their last words, of each row the first few."""
        return [(row, place) for row, ends in self._ends.items() for place in first_bits(ends)]

    def often(self, row: int) -> bool:
        """Whether a row was found so often that it is taken for certain."""
        return self._ends[row].bit_count() > OFTEN

    def start(self, find: Find) -> int:
        """Return where a find begins: the shortest, where there are several."""
        found = self._starts.get(find)
        if found is None:
            row, end = find
            found = self._starts[find] = self._places.start(self._rows[row], end)
        return found


def first_bits(bits: int) -> Iterator[int]:
    """Yield the places of the first few bits that are set."""
    for _ in range(min(bits.bit_count(), OFTEN)):
        low = bits & -bits
        bits ^= low
        yield low.bit_length() - 1


class RowSearch:
    """The rows of one language, ready to be looked for.

    What is worked out of them for one word is worked out when the first text has that word: most words of the rules are
    in no text for days, and all of them together would take longer than everything else at the start. Two threads that
    both come to a word do the same work twice and come to the same.
    """

    def __init__(self, rows: PackedRows, index: RowIndex) -> None:
        """`index` is that of these rows."""
        self.rows = rows
        self._index = index
        self._reaches = Reaches()
        self._keys: dict[str, tuple[Key, ...]] = {}
        self._key_of: dict[int, Key] = {}

    def find(self, words: Sequence[str], most_work: int) -> Finds:
        """Return all finds in a text's words; where that would be more than so much work, those that it suffices for."""
        places = Places(words, self.rows.words.trie)
        finds = Finds(places, self.rows, self._index.longest)
        known = self._keys
        for word in dict.fromkeys(chain(words[:ENDS], words[-ENDS:], words)):
            keys = known.get(word)
            if keys is None:
                number = self.rows.words.number(word)
                items = self._index.items_of[number] if number is not None else ()
                if not items:
                    continue
                keys = known[word] = tuple(map(self._key, items))
            if finds.work > most_work:
                finds.whole = False
                break
            here, beside = places.at[word], places.beside(word)
            for key in keys:
                finds.work += 1
                seconds = key.seconds & (places.present if key.far else beside)
                if seconds:
                    self._follow(key, places, here, seconds, finds)
                if key.alone:
                    finds.work += ROW_WORK * len(key.alone)
                    for row in key.alone:
                        finds.note(row.number, row.ends(places, here))
        return finds

    def _key(self, item: int) -> Key:
        """Return the key of the rows that have this rarest item."""
        key = self._key_of.get(item)
        if key is None:
            kept: dict[Other | None, list[Kept]] = {}
            for number in self._index.rows_of[item]:
                row = self.rows[number]
                place, second = rarest(self._index.weights[self.rows.numbers[number]].tolist())
                other = None if second is None else (row[second], *distances(row, place, second))
                kept.setdefault(other, []).append(Kept(number, row, place))
            key = self._key_of[item] = key_for(kept, self._reaches)
        return key

    def _follow(self, key: Key, places: Places, here: int, seconds: AbstractSet[str], finds: Finds) -> None:
        """Note where the rows of a key stand around these places of it, given their second words that are there."""
        only = here.bit_length() - 1 if here.bit_count() == 1 else None
        for second in seconds:
            there = places.at[second]
            for reach, rows in key.by_second[second]:
                finds.work += 1
                near = here & reach.near(there) if only is None else there & reach.window(only)
                if near:
                    finds.work += ROW_WORK * len(rows)
                    for row in rows:
                        finds.note(row.number, row.ends(places, near if only is None else here))


class Reaches:
    """All the different reaches of one language's rows."""

    def __init__(self) -> None:
        self._reaches: dict[tuple[int, int], Reach] = {}

    def of(self, first: int, last: int) -> Reach:
        """Return the reach from the first to the last of these distances."""
        found = self._reaches.get((first, last))
        if found is None:
            found = Reach(first, steps_over(last - first), (2 << last - first) - 1)
            self._reaches[first, last] = found
        return found


def key_for(found: Mapping[Other | None, Sequence[Kept]], reaches: Reaches) -> Key:
    """Return the key of rows that are sorted by their second item and its distances; None where they need none."""
    by_second: dict[str, tuple[tuple[Reach, Rows], ...]] = {}
    alone: Rows = ()
    far = False
    for other, rows in found.items():
        if other is None:
            alone = tuple(rows)
            continue
        item, first, last = other
        far = far or max(last, -first) > STRETCH * AROUND
        one = ((reaches.of(first, last), tuple(rows)),)
        for word in item.words:
            before = by_second.get(word)
            by_second[word] = one if before is None else before + one
    return Key(frozenset(by_second), by_second, alone, far)


def rarest(weighed: list[float]) -> tuple[int, int | None]:
    """Return the places of a row's two items that the fewest texts have, of those it cannot do without.

    `weighed` says of each of its items how common that is; infinitely where the row can do without.
    """
    key = weighed.index(min(weighed))
    weighed[key] = math.inf
    least = min(weighed)
    return key, None if least == math.inf else weighed.index(least)


def distances(row: Row, key: int, other: int) -> tuple[int, int]:
    """Return how far after its key another place of a row stands at least and at most; negative where it stands before."""
    least = most = 1
    for item in row[key + 1 : other] if other > key else row[other + 1 : key]:
        most += item.times
        least += not item.optional
    return (least, most) if other > key else (-most, -least)
