"""Moves everything from one database to another of any kind: all of it or nothing, and proved on both sides.

The old one is held still meanwhile, and the new one gets its tables and then all rows in one transaction, so a move that is
killed leaves the old one whole and the new one empty. After the commit both are read again through fresh transactions: what
is compared is what everybody sees.
"""

import os
from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.alone import held_still, is_in_use, lock_tables
from storage.carrying import Contents, Tell, all_tables, carry, contents_of, empty, row_numbers
from storage.database import Database, sqlite_file
from storage.errors import MoveError
from storage.migrating import check_migrated, migrate
from storage.wiping import wipe

Step = Callable[[str, int], Tell]
"""Hears what is being done and how many rows it is about; returns who hears of each."""


def silently(_what: str, _rows: int) -> Tell:
    """Let nobody hear."""
    return lambda _table, _rows: None


async def move(source: Database, target: Database, step: Step = silently) -> Contents:
    """Carry every row across; return what was carried, by table.

    Raises MoveError, and NotMigrated for a source with older tables; then the target is as empty as it was. The target is
    migrated first.
    """
    await refuse_what_cannot_be(source, target)
    await migrate(target)
    try:
        carried = await _carried(source, target, step)
        await _prove(source, target, carried, step)
    except BaseException:
        # What was rolled back may still lie in the files; a move that was refused has written nothing to wipe.
        await wipe(target)
        raise
    return carried


async def _carried(source: Database, target: Database, step: Step) -> Contents:
    tables = all_tables()
    async with held_still(source) as old:
        numbers = await row_numbers(old, tables)
        async with target.writing() as new:
            if not target.is_sqlite:
                await lock_tables(new)
            await refuse_full(new)
            carried = await carry(old, new, tables, tell=step("carrying", sum(numbers.values())))
            if await contents_of(new, tables, step("checking", sum(numbers.values()))) != carried:
                raise MoveError("the new database does not hold what was written to it, so nothing was kept there")
    return carried


async def refuse_what_cannot_be(source: Database, target: Database) -> None:
    """Raise MoveError where both are one database, or somebody else is using one of them; NotMigrated as it does."""
    if are_the_same(source, target):
        raise MoveError("the new database is the old one: name another")
    await check_migrated(source)
    if await is_in_use(source):
        raise MoveError(
            "the old database is in use: stop every Sayso that uses it, and any other program that has it open, then "
            "move; what somebody writes meanwhile would be left behind"
        )
    if await is_in_use(target):
        raise MoveError("the new database is in use already: stop whatever uses it, then move")


def are_the_same(one: Database, other: Database) -> bool:
    """Whether both are the same database, as far as their addresses tell."""
    files = sqlite_file(one.url), sqlite_file(other.url)
    if files[0] is not None and files[1] is not None:
        return os.path.realpath(files[0]) == os.path.realpath(files[1])
    return _place(one) == _place(other)


def _place(database: Database) -> tuple[object, ...]:
    url = database.url
    return url.get_backend_name(), url.host, url.port or 5432, url.database, str(url.query.get("host", ""))


async def refuse_full(connection: AsyncConnection) -> None:
    """Raise MoveError where the new database holds anything."""
    full = [name for name, rows in (await row_numbers(connection, all_tables())).items() if rows]
    if full:
        raise MoveError(
            f"the new database is not empty ({', '.join(full)}): name one that holds nothing, so that nothing is mixed"
        )


async def _prove(source: Database, target: Database, carried: Contents, step: Step) -> None:
    """Read both again after the commit. Raises MoveError where either is not what was carried; the new one is emptied."""
    tables = all_tables()
    rows = sum(content.rows for content in carried.values())
    async with target.reading() as new:
        arrived = await contents_of(new, tables, step("reading the new one again", rows))
    async with source.reading() as old:
        left = await contents_of(old, tables, step("reading the old one again", rows))
    if arrived == carried == left and not await is_in_use(source):
        return
    async with target.writing() as new:
        await empty(new, tables)
    if arrived != carried:
        raise MoveError("the new database changed while it was filled, so it was emptied again: stop whatever uses it")
    raise MoveError(
        "somebody used the old database while it was moved, so the new one was emptied again: stop every Sayso that uses "
        "it, and try again"
    )
