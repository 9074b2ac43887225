"""The whole program as its users start it: `sayso run` and the other commands, each in a process of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from tests.support.ports import free_port

PATIENCE = 90.0
"""Seconds that a start or a stop may take on a busy machine."""


@dataclass(frozen=True, slots=True)
class Program:
    """A folder to run Sayso in, with its settings."""

    folder: Path
    settings: dict[str, str]

    @property
    def url(self) -> str:
        """Where the web chat is."""
        return f"http://127.0.0.1:{self.settings['SAYSO_PORT']}"

    @property
    def log(self) -> str:
        """Everything that `sayso run` wrote, to standard output and error."""
        return (self.folder / "log").read_text(encoding="utf-8")

    async def command(self, *words: str) -> tuple[int, str]:
        """Run one command to its end; return its exit code and everything it wrote."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *words, env=self._environment(), cwd=self.folder,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        written, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
        return process.returncode or 0, written.decode()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """Run `sayso run` inside the block, from when it is ready; what still runs at the end is asked to stop."""
        with (self.folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=self._environment(), cwd=self.folder, stdout=log, stderr=log
            )
        try:
            await self._ready(process)
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await asyncio.wait_for(process.wait(), PATIENCE)

    async def _ready(self, process: asyncio.subprocess.Process) -> None:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            while True:
                assert process.returncode is None, self.log
                try:
                    async with session.get(f"{self.url}/ready") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.05)

    def _environment(self) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
        return {**others, "PYTHONPATH": os.pathsep.join(sys.path), **self.settings}


def program(folder: Path, **settings: str) -> Program:
    """Return the program in a folder of its own, on a free port, saying all that it can in its log."""
    own = {"SAYSO_PORT": str(free_port()), "SAYSO_DATA_DIR": str(folder / "data"), "SAYSO_LOG_LEVEL": "debug"}
    return Program(folder, {**own, **settings})
