"""Takes updates that Telegram delivers to us. 200 means: committed and answered, never before."""

import asyncio
import hmac
import logging
from typing import Any

from aiohttp import web

from bot.finishing import begin
from bot.telegram.chat_order import ChatOrder
from bot.telegram.handling import UpdateHandler
from bot.telegram.incoming import Incoming
from bot.telegram.watched import WEBHOOK_PATH as WEBHOOK_PATH
from storage.json_text import json_bytes, read_json

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST_BODY = 1024 * 1024
"""Bytes; the longest message makes an update of a few thousand."""

MOST_CONNECTIONS = 40

WARN_EVERY = 60.0
"""Seconds."""


class Webhook:
    """Answers Telegram's calls. Telegram delivers again whatever is not answered with 2xx, in order within a chat.

    `press` is how many seconds a pressed button waits for its turn. Most turns are quicker, and then the button is let go
    in the answer to the call itself (Bot API, "Making requests when getting updates"), which spares a call each.
    """

    def __init__(self, handler: UpdateHandler, order: ChatOrder, secret: str, press: float) -> None:
        self.handler = handler
        self.order = order
        self.counts = handler.counts
        self._secret = secret.encode()
        self._press = press
        self._under_way: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self._warned_at = -WARN_EVERY

    def add_routes(self, app: web.Application) -> None:
        """Add the one route that Telegram calls."""
        app.router.add_post(WEBHOOK_PATH, self._answer)

    async def stop(self, patience: float) -> None:
        """Take nothing more, and wait for the turns under way. One that takes too long is cut off unanswered.

        Telegram delivers whatever was not answered to whoever comes next.
        """
        self._stopping = True
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _answer(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            self._warn_of_a_stranger()
            return web.Response(status=403)
        body = await _read(request)
        if body is None:
            return web.Response(status=413)
        try:
            raw = read_json(body)
        except ValueError:
            raw = None
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return web.Response(status=400)
        if self._stopping:
            self.counts["webhook_stopping"] += 1
            return web.Response(status=503)
        update = self.handler.parse(raw)
        return web.Response() if update is None else await self._see_through(update)

    async def _see_through(self, update: Incoming) -> web.Response:
        # The server runs each call in a task of its own, which goes on where the caller hangs up half-way. It ends when
        # the answer is out.
        self._keep(asyncio.current_task())
        loop = asyncio.get_running_loop()
        letting_go = loop.call_later(self._press, self._let_go, update) if update.press else None
        async with self.order.turn_of(update.chat_id):
            done = await self.handler.attempt(update)
        if letting_go is None or loop.time() >= letting_go.when():
            return web.Response(status=200 if done else 503)
        letting_go.cancel()
        if not done:
            self._let_go(update)
            return web.Response(status=503)
        let_go = {"method": "answerCallbackQuery", "callback_query_id": update.press}
        return web.Response(body=json_bytes(let_go), content_type="application/json")

    def _let_go(self, update: Incoming) -> None:
        self._keep(begin(self.handler.answer_press(update)))

    def _keep(self, task: asyncio.Task[Any] | None) -> None:
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    def _warn_of_a_stranger(self) -> None:
        """Count every call without the secret; say so once a minute, or a stranger could fill the disk with logs."""
        self.counts["webhook_refused"] += 1
        now = asyncio.get_running_loop().time()
        if now - self._warned_at >= WARN_EVERY:
            self._warned_at = now
            log.warning("a webhook call without the right secret was turned away")


async def _read(request: web.Request) -> bytes | None:
    """Return the body, or None where it is larger than any update."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
