"""Makes one table of a real database refuse to be written to, for as long as a block runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from storage.database import Database

WRITING = ("INSERT", "UPDATE", "DELETE")


@asynccontextmanager
async def refusing(url: str, table: str) -> AsyncIterator[None]:
    """Let every statement that writes to the table fail inside the block, and with it the transaction that it is in."""
    database = Database(url)
    try:
        await _execute(database, refuse_in_sqlite(table) if database.is_sqlite else refuse_in_postgresql(table))
        try:
            yield
        finally:
            await _execute(database, allow_in_sqlite() if database.is_sqlite else allow_in_postgresql(table))
    finally:
        await database.close()


def refuse_in_sqlite(table: str) -> list[str]:
    """Return what makes a table of SQLite refuse."""
    return [
        f"CREATE TRIGGER refuse_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'refused'); END"
        for verb in WRITING
    ]


def allow_in_sqlite() -> list[str]:
    """Return what lets it be written to again."""
    return [f"DROP TRIGGER refuse_{verb}" for verb in WRITING]


def refuse_in_postgresql(table: str) -> list[str]:
    """Return what makes a table of PostgreSQL refuse."""
    body = "$$ BEGIN RAISE EXCEPTION 'refused'; END $$"
    return [
        f"CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS {body}",
        f"CREATE TRIGGER refuse BEFORE {' OR '.join(WRITING)} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse()",
    ]


def allow_in_postgresql(table: str) -> list[str]:
    """Return what lets it be written to again."""
    return [f"DROP TRIGGER refuse ON {table}"]


async def _execute(database: Database, statements: list[str]) -> None:
    async with database.writing() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
