"""Several tables of the same people, made fit to be shown together: no hidden count can be worked out from all of them.

`storage/small_numbers.py` guards one table. A page shows many cuts of the same responses, whose sums hang together: by
audience, and the young ones among them by district and age, and so on. Such tables are one network of pipes: everybody
flows through each table once, and each cell is a pipe that so many people went through. What a reader knows of a pipe
is its figure's range; what can be worked out of a hidden one is exactly what the network leaves room for. So each
hidden count is tried: at least three values of it must each belong to some way to fill the whole network that would
have been shown alike. Where they do not, the smallest figure that stands in the way is hidden too, and a table that
cannot be mended is left out whole.

Flows of whole numbers through a network can be any value between the least and the most (Ford and Fulkerson), so the
trial is exact and not an estimate. Why these tables and no others: docs/statistics.md.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage.small_numbers import THRESHOLD, Figure, figure, possible

VALUES = 3
"""How many values every hidden count could have, at least."""

NO_END = 1 << 60
"""More people than there are: a pipe without an upper limit."""


@dataclass(frozen=True, slots=True)
class Pipe:
    """One count of one table: `count` people went from one node to another. What is not `shown` is known to nobody.

    `total` marks a count that many others add up to: it is the last to be hidden.
    """

    table: str
    key: str
    tail: str
    head: str
    count: int
    shown: bool = True
    total: bool = False


@dataclass(slots=True)
class Known:
    """What a reader knows of one pipe: from `least` to `most`; `star` where its figure is hidden."""

    least: int
    most: int
    star: bool = False


class Network:
    """The pipes of one page, and what is known of each. Raises ValueError where people come from nowhere."""

    def __init__(self, pipes: Sequence[Pipe], threshold: int = THRESHOLD) -> None:
        self._pipes = pipes
        self._threshold = threshold
        self._left_out: set[str] = set()
        self._known = [self._first_known(pipe) for pipe in pipes]
        self._out: dict[str, list[int]] = defaultdict(list)
        self._in: dict[str, list[int]] = defaultdict(list)
        balance: dict[str, int] = defaultdict(int)
        for number, pipe in enumerate(pipes):
            self._out[pipe.tail].append(number)
            self._in[pipe.head].append(number)
            balance[pipe.tail] -= pipe.count
            balance[pipe.head] += pipe.count
        if any(balance.values()) or any(pipe.count < 0 for pipe in pipes):
            raise ValueError("the tables do not count the same people")

    def guard(self) -> Mapping[str, Mapping[str, Figure]]:
        """Return the figures by table and key. A table that cannot be shown is not among them."""
        while any(self._mend(number) for number, known in enumerate(self._known) if known.star):
            pass
        shown: dict[str, dict[str, Figure]] = {}
        for pipe, known in zip(self._pipes, self._known, strict=True):
            if pipe.shown and pipe.table not in self._left_out:
                hidden = Figure(None)
                shown.setdefault(pipe.table, {})[pipe.key] = (
                    hidden if known.star else figure(pipe.count, self._threshold)
                )
        return shown

    def _first_known(self, pipe: Pipe) -> Known:
        if not pipe.shown:
            return Known(0, NO_END)
        shown = figure(pipe.count, self._threshold)
        return Known(*possible(shown, self._threshold), star=shown.rounded is None)

    def _mend(self, number: int) -> bool:
        """Hide more where a hidden count could have too few values; return whether anything was hidden."""
        if not self._known[number].star:
            return False
        room, walls = self._room(number)
        if room >= VALUES - 1:
            return False
        in_the_way = [wall for wall in walls if self._can_be_hidden(wall)]
        if in_the_way:
            self._hide(min(in_the_way, key=lambda wall: (self._pipes[wall].total, self._pipes[wall].count, wall)))
        else:
            self._leave_out(self._pipes[number].table)
        return True

    def _can_be_hidden(self, number: int) -> bool:
        pipe, known = self._pipes[number], self._known[number]
        return pipe.shown and not known.star and pipe.count > 0 and pipe.table not in self._left_out

    def _hide(self, number: int) -> None:
        # Whoever knows this rule may guess which stars were figures, so no more is granted than that.
        self._known[number] = Known(self._threshold + 1, NO_END, star=True)

    def _leave_out(self, table: str) -> None:
        self._left_out.add(table)
        for number, pipe in enumerate(self._pipes):
            if pipe.table == table:
                self._known[number] = Known(0, NO_END)

    def _room(self, number: int) -> tuple[int, set[int]]:
        """Return how many other values a count could have (as far as they matter), and the pipes that allow no more."""
        room, walls = 0, set[int]()
        for up in (True, False):
            moved: dict[int, int] = {number: 0}
            while room < VALUES - 1:
                if self._slack(number, moved, up=up) < 1:
                    break
                way, wall = self._way(number, moved, up=up)
                if way is None:
                    walls |= wall
                    break
                moved[number] += 1 if up else -1
                for pipe, change in way:
                    moved[pipe] = moved.get(pipe, 0) + change
                room += 1
        return room, walls

    def _slack(self, number: int, moved: Mapping[int, int], *, up: bool) -> int:
        now = self._pipes[number].count + moved.get(number, 0)
        return self._known[number].most - now if up else now - self._known[number].least

    def _way(self, number: int, moved: Mapping[int, int], *, up: bool) -> tuple[list[tuple[int, int]] | None, set[int]]:
        """Return how one more (or one fewer) through a pipe is made up for elsewhere: pipes, and by how much each changes.

        Where nothing can, returns None and the pipes that stand in the way.
        """
        pipe = self._pipes[number]
        begin, end = (pipe.head, pipe.tail) if up else (pipe.tail, pipe.head)
        came: dict[str, tuple[str, int, int] | None] = {begin: None}
        waiting = deque([begin])
        shut: set[int] = set()
        while waiting:
            node = waiting.popleft()
            if node == end:
                way: list[tuple[int, int]] = []
                while (step := came[node]) is not None:
                    way.append(step[1:])
                    node = step[0]
                return way, set()
            for other in self._out[node]:
                if other != number and self._slack(other, moved, up=True) > 0:
                    if self._pipes[other].head not in came:
                        came[self._pipes[other].head] = (node, other, 1)
                        waiting.append(self._pipes[other].head)
                else:
                    shut.add(other)
            for other in self._in[node]:
                if other != number and self._slack(other, moved, up=False) > 0:
                    if self._pipes[other].tail not in came:
                        came[self._pipes[other].tail] = (node, other, -1)
                        waiting.append(self._pipes[other].tail)
                else:
                    shut.add(other)
        return None, shut - {number}


def guard(pipes: Sequence[Pipe], threshold: int = THRESHOLD) -> Mapping[str, Mapping[str, Figure]]:
    """Return the tables of a network of pipes as they may be shown together: by table and key.

    A table that cannot be shown without telling a hidden count is not among them. Raises ValueError where the pipes do
    not count the same people.
    """
    return Network(pipes, threshold).guard()
