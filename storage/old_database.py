"""Empties the database that Sayso was moved away from, once the new one is known to have everything that it should.

By then people have gone on talking, and some have erased what they gave. So the two need not be alike: every row of a
person in the old one has to be in the new one, or to be marked there as erased or taken out (`storage/erasures.py`). A row
that is neither was written to the old one after the move, and would be lost.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.alone import is_in_use
from storage.carrying import AT_ONCE, Tell, all_tables, empty
from storage.database import Database
from storage.erasures import erased_mark, erasures, taken_out_mark
from storage.errors import MoveError
from storage.migrating import check_migrated
from storage.moving import are_the_same
from storage.tables import AnswerMessage, AnswerRow, ConsentRow, ReceiptRow, ResponseRow
from storage.wiping import wipe

GIVEN: Sequence[Table] = tuple(
    Table_.metadata.tables[Table_.__tablename__]
    for Table_ in (ResponseRow, ConsentRow, AnswerRow, AnswerMessage, ReceiptRow)
)
"""What people gave for good. Everything else goes by itself within days, or was made by staff."""


async def empty_old(old: Database, new: Database, tell: Tell) -> bool:
    """Delete everything from the old database and wipe its files; return whether the wiping is done.

    Raises MoveError where they are one database, where somebody uses the old one, or where it holds what is not in the new
    one; then nothing was deleted.
    """
    if are_the_same(old, new):
        raise MoveError("this is the database that Sayso uses now: name the one it used before")
    await check_migrated(old)
    await check_migrated(new)
    if await is_in_use(old):
        raise MoveError("the old database is in use: stop whatever has it open, then try again")
    async with old.writing() as connection:
        async with new.reading() as now:
            missing = await not_in_new(connection, now, tell)
        if missing:
            raise MoveError(
                f"the old database holds what the new one does not have ({_numbered(missing)}), so nothing was deleted: "
                "did somebody talk to a Sayso on the old one after the move? Export it first, or move once more"
            )
        await empty(connection, all_tables())
    return await wipe(old)


async def not_in_new(old: AsyncConnection, new: AsyncConnection, tell: Tell) -> Mapping[str, int]:
    """Return of how many rows of each table the new database knows nothing, neither that they are there nor that they went."""
    marks = await erasures(new)
    missing: dict[str, int] = {}
    for table in GIVEN:
        key = tuple(table.primary_key.columns)
        owner = table.c.id if "id" in table.c else table.c.response_id
        result = await old.stream(select(*key, owner.label("owner")).execution_options(yield_per=AT_ONCE))
        async for some in result.partitions():
            there = await _there(new, key, [tuple(row[:-1]) for row in some])
            lacking = [row for row in some if tuple(row[:-1]) not in there]
            unknown = [row for row in lacking if not _marked(row._mapping, marks)]  # noqa: SLF001 - its public name
            if unknown:
                missing[table.name] = missing.get(table.name, 0) + len(unknown)
            tell(table.name, len(some))
    return missing


async def _there(
    new: AsyncConnection, key: Sequence[Column[Any]], wanted: Sequence[tuple[Any, ...]]
) -> set[tuple[Any, ...]]:
    found = await new.execute(select(*key).where(tuple_(*key).in_(wanted)))
    return {tuple(row) for row in found}


def _marked(row: Mapping[Any, Any], marks: Mapping[str, object]) -> bool:
    owner, question = row["owner"], row.get("question_id")
    return erased_mark(owner) in marks or (question is not None and taken_out_mark(owner, question) in marks)


def _numbered(missing: Mapping[str, int]) -> str:
    return ", ".join(f"{rows:,} in {table}" for table, rows in missing.items())
