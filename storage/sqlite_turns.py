"""The home of turns on SQLite: everything that waits at one moment is committed together.

A commit that reaches the disk takes about as long for one turn as for thirty, so under load turns share it (group commit);
alone, a turn waits for nobody. Where one fails, the others are kept (`storage/sqlite_batch.py`). The journal is synced at
every commit (`synchronous=FULL`), and nobody is told that a turn is stored before that.

Statements take some hundredths of a millisecond and run on the event loop; whatever waits for the disk or for another
program runs in a thread: opening, waiting for a lock, committing. Were the statements run there too, the two would
take the interpreter from each other several times a turn, which costs more than the statements.
"""

import asyncio
import sqlite3
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter
from typing import TypeVar

from storage.driver_errors import as_sqlalchemy
from storage.measured import Watch
from storage.sqlite_batch import Job, SqliteConnection, Work, finished, write_batch
from storage.sqlite_pragmas import LOCK_SECONDS, prepare
from storage.wiping_due import MARK, new_mark

MOST_AT_ONCE = 32
"""Turns in one commit. More would hold up the event loop for longer than the commit they save."""

READ_TRIES = 100
READ_PAUSE = 0.05
"""Tries, and seconds between them, where a read meets a lock: only while the journal is being recovered."""

T = TypeVar("T")
Task = tuple[asyncio.AbstractEventLoop, Callable[[], object], Callable[[], None]]
"""Where it was asked for, what to do in the thread, and what then follows where it was asked for."""


@dataclass(slots=True)
class Pause:
    """Somebody else in this process wants to write through a connection of their own: turns wait meanwhile."""

    granted: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class SqliteTurns:
    """Reads and writes turns in one SQLite file. `deleted` is called after rows were deleted, on the event loop.

    At most one batch or one pause is under way, `_at_work`, so the thread and the event loop never use the writer at once.
    """

    def __init__(self, file: Path, deleted: Callable[[], None], watch: Watch) -> None:
        self._file = file
        self._deleted = deleted
        self.watch = watch
        self._waiting: deque[Job | Pause] = deque()
        self._batch: list[Job] = []
        self._at_work = False
        self._idle = asyncio.Event()
        self._tasks: SimpleQueue[Task | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None

    async def write(self, work: Work[T]) -> T:
        """Do what `work` does in one transaction; return what it returns once that is on the disk.

        It may be done more than once, each time from the beginning with everything undone. Raises what `work` raises, and
        SQLAlchemy's errors where the database fails: then nothing of it is stored.
        """
        begun = perf_counter()
        job = Job(work, asyncio.get_running_loop().create_future())
        self._queue(job)
        result: T = await job.future
        self.watch.database("write", perf_counter() - begun)
        return result

    async def read(self, work: Work[T]) -> T:
        """Do what `work` does through a connection that only reads, and return what it returns.

        In the journal's mode (WAL) a read waits for no writer.
        """
        if self._reader is None:
            self._reader = _connect(self._file, timeout=0)
            self._reader.execute("PRAGMA query_only=ON")
        begun = perf_counter()
        for _ in range(READ_TRIES):
            try:
                result = finished(work(SqliteConnection(self._reader)))
            except Exception as error:
                if not _is_locked(error):
                    raise
                await asyncio.sleep(READ_PAUSE)
            else:
                self.watch.database("read", perf_counter() - begun)
                return result
        return finished(work(SqliteConnection(self._reader)))

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Let no turn be written during the block, so that another connection need not fight for the lock."""
        pause = Pause()
        self._queue(pause)
        try:
            await pause.granted
            yield
        finally:
            # Whoever goes before it is granted is passed over when it comes to them.
            if not pause.granted.cancelled():
                self._go_on()

    async def close(self) -> None:
        """Write what still waits, then close both connections."""
        while self._at_work:
            self._idle.clear()
            await self._idle.wait()
        if self._thread is not None:
            self._tasks.put(None)
            await asyncio.to_thread(self._thread.join)
            self._thread = None
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _queue(self, one: Job | Pause) -> None:
        self._waiting.append(one)
        if not self._at_work:
            self._at_work = True
            self._go_on_soon()

    def _go_on_soon(self) -> None:
        # Turns that come to this point at the same moment share a commit.
        asyncio.get_running_loop().call_soon(self._go_on)

    def _go_on(self) -> None:
        """Begin with what has waited longest: a pause, or the turns up to the next one. Nothing where nobody waits."""
        while self._waiting:
            pause = self._waiting[0]
            if isinstance(pause, Job):
                self._begin()
                return
            self._waiting.popleft()
            if not pause.granted.done():
                pause.granted.set_result(None)
                return
        self._at_work = False
        self._idle.set()

    def _begin(self) -> None:
        self._gather()
        if self._writer is not None and _begun_at_once(self._writer):
            self._run()
        else:
            self._in_the_thread(self._open_and_begin, self._run)

    def _gather(self) -> None:
        """Take into the batch the turns that wait before the next pause, as many as it holds."""
        while self._waiting and len(self._batch) < MOST_AT_ONCE and isinstance(job := self._waiting[0], Job):
            self._batch.append(job)
            self._waiting.popleft()

    def _run(self) -> None:
        """Run the statements of the batch in the transaction that is open now, and have it committed."""
        self._gather()
        try:
            deleted = write_batch(self._connection(), self._batch)
            if deleted:
                finished(SqliteConnection(self._connection()).run(MARK, new_mark()))
        except BaseException as error:
            # Whatever it is, those who wait have to be told.
            self._end(error)
            if not isinstance(error, Exception):
                raise
        else:
            self._in_the_thread(lambda: self._connection().execute("COMMIT"), lambda: self._end(deleted=deleted))

    def _end(self, error: BaseException | None = None, *, deleted: bool = False) -> None:
        """Tell those who wait what became of their batch, and go on with the next one."""
        if error is not None:
            self._undo()
        batch, self._batch = self._batch, []
        self.watch.batch(len(batch))
        if deleted:
            # Before anybody is told that their turn is stored: who then asks has to find it said.
            self._deleted()
        for job in batch:
            if error is not None:
                job.fail(error)
            job.settle()
        self._go_on_soon()

    def _undo(self) -> None:
        """Leave no transaction open. A connection that cannot even do that is given up, and with it all that it held."""
        if self._writer is None or not self._writer.in_transaction:
            return
        try:
            self._writer.execute("ROLLBACK")
        except sqlite3.Error:
            self._writer.close()
            self._writer = None

    def _connection(self) -> sqlite3.Connection:
        if self._writer is None:
            raise RuntimeError("a batch is written through a connection that was opened for it")
        return self._writer

    def _open_and_begin(self) -> None:
        """Begin a transaction, however long another program holds the lock, up to LOCK_SECONDS."""
        if self._writer is None:
            self._writer = _connect(self._file, LOCK_SECONDS)
        _wait_for_locks(self._writer, LOCK_SECONDS)
        try:
            self._writer.execute("BEGIN IMMEDIATE")
        finally:
            _wait_for_locks(self._writer, 0)

    def _in_the_thread(self, what: Callable[[], object], then: Callable[[], None]) -> None:
        """Do what may wait in the thread, and what follows from it on the event loop: `then`, or the end with an error."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work_until_closed, name="turns", daemon=True)
            self._thread.start()
        self._tasks.put((asyncio.get_running_loop(), what, then))

    def _work_until_closed(self) -> None:
        while (task := self._tasks.get()) is not None:
            loop, what, then = task
            follows: Callable[[], None] = then
            try:
                what()
            except BaseException as error:  # noqa: BLE001 - whatever it is, those who wait have to be told
                follows = partial(self._end, error)
            if not loop.is_closed():
                loop.call_soon_threadsafe(follows)


def _connect(file: Path, timeout: float) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(file, timeout=timeout, check_same_thread=False)
        prepare(connection)
    except sqlite3.Error as error:
        raise as_sqlalchemy(error) from None
    return connection


def _begun_at_once(connection: sqlite3.Connection) -> bool:
    """Begin a transaction if that needs no waiting; return whether it is open now. Errors are left to the second try."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error:
        return False
    return True


def _wait_for_locks(connection: sqlite3.Connection, seconds: float) -> None:
    connection.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")


def _is_locked(error: BaseException) -> bool:
    original = getattr(error, "orig", error)
    return getattr(original, "sqlite_errorname", "") in ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_RECOVERY")
