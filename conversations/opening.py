"""Works out whether a service is open at a moment, and when that changes: Europe/London, summer time, bank holidays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.bank_holidays import is_bank_holiday
from conversations.hours import MINUTES_A_DAY, Hours, Opening, Openness

LONDON = ZoneInfo("Europe/London")

DAYS_AHEAD = 22
"""How far to look for a change: who opens on one weekday alone can miss Christmas Day and New Year's Day in a row."""


def in_london(moment: datetime) -> datetime:
    """Return a moment in English clock time. Raises ValueError for one that does not say its time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(LONDON)


def next_midnight(moment: datetime) -> datetime:
    """Return when the next day begins in England."""
    return _minute_of(in_london(moment).date(), MINUTES_A_DAY)


def opening_at(hours: Hours | None, moment: datetime) -> Opening:
    """Return how a service with these hours (None: not known) stands at a moment. Raises ValueError as `in_london`."""
    if hours is None:
        return Opening(Openness.UNKNOWN)
    if hours.always:
        return Opening(Openness.ALWAYS)
    today = in_london(moment).date()
    horizon = _minute_of(today, DAYS_AHEAD * MINUTES_A_DAY)
    for begins, ends in _stretches(hours, today):
        if begins <= moment < ends:
            return _opening(Openness.OPEN, ends if ends < horizon else None, today)
        if moment < begins:
            return _opening(Openness.CLOSED, begins, today)
    return Opening(Openness.CLOSED)


def _opening(state: Openness, changes: datetime | None, today: date) -> Opening:
    if changes is None:
        return Opening(state)
    local = changes.astimezone(LONDON)
    return Opening(state, local, (local.date() - today).days)


def _stretches(hours: Hours, today: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield when it opens and closes from yesterday on, stretches that touch or overlap joined into one."""
    open_from: datetime | None = None
    open_until = datetime.max.replace(tzinfo=UTC)
    for begins, ends in sorted(_spans(hours, today)):
        if open_from is None:
            open_from, open_until = begins, ends
        elif begins <= open_until:
            open_until = max(open_until, ends)
        else:
            yield open_from, open_until
            open_from, open_until = begins, ends
    if open_from is not None:
        yield open_from, open_until


def _spans(hours: Hours, today: date) -> Iterator[tuple[datetime, datetime]]:
    for offset in range(-1, DAYS_AHEAD):
        day = today + timedelta(days=offset)
        for span in hours.on(day.weekday(), bank_holiday=is_bank_holiday(day)):
            begins, ends = _minute_of(day, span.begins), _minute_of(day, span.ends)
            if begins < ends:  # else the span lies in the hour that March leaves out
                yield begins, ends


def _minute_of(day: date, minute: int) -> datetime:
    """Return a minute of a day's clock as a moment.

    Counted in UTC, since Python compares two times of one zone by the clock on the wall, which is wrong for the hour
    that comes twice in October. That hour is taken for its first coming, and one that is left out in March for the next.
    """
    days, minutes = divmod(minute, MINUTES_A_DAY)
    clock = time(*divmod(minutes, 60))
    return datetime.combine(day + timedelta(days=days), clock, LONDON).astimezone(UTC)
