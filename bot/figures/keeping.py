"""Has the figures of each week worked out soon after it is over, in the background, so that nobody waits for them."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.finishing import to_the_end
from conversations.script import Script
from storage.database import Database
from storage.measuring import Work
from storage.moments import day_of
from storage.past_engagements import past_scripts
from storage.statistics_keeping import last_statistics, statistics_until_now

log = logging.getLogger(__name__)

LOOK_EVERY = 1800.0
"""Seconds between two looks whether a week has ended."""


async def keep_figures(
    database: Database, scripts: Mapping[str, Script], now: Callable[[], datetime], threshold: int
) -> None:
    """Work out the figures of every engagement once a week is over, over and over until cancelled."""
    while True:
        for script in scripts.values():
            await _tried(database, statistics_until_now(database, script, day_of(now()), threshold))
        await _tried(database, keep_last_figures(database, scripts, day_of(now()), threshold))
        await asyncio.sleep(LOOK_EVERY)


async def keep_last_figures(database: Database, open_now: Collection[str], today: date, threshold: int) -> None:
    """Work out the figures of the last weeks of every engagement that is over, once."""
    async with database.reading() as connection:
        past = await past_scripts(connection, open_now)
    for script in past.values():
        await last_statistics(database, script, today, threshold)


async def _tried(database: Database, work: Coroutine[Any, Any, object]) -> None:
    try:
        await to_the_end(work)
    except (SQLAlchemyError, OSError):
        database.measures.failed(Work.COUNTING)
        log.warning("the figures of the overview could not be worked out and will be tried again")
