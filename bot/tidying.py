"""Deletes what is no longer to be kept, over and over: how long each thing is kept stands in the settings and scripts."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import BotError
from bot.finishing import to_the_end
from bot.settings import Settings
from conversations.keeping import last_day
from conversations.script import Script
from storage.alert_chats import delete_chats_of_closed_events
from storage.alerts import delete_expired_alerts
from storage.database import Database
from storage.deletions import Deleted, note_deletions
from storage.last_words import drop_last_words
from storage.measuring import Work
from storage.moments import day_of, minute_of
from storage.retention import Terms, delete_due

log = logging.getLogger(__name__)

TIDY_EVERY = 6 * 60 * 60
"""Seconds between two rounds of deleting what is kept for days."""

TIDY_ALERTS_EVERY = 5 * 60
"""Seconds between two rounds of deleting what is kept for minutes: alerts, and the last words of talks."""


def terms_of(settings: Settings, scripts: Mapping[str, Script]) -> Terms:
    """Return how long things are kept. A script that names no last day has been refused before."""
    last_days = {engagement: last_day(script.values) for engagement, script in scripts.items()}
    return Terms(
        left_days=settings.left_days,
        handled_days=settings.handled_days,
        count_days=settings.count_days,
        last_days={engagement: day for engagement, day in last_days.items() if day is not None},
        backup_days=settings.backup_days,
    )


async def tidy_now_and_then(
    database: Database, terms: Terms, now: Callable[[], datetime], also: Callable[[date], object] | None = None
) -> None:
    """Delete what is kept for days, over and over until cancelled; `also` is told the day, to do what else is due."""
    while True:
        day = day_of(now())
        try:
            await to_the_end(delete_due(database, terms, day))
            if also is not None:
                also(day)
        except (SQLAlchemyError, OSError, BotError):
            database.measures.failed(Work.TIDYING)
            log.warning("tidying did not work this time and will be tried again")
        await asyncio.sleep(TIDY_EVERY)


async def tidy_alerts_now_and_then(database: Database, now: Callable[[], datetime]) -> None:
    """Delete what is kept for minutes, and staff chats a day after their event, over and over until cancelled."""
    while True:
        try:
            await to_the_end(tidy_alerts(database, now()))
        except (SQLAlchemyError, OSError):
            database.measures.failed(Work.TIDYING_ALERTS)
            log.warning("tidying alerts did not work this time and will be tried again")
        await asyncio.sleep(TIDY_ALERTS_EVERY)


async def tidy_alerts(database: Database, moment: datetime) -> Mapping[Deleted, int]:
    """Delete alerts and last words that have expired, staff chats a day after their event; return how many were noted."""
    async with database.writing() as connection:
        minute = minute_of(moment)
        # That a talk ended is no secret that the log of deletions would have to tell.
        await drop_last_words(connection, minute)
        gone = {
            Deleted.ALERTS: await delete_expired_alerts(connection, minute),
            Deleted.CHATS: await delete_chats_of_closed_events(connection, minute),
        }
        await note_deletions(connection, gone, day_of(moment))
    return gone
