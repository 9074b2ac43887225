"""The rule for small numbers, for whatever is published: every table, chart, page and file goes through here.

NHS practice for data below national level: a count from 1 to a threshold (7) is hidden, any other is rounded to the
nearest 5, a nought is shown, and a total is rounded on its own, from the true counts. What this module adds is that no
hidden count can be worked out from the table it stands in. Rounding alone does not see to that: four hidden counts and
a total of 30 could only be four sevens. So where a count is hidden its table's total is first moved at least two away
from the least and the most that the other figures leave room for; that leaves every hidden count three or more values
that it could have, also for somebody who knows this rule. A total may so be off by four instead of two.

What it protects: one table of counts that do not overlap, with its total, however often it is published. What it does
not protect by itself: several tables of the same people, cut up differently or over periods that overlap. Whoever gets
many of those can narrow a hidden count down, sometimes to one value; so publish one cut of a period, take periods that
do not overlap, and only periods that are over (`whole_weeks`), so that two exports of one period are the same and what
was added between two is a whole week's worth.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

THRESHOLD = 7
"""The largest count that is hidden, unless a setting says otherwise."""

LEAST_THRESHOLD = 3
"""Below this the promise of three possible values cannot be kept."""

NEAREST = 5
ROOM = 2

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Figure:
    """A count as it may be published: `rounded` to the nearest 5, or None where it is hidden."""

    rounded: int | None

    def __str__(self) -> str:
        """Return what a table shows: a star for a hidden count, as the NHS does."""
        return "*" if self.rounded is None else f"{self.rounded}"


HIDDEN = Figure(None)
NOUGHT = Figure(0)


@dataclass(frozen=True, slots=True)
class Published(Generic[Key]):
    """A table as it may be published. Nothing in it tells a hidden count."""

    figures: Mapping[Key, Figure]
    total: Figure


def figure(count: int, threshold: int = THRESHOLD) -> Figure:
    """Return one count that belongs to no table, as it may be published."""
    if 0 < count <= threshold:
        return HIDDEN
    return Figure((count + NEAREST // 2) // NEAREST * NEAREST)


def publish(counts: Mapping[Key, int], threshold: int = THRESHOLD) -> Published[Key]:
    """Return a table of counts that do not overlap, and their total, as they may be published.

    `threshold` is the largest count that is hidden, 3 or more. Raises ValueError for a smaller one and for a negative
    count.
    """
    if threshold < LEAST_THRESHOLD:
        raise ValueError(f"the threshold for small numbers must be {LEAST_THRESHOLD} or more")
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count cannot be negative")
    figures = {key: figure(count, threshold) for key, count in counts.items()}
    total = sum(counts.values())
    if HIDDEN in figures.values():
        ranges = [possible(shown, threshold) for shown in figures.values()]
        least, most = (sum(ends) for ends in zip(*ranges, strict=True))
        if most - least >= 2 * ROOM:
            total = min(max(total, least + ROOM), most - ROOM)
    return Published(figures, figure(total, threshold))


def possible(shown: Figure, threshold: int = THRESHOLD) -> tuple[int, int]:
    """Return the least and the most that a count can be, of which no more is known than its figure."""
    if shown.rounded is None:
        return 1, threshold
    if shown.rounded == 0:
        return 0, 0
    return max(threshold + 1, shown.rounded - NEAREST // 2), shown.rounded + NEAREST // 2


def whole_weeks(first: date | None, last: date | None, today: date) -> tuple[date | None, date]:
    """Return the whole weeks, Monday to Sunday, that lie between two days and are over.

    Returns (their first Monday, None where no first day was asked for; their last Sunday). There is none where the
    Sunday comes before the Monday.
    """
    monday = None if first is None else first + timedelta(days=-first.weekday() % 7)
    end = min(today - timedelta(days=1), last or date.max)
    return monday, end - timedelta(days=(end.weekday() + 1) % 7)
