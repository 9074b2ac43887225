"""Deletes what is no longer to be kept, over and over: how long each thing is kept stands here or in the settings."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from storage.alert_chats import delete_chats_of_closed_events
from storage.alerts import delete_expired_alerts
from storage.conversations import forget_handled_before
from storage.database import Database
from storage.moments import day_of, minute_of
from storage.retention import delete_responses_kept_until, forget_left_conversations
from storage.signposts import delete_counts_before

log = logging.getLogger(__name__)

HANDLED_DAYS = 3
"""Days that marks of handled messages are kept: Telegram redelivers for one day at most."""

LEFT_DAYS = 30
"""Days after which a conversation that was left is given up: as long as the web chat's cookie lives."""

TIDY_EVERY = 6 * 60 * 60
"""Seconds between two rounds of deleting what is kept for days."""

TIDY_ALERTS_EVERY = 5 * 60
"""Seconds between two rounds of deleting alerts, which are kept for an hour."""


async def tidy_now_and_then(
    database: Database, last_days: Mapping[str, date], count_days: int, now: Callable[[], datetime]
) -> None:
    """Delete what is kept for days, over and over until cancelled.

    `last_days` are the last days of answers by engagement, `count_days` is how long counts of shown help are kept.
    """
    while True:
        try:
            async with database.writing() as connection:
                day = day_of(now())
                await forget_handled_before(connection, day - timedelta(days=HANDLED_DAYS))
                await forget_left_conversations(connection, day - timedelta(days=LEFT_DAYS))
                await delete_counts_before(connection, day - timedelta(days=count_days))
                for engagement, keep_until in last_days.items():
                    await delete_responses_kept_until(connection, engagement, keep_until, day)
        except SQLAlchemyError:
            log.warning("tidying did not work this time and will be tried again")
        await asyncio.sleep(TIDY_EVERY)


async def tidy_alerts_now_and_then(database: Database, now: Callable[[], datetime]) -> None:
    """Delete alerts that have expired, and staff chats a day after their event, over and over until cancelled."""
    while True:
        try:
            async with database.writing() as connection:
                minute = minute_of(now())
                await delete_expired_alerts(connection, minute)
                await delete_chats_of_closed_events(connection, minute)
        except SQLAlchemyError:
            log.warning("tidying alerts did not work this time and will be tried again")
        await asyncio.sleep(TIDY_ALERTS_EVERY)
