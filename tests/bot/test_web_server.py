"""Bad clients in front of the real web server, with real sockets: none holds up the others, none is told anything."""

import asyncio
import json
import logging
import resource
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.admission import Admission
from bot.web_server import Limits, allow_many_connections
from tests.support.plain_browser import plain_browser
from tests.support.running_app import RunningApp, running_app
from tests.support.whole_program import program

FUSE = 20.0
HALF_OPEN = 1000
CHUNK, CHUNKS = 16_384, 640
TOO_MUCH = len(b"typed=") + CHUNK * CHUNKS
SOON = 0.3
"""Seconds of patience with a client, where that is what a test is about."""

FORM = (
    b"POST /chat HTTP/1.1\r\nHost: sayso\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: %d\r\n\r\n"
)


@pytest.fixture
async def quick_with_bodies(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The web chat with one place and little patience with what is sent."""
    async with running_app(
        tmp_path, admission=Admission(at_once=1), limits=Limits(body_seconds=SOON, linger_seconds=SOON)
    ) as running:
        yield running


@pytest.fixture
async def quick_with_connections(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The web chat with little patience with connections that bring no request."""
    async with running_app(tmp_path, limits=Limits(idle_seconds=SOON)) as running:
        yield running


@asynccontextmanager
async def connection(url: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Open a bare connection."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def answer_of(reader: asyncio.StreamReader) -> bytes:
    """Return all that comes until the other side closes, or hangs up."""
    answer = b""
    with suppress(ConnectionError):
        async with asyncio.timeout(FUSE):
            while part := await reader.read(65_536):
                answer += part
    return answer


async def drip(writer: asyncio.StreamWriter, reader: asyncio.StreamReader, of: bytes) -> int:
    """Send byte by byte until the other side has had enough; return how many were sent."""
    for number in range(10_000):
        if reader.at_eof() or writer.is_closing():
            return number
        writer.write(of)
        await asyncio.sleep(0.01)
    return 10_000


async def test_a_body_that_comes_byte_by_byte_is_cut_off_and_holds_no_place(quick_with_bodies: RunningApp) -> None:
    async with connection(quick_with_bodies.url) as (reader, writer), plain_browser(quick_with_bodies.url) as other:
        writer.write(FORM % 60_000)
        dripping = asyncio.create_task(drip(writer, reader, b"a"))
        await other.open()
        assert other.status == 200
        answer = await answer_of(reader)
        assert answer.startswith(b"HTTP/1.1 408 ")
        assert b"took too long" in answer
        assert b"Connection: close" in answer
        assert await dripping < 10_000


async def test_headers_that_come_byte_by_byte_are_cut_off(quick_with_connections: RunningApp) -> None:
    async with connection(quick_with_connections.url) as (reader, writer):
        writer.write(b"GET /chat HTTP/1.1\r\nHost: sayso\r\nX-Slow: ")
        dripping = asyncio.create_task(drip(writer, reader, b"a"))
        assert await answer_of(reader) == b""
        assert await dripping < 10_000


async def test_a_connection_that_asks_for_nothing_is_closed(quick_with_connections: RunningApp) -> None:
    async with connection(quick_with_connections.url) as (reader, _writer):
        assert await answer_of(reader) == b""


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
async def test_ten_megabytes_are_refused_kindly_and_kept_nowhere(app: RunningApp, *, chunked: bool) -> None:
    async def ten_megabytes() -> AsyncIterator[bytes]:
        yield b"typed="
        for _ in range(CHUNKS):
            yield b"a" * CHUNK

    headers = {"Content-Type": "application/x-www-form-urlencoded"} | (
        {} if chunked else {"Content-Length": str(TOO_MUCH)}
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{app.url}/chat", data=ten_megabytes(), headers=headers) as answer,
    ):
        assert answer.status == 413
        assert "too much to send at once" in await answer.text()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8_000


@pytest.mark.parametrize(
    "flood",
    [
        b"GET /%s HTTP/1.1\r\nHost: sayso\r\n\r\n" % (b"a" * 100_000),
        b"GET /chat HTTP/1.1\r\nHost: sayso\r\nX-Long: %s\r\n\r\n" % (b"a" * 100_000),
        b"GET /chat HTTP/1.1\r\nHost: sayso\r\n%s\r\n" % (b"X-Many: a\r\n" * 5_000),
    ],
    ids=["a long address", "a long header", "many headers"],
)
async def test_a_flood_of_headers_is_refused_and_its_sender_is_not_in_the_log(
    app: RunningApp, flood: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        async with connection(app.url) as (reader, writer):
            writer.write(flood)
            assert (await answer_of(reader))[:13] in (b"HTTP/1.1 400 ", b"HTTP/1.0 400 ", b"")
    assert "what came on it was no request" in caplog.text
    assert "127.0.0.1" not in caplog.text
    async with plain_browser(app.url) as other:
        await other.open()
        assert other.status == 200


@pytest.mark.program
async def test_a_thousand_half_open_connections_keep_nobody_from_being_served(tmp_path: Path) -> None:
    allow_many_connections()
    sayso = program(tmp_path, SAYSO_LOG_FORMAT="json")
    async with sayso.running(), AsyncExitStack() as stack:
        for number in range(HALF_OPEN):
            _, writer = await stack.enter_async_context(connection(sayso.url))
            if number % 2:
                writer.write(FORM[:40] if number % 3 else FORM % 500)
        async with plain_browser(sayso.url) as other:
            await other.open()
            assert other.status == 200
            await other.press("A child or young person")
            assert other.status == 200
    lines = [json.loads(line) for line in sayso.log.splitlines() if line.startswith("{")]
    assert not [
        line for line in lines if line["level"] in ("WARNING", "ERROR") and "sayso helplines" not in line["message"]
    ]
