"""Deletes what is over on the staff's side: sessions, links and tries; and entries of the audit trail that are old enough."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.finishing import to_the_end
from storage.audit import Trail
from storage.database import Database
from storage.moments import DAY_MINUTES, minute_of
from storage.staff_keys import StaffKeys
from storage.staff_sessions import drop_what_is_over

log = logging.getLogger(__name__)

TIDY_EVERY = 15 * 60
"""Seconds between two rounds."""


async def tidy_staff_now_and_then(
    database: Database, keys: StaffKeys, audit_days: int, now: Callable[[], datetime]
) -> None:
    """Delete what is over, again and again until cancelled."""
    while True:
        try:
            await to_the_end(tidy_staff(database, keys, audit_days, now()))
        except (SQLAlchemyError, OSError):
            log.warning("tidying accounts did not work this time and will be tried again")
        await asyncio.sleep(TIDY_EVERY)


async def tidy_staff(database: Database, keys: StaffKeys, audit_days: int, moment: datetime) -> int:
    """Delete what is over; return how many entries of the audit trail went, which is noted in the trail itself."""
    minute = minute_of(moment)
    async with database.writing() as connection:
        await drop_what_is_over(connection, minute)
        return await Trail(keys).shorten(connection, minute - audit_days * DAY_MINUTES, minute)
