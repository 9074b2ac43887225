"""When a service can be reached, as values: its week, and how one way to it stands at a moment. Nothing is worked out here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

MINUTES_A_DAY = 24 * 60
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Span(NamedTuple):
    """A stretch of opening in minutes from its day's midnight; it ends after 24 hours where it runs into the next day."""

    begins: int
    ends: int


ALL_DAY = (Span(0, MINUTES_A_DAY),)
CLOSED: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """A week of opening in English clock time: seven days from Monday, each with its spans.

    `bank_holidays` are the spans of a bank holiday whatever its weekday; None where it is a day like any other.
    """

    days: tuple[tuple[Span, ...], ...]
    bank_holidays: tuple[Span, ...] | None = None

    @property
    def always(self) -> bool:
        """Whether it never closes."""
        return all(day == ALL_DAY for day in self.days) and self.bank_holidays in (None, ALL_DAY)

    def on(self, weekday: int, *, bank_holiday: bool) -> tuple[Span, ...]:
        """Return the spans of a day; `weekday` counts from Monday, 0."""
        return self.bank_holidays if bank_holiday and self.bank_holidays is not None else self.days[weekday]


ALWAYS = Hours((ALL_DAY,) * 7)


class Openness(StrEnum):
    """Whether somebody would be reached now; `unknown` where nobody has told us the hours."""

    ALWAYS = "always"
    OPEN = "open"
    UNKNOWN = "unknown"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Opening:
    """How one way to a service stands at a moment.

    `changes` is when it closes or opens next, in English clock time, and `days` how many days after the moment's own
    day that is; None and 0 where it never changes or not within the next three weeks.
    """

    state: Openness
    changes: datetime | None = None
    days: int = 0
