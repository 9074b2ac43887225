"""Counts what the database does, for whoever keeps Sayso running: how long, how many, how often in vain. Never a value.

A call costs about a microsecond and takes no lock. Where two threads raise one number at the same instant, one step of it
may be lost, which is nothing to somebody who looks at a graph.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

from storage.measured import Watch

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
"""Upper bounds that times are sorted by."""

SIZES = (1, 2, 4, 8, 16, 32, 64, 128)
"""Upper bounds that numbers of writes in one commit are sorted by."""


class Access(StrEnum):
    """What the database was asked for."""

    READ = "read"
    WRITE = "write"


class Work(StrEnum):
    """What is done in the background, over and over, and can fail without anybody's being answered wrongly."""

    TIDYING = "tidying"
    TIDYING_ALERTS = "tidying_alerts"
    WIPING = "wiping"
    READING_EVENTS = "reading_events"
    COUNTING = "counting"
    NOTING_LANGUAGES = "noting_languages"


class Spread:
    """How many values there were up to each of some bounds, and their sum."""

    __slots__ = ("_counts", "bounds", "sum")

    def __init__(self, bounds: Sequence[float] = SECONDS) -> None:
        self.bounds = tuple(bounds)
        self.sum = 0.0
        self._counts = [0] * (len(self.bounds) + 1)

    def add(self, value: float) -> None:
        """Count one value."""
        self._counts[bisect_left(self.bounds, value)] += 1
        self.sum += value

    @property
    def count(self) -> int:
        """How many values there were."""
        return sum(self._counts)

    def up_to(self) -> Iterator[tuple[float, int]]:
        """Give each bound with how many values were no larger; the last bound is infinite."""
        total = 0
        for bound, count in zip((*self.bounds, float("inf")), self._counts, strict=True):
            total += count
            yield bound, total


class DatabaseMeasures(Watch):
    """What one process asked of its database. `seconds` are those of turns, with waiting for others included."""

    def __init__(self) -> None:
        self.seconds: dict[str, Spread] = {access.value: Spread() for access in Access}
        self.writes_together = Spread(SIZES)
        self.clashes = 0
        self.errors = 0
        self.failures: Counter[Work] = Counter()

    def database(self, kind: str, seconds: float) -> None:
        """Count one reading or one writing of a turn, from asking for it to its end; `kind` is an Access."""
        self.seconds[kind].add(seconds)

    def batch(self, size: int) -> None:
        """Count one commit that made so many turns' writings durable at once."""
        self.writes_together.add(size)

    def clashed(self) -> None:
        """Count one turn that has to run again, since another one got through first."""
        self.clashes += 1

    def erred(self) -> None:
        """Count one error that the database gave."""
        self.errors += 1

    def failed(self, work: Work) -> None:
        """Count one round of work in the background that did not work."""
        self.failures[work] += 1
