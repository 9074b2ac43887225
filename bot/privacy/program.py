"""Runs the real program, `sayso run` and other commands, in processes of their own, all they write kept in files."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

import bot
from bot.errors import StartError
from bot.privacy.scratch import Scratch
from bot.settings import Settings
from bot.settings_shown import environment_for

START_SECONDS = 120.0
"""Seconds that the program may take to start on a busy machine."""

STOP_SECONDS = 60.0
COMMAND_SECONDS = 300.0
LOOK_EVERY = 0.1


def free_port() -> int:
    """Return a port of this machine's own that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """Sayso with these settings, in the scratch place."""

    def __init__(self, scratch: Scratch, settings: Settings) -> None:
        self.scratch = scratch
        self.url = f"http://127.0.0.1:{settings.port}"
        self.engagement = settings.engagement
        home = {"HOME": str(scratch.home), "TMPDIR": str(scratch.temporary), "PYTHONPATH": _path_of_sayso()}
        self._environment = {**environment_for(settings), **home}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run `sayso run` inside the block, from when it is ready. Raises StartError where it does not get ready."""
        with (self.scratch.logs / "run").open("ab") as log:
            process = await self._start("run", stdout=log, stderr=log)
        try:
            await self._ready(process)
            yield
        finally:
            if process.returncode is None:
                process.terminate()
            try:
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()

    async def command(self, *words: str, screen: Path, typed: str = "") -> int:
        """Run one command to its end; return its exit code.

        What it shows goes to the file `screen`, what it complains of to the logs; `typed` is what it reads.
        """
        with screen.open("wb") as out, (self.scratch.logs / words[0]).open("ab") as log:
            process = await self._start(*words, stdout=out, stderr=log, stdin=asyncio.subprocess.PIPE)
        await asyncio.wait_for(process.communicate(typed.encode()), COMMAND_SECONDS)
        return process.returncode or 0

    async def _start(self, *words: str, **files: object) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=self._environment, cwd=self.scratch.home, **files  # type: ignore[arg-type]
        )  # fmt: skip

    async def _ready(self, process: asyncio.subprocess.Process) -> None:
        try:
            async with asyncio.timeout(START_SECONDS), aiohttp.ClientSession() as session:
                while process.returncode is None:
                    try:
                        async with session.get(f"{self.url}/ready") as answer:
                            if answer.ok:
                                return
                    except aiohttp.ClientConnectionError:
                        pass
                    await asyncio.sleep(LOOK_EVERY)
        except TimeoutError:
            pass
        raise StartError("the program did not start in the scratch place: see whether `sayso run` starts here")


def _path_of_sayso() -> str:
    return str(Path(bot.__file__).parent.parent)
