"""What one transaction on SQLite holds: the writing of several turns, where none can spoil another's."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from storage.dialects import SQLITE
from storage.driver_errors import as_sqlalchemy
from storage.prepared import BareConnection, Prepared, Row

T = TypeVar("T")
Work = Callable[[BareConnection], Awaitable[T]]


class SqliteConnection(BareConnection):
    """Python's own sqlite3 connection. Its methods never wait. `deleted` says whether rows were deleted through it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.bare = connection
        self.deleted = False

    async def run(self, statement: Prepared, values: Mapping[str, Any]) -> int:
        """Run a statement that changes rows; return how many."""
        written = statement.written(SQLITE)
        try:
            changed = self.bare.execute(written.text, written.arguments(values)).rowcount
        except sqlite3.Error as error:
            raise as_sqlalchemy(error) from None
        if written.deletes and changed:
            self.deleted = True
        return changed

    async def rows(self, statement: Prepared, values: Mapping[str, Any]) -> Sequence[Row]:
        """Run a statement that reads; return the rows."""
        written = statement.written(SQLITE)
        try:
            found = self.bare.execute(written.text, written.arguments(values)).fetchall()
        except sqlite3.Error as error:
            raise as_sqlalchemy(error) from None
        return [written.row(row) for row in found]


@dataclass(slots=True)
class Job:
    """One turn's writing, and who waits for it. `work` may be done again from its beginning, after all was undone."""

    work: Work[Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        """Tell who waits what came of it; nothing where they have gone."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)

    def fail(self, error: BaseException) -> None:
        """Note that nothing of it was stored."""
        self.result, self.error = None, as_sqlalchemy(error)


def write_batch(connection: sqlite3.Connection, batch: Sequence[Job]) -> bool:
    """Do every job of a batch within the transaction that is open; return whether rows were deleted.

    Nearly always all go well, and then they cost nothing but themselves. Where one fails, all are undone and done again,
    each with a savepoint of its own: the bad one has its error noted, the others are kept. Raises where the whole
    transaction failed: nothing of it is open then, or nothing of it may be committed.
    """
    connection.execute("SAVEPOINT batch")
    session = SqliteConnection(connection)
    try:
        for job in batch:
            job.result = finished(job.work(session))
    except Exception:
        if not connection.in_transaction:
            # A full disk or a failing one has undone the whole transaction: then nobody's turn is stored.
            raise
        connection.execute("ROLLBACK TO batch")
        return _one_by_one(connection, batch)
    return session.deleted


def _one_by_one(connection: sqlite3.Connection, batch: Sequence[Job]) -> bool:
    deleted = False
    for job in batch:
        connection.execute("SAVEPOINT turn")
        session = SqliteConnection(connection)
        try:
            job.result = finished(job.work(session))
        except Exception as error:
            if not connection.in_transaction:
                raise
            job.fail(error)
            connection.execute("ROLLBACK TO turn")
        else:
            deleted |= session.deleted
        connection.execute("RELEASE turn")
    return deleted


def finished(work: Awaitable[T]) -> T:
    """Return what a coroutine returns that waits for nothing. Raises RuntimeError where it does wait for something."""
    if not isinstance(work, Coroutine):
        raise TypeError("only a coroutine can be run to its end here")
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise RuntimeError("what is written in a turn on SQLite must not wait for anything")
