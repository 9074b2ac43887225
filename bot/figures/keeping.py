"""Has the figures of each week worked out soon after it is over, in the background, so that nobody waits for them."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.finishing import to_the_end
from conversations.script import Script
from storage.database import Database
from storage.measuring import Work
from storage.moments import day_of
from storage.statistics_keeping import statistics_until_now

log = logging.getLogger(__name__)

LOOK_EVERY = 1800.0
"""Seconds between two looks whether a week has ended."""


async def keep_figures(
    database: Database, scripts: Mapping[str, Script], now: Callable[[], datetime], threshold: int
) -> None:
    """Work out the figures of every engagement once a week is over, over and over until cancelled."""
    while True:
        for script in scripts.values():
            try:
                await to_the_end(statistics_until_now(database, script, day_of(now()), threshold))
            except (SQLAlchemyError, OSError):
                database.measures.failed(Work.COUNTING)
                log.warning("the figures of the overview could not be worked out and will be tried again")
        await asyncio.sleep(LOOK_EVERY)
