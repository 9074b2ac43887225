"""The home of turns on SQLite: one thread writes, and commits everything that waits at one moment together.

A commit that reaches the disk takes about as long for one turn as for fifty, so under load turns share it (group commit);
alone, a turn waits for nobody. Each has a savepoint of its own: where one fails, the others are kept. The journal is
synced at every commit (`synchronous=FULL`), and nobody is told that a turn is stored before that.

Reading happens on the event loop, through a connection of its own: in the journal's mode (WAL) a read waits for no writer
and takes some hundredths of a millisecond.
"""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any, TypeVar

from storage.dialects import SQLITE
from storage.driver_errors import as_sqlalchemy
from storage.measured import Watch
from storage.prepared import BareConnection, Prepared, Row
from storage.sqlite_pragmas import LOCK_SECONDS, prepare

MOST_AT_ONCE = 64
"""Turns in one commit. More would keep the first of them waiting for longer than the commit they save."""

READ_TRIES = 100
READ_PAUSE = 0.05
"""Tries, and seconds between them, where a read meets a lock: only while the journal is being recovered."""

T = TypeVar("T")
Work = Callable[[BareConnection], Awaitable[T]]


class SqliteConnection(BareConnection):
    """Python's own sqlite3 connection. Its methods never wait, so what is written with them runs in a thread as well."""

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
    """One turn's writing, waiting for its commit."""

    work: Work[Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


@dataclass(slots=True)
class Pause:
    """Somebody else in this process wants to write through a connection of their own: the thread waits meanwhile."""

    granted: asyncio.Future[None]
    over: threading.Event = field(default_factory=threading.Event)


class SqliteTurns:
    """Reads and writes turns in one SQLite file. `deleted` is called on the event loop after rows were deleted."""

    def __init__(self, file: Path, deleted: Callable[[], None], watch: Watch) -> None:
        self._file = file
        self._deleted = deleted
        self.watch = watch
        self._queue: SimpleQueue[Job | Pause | None] = SimpleQueue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._reader: sqlite3.Connection | None = None

    async def write(self, work: Work[T]) -> T:
        """Do what `work` does in one transaction; return what it returns once that is on the disk.

        Raises what `work` raises, and SQLAlchemy's errors where the database fails: then nothing of it is stored.
        """
        if self._thread is None:
            self._loop = asyncio.get_running_loop()
            self._thread = threading.Thread(target=self._write_until_closed, name="turns", daemon=True)
            self._thread.start()
        begun = perf_counter()
        job = Job(work, asyncio.get_running_loop().create_future())
        self._queue.put(job)
        result: T = await job.future
        self.watch.database("write", perf_counter() - begun)
        return result

    async def read(self, work: Work[T]) -> T:
        """Do what `work` does through a connection that only reads, and return what it returns."""
        if self._reader is None:
            self._reader = _connect(self._file, timeout=0)
            self._reader.execute("PRAGMA query_only=ON")
        begun = perf_counter()
        for _ in range(READ_TRIES):
            try:
                result = _finished(work(SqliteConnection(self._reader)))
            except Exception as error:
                if not _is_locked(error):
                    raise
                await asyncio.sleep(READ_PAUSE)
            else:
                self.watch.database("read", perf_counter() - begun)
                return result
        return _finished(work(SqliteConnection(self._reader)))

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Let the thread write nothing during the block, so that another connection need not fight for the lock."""
        if self._thread is None:
            yield
            return
        pause = Pause(asyncio.get_running_loop().create_future())
        self._queue.put(pause)
        try:
            await pause.granted
            yield
        finally:
            pause.over.set()

    async def close(self) -> None:
        """Write what still waits, then close both connections."""
        if self._thread is not None:
            self._queue.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _write_until_closed(self) -> None:
        connection: sqlite3.Connection | None = None
        while True:
            batch, after = self._next()
            if batch:
                try:
                    if connection is None:
                        connection = _connect(self._file, LOCK_SECONDS)
                    deleted = _store(connection, batch)
                except Exception as error:  # noqa: BLE001 - whatever it is, those who wait have to be told
                    deleted = False
                    for job in batch:
                        job.result, job.error = None, as_sqlalchemy(error)
                self._hand_over(batch, deleted=deleted)
            if isinstance(after, Pause):
                self._tell(_grant, after.granted)
                after.over.wait()
            elif after is None:
                break
        if connection is not None:
            connection.close()

    def _next(self) -> tuple[list[Job], Job | Pause | None]:
        """Return the turns that wait, and what ended the row: a pause, None for the end, or the last turn itself."""
        batch: list[Job] = []
        waiting = self._queue.get()
        while isinstance(waiting, Job):
            batch.append(waiting)
            if len(batch) == MOST_AT_ONCE:
                break
            try:
                waiting = self._queue.get_nowait()
            except Empty:
                break
        return batch, waiting

    def _hand_over(self, batch: list[Job], *, deleted: bool) -> None:
        self.watch.batch(len(batch))
        if deleted:
            # Before anybody is told that their turn is stored: who then asks has to find it said.
            self._tell(self._deleted)
        self._tell(_settle, batch)

    def _tell(self, what: Callable[..., object], *about: object) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what, *about)


def _connect(file: Path, timeout: float) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(file, timeout=timeout, check_same_thread=False)
        prepare(connection)
    except sqlite3.Error as error:
        raise as_sqlalchemy(error) from None
    return connection


def _store(connection: sqlite3.Connection, batch: list[Job]) -> bool:
    """Write a batch in one transaction; return whether rows were deleted. Raises where the whole batch failed."""
    deleted = False
    connection.execute("BEGIN IMMEDIATE")
    try:
        for job in batch:
            deleted |= _store_one(connection, job)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return deleted


def _store_one(connection: sqlite3.Connection, job: Job) -> bool:
    connection.execute("SAVEPOINT turn")
    session = SqliteConnection(connection)
    try:
        job.result = _finished(job.work(session))
    except Exception as error:
        if not connection.in_transaction:
            # A full disk or a failing one has undone the whole transaction: then nobody's turn is stored.
            raise
        job.error = error
        connection.execute("ROLLBACK TO turn")
        session.deleted = False
    connection.execute("RELEASE turn")
    return session.deleted


def _finished(work: Awaitable[T]) -> T:
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


def _settle(batch: list[Job]) -> None:
    for job in batch:
        if job.future.done():  # whoever asked has gone
            continue
        if job.error is not None:
            job.future.set_exception(job.error)
        else:
            job.future.set_result(job.result)


def _grant(granted: asyncio.Future[None]) -> None:
    if not granted.done():
        granted.set_result(None)


def _is_locked(error: BaseException) -> bool:
    original = getattr(error, "orig", error)
    return getattr(original, "sqlite_errorname", "") in ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_RECOVERY")
