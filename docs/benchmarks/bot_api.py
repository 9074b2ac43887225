"""A made-up Bot API server: it takes what bots send, answers as Telegram's would, and tells the people in the chats."""

import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

BOT = {"id": 4242, "is_bot": True, "first_name": "Bench", "username": "bench_bot", "can_join_groups": True,
       "can_read_all_group_messages": False, "supports_inline_queries": False}  # fmt: skip
USUAL_CONNECTIONS = 40
"""Webhook calls that Telegram makes at once where a bot names no number: https://core.telegram.org/bots/api#setwebhook."""

Heard = Callable[[int, Mapping[str, Any]], None]


class BotApi:
    """Answers every method that the bots call. `heard` is told each message with the number of its chat."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.calls: Counter[str] = Counter()
        self.connections = USUAL_CONNECTIONS
        self.root = ""
        self._numbers = itertools.count(1_000_000)
        self._runner = web.ServerRunner(web.Server(self._answer))

    async def start(self) -> None:
        """Listen on a free port of this machine; `root` is then its address."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=4096)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.root = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        method = request.path.rsplit("/", 1)[-1].lower()
        self.calls[method] += 1
        try:
            if request.content_type == "application/json":
                given = json.loads(await request.read() or b"{}")
            else:
                given = {**request.query, **await request.post()}
        except ConnectionError:
            return web.Response(status=400)  # the bot was killed while it called
        body = json.dumps({"ok": True, "result": self._result(method, given)}).encode()
        return web.Response(body=body, content_type="application/json")

    def _result(self, method: str, given: Mapping[str, Any]) -> Any:
        match method:
            case "getme":
                return BOT
            case "sendmessage" | "editmessagetext":
                return self._message(given)
            case "setwebhook":
                self.connections = int(given.get("max_connections") or USUAL_CONNECTIONS)
            case "getwebhookinfo":
                return {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
            case "getmycommands" | "getupdates":
                return []
        return True

    def _message(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        chat = int(given["chat_id"])
        number = int(given.get("message_id") or next(self._numbers))
        message = {"message_id": number, "date": int(time.time()), "from": BOT,
                   "chat": {"id": chat, "type": "private", "first_name": "U"}, "text": given.get("text", "")}  # fmt: skip
        markup = given.get("reply_markup")
        markup = json.loads(markup) if isinstance(markup, str) and markup else markup
        if markup and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        self.heard(chat, message)
        return message
