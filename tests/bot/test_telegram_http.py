"""Calls to the Bot API over real sockets: what comes back, what goes wrong, and that no error tells the token."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.aiohttp_request import AiohttpRequest

TOKEN = "12345:made-up-token"
LENGTH = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"


@asynccontextmanager
async def listening(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[str]:
    """Listen on a port and do this with every connection; give the address of the bot there."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    try:
        yield f"http://{host}:{port}/bot{TOKEN}"
    finally:
        server.close()


def saying(answer: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """Read a call, say this, and close the connection."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()

    return talk


async def silence(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Take everything and say nothing, until the other side has had enough."""
    await reader.read(-1)


def refusal(status: int, description: str, **more: object) -> bytes:
    """An answer of Telegram that says no."""
    body = json.dumps({"ok": False, "error_code": status, "description": description, **more})
    return f"HTTP/1.1 {status} No\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()


async def error_of(url: str, read: float = 20) -> BaseException:
    """Call a method and return what it raises."""
    async with AiohttpRequest(read) as request:
        with pytest.raises(TelegramError) as caught:
            await request.call(f"{url}/sendMessage", {"chat_id": 7, "text": "my dog"})
    return caught.value


def everything_it_says(error: BaseException) -> str:
    """An error's text and that of all errors that it carries along."""
    said, seen = "", [error]
    while seen:
        one = seen.pop()
        said += f"{one!r} {one}\n"
        seen += [other for other in (one.__cause__, one.__context__) if other is not None]
    return said


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"", NetworkError),
        (b"\x00\xff no protocol that anybody knows\r\n\r\n", NetworkError),
        (LENGTH + b'{"ok":true,', NetworkError),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<html>a login page", TelegramError),
        (b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n<html>", NetworkError),
        (b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/elsewhere\r\nConnection: close\r\n\r\n", NetworkError),
        (refusal(400, "Bad Request: chat not found"), BadRequest),
        (refusal(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (refusal(409, "Conflict: terminated by other getUpdates request"), Conflict),
    ],
)
async def test_whatever_goes_wrong_is_an_error_of_the_library_that_does_not_know_the_token(
    answer: bytes, kind: type[TelegramError]
) -> None:
    async with listening(saying(answer)) as url:
        error = await error_of(url)
    assert isinstance(error, kind)
    said = everything_it_says(error)
    assert TOKEN not in said
    assert "my dog" not in said


async def test_a_server_that_never_answers_is_given_up_in_time_and_without_the_token() -> None:
    async with listening(silence) as url:
        error = await error_of(url, read=0.1)
    assert isinstance(error, TimedOut)
    assert TOKEN not in everything_it_says(error)


async def test_a_server_that_dribbles_for_ever_is_given_up_as_well() -> None:
    async def dribble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(LENGTH)
        while not reader.at_eof():
            writer.write(b" ")
            await asyncio.sleep(0.01)
            if writer.is_closing():
                return

    async with listening(dribble) as url:
        assert isinstance(await error_of(url, read=0.2), TimedOut)


async def test_a_server_that_is_not_there_is_an_error_of_the_network() -> None:
    error = await error_of(f"http://127.0.0.1:9/bot{TOKEN}")
    assert type(error) is NetworkError
    assert TOKEN not in everything_it_says(error)


async def test_telegram_says_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    # The library's own switch, which `Client` turns on.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    slow_down = refusal(429, "Too Many Requests: retry after 17", parameters={"retry_after": 17})
    async with listening(saying(slow_down)) as url:
        error = await error_of(url)
    assert isinstance(error, RetryAfter)
    assert "17" in str(error)


async def test_after_closing_there_are_no_calls_and_closing_twice_is_no_harm() -> None:
    request = AiohttpRequest()
    with pytest.raises(NetworkError, match="closed"):
        await request.call(f"http://127.0.0.1:9/bot{TOKEN}/getMe", {})
    await request.initialize()
    await request.initialize()
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError, match="closed"):
        await request.call(f"http://127.0.0.1:9/bot{TOKEN}/getMe", {})


@asynccontextmanager
async def bot_api(answer: Callable[[web.Request], Awaitable[object]]) -> AsyncIterator[str]:
    """A server that answers every method with this result; give the address of the bot there."""

    async def answered(request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": await answer(request)})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answered)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}/bot"
    finally:
        await runner.cleanup()


async def test_connections_are_kept_and_words_arrive_as_they_were() -> None:
    found: list[tuple[object, object]] = []

    async def take(request: web.Request) -> object:
        found.append((request.transport, await request.json()))
        return {"message_id": len(found)}

    fields = {"chat_id": -1001, "text": 'Näh "nein" 🐶\u2028', "message_ids": [1, 2]}
    async with bot_api(take) as url, AiohttpRequest() as request:
        assert [await request.call(f"{url}{TOKEN}/sendMessage", fields) for _ in range(3)] == [
            {"message_id": number} for number in (1, 2, 3)
        ]
    assert [body for _, body in found] == [fields] * 3
    assert len({id(connection) for connection, _ in found}) == 1


async def test_a_hundred_calls_at_once_do_not_wait_for_each_other() -> None:
    arrived = asyncio.Barrier(100)

    async def take(_request: web.Request) -> object:
        await asyncio.wait_for(arrived.wait(), 30)
        return True

    async with bot_api(take) as url, AiohttpRequest() as request:
        calls = (request.call(f"{url}{TOKEN}/answerCallbackQuery", {"callback_query_id": "1"}) for _ in range(100))
        assert await asyncio.gather(*calls) == [True] * 100


async def test_the_proxies_of_the_environment_never_see_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    async def take(_request: web.Request) -> object:
        return True

    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with bot_api(take) as url, AiohttpRequest() as request:
        assert await request.call(f"{url}{TOKEN}/getMe", {}) is True


async def test_the_library_can_send_files_and_read_answers_through_it() -> None:
    found: dict[str, object] = {}

    async def take(request: web.Request) -> object:
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                found[part.name or ""] = (part.filename, (await part.read()).decode())  # type: ignore[union-attr]
        return {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}}

    request = AiohttpRequest()
    async with bot_api(take) as url:
        bot = Bot(TOKEN, base_url=url, request=request, get_updates_request=request)
        await request.initialize()
        sent = await bot.send_document(7, InputFile(b"some bytes", filename="talk.svg"), caption="The talk")
        assert (await bot.send_message(7, "words", disable_notification=True)).message_id == 5
        await request.shutdown()
    assert sent.message_id == 5
    assert found["chat_id"] == (None, "7")
    assert found["caption"] == (None, "The talk")
    assert ("talk.svg", "some bytes") in found.values()
