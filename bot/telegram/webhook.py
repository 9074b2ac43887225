"""Takes updates that Telegram delivers to us. 200 means: committed and answered, never before."""

import asyncio
import hmac
import json
import logging

from aiohttp import web
from telegram import Bot, Update

from bot.telegram.chat_order import ChatOrder
from bot.telegram.handling import UpdateHandler

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST_BODY = 1024 * 1024
"""Bytes; the longest message makes an update of a few thousand."""

MOST_CONNECTIONS = 40


class Webhook:
    """Answers Telegram's calls. Telegram delivers again whatever is not answered with 2xx, in order within a chat."""

    def __init__(self, bot: Bot, handler: UpdateHandler, order: ChatOrder, secret: str) -> None:
        self.bot = bot
        self.handler = handler
        self.order = order
        self._secret = secret.encode()
        self._under_way: set[asyncio.Task[bool]] = set()
        self._stopping = False

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
            log.warning("a webhook call without the right secret was turned away")
            return web.Response(status=403)
        body = await _read(request)
        if body is None:
            return web.Response(status=413)
        try:
            raw = json.loads(body)
        except ValueError:
            raw = None
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return web.Response(status=400)
        if self._stopping:
            return web.Response(status=503)
        update = self.handler.parse(raw, self.bot)
        done = update is None or await self._in_a_task_of_its_own(update)
        return web.Response(status=200 if done else 503)

    async def _see_through(self, update: Update) -> bool:
        async with asyncio.TaskGroup() as group:
            group.create_task(self.handler.answer_press(update))
            async with self.order.turn_of(update.effective_chat.id if update.effective_chat else 0):
                return await self.handler.attempt(update)

    async def _in_a_task_of_its_own(self, update: Update) -> bool:
        """See an update through even where the caller hangs up half-way; False where stopping cut it off."""
        task = asyncio.create_task(self._see_through(update))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await asyncio.wait((task,))
        return not task.cancelled() and task.result()


async def _read(request: web.Request) -> bytes | None:
    """Return the body, or None where it is larger than any update."""
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
