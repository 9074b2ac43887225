"""Finds all rows of all patterns in one pass over a text, in time that depends on its length, never on its cunning.

The extended Shift-And method of Navarro and Raffinot ('Flexible Pattern Matching in Strings', 2002, ch. 4): each item of
each row is one bit of a long integer, and a handful of integer operations a word advance all rows at once. Rows are kept
in groups by the rarest word that each cannot do without, and a group is only looked for around its words.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.safeguarding.patterns import Item, Row
from conversations.safeguarding.tokens import STOP

OFTEN = 8
"""After so many finds of one row it is looked for no more: the caller takes the row as found for certain."""

MOST_STEPS = 4_000
"""So many words are looked at, over all groups, in one text: some 4 ms. No child's message comes near it."""


MOST_VISITS = 60
"""So many times one word of a text is looked around, but for those at its ends."""

ENDS = 400
"""So many words at each end of a text are always looked around."""

SPAN = 6
"""Looking at one more stretch of words costs as much as so many words."""


@dataclass(slots=True)
class Finds:
    """What was found: (row, place of its last word); rows found too often to go on; whether the text was read whole."""

    ends: list[tuple[int, int]]
    often: set[int]
    whole: bool = True


class RowGroup:
    """Rows that share a rare word, looked for together."""

    def __init__(self, rows: Sequence[tuple[int, Row, int]]) -> None:
        """Each row comes with its number and the place of its rare item, from which it reaches both ways."""
        self.before = max(key for _, _, key in rows)
        self.after = max(len(row) - 1 - key for _, row, key in rows)
        places: dict[str, list[int]] = defaultdict(list)
        excluded: dict[str, list[int]] = defaultdict(list)
        anything: list[int] = []
        starts: list[int] = []
        optional: list[int] = []
        before: list[int] = []
        last: list[int] = []
        self.row_at: dict[int, int] = {}
        place = 0
        for number, row, _ in rows:
            starts.append(place)
            for index, item in enumerate(row):
                if item.other:
                    anything.append(place)
                for word in item.words:
                    (excluded if item.other else places)[word].append(place)
                if item.optional:
                    optional.append(place)
                    if not row[index - 1].optional:
                        before.append(place - 1)
                    if not row[index + 1].optional:
                        last.append(place)
                place += 1
            self.row_at[place - 1] = number
        self.starts, self.ends = bits(starts), bits(list(self.row_at))
        self.optional, self.opening, self.closing = bits(optional), bits(before), bits(last)
        self.anything = bits(anything)
        self.words = {word: bits(found) | (0 if word == STOP else self.anything) for word, found in places.items()}
        for word, found in excluded.items():
            self.words[word] = self.words.get(word, self.anything) & ~bits(found)
        self.words.setdefault(STOP, 0)

    def find(self, words: Sequence[str], start: int, end: int, finds: Finds, times: Counter[int]) -> None:
        """Look for the group's rows among the words from start up to end, and note them."""
        starts, ends, optional, opening, closing = self.starts, self.ends, self.optional, self.opening, self.closing
        known, anything = self.words, self.anything
        active = 0
        for place in range(start, end):
            accepted = known.get(words[place])
            if accepted is None:
                if not active:
                    continue
                active = (active << 1) & anything
            else:
                active = (active << 1 | starts) & accepted
            if not active:
                continue
            filled = active | closing
            active |= optional & ~((filled - opening) ^ filled)
            found = active & ends
            while found:
                low = found & -found
                found ^= low
                row = self.row_at[low.bit_length() - 1]
                times[row] += 1
                if times[row] <= OFTEN:
                    finds.ends.append((row, place))
                else:
                    finds.often.add(row)


class Automaton:
    """The rows of one language, ready to be looked for."""

    def __init__(self, rows: Sequence[Row], common: Sequence[str] = ()) -> None:
        """`common` are the language's commonest words, first the commonest: rows are not kept by those."""
        self.rows = tuple(rows)
        rank = {word: (len(common) - place) * 20 for place, word in enumerate(common)}
        shared = Counter(word for row in self.rows for item in row if not item.other for word in item.words)
        kept: dict[str, list[tuple[int, Row, int]]] = defaultdict(list)
        for number, row in enumerate(self.rows):
            key = rarest(row, rank)
            kept[max(row[key].words, key=lambda word: (shared[word], word))].append((number, row, key))
        self._groups = tuple(RowGroup(group) for group in kept.values())
        around: dict[str, set[int]] = defaultdict(set)
        for number, group in enumerate(kept.values()):
            for _, row, key in group:
                for word in row[key].words:
                    around[word].add(number)
        self._around = {word: tuple(sorted(numbers)) for word, numbers in around.items()}
        self.vocabulary = frozenset(word for row in self.rows for item in row for word in item.words)

    def find(self, words: Sequence[str]) -> Finds:
        """Return all finds in a text's words."""
        windows: dict[int, list[list[int]]] = {}
        around, groups = self._around, self._groups
        length = len(words)
        visits: dict[str, int] = {}
        whole = True
        for place, word in enumerate(words):
            numbers = around.get(word)
            if numbers is None:
                continue
            visited = visits[word] = visits.get(word, 0) + 1
            if visited > MOST_VISITS and ENDS < place < length - ENDS:
                whole = False
                continue
            for number in numbers:
                group = groups[number]
                start, end = max(0, place - group.before), min(length, place + group.after + 1)
                spans = windows.get(number)
                if spans is None:
                    windows[number] = [[start, end]]
                elif start <= spans[-1][1]:
                    spans[-1][1] = end
                else:
                    spans.append([start, end])
        finds = Finds([], set(), whole)
        times: Counter[int] = Counter()
        # In a text too long and thick to be read whole, the rarer groups get their share of the steps first.
        share = max(MOST_STEPS // max(len(windows), 1), 1)
        left = MOST_STEPS
        for number, spans in sorted(windows.items(), key=lambda item: sum(end - start for start, end in item[1])):
            if left < 0:
                finds.whole = False
                break
            own = max(share, left // 8)
            for start, end in spans:
                reach = min(end, start + own)
                finds.whole = finds.whole and reach == end
                groups[number].find(words, start, reach, finds, times)
                own -= reach - start
                left -= reach - start + SPAN
        return finds


def rarest(row: Row, rank: dict[str, int]) -> int:
    """Return the place of the item that the fewest texts have, of those the row cannot do without."""

    def weight(item: Item) -> int:
        return sum(rank.get(word, 1) for word in item.words)

    needed = [place for place, item in enumerate(row) if not item.other and not item.optional]
    return min(needed or [0], key=lambda place: weight(row[place]))


def bits(places: Sequence[int]) -> int:
    """Return the integer with these bits set."""
    octets = bytearray(max(places, default=0) // 8 + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def first_place(row: Row, words: Sequence[str], end: int) -> int:
    """Return where the shortest find of a row that ends at this place begins; the place itself where there is none."""
    frontier = {end + 1}
    for item in reversed(row):
        taken = {place - 1 for place in frontier if place > 0 and item.takes(words[place - 1])}
        frontier = taken | frontier if item.optional else taken
    return max(frontier, default=end)
