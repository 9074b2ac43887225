"""One copy of Sayso over the shared database: in this process, or in one of its own that can be killed."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Protocol

from bot.channel import Envelope, Outcome
from bot.turns import Turns
from storage.anonymity import ChannelKeys
from storage.database import Database
from tests.bot.turning import SCRIPT
from tests.simulation.lines import envelope_to_json, outcome_from_json
from tests.storage.test_retention import promising

SCRIPTS = {SCRIPT.engagement: promising(keep_days="40")}
LONGEST_LINE = 2**20
PATIENCE = 120.0
"""Seconds that a process may take to start or to answer on a busy machine."""


class Copy(Protocol):
    """What takes turns, and what can happen to it."""

    async def take(self, envelope: Envelope) -> Outcome:
        """Take one turn. Raises what `Turns.take` raises, OSError where the process is gone."""
        ...

    async def cut_off(self, turn: "asyncio.Task[Outcome]", after: int) -> None:
        """Stop it in the middle of a turn; `after` says how far that may get."""
        ...

    async def die(self) -> None:
        """Be gone; nothing is remembered."""
        ...


class CopyInHere:
    """A copy in this process: quick, and as forgetful as another one."""

    def __init__(self, url: str, now: Callable[[], datetime]) -> None:
        self._database = Database(url)
        self._turns = turns_over(self._database, now)

    async def take(self, envelope: Envelope) -> Outcome:
        """Take one turn."""
        return await self._turns.take(envelope)

    async def cut_off(self, turn: "asyncio.Task[Outcome]", after: int) -> None:
        """Cancel a turn after so many steps of the event loop."""
        for _ in range(after):
            await asyncio.sleep(0)
        turn.cancel()
        await asyncio.wait((turn,))

    async def die(self) -> None:
        """Close its connections; what it knew goes with it."""
        await self._database.close()


class CopyInAProcess:
    """A copy in a process of its own, spoken to in lines of JSON. It is never stopped, only killed."""

    def __init__(self, url: str, now: Callable[[], datetime]) -> None:
        self._url = url
        self._now = now
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._asked: dict[int, asyncio.Future[Outcome]] = {}
        self._number = 0
        self._starting = asyncio.Lock()

    async def take(self, envelope: Envelope) -> Outcome:
        """Take one turn over there."""
        async with self._starting:
            process = self._process or await self._start()
        self._number += 1
        answer = self._asked[self._number] = asyncio.get_running_loop().create_future()
        line = json.dumps([self._number, self._now().isoformat(), envelope_to_json(envelope)])
        assert process.stdin is not None
        with suppress(ConnectionError):
            process.stdin.write(f"{line}\n".encode())
            await process.stdin.drain()
        if self._reading is None or self._reading.done():
            raise OSError("the process is gone")
        return await asyncio.wait_for(answer, PATIENCE)

    async def cut_off(self, turn: "asyncio.Task[Outcome]", after: int) -> None:
        """Kill it with `kill -9` after so many milliseconds."""
        await asyncio.sleep(after / 1000)
        await self.die()
        await asyncio.wait((turn,))

    async def die(self) -> None:
        """Kill it with `kill -9`."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        if self._reading is not None:
            await self._reading
        self._process = None

    async def _start(self) -> asyncio.subprocess.Process:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.simulation.in_a_process", self._url, env=environment, limit=LONGEST_LINE,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stdout is not None
        assert await asyncio.wait_for(self._process.stdout.readline(), PATIENCE) == b"ready\n"
        self._reading = asyncio.create_task(self._read(self._process.stdout))
        return self._process

    async def _read(self, lines: asyncio.StreamReader) -> None:
        """Hand on the answers; at the end say to whoever still waits that none will come."""
        async for line in lines:
            with suppress(ValueError):  # a line that was cut off by the kill is no answer
                number, values = json.loads(line)
                asked = self._asked.pop(number)
                if isinstance(values, str):
                    asked.set_exception(RuntimeError(f"a turn failed over there with {values}"))
                else:
                    asked.set_result(outcome_from_json(values))
        for asked in self._asked.values():
            if not asked.done():
                asked.set_exception(OSError("the process is gone"))
        self._asked.clear()


def turns_over(database: Database, now: Callable[[], datetime]) -> Turns:
    """Return what takes turns in a copy."""
    return Turns(database, SCRIPTS, SCRIPT.engagement, ChannelKeys(b"s" * 32), now)
