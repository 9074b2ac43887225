"""Carries whole tables from one database to another, some rows at a time, and proves what it carried.

Rows are read in the order of their primary keys, so in that of random ids: neither database ever shows in which order
people came. What a table holds is summed up in a number that does not depend on any order (`TableContent`), so that both
sides can be compared, whatever kinds of database they are.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.audit import give_up_trail
from storage.tables import Table as Declared
from storage.tables import WipingDueRow

AT_ONCE = 500
"""Rows in memory at a time."""

WHOLE = 2**256

Row = Mapping[str, Any]
Wanted = Callable[[str, Row], bool]
"""Whether a row of a table, by its name, is carried along."""

Tell = Callable[[str, int], None]
"""Hears of which table how many rows more have been carried or read."""


@dataclass(slots=True)
class TableContent:
    """How many rows there are, and the sum of their SHA-256 hashes modulo 2**256: the same in any order.

    A sum and not an exclusive or, since there two rows that are alike would cancel each other.
    """

    rows: int = 0
    total: int = 0

    def add(self, row: Row) -> None:
        """Count one row in."""
        written = json.dumps(row, default=_plain, sort_keys=True, separators=(",", ":"))
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(written.encode()).digest(), "big")) % WHOLE

    @property
    def digest(self) -> str:
        """The sum as 64 hexadecimal digits."""
        return f"{self.total:064x}"


Contents = Mapping[str, TableContent]


def all_tables() -> Sequence[Table]:
    """Return every table, those before others that refer to them; all but the marks that one database's files are to be wiped.

    Those are never carried to another, and none that has only them is full.
    """
    its_own = WipingDueRow.__tablename__
    return tuple(table for table in Declared.metadata.sorted_tables if table.name != its_own)


async def carry(
    source: AsyncConnection,
    target: AsyncConnection,
    tables: Iterable[Table],
    *,
    wanted: Wanted = lambda _table, _row: True,
    tell: Tell = lambda _table, _rows: None,
) -> Contents:
    """Copy the rows that are wanted from one transaction into another; return what was copied, by table."""
    carried = {}
    for table in tables:
        content = carried[table.name] = TableContent()
        async for some in _partitions(source, table):
            kept = [row for row in some if wanted(table.name, row)]
            for row in kept:
                content.add(row)
            if kept:
                await target.execute(insert(table), kept)
            tell(table.name, len(some))
    return carried


async def contents_of(
    connection: AsyncConnection, tables: Iterable[Table], tell: Tell = lambda _table, _rows: None
) -> Contents:
    """Return what tables hold, as one transaction sees it."""
    found = {}
    for table in tables:
        content = found[table.name] = TableContent()
        async for some in _partitions(connection, table):
            for row in some:
                content.add(row)
            tell(table.name, len(some))
    return found


async def row_numbers(connection: AsyncConnection, tables: Iterable[Table]) -> Mapping[str, int]:
    """Return how many rows each table has."""
    return {table.name: await connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


async def empty(connection: AsyncConnection, tables: Sequence[Table]) -> None:
    """Delete every row of the tables, those first that refer to others."""
    await give_up_trail(connection)
    for table in reversed(tables):
        await connection.execute(delete(table))


async def _partitions(connection: AsyncConnection, table: Table) -> Any:
    """Give all rows of a table, some at a time, in the order of the primary key."""
    result = await connection.stream(
        select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    )
    async for some in result.mappings().partitions():
        yield [dict(row) for row in some]


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no column holds a {type(value).__name__}")
