"""The home of turns on PostgreSQL: any number of processes, with nothing of a talk in any one's memory.

A turn reads without a lock and writes in one short transaction, in which the version of the conversation is the guard:
where another process was faster nothing is written, and the turn runs again. Statements go to the driver's own connection
(asyncpg's), past what SQLAlchemy would do around each of them.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.dialects import POSTGRESQL
from storage.driver_errors import as_sqlalchemy
from storage.errors import StorageError
from storage.measured import Watch
from storage.prepared import BareConnection, Prepared, Row
from storage.wiping_due import MARK, new_mark

ANSWER_SECONDS = 30.0
"""How long one reading or writing may take before it counts as failed."""

MOST_CONNECTIONS = 10
"""Connections that one process takes turns through. More would only wait for each other in the database."""

T = TypeVar("T")
Work = Callable[[BareConnection], Awaitable[T]]


class PostgresqlConnection(BareConnection):
    """A connection of asyncpg."""

    def __init__(self, connection: Any) -> None:
        self.bare = connection
        self.deleted = False

    async def run(self, statement: Prepared, values: Mapping[str, Any]) -> int:
        """Run a statement that changes rows; return how many."""
        written = statement.written(POSTGRESQL)
        status: str = await self.bare.execute(written.text, *written.arguments(values))
        changed = int(status.rpartition(" ")[2])
        if written.deletes and changed:
            self.deleted = True
        return changed

    async def rows(self, statement: Prepared, values: Mapping[str, Any]) -> Sequence[Row]:
        """Run a statement that reads; return the rows."""
        written = statement.written(POSTGRESQL)
        return [written.row(row) for row in await self.bare.fetch(written.text, *written.arguments(values))]


class PostgresqlTurns:
    """Reads and writes turns through the connections of one engine. `deleted` is called after rows were deleted."""

    def __init__(self, engine: AsyncEngine, deleted: Callable[[], None], watch: Watch) -> None:
        self._engine = engine
        self._deleted = deleted
        self.watch = watch
        self._idle: deque[Any] = deque()
        self._free = asyncio.Semaphore(MOST_CONNECTIONS)

    async def write(self, work: Work[T]) -> T:
        """Do what `work` does in one transaction; return what it returns once that is committed.

        Raises what `work` raises, SQLAlchemy's errors and OSError where the database fails: then nothing of it is
        stored, unless the connection broke during the commit itself, which the same message finds out when it comes again.
        """
        begun = perf_counter()
        async with self._connection() as bare, asyncio.timeout(ANSWER_SECONDS):
            transaction = bare.transaction()
            await transaction.start()
            connection = PostgresqlConnection(bare)
            try:
                result = await work(connection)
                if connection.deleted:
                    await connection.run(MARK, new_mark())
            except StorageError:
                await transaction.rollback()
                raise
            await transaction.commit()
        self.watch.database("write", perf_counter() - begun)
        if connection.deleted:
            self._deleted()
        return result

    async def read(self, work: Work[T]) -> T:
        """Do what `work` does, each statement for itself, and return what it returns. Raises as `write` does."""
        begun = perf_counter()
        async with self._connection() as bare, asyncio.timeout(ANSWER_SECONDS):
            result = await work(PostgresqlConnection(bare))
        self.watch.database("read", perf_counter() - begun)
        return result

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Do nothing: on PostgreSQL others may write meanwhile."""
        yield

    async def close(self) -> None:
        """Close every connection."""
        while self._idle:
            await self._idle.pop().close()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        """Give one of asyncpg's connections, to whoever has waited longest. One that anything failed on is given up."""
        async with self._free:
            bare = None
            try:
                bare = await self._open()
                yield bare
            except StorageError:
                # A rule of ours has spoken, the connection is as good as before.
                self._idle.append(bare)
                raise
            except BaseException as error:  # noqa: BLE001 - raised again, as what everybody catches
                if bare is not None:
                    bare.terminate()
                raise as_sqlalchemy(error) from None
            self._idle.append(bare)

    async def _open(self) -> Any:
        while self._idle:
            bare = self._idle.pop()
            if not bare.is_closed():
                return bare
        pooled = await self._engine.raw_connection()
        bare = pooled.driver_connection
        # From here on it is ours to close: the engine's pool would ask whether it lives each time it is given out.
        pooled.detach()
        return bare
