"""One running copy of a bot: started on given cores, measured, stopped, or killed as a power cut would."""

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

PATIENCE = 150.0
"""Seconds that a start or a stop may take on a busy machine."""

LOG = "log"


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def pin(process: psutil.Process, cores: Sequence[int]) -> None:
    """Keep a process to some cores, where the system lets us."""
    if cores and hasattr(process, "cpu_affinity"):
        process.cpu_affinity(list(cores))


class Copy:
    """One process of a bot, and what it starts."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path, port: int) -> None:
        self.port = port
        self.folder = folder
        self._command = list(command)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAYSO_", "BENCH_"))}
        self._environment = {**kept, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, cores: Sequence[int]) -> None:
        """Start it."""
        with (self.folder / LOG).open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own programs
                self._command, env=self._environment, cwd=self.folder, stdout=log, stderr=log
            )
        pin(psutil.Process(self._process.pid), cores)

    async def listening(self) -> None:
        """Wait until it listens. Raises RuntimeError with the end of its log where it does not come to that."""
        give_up = time.perf_counter() + PATIENCE
        while time.perf_counter() < give_up:
            if self._process is None or self._process.poll() is not None:
                break
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.01)
            else:
                writer.close()
                return
        log = (self.folder / LOG).read_text(encoding="utf-8", errors="replace")
        code = self._process.poll() if self._process is not None else None
        raise RuntimeError(f"it does not start (exit code {code}):\n{log[-2000:]}")

    def used(self) -> tuple[float, float]:
        """Return the CPU seconds it has used and the megabytes it takes up, with everything it started."""
        if self._process is None or self._process.poll() is not None:
            return 0.0, 0.0
        own = psutil.Process(self._process.pid)
        family = [own, *own.children(recursive=True)]
        seconds = sum(sum(one.cpu_times()[:2]) for one in family)
        return seconds, sum(one.memory_info().rss for one in family) / 2**20

    def kill(self) -> None:
        """Kill it at once, without a word: nothing of it can be written any more."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """Ask it to stop; kill it where it takes too long."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
