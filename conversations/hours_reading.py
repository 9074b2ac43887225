"""Turns the hours in helplines.toml into values: "always", or days with their times."""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from conversations.helplines import Way
from conversations.hours import ALL_DAY, ALWAYS, CLOSED, MINUTES_A_DAY, WEEKDAYS, Hours, Span
from conversations.reading import Problems, Source, last

BANK_HOLIDAYS = "bank_holidays"
DAY_GROUPS: Mapping[str, Collection[int]] = {
    "every_day": range(7),
    "weekdays": range(5),
    "weekends": (5, 6),
    **{name: (number,) for number, name in enumerate(WEEKDAYS)},
}
"""The names that days may be given by, each for the days it means; a later one goes before an earlier one."""

DAY_KEYS = frozenset({*DAY_GROUPS, BANK_HOLIDAYS})
SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
EXAMPLE = '{ weekdays = "09:00-17:00", weekends = "closed", bank_holidays = "closed" }'


class NotTimesError(ValueError):
    """Words that are no times of a day."""


def read_hours(
    source: Source, path: str, value: object, ways: Collection[Way], problems: Problems
) -> Mapping[Way, Hours]:
    """Return the hours of each way that they are written for: one line for all of them, or one for each.

    A website never closes, unless its hours are written. Hours that are not written at all are not known.
    """
    found: dict[Way, Hours] = {Way.WEB: ALWAYS} if Way.WEB in ways else {}
    by_way = isinstance(value, dict) and bool(value.keys() & set(Way))
    if isinstance(value, dict) and by_way:
        problems.no_other_keys(source, path, value, frozenset(Way))
        for name in value.keys() & set(Way):
            if Way(name) not in ways:
                what = f"There are hours for '{name}', but nothing to {name}."
                problems.add(source, f"{path}.{name}", what, f"Give it {name}, or take these hours out.")
            hours = _read_week(source, f"{path}.{name}", value[name], problems)
            found |= {Way(name): hours} if hours else {}
    elif value is not None:
        hours = _read_week(source, path, value, problems)
        found |= dict.fromkeys(ways, hours) if hours else {}
    return MappingProxyType(found)


def _read_week(source: Source, path: str, value: object, problems: Problems) -> Hours | None:
    if value == "always":
        return ALWAYS
    if not isinstance(value, dict):
        advice = f'Write "always", or days with their times, as in {EXAMPLE}.'
        problems.add(source, path, f"'{last(path)}' are no hours that can be read.", advice)
        return None
    problems.no_other_keys(source, path, value, DAY_KEYS)
    days = [CLOSED] * len(WEEKDAYS)
    for name, numbers in DAY_GROUPS.items():
        if name in value:
            spans = _read_day(source, f"{path}.{name}", value[name], problems)
            for number in numbers:
                days[number] = spans
    if BANK_HOLIDAYS not in value:
        advice = 'Add bank_holidays = "closed", or "as usual", or its times.'
        problems.add(source, path, "It does not say what holds on bank holidays.", advice)
        return None
    usual = value[BANK_HOLIDAYS] == "as usual"
    holidays = None if usual else _read_day(source, f"{path}.{BANK_HOLIDAYS}", value[BANK_HOLIDAYS], problems)
    return Hours(tuple(days), holidays)


def _read_day(source: Source, path: str, value: object, problems: Problems) -> tuple[Span, ...]:
    if value == "closed":
        return CLOSED
    if value == "all day":
        return ALL_DAY
    try:
        return tuple(_span(part.strip()) for part in str(value).split(","))
    except NotTimesError:
        advice = f'Write {last(path)} = "09:00-17:00", "09:00-12:00, 13:00-17:00", "closed" or "all day".'
        problems.add(source, path, f"'{value}' are no times of a day.", advice)
        return CLOSED


def _span(words: str) -> Span:
    match = SPAN.fullmatch(words)
    if match is None:
        raise NotTimesError
    begins, ends = _minute(match[1], match[2]), _minute(match[3], match[4])
    if begins in (ends, MINUTES_A_DAY):
        raise NotTimesError
    return Span(begins, ends if ends > begins else ends + MINUTES_A_DAY)


def _minute(hour: str, minute: str) -> int:
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > MINUTES_A_DAY:  # noqa: PLR2004 - minutes of an hour
        raise NotTimesError
    return minutes
