"""The database behind one URL: SQLite by default, PostgreSQL with the same code."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.engine import URL, ExecutionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.measuring import DatabaseMeasures
from storage.postgresql_turns import PostgresqlTurns
from storage.prepared import run
from storage.sqlite_pragmas import LOCK_SECONDS, prepare
from storage.sqlite_turns import SqliteTurns
from storage.wiping_due import MARK, new_mark
from storage.wordless_errors import take_words_out

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}
"""The driver that each kind of database is spoken to through, so that a URL need not name it."""

CONNECT_SECONDS = 10.0
"""How long PostgreSQL may take to be reached before that counts as failed."""

DELETED = "sayso_deleted"
"""What a connection is marked with while its transaction has deleted rows."""


def database_url(value: str) -> URL:
    """Return the URL with its asynchronous driver. Raises ValueError, saying what to write, for any other kind."""
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE") from None
    driver = DRIVERS.get(url.drivername.partition("+")[0])
    if driver is None:
        raise ValueError("only SQLite (sqlite:///FILE) and PostgreSQL (postgresql://...) are supported")
    return url.set(drivername=driver)


def sqlite_file(url: URL) -> Path | None:
    """Return the file of a SQLite database; None for one in memory and for any other kind of database."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database)


class Database:
    """One engine, its transactions, and the home of turns (`turns`). Close it when done.

    A SQLite file that is not there yet is made, for its owner's eyes only. Raises OSError where it cannot be. `deleted`
    is set by every transaction that deleted rows: what they held is still in the files until `storage.wiping` has run. The
    database remembers it too (`storage.wiping_due`).
    """

    def __init__(self, url: str) -> None:
        self.url = database_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.deleted = asyncio.Event()
        self.measures = DatabaseMeasures()
        # No parameters in errors or logs: they are what people wrote.
        options: dict[str, Any] = {"hide_parameters": True}
        if self.is_sqlite:
            options["connect_args"] = {"timeout": LOCK_SECONDS}
            file = sqlite_file(self.url)
            if file is not None:
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                # The journals that SQLite keeps beside the file take their mode from it.
                file.touch(mode=0o600, exist_ok=True)
        else:
            options["pool_pre_ping"] = True
            options["connect_args"] = {"timeout": CONNECT_SECONDS}
        self.engine: AsyncEngine = create_async_engine(self.url, **options)
        event.listen(self.engine.sync_engine, "handle_error", take_words_out)
        event.listen(self.engine.sync_engine, "handle_error", lambda _context: self.measures.erred())
        event.listen(self.engine.sync_engine, "after_cursor_execute", _note_deletion)
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)
        self.turns: SqliteTurns | PostgresqlTurns = (
            SqliteTurns(Path(self.url.database or ""), self.deleted.set, self.measures)
            if self.is_sqlite
            else PostgresqlTurns(self.engine, self.deleted.set, self.measures)
        )

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give one transaction: committed when the block ends, rolled back when it raises. Turns wait on SQLite."""
        async with self.turns.paused(), self.engine.connect() as connection:
            info = (await connection.get_raw_connection()).info
            info.pop(DELETED, None)
            async with connection.begin():
                yield connection
                if deleted := info.pop(DELETED, False):
                    await run(connection, MARK, new_mark())
            if deleted:
                self.deleted.set()

    @asynccontextmanager
    async def outside_transactions(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection for what no transaction can hold, such as VACUUM: each statement stands for itself."""
        options: dict[str, Any] = {"sayso_bare": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        async with self.turns.paused(), self.engine.connect() as connection:
            await connection.execution_options(**options)
            yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that sees one state of the data throughout and writes nothing."""
        options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        async with self.engine.connect() as connection:
            await connection.execution_options(**({"sayso_reading": True} if self.is_sqlite else options))
            async with connection.begin():
                yield connection

    async def answers(self) -> bool:
        """Whether the database answers just now. It waits for no writer. Raises SQLAlchemy's errors where it does not."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))
        return True

    async def close(self) -> None:
        """Store the turns that still wait, then close every connection."""
        await self.turns.close()
        await self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    prepare(connection)


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once where writing is meant: a lock asked for half-way cannot wait its turn."""
    options = connection.get_execution_options()
    if not options.get("sayso_bare", False):
        connection.exec_driver_sql("BEGIN" if options.get("sayso_reading", False) else "BEGIN IMMEDIATE")


def _note_deletion(connection: Connection, cursor: Any, *about: Any) -> None:
    """Remember on the connection that this transaction deleted rows."""
    context: ExecutionContext = about[2]
    if getattr(context, "isdelete", False) and cursor.rowcount:
        connection.info[DELETED] = True
