"""Reminds staff, in the log, that help lines need checking: at the start, and once a day."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot.helpline_entries import every_entry
from conversations.opening import in_london, next_midnight
from conversations.script import Script

log = logging.getLogger(__name__)

DUE_DAYS = 30
"""How many days ahead an entry counts as due: long enough to find somebody who can call the service."""


def remind(scripts: Mapping[str, Script], day: date) -> None:
    """Write one line: how many help lines are stale, due soon, or shown unchecked; a warning where any needs a person."""
    entries = every_entry(scripts)
    stale = [entry for entry in entries if entry.is_past(day)]
    due = [entry for entry in entries if entry.is_due(day, DUE_DAYS) and entry not in stale]
    unchecked = [entry for entry in entries if entry.lacks_a_check]
    log.log(
        logging.WARNING if stale or unchecked else logging.INFO,
        "help lines: %s stale, %s due within %s days, %s of the safe minimum not checked by a named person; "
        "run `sayso helplines`",
        len(stale), len(due), DUE_DAYS, len(unchecked),
    )  # fmt: skip


async def remind_every_day(scripts: Mapping[str, Script], now: Callable[[], datetime]) -> None:
    """Remind now, then soon after every midnight in England, until cancelled."""
    while True:
        moment = now()
        remind(scripts, in_london(moment).date())
        await asyncio.sleep((next_midnight(moment) - moment).total_seconds())
