"""Has deleted words leave the files soon after they were deleted, over and over while Sayso runs.

It is off the road of turns: a turn only says that something was deleted (`Database.deleted`). Several deletions close
together are wiped at once, and a database that takes long is left alone for longer, since turns wait meanwhile.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from bot.finishing import begin, stop, to_the_end
from bot.memory_pools import give_back
from storage.database import Database
from storage.measuring import Work
from storage.wiping import is_due, wipe

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: from a deletion to wiping it, between two wipings, until one that could not be done is tried again.

    Between two wipings at least `share` times as long passes as the last one took. A failure doubles the time to the
    next try, up to `at_most`.
    """

    after: float = 2.0
    between: float = 10.0
    share: float = 50.0
    again: float = 5.0
    at_most: float = 10 * 60.0


SQLITE = Pace()
POSTGRESQL = Pace(between=15 * 60.0, again=30.0)
"""CLUSTER has each table to itself for a moment, so it comes less often."""

FAILURES_TO_TELL = 5
"""After so many tries in a row somebody should look."""


@asynccontextmanager
async def wiping(database: Database, pace: Pace | None = None) -> AsyncIterator[None]:
    """Wipe what is deleted while the block runs, and at its end what is left; at the start what was left before it."""
    task = begin(_wipe_now_and_then(database, pace or (SQLITE if database.is_sqlite else POSTGRESQL)))
    try:
        yield
    finally:
        await stop(task)
        if database.deleted.is_set():
            await wiped(database)


async def _wipe_now_and_then(database: Database, pace: Pace) -> None:
    wait, failures = 0.0, 0
    if await to_the_end(_was_left(database)):
        database.deleted.set()
    while True:
        await database.deleted.wait()
        await asyncio.sleep(wait)
        begun = time.monotonic()
        if await wiped(database):
            failures, rest = 0, max(pace.between, pace.share * (time.monotonic() - begun))
        else:
            failures, rest = failures + 1, min(pace.again * 2**failures, pace.at_most)
        if failures == FAILURES_TO_TELL:
            log.warning("what was deleted is still in the database's files: does another program read it all the time?")
        await asyncio.sleep(rest)
        wait = pace.after


async def _was_left(database: Database) -> bool:
    """Whether a program before this one deleted and did not come to wiping; also where that cannot be found out."""
    try:
        return await is_due(database)
    except (SQLAlchemyError, OSError):
        return True


async def wiped(database: Database) -> bool:
    """Try once to wipe what was deleted so far; return whether it is done. Where not, it stays marked as still to do.

    One that has begun is always finished, which takes as long as the database has to be written.
    """
    database.deleted.clear()
    return await to_the_end(_try(database))


async def _try(database: Database) -> bool:
    try:
        done = await wipe(database)
    except (SQLAlchemyError, OSError):
        done = False
    if not done:
        database.deleted.set()
        database.measures.failed(Work.WIPING)
        log.info("what was deleted is not wiped from the database's files yet; it will be tried again")
    # The copy of the whole database that it is made from has just been let go.
    await asyncio.to_thread(give_back)
    return done
