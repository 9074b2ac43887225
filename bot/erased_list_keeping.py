"""Keeps the list of erasures up to date while Sayso runs, seconds after something was erased, by whichever process.

It looks at the database instead of being told, so every replica's list has what the others erased; and it is off the road of
turns, which have noted the erasure in their own transaction.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.finishing import to_the_end
from storage.database import Database
from storage.erased_list import bring_up_to_date
from storage.erasures import how_many
from storage.errors import StorageError
from storage.moments import day_of

log = logging.getLogger(__name__)

LOOK_EVERY = 10.0
"""Seconds between two looks, each of which counts some rows."""

FAILURES_TO_TELL = 3


async def keep_erased_list(
    database: Database, path: Path, days: int, now: Callable[[], datetime], every: float = LOOK_EVERY
) -> None:
    """Write new marks into the list, and take out those older than `days`, over and over until cancelled."""
    written: tuple[int, date] | None = None
    failures = 0
    while True:
        try:
            found = await to_the_end(_marks(database)), day_of(now())
            if found != written:
                await to_the_end(bring_up_to_date(database, path, days, found[1]))
                written, failures = found, 0
        except (SQLAlchemyError, StorageError, OSError):
            failures += 1
            if failures == FAILURES_TO_TELL:
                log.warning("the list of erasures cannot be written: see SAYSO_ERASED_LIST and docs/backup.md")
        await asyncio.sleep(every)


async def _marks(database: Database) -> int:
    async with database.reading() as connection:
        return await how_many(connection)
