"""Stopping, as a load balancer and people with a talk open see it: taken out first, answered to the end, then gone."""

import asyncio
import signal
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from tests.support.whole_program import Program, program

pytestmark = pytest.mark.program

PEOPLE = 8
FUSE = 30.0


async def status_of(sayso: Program, path: str) -> int:
    """What one address answers with, on a connection of its own."""
    async with aiohttp.ClientSession() as session, session.get(sayso.url + path) as answer:
        return answer.status


async def until_not_ready(sayso: Program) -> None:
    """Wait until a load balancer would send nobody here any more."""
    for _ in range(1000):
        if await status_of(sayso, "/ready") == 503:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it is still ready")


async def until_no_more_are_taken(sayso: Program) -> None:
    """Wait until nobody can open a connection any more."""
    address = urlsplit(sayso.url)
    for _ in range(1000):
        try:
            _, probe = await asyncio.open_connection(address.hostname, address.port)
        except ConnectionError:
            return
        probe.close()
        await asyncio.sleep(0.02)
    raise AssertionError("connections are still taken")


async def test_after_the_signal_everybody_is_still_answered_until_a_second_one_ends_it(tmp_path: Path) -> None:
    sayso = program(tmp_path, SAYSO_DRAIN_SECONDS="300")
    async with sayso.running() as process:
        process.send_signal(signal.SIGTERM)
        await until_not_ready(sayso)
        assert await status_of(sayso, "/live") == 200
        async with aiohttp.ClientSession() as session, session.get(f"{sayso.url}/chat") as answer:
            assert answer.status == 200
            assert answer.headers["Connection"] == "close"
        async with aiohttp.ClientSession() as session, session.get(f"{sayso.url}/ready") as answer:
            assert (answer.status, await answer.text()) == (503, "stopping: send nobody here any more\n")
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), FUSE) == 0


async def test_requests_under_way_at_the_signal_are_all_answered(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    address = urlsplit(sayso.url)
    body = b"typed=hello&message_id=made-up"
    head = (
        b"POST /chat HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        b"Cookie: sayso.chat.five-questions=%s\r\nContent-Length: %d\r\n\r\n"
    )
    async with sayso.running() as process:
        people = [await asyncio.open_connection(address.hostname, address.port) for _ in range(PEOPLE)]
        for number, (_, writer) in enumerate(people):
            writer.write(head % (f"{number:032}".encode(), len(body)) + body[:10])
            await writer.drain()
        # By the time that this is answered, what was sent before it has arrived.
        assert await status_of(sayso, "/ready") == 200
        process.send_signal(signal.SIGTERM)
        await until_no_more_are_taken(sayso)
        for _, writer in people:
            writer.write(body[10:])
        answers = [await asyncio.wait_for(reader.read(), FUSE) for reader, _ in people]
        for _, writer in people:
            writer.close()
        assert [answer[:13] for answer in answers] == [b"HTTP/1.1 303 "] * PEOPLE
        assert await asyncio.wait_for(process.wait(), FUSE) == 0
