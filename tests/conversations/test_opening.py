"""When a service is open: English clock time, bank holidays, the nights when the clocks change."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.bank_holidays import is_bank_holiday
from conversations.hours import ALL_DAY, ALWAYS, CLOSED, Hours, Opening, Openness, Span
from conversations.opening import LONDON, in_london, next_midnight, opening_at


def span(begins: str, ends: str) -> tuple[Span, ...]:
    """Return one stretch of opening, as `09:00` to `17:00`."""
    first, last = (int(time[:2]) * 60 + int(time[3:]) for time in (begins, ends))
    return (Span(first, last if last > first else last + 24 * 60),)


OFFICE = Hours((span("09:00", "17:00"),) * 5 + (CLOSED,) * 2, CLOSED)
CHAT = Hours((span("12:00", "22:00"),) * 5 + (span("18:00", "22:00"),) * 2, span("18:00", "22:00"))
LATE = Hours((span("20:00", "02:00"),) * 7)
WEDNESDAYS = Hours((CLOSED, CLOSED, span("10:00", "12:00"), CLOSED, CLOSED, CLOSED, CLOSED), CLOSED)


def local(words: str, fold: int = 0) -> datetime:
    """Return a moment by the clock on an English wall; `fold` 1 is the second coming of an hour in October."""
    return datetime.fromisoformat(words).replace(tzinfo=LONDON, fold=fold)


@pytest.mark.parametrize(
    ("hours", "moment", "state", "changes", "days"),
    [
        (OFFICE, "2026-11-20T16:59", Openness.OPEN, "2026-11-20T17:00", 0),
        (OFFICE, "2026-11-20T17:00", Openness.CLOSED, "2026-11-23T09:00", 3),
        (OFFICE, "2026-11-23T08:59", Openness.CLOSED, "2026-11-23T09:00", 0),
        (OFFICE, "2026-11-23T09:00", Openness.OPEN, "2026-11-23T17:00", 0),
        (CHAT, "2026-11-21T12:30", Openness.CLOSED, "2026-11-21T18:00", 0),
        (CHAT, "2026-11-23T22:30", Openness.CLOSED, "2026-11-24T12:00", 1),
        # the summer bank holiday is a Monday
        (OFFICE, "2026-08-31T10:00", Openness.CLOSED, "2026-09-01T09:00", 1),
        (CHAT, "2026-08-31T13:00", Openness.CLOSED, "2026-08-31T18:00", 0),
        # Christmas Day is a Friday; Boxing Day falls on Saturday, so Monday is given for it
        (OFFICE, "2026-12-25T10:00", Openness.CLOSED, "2026-12-29T09:00", 4),
        (OFFICE, "2026-12-24T17:30", Openness.CLOSED, "2026-12-29T09:00", 5),
        (CHAT, "2026-12-25T23:30", Openness.CLOSED, "2026-12-26T18:00", 1),
        # a stretch that runs past midnight belongs to the evening it began in
        (LATE, "2026-11-22T01:30", Openness.OPEN, "2026-11-22T02:00", 0),
        (LATE, "2026-11-21T23:30", Openness.OPEN, "2026-11-22T02:00", 1),
        (LATE, "2026-11-22T02:00", Openness.CLOSED, "2026-11-22T20:00", 0),
        # a weekly hour that the holidays leave out
        (WEDNESDAYS, "2024-12-20T10:00", Openness.CLOSED, "2025-01-08T10:00", 19),
        (WEDNESDAYS, "2026-11-25T12:00", Openness.CLOSED, "2026-12-02T10:00", 7),
    ],
)
def test_a_service_is_open_by_the_english_clock(
    hours: Hours, moment: str, state: Openness, changes: str, days: int
) -> None:
    assert opening_at(hours, local(moment)) == Opening(state, local(changes), days)


def test_what_never_opens_is_closed() -> None:
    assert opening_at(Hours((CLOSED,) * 7), local("2026-11-20T10:00")) == Opening(Openness.CLOSED)


def test_what_never_closes_and_what_nobody_knows_never_change() -> None:
    moment = local("2026-12-25T03:00")
    assert opening_at(ALWAYS, moment) == Opening(Openness.ALWAYS)
    assert opening_at(None, moment) == Opening(Openness.UNKNOWN)
    all_week_but_holidays = Hours((ALL_DAY,) * 7, CLOSED)
    assert opening_at(all_week_but_holidays, moment) == Opening(Openness.CLOSED, local("2026-12-27T00:00"), 2)
    assert opening_at(all_week_but_holidays, local("2026-10-05T03:00")) == Opening(Openness.OPEN)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30)), LONDON])
def test_the_moment_may_come_in_any_zone_but_not_without_one(zone: timezone) -> None:
    summer = datetime(2026, 7, 6, 8, 0, tzinfo=UTC)
    assert opening_at(OFFICE, summer.astimezone(zone)).state is Openness.OPEN, "nine by the clock in summer"
    winter = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
    assert opening_at(OFFICE, winter.astimezone(zone)).state is Openness.CLOSED
    with pytest.raises(ValueError, match="time zone"):
        opening_at(OFFICE, datetime(2026, 7, 6, 8))  # noqa: DTZ001 - what must be refused


def test_in_march_the_hour_that_is_left_out_shortens_the_night() -> None:
    before = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    opening = opening_at(LATE, before)
    assert opening == Opening(Openness.OPEN, local("2026-03-29T02:00"), 0)
    assert opening.changes is not None
    assert opening.changes - before == timedelta(minutes=30), "two o'clock comes right after one"
    assert opening_at(LATE, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)).state is Openness.CLOSED
    in_the_gap = Hours((span("01:15", "01:45"),) * 7)
    assert opening_at(in_the_gap, datetime(2026, 3, 29, 0, 59, tzinfo=UTC)).state is Openness.CLOSED


def test_in_october_the_hour_that_comes_twice_lengthens_the_night() -> None:
    first, second = local("2026-10-25T01:30"), local("2026-10-25T01:30", fold=1)
    until_two = opening_at(LATE, first).changes
    assert until_two is not None
    assert until_two - first.astimezone(UTC) == timedelta(minutes=90)
    assert opening_at(LATE, second).state is Openness.OPEN
    half_past = Hours((span("20:00", "01:30"),) * 7)
    assert opening_at(half_past, local("2026-10-25T01:29")).state is Openness.OPEN
    assert opening_at(half_past, second).state is Openness.CLOSED


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        (date(2026, 4, 3), True), (date(2026, 4, 6), True), (date(2026, 5, 4), True), (date(2026, 8, 31), True),
        (date(2026, 12, 28), True), (date(2022, 9, 19), True), (date(2026, 8, 3), False), (date(2026, 3, 17), False),
        (date(2026, 4, 5), False), (date(2026, 11, 30), False),
    ],
)  # fmt: skip
def test_the_bank_holidays_are_those_of_england(day: date, *, is_one: bool) -> None:
    assert is_bank_holiday(day) is is_one


MINUTES = st.integers(0, 24 * 60)
SPANS = st.lists(st.builds(lambda a, b: Span(min(a, 1439), a + b), MINUTES, st.integers(1, 24 * 60 - 1)), max_size=2)
DAYS = SPANS.map(tuple)
WEEKS = st.builds(Hours, st.tuples(*[DAYS] * 7), st.one_of(st.none(), DAYS))
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - their bounds


@given(WEEKS, MOMENTS, st.floats(0, 0.999))
def test_nothing_changes_before_it_is_said_to_and_then_it_does(hours: Hours, moment: datetime, part: float) -> None:
    opening = opening_at(hours, moment)
    if opening.changes is None:
        assert opening.days == 0
        return
    assert opening.changes > moment
    assert opening.days == (opening.changes.date() - in_london(moment).date()).days
    between = moment + (opening.changes - moment) * part
    assert opening_at(hours, between).state is opening.state
    assert opening_at(hours, between).changes == opening.changes
    assert opening_at(hours, opening.changes).state is not opening.state


@given(MOMENTS)
def test_midnight_is_less_than_a_day_away_but_in_october(moment: datetime) -> None:
    midnight = next_midnight(moment)
    assert timedelta() < midnight - moment <= timedelta(hours=25)
    assert in_london(midnight).time().isoformat() == "00:00:00"
