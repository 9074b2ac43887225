"""How long answers are kept, as a script promises it: the last day, and where its texts say so a number of days.

UK GDPR Art. 13(2)(a): people are told how long before they agree. What they were told is stored with their response, so
that a later version of the script can make it shorter for those who come after, and never longer for those who came.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from conversations.reading import Problems, Source
from conversations.script import Script
from conversations.wording import Wording

KEEP_UNTIL = "keep_until"
KEEP_DAYS = "keep_days"
MOST_DAYS = 3650
TOLD_IN = "consent.kept"
"""The text that says it, before anybody agrees."""


def last_day(values: Mapping[str, str]) -> date | None:
    """Return the last day that a script names, None where it names none that can be read."""
    return _day(values.get(KEEP_UNTIL, ""))


@lru_cache(maxsize=64)
def _day(text: str) -> date | None:
    """Return the day that a text names; kept, since every turn asks for the same one."""
    try:
        return datetime.strptime(text, "%d %B %Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def most_days(values: Mapping[str, str]) -> int | None:
    """Return for how many days from agreeing a script says it keeps answers; None where it names the last day alone."""
    return _days(values.get(KEEP_DAYS, ""))


def _days(days: str) -> int | None:
    return int(days) if days.isdecimal() and 0 < int(days) <= MOST_DAYS else None


def kept_until(values: Mapping[str, str], day: date) -> date | None:
    """Return the last day that the answers of somebody who agrees on a day are kept, as they are told."""
    return _kept_until(values.get(KEEP_UNTIL, ""), values.get(KEEP_DAYS, ""), day)


@lru_cache(maxsize=64)
def _kept_until(until: str, days: str, day: date) -> date | None:
    """Return the last day for what a script says; kept, since every turn of a day asks for the same one."""
    last, most = _day(until), _days(days)
    if most is None:
        return last
    own = day + timedelta(days=most)
    return own if last is None else min(last, own)


def longest(script: Script, today: date) -> int | None:
    """Return for how many days the answers of somebody who agrees today are kept; None where the script names no day."""
    until = kept_until(script.values, today)
    return None if until is None else (until - today).days


def check_keeping(source: Source, values: Mapping[str, str], problems: Problems) -> None:
    """Note where a script does not say how long answers are kept."""
    if last_day(values) is None:
        what = (
            "It does not say until when answers are kept."
            if not values.get(KEEP_UNTIL)
            else (f"'{values[KEEP_UNTIL]}' is not a day that Sayso can read.")
        )
        problems.add(source, f"values.{KEEP_UNTIL}", what, f'Write {KEEP_UNTIL} = "31 December 2028" under [values].')
    if values.get(KEEP_DAYS) and most_days(values) is None:
        advice = f'Write a number from 1 to {MOST_DAYS}, as in {KEEP_DAYS} = "365".'
        problems.add(source, f"values.{KEEP_DAYS}", f"'{values[KEEP_DAYS]}' is not a number of days.", advice)


def check_told(source: Source, script_values: Mapping[str, str], wording: Wording, problems: Problems) -> None:
    """Note where a language does not tell people how long their answers are kept, or tells them something else."""
    for key in (KEEP_UNTIL, KEEP_DAYS):
        said, own = script_values.get(key, ""), wording.values.get(key, "")
        if not said:
            continue
        if numbers(said) != numbers(own):
            advice = f"Name the same as script.toml does: {said}."
            problems.add(source, f"values.{key}", f"'{own}' does not say how long answers are kept.", advice)
        for variant, text in wording.texts.get(TOLD_IN, {}).items():
            if f"{{{key}}}" not in text:
                what = f"'{TOLD_IN}.{variant}' does not say how long answers are kept."
                problems.add(source, f"{TOLD_IN}.{variant}", what, f"Put {{{key}}} into it.")


def numbers(words: str) -> list[int]:
    """Return the numbers in words, whatever digits they are written in, in rising order."""
    spaced = "".join(letter if letter.isdecimal() else " " for letter in words)
    return sorted(int(number) for number in spaced.split())
