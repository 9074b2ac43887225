"""The other programs that some bots need: a database of their own in a PostgreSQL server, a Redis server."""

import asyncio
import subprocess
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import psutil

from docs.benchmarks.copies import free_port, pin


@asynccontextmanager
async def postgresql(server: str) -> AsyncIterator[str]:
    """Give the URL of an empty database in a server; it is dropped afterwards."""
    plain = urlunsplit(urlsplit(server)._replace(scheme="postgresql"))
    name = f"sayso_bench_{uuid.uuid4().hex}"
    connection = await asyncpg.connect(plain)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
        yield urlunsplit(urlsplit(plain)._replace(path=f"/{name}"))
        await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()


def seconds_of_postgresql(database: str) -> float:
    """Return the CPU seconds that the processes of this machine's server spent on the connections of one database."""
    name = urlsplit(database).path.lstrip("/")
    seconds = 0.0
    for process in psutil.process_iter(["cmdline"]):
        if name in " ".join(process.info["cmdline"] or ()) and (process.info["cmdline"] or [""])[0].startswith(
            "postgres:"
        ):
            seconds += sum(process.cpu_times()[:2])
    return seconds


@asynccontextmanager
async def redis(folder: Path, cores: Sequence[int]) -> AsyncIterator[str]:
    """Run a Redis server that writes to the disk every second; give its URL."""
    port = free_port()
    settings = {"port": port, "bind": "127.0.0.1", "save": "", "appendonly": "yes", "dir": folder}
    options = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
    server = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)  # noqa: ASYNC220, S603, S607 - it is at work at once
    pin(psutil.Process(server.pid), cores)
    try:
        await asyncio.sleep(0.5)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()
