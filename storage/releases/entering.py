"""Enters everybody who is in a release into the ledger, some at a time, so that no turn waits for all of them.

A release is begun as a row that is not whole, which counts for nothing: whoever is entered in it is free again once it is
cleared. It is held by its row's random id. Each step asks in its own transaction whether the row is still there under that id,
and only whoever finds it there at the end can make the release whole. Another release of the same engagement takes the row
away first, by giving it another id, then clears what was entered, and only then begins: so of two at once one comes out,
and what a killed program left is cleared by the next.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.anonymity import new_response_id
from storage.database import Database
from storage.errors import ExportError
from storage.release_tables import ReleasedRow, ReleaseRow
from storage.releases.ledger import BEGUN_ELSEWHERE, Release
from storage.showing import Show, nobody_watches
from storage.tables import ResponseRow

ENTERING = "entering everybody"

AT_ONCE = 1_000
"""People who are entered, or cleared, in one transaction: turns on SQLite wait for some hundredths of a second."""

LET_OTHERS = 0.02
"""Seconds between two transactions, as long as one takes: who waits for SQLite's lock only looks again now and then."""

LEDGER_LOCK = 7_294_660
"""Number of the PostgreSQL lock that one beginning at a time holds. SQLite has one writer at a time anyway."""

Check = Callable[[AsyncConnection], Awaitable[None]]
"""Raises ExportError where a release may not be begun."""


async def begin(database: Database, wanted: Release, check: Check) -> Release:
    """Begin a release with nobody in it yet; return it with its number: the one that is wanted, else the next.

    What was begun of its engagement and never became whole is cleared first, if `check` lets this one be begun.
    """
    while (begun := await _begun(database, wanted, check)) is None:
        await _clear(database, wanted.engagement)
    return begun


async def enter(
    database: Database, release: Release, condition: ColumnElement[bool], show: Show = nobody_watches
) -> int:
    """Enter everybody of its engagement whom a condition is true of and who is in no release yet; return how many are in it.

    Raises ExportError where another release of the engagement was begun meanwhile.
    """
    free = (ResponseRow.engagement == release.engagement, condition, ~_is_released())
    async with database.reading() as connection:
        total = await connection.scalar(select(func.count()).select_from(ResponseRow).where(*free)) or 0
    last, seen = "", 0
    while ids := await _next(database, free, last):
        async with database.writing() as connection:
            if not await connection.scalar(_held(release.number, release.id).with_for_update()):
                raise ExportError(BEGUN_ELSEWHERE)
            # Whoever erases at this moment is either still there when their place is noted, or left out of it.
            there = select(ResponseRow.id, literal(release.number)).where(ResponseRow.id.in_(ids), ~_is_released())
            if not database.is_sqlite:
                there = there.with_for_update(read=True, key_share=True)
            await connection.execute(insert(ReleasedRow).from_select(["response_id", "release"], there))
        last, seen = ids[-1], seen + len(ids)
        show(ENTERING, seen, max(seen, total))
        await asyncio.sleep(LET_OTHERS)
    async with database.reading() as connection:
        if not await connection.scalar(_held(release.number, release.id)):
            raise ExportError(BEGUN_ELSEWHERE)
        entered = select(func.count()).select_from(ReleasedRow).where(ReleasedRow.release == release.number)
        return await connection.scalar(entered) or 0


async def forget(database: Database, release: Release) -> None:
    """Take back a release that did not become whole: nobody has seen anything of it. Nothing where another one took it away."""
    await _taken_out(database, release.number, release.id)


async def number_free(connection: AsyncConnection, engagement: str, condition: ColumnElement[bool], most: int) -> int:
    """Return how many people of an engagement, of whom a condition is true, are in no release that is whole; `most` at the most."""
    whole = exists().where(ReleaseRow.number == ReleasedRow.release, ReleaseRow.content_hash.is_not(None))
    taken = exists().where(ReleasedRow.response_id == ResponseRow.id, whole)
    some = select(ResponseRow.id).where(ResponseRow.engagement == engagement, condition, ~taken).limit(most)
    return await connection.scalar(select(func.count()).select_from(some.subquery())) or 0


async def _begun(database: Database, wanted: Release, check: Check) -> Release | None:
    """Begin a release; return None where another one has to be cleared first."""
    async with database.writing() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)").bindparams(lock=LEDGER_LOCK))
        # In this order: what is locked here cannot become whole before it is known what is whole.
        unfinished = (await connection.scalars(_unfinished(wanted.engagement).with_for_update())).all()
        await check(connection)
        if unfinished and await connection.scalar(select(exists().where(ReleasedRow.release.in_(unfinished)))):
            return None
        if unfinished:
            await connection.execute(delete(ReleaseRow).where(ReleaseRow.number.in_(unfinished)))
        taken = set(await connection.scalars(select(ReleaseRow.number)))
        number = wanted.number if wanted.number and wanted.number not in taken else max(taken, default=0) + 1
        release = replace(wanted, number=number, content_hash=None)
        await connection.execute(
            insert(ReleaseRow).values(
                id=release.id,
                number=number,
                engagement=release.engagement,
                until=release.until,
                made_on=release.made_on,
                rule=release.rule,
                threshold=release.threshold,
                plan=asdict(release.shown),
            )
        )
        return release


async def _clear(database: Database, engagement: str) -> None:
    """Take what is not whole away from whoever may still be writing it, and take everybody out of it."""
    async with database.reading() as connection:
        unfinished = (await connection.scalars(_unfinished(engagement))).all()
    for number in unfinished:
        mine = new_response_id()
        async with database.writing() as connection:
            not_whole = ReleaseRow.number.in_(_unfinished(engagement))
            await connection.execute(update(ReleaseRow).where(ReleaseRow.number == number, not_whole).values(id=mine))
        await _taken_out(database, number, mine)


async def _taken_out(database: Database, number: int, held_by: str) -> None:
    """Take everybody out of a release that is not whole, then its row away, for as long as it is held by this id."""
    some = select(ReleasedRow.response_id).where(ReleasedRow.release == number).limit(AT_ONCE)
    while True:
        async with database.writing() as connection:
            if not await connection.scalar(_held(number, held_by).with_for_update()):
                return
            gone = await connection.execute(delete(ReleasedRow).where(ReleasedRow.response_id.in_(some)))
            if gone.rowcount < AT_ONCE:
                await connection.execute(delete(ReleaseRow).where(ReleaseRow.id == held_by))
                return
        await asyncio.sleep(LET_OTHERS)


async def _next(database: Database, free: Sequence[ColumnElement[bool]], last: str) -> Sequence[str]:
    """Return the ids of those who come next. Looking for them holds nobody up, however many others lie between."""
    async with database.reading() as connection:
        ids = select(ResponseRow.id).where(*free, ResponseRow.id > last).order_by(ResponseRow.id).limit(AT_ONCE)
        return (await connection.scalars(ids)).all()


def _unfinished(engagement: str) -> Select[int]:
    return select(ReleaseRow.number).where(ReleaseRow.engagement == engagement, ReleaseRow.content_hash.is_(None))


def _held(number: int, held_by: str) -> Select[int]:
    """Return what finds the number of a release that is not whole and is held by an id."""
    mine = select(ReleaseRow.number).where(ReleaseRow.number == number, ReleaseRow.id == held_by)
    return mine.where(ReleaseRow.content_hash.is_(None))


def _is_released() -> ColumnElement[bool]:
    return exists().where(ReleasedRow.response_id == ResponseRow.id)
