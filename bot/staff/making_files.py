"""Files that staff asked for: made beside the turns, kept until they are fetched whole or for half an hour, then gone.

A file of very many answers takes minutes. Whoever asked for it may look how far it is, close the page and come back, ask a
second time (which is the same file), or stop it. Everything of it is known to this one process, and goes with it.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.staff.sending_files import beside_the_loop, folder_of_its_own
from bot.staff.site_security import new_token
from storage.database import Database
from storage.errors import ExportError
from storage.showing import Show

log = logging.getLogger(__name__)

KEPT_MINUTES = 30
"""How long a file waits to be fetched: words that somebody erases meanwhile are in it for that much longer."""

MOST_EACH = 3
"""Files that one account may have at a time, made or being made."""

Packing = Callable[[Database, Path, Show], Awaitable[Path]]
"""Makes files in a folder from a database, and returns the one that they are packed into. `Show` hears how far it is."""

Key = tuple[str, ...]
"""Who asked for what: who asks for the same again is given the same file."""


class StoppedError(Exception):
    """Nobody wants the file any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for, by which account, at which minute; `name` is what the file is called, `what` what it is.

    `steps` are the parts of the work that `Show` hears of.
    """

    account: str
    key: Key
    name: str
    what: str
    engagement: str
    minute: int
    steps: tuple[str, ...]


@dataclass(eq=False, slots=True)
class MadeFile:
    """One file on its way. `file` is there once it is made, `error` where it could not be."""

    asked: Asked
    id: str = field(default_factory=new_token)
    so_far: tuple[str, int, int] = ("", 0, 0)
    file: Path | None = None
    error: Exception | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    _unwanted: threading.Event = field(default_factory=threading.Event)
    _gone: asyncio.Event = field(default_factory=asyncio.Event)
    _free: asyncio.Condition = field(default_factory=asyncio.Condition)
    _readers: int = 0

    @property
    def wanted(self) -> bool:
        """Whether it is still to be had."""
        return not self._gone.is_set()

    def show(self, what: str, done: int, number: int) -> None:
        """Hear, in whichever thread, how far it is. Raises StoppedError where nobody wants it any more."""
        if self._unwanted.is_set():
            raise StoppedError
        self.so_far = (what, done, number)

    def drop(self) -> None:
        """Have it stopped or taken away, as soon as nobody is being sent it."""
        self._unwanted.set()
        self._gone.set()

    async def ends_within(self, patience: timedelta) -> bool:
        """Wait until it is made or failed, at most so long; return whether it is."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience.total_seconds()):
                await self.ended.wait()
        return self.ended.is_set()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Path]:
        """Give the file, which stays at least until the block ends. Raises FileNotFoundError where it is gone."""
        if self.file is None:
            raise FileNotFoundError
        self._readers += 1
        try:
            yield self.file
        finally:
            self._readers -= 1
            async with self._free:
                self._free.notify_all()

    async def wait_to_go(self, minutes: float) -> None:
        """Wait until it may be taken away: it was dropped, or so many minutes are over, and nobody is reading it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(minutes * 60):
                await self._gone.wait()
        async with self._free:
            await self._free.wait_for(lambda: not self._readers)
            self._gone.set()
            self.file = None


class FilesBeingMade:
    """Every file of this process. `folder` is where they lie, beside the database."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._tasks: dict[MadeFile, asyncio.Task[None]] = {}

    def of(self, account: str) -> list[MadeFile]:
        """Return an account's files, the first asked for first."""
        return [one for one in self._tasks if one.asked.account == account and one.wanted]

    def find(self, account: str, file_id: str) -> MadeFile | None:
        """Return one of an account's files; None where it has none of this id."""
        return next((one for one in self.of(account) if one.id == file_id), None)

    def ask(self, asked: Asked, make: Packing) -> MadeFile | None:
        """Have a file made; return it, or the one that is there where the same was asked for before. None where there are too many."""
        mine = self.of(asked.account)
        for one in mine:
            if one.asked.key == asked.key:
                if one.error is None:
                    return one
                one.drop()
        if sum(one.error is None for one in mine) >= MOST_EACH:
            return None
        new = MadeFile(asked)
        self._tasks[new] = asyncio.create_task(self._make(new, make))
        return new

    async def close(self) -> None:
        """Stop what is being made, and leave nothing of anything."""
        for one in self._tasks:
            one.drop()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _make(self, one: MadeFile, make: Packing) -> None:
        try:
            try:
                async with folder_of_its_own(self._folder) as folder:
                    work = partial(_work, make, folder, one.show)
                    one.file = await beside_the_loop(self._database, work, one.drop)
                    one.ended.set()
                    await one.wait_to_go(KEPT_MINUTES)
            except StoppedError:
                log.info("a download was stopped")
            except (ExportError, SQLAlchemyError, OSError) as error:
                one.error = error
            except Exception as error:  # noqa: BLE001 - whoever asked must not be shown what went wrong inside
                log.error("a download failed", extra={"error": type(error).__name__})  # noqa: TRY400
                one.error = error
            if one.error is not None:
                one.ended.set()
                await one.wait_to_go(KEPT_MINUTES)
        finally:
            one.ended.set()
            self._tasks.pop(one, None)


async def _work(make: Packing, folder: Path, show: Show, database: Database) -> Path:
    return await make(database, folder, show)
