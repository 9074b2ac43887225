"""A Bot API server of our own on this machine, so that the canary goes through the whole Telegram side and nowhere else.

It does what Telegram does as far as a talk needs it: updates wait until they are confirmed, messages get numbers, and a
call can be made to fail on purpose.
"""

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any, Protocol

from aiohttp import web

from bot.privacy.waiting import until

BOT = {"id": 4242, "is_bot": True, "first_name": "Scratch", "username": "ScratchBot"}


class TelegramServer(Protocol):
    """A Bot API server as the canary sees it."""

    @property
    def url(self) -> str:
        """Where it is."""

    @property
    def token(self) -> str:
        """The token of the bot it knows."""

    async def deliver(self, update: Mapping[str, Any]) -> None:
        """Let the bot have an update."""

    async def settled(self) -> None:
        """Wait until the bot has confirmed everything. Raises TimeoutError where it never does."""

    async def fail_next(self, method: str, status: int, body: Mapping[str, Any] | str) -> None:
        """Have the next call of a method answered with this; a text goes out as it is, as from a broken proxy."""

    async def last_buttons(self, chat_id: int) -> tuple[str, ...]:
        """Return what the buttons below the newest message of a chat carry."""


class MadeUpTelegram:
    """The server. Its token is made up anew each time."""

    def __init__(self) -> None:
        self.url = ""
        self.token = f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(26)}"
        self._updates: dict[int, Mapping[str, Any]] = {}
        self._numbers = count(1)
        self._plans: dict[str, list[tuple[int, Mapping[str, Any] | str]]] = {}
        self._newest: dict[int, Mapping[str, Any]] = {}

    async def deliver(self, update: Mapping[str, Any]) -> None:
        """Let the bot have an update."""
        number = next(self._numbers)
        self._updates[number] = {"update_id": number, **update}

    async def settled(self) -> None:
        """Wait until the bot has confirmed everything. Raises TimeoutError where it never does."""
        await until(lambda: not self._updates)

    async def fail_next(self, method: str, status: int, body: Mapping[str, Any] | str) -> None:
        """Have the next call of a method answered with this."""
        self._plans.setdefault(method, []).append((status, body))

    async def last_buttons(self, chat_id: int) -> tuple[str, ...]:
        """Return what the buttons below the newest message of a chat carry."""
        rows = self._newest.get(chat_id, {}).get("reply_markup", {}).get("inline_keyboard", [])
        return tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call of the bot."""
        method = request.match_info["method"]
        body: dict[str, Any] = {**request.query}
        if request.can_read_body:
            body |= await request.json() if request.content_type == "application/json" else dict(await request.post())
        if self._plans.get(method):
            status, answer = self._plans[method].pop(0)
            text = answer if isinstance(answer, str) else json.dumps(answer)
            return web.Response(status=status, text=text, content_type="application/json")
        return web.json_response({"ok": True, "result": await self._result(method, body)})

    async def _result(self, method: str, body: dict[str, Any]) -> Any:
        match method:
            case "getMe":
                return BOT
            case "getUpdates":
                return await self._waiting(int(body.get("offset") or 0), float(body.get("timeout") or 0))
            case "sendMessage" | "editMessageText":
                return self._message(body)
            case "getWebhookInfo":
                return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
            case "getMyDescription" | "getMyShortDescription":
                return {"description": "", "short_description": ""}
            case _:
                return True

    async def _waiting(self, offset: int, seconds: float) -> list[Mapping[str, Any]]:
        self._updates = {number: update for number, update in self._updates.items() if number >= offset}
        with suppress(TimeoutError):
            await until(lambda: bool(self._updates), seconds)
        return list(self._updates.values())

    def _message(self, body: dict[str, Any]) -> Mapping[str, Any]:
        markup = body.get("reply_markup") or {}
        chat_id = int(body["chat_id"])
        message: dict[str, Any] = {
            "message_id": int(body.get("message_id") or next(self._numbers)),
            "date": 1_700_000_000,
            "from": BOT,
            "chat": {"id": chat_id, "type": "private", "first_name": "A person"},
            "text": body["text"],
        }
        if markup:
            message["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        self._newest[chat_id] = message
        return message


@asynccontextmanager
async def made_up_telegram() -> AsyncIterator[MadeUpTelegram]:
    """Run the server inside the block, on a free port of this machine's own address."""
    server = MadeUpTelegram()
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        server.url = f"http://{host}:{port}"
        yield server
    finally:
        await runner.cleanup()
