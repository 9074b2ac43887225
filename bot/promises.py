"""Holds the setting SAYSO_RESPONSE_DAYS against what each engagement promises: a setting never changes a promise.

Answers go on the day that their writer was told, neither later nor sooner. So a setting that wants them to go sooner
can only be met by a script that says so, and until one does, Sayso says what to write instead of breaking its word.
"""

from collections.abc import Iterable
from datetime import date

from bot.errors import SettingsError
from conversations.keeping import last_day, longest
from conversations.script import Script


def broken_promise(script: Script, most_days: int | None, today: date) -> str:
    """Return what is wrong with how long a script keeps answers; nothing where all is well. `most_days` is the setting."""
    days = longest(script, today)
    if most_days is None or days is None or days <= most_days:
        return ""
    return (
        f"SAYSO_RESPONSE_DAYS is {most_days}, but the texts of {script.engagement} promise {told(script)}: write "
        f'keep_days = "{most_days}" under [values] in its script.toml and {{keep_days}} into consent.kept of every '
        "language, or give the setting more days"
    )


def told(script: Script) -> str:
    """Return in a few words how long a script's texts say that answers are kept."""
    day = last_day(script.values)
    until = f"until {day.day} {day:%B %Y}" if day else "for a time it does not name"
    days = script.values.get("keep_days")
    return f"for {days} days, and never after {until.removeprefix('until ')}" if days else until


def hold_to_promises(scripts: Iterable[Script], most_days: int | None, today: date) -> None:
    """Raise SettingsError where the setting and what an engagement promises do not go together."""
    for script in scripts:
        if wrong := broken_promise(script, most_days, today):
            raise SettingsError(wrong)


def days_that_are_over(scripts: Iterable[Script], today: date) -> list[str]:
    """Return the engagements whose last day is over: what is answered there is deleted within hours."""
    return [script.engagement for script in scripts if (last_day(script.values) or today) < today]
