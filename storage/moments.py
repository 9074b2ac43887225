"""What is stored of a moment: England's day; of what staff arrange also the minute, and never anything finer."""

from datetime import UTC, date, datetime

from conversations.opening import LONDON, in_london

DAY_MINUTES = 24 * 60


def day_of(moment: datetime) -> date:
    """Return the day in England. `moment` knows its time zone."""
    return in_london(moment).date()


def minute_of(moment: datetime) -> int:
    """Return the minute, counted from 1970-01-01 00:00 UTC. `moment` knows its time zone."""
    return int(moment.timestamp() // 60)


def moment_of(minute: int) -> datetime:
    """Return the beginning of a minute, as England's clocks show it."""
    return datetime.fromtimestamp(minute * 60, UTC).astimezone(LONDON)
