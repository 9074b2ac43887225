"""Whether anybody else has a database open: who moves or replaces a whole database has to be alone with it.

Nobody is asked and nothing is configured: both databases can tell. SQLite: the journal's mode can only be changed while no
other connection has the file open, and Sayso keeps one open for as long as it runs. PostgreSQL: its list of sessions,
those of the same role, since that is the one that Sayso signs in with; a monitoring program has a role of its own.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.carrying import all_tables
from storage.database import Database
from storage.errors import MoveError

WAIT_MILLISECONDS = 500
"""How long somebody who is just leaving, or just writing, may take."""

OTHERS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user
AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


async def is_in_use(database: Database) -> bool:
    """Whether another program, or another connection of this one, has the database open."""
    async with database.outside_transactions() as connection:
        if not database.is_sqlite:
            return bool(await connection.scalar(text(OTHERS)))
        usual = await connection.scalar(text("PRAGMA busy_timeout"))
        await connection.execute(text(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS}"))
        try:
            return str(await connection.scalar(text("PRAGMA journal_mode = DELETE"))) != "delete"
        except DBAPIError:
            return True
        finally:
            await connection.execute(text("PRAGMA journal_mode = WAL"))
            await connection.execute(text(f"PRAGMA busy_timeout = {usual}"))


@asynccontextmanager
async def held_still(database: Database) -> AsyncIterator[AsyncConnection]:
    """Give a transaction that sees one state, while nobody else can write; others may read.

    Raises MoveError where somebody is writing and does not come to an end.
    """
    async with database.writing() as connection:
        if not database.is_sqlite:
            await lock_tables(connection)
        yield connection


async def lock_tables(connection: AsyncConnection) -> None:
    """Let nobody else write to any table of a PostgreSQL database until the transaction ends. Raises MoveError."""
    names = ", ".join(table.name for table in all_tables())
    await connection.execute(text(f"SET LOCAL lock_timeout = {WAIT_MILLISECONDS}"))
    try:
        await connection.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))
    except DBAPIError:
        raise MoveError("somebody is writing to the database: stop every Sayso that uses it, and try again") from None
