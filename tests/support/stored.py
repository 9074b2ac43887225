"""Reads everything that is stored, as plain values that a test can compare."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import inspect, select

from storage.database import Database
from storage.tables import DeletionRow, ErasureRow, Table, WipingDueRow


async def rows(database: Database, table: type[Table]) -> Sequence[dict[str, Any]]:
    """Return all rows of a table, in the order of its primary key."""
    async with database.reading() as connection:
        found = await connection.execute(select(table.__table__).order_by(*inspect(table).primary_key))
        return [dict(row) for row in found.mappings()]


async def row_counts(database: Database) -> dict[str, int]:
    """Return how many rows every table has, without empty tables, the log of deletions and marks of what was erased and is to be wiped."""
    traces = (DeletionRow, ErasureRow, WipingDueRow)
    tables = [mapper.class_ for mapper in Table.registry.mappers if mapper.class_ not in traces]
    counts = {table.__tablename__: await rows(database, table) for table in tables}
    return {name: len(found) for name, found in counts.items() if found}
