"""Many made-up people who talk with a bot at once: each does the next thing only when the last was answered."""

import asyncio
import itertools
import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from docs.benchmarks.answering import START, Act, is_over, next_act
from docs.benchmarks.bot_api import BotApi
from docs.benchmarks.contenders import WEBHOOK_SECRET

LONGEST_TALK = 60
"""Turns after which a talk is given up: none is that long."""

PAUSE = 0.1
"""Seconds until something is delivered again that was not taken."""

HEADERS = {"X-Telegram-Bot-Api-Secret-Token": WEBHOOK_SECRET, "Content-Type": "application/json"}


@dataclass(slots=True)
class Chat:
    """One chat: what the bot said since the last thing was done, and when it first did."""

    number: int
    said: list[Mapping[str, Any]] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    waits_since: float = 0.0


@dataclass(slots=True)
class Counts:
    """What happened, since the beginning."""

    turns: int = 0
    talks: int = 0
    delivered_again: int = 0
    unanswered: int = 0
    answered_twice: int = 0
    latencies: list[float] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    """The marks of the words to which an answer came."""


class Crowd:
    """People at the bot's webhook. As Telegram does, no more calls are made at once than the bot asked for."""

    def __init__(self, api: BotApi, addresses: Sequence[str], patience: float, seed: int = 1) -> None:
        self.counts = Counts()
        self.stopping = False
        self.chats: dict[int, Chat] = {}
        self._api = api
        self._addresses = itertools.cycle(addresses)
        self._patience = patience
        self._chance = random.Random(seed)  # noqa: S311 - no secret is made of it
        self._chat_numbers = itertools.count(10_000)
        self._updates = itertools.count(1)
        self._messages = itertools.count(1)
        self._connections: asyncio.Semaphore | None = None
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=patience)
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    def heard(self, number: int, message: Mapping[str, Any]) -> None:
        """Take what the bot says in a chat."""
        chat = self.chats.get(number)
        if chat is not None:
            chat.said.append(message)
            chat.answered.set()

    async def person(self, wait: float) -> None:
        """Have one talk after the other until it is time to stop."""
        await asyncio.sleep(wait)
        while not self.stopping:
            await self.talk()

    async def talk(self, turns: int = LONGEST_TALK) -> None:
        """Have one talk, in a chat of its own, to its end or for some turns."""
        chat = Chat(next(self._chat_numbers))
        self.chats[chat.number] = chat
        act = Act(words=START)
        for _ in range(turns):
            message = await self._turn(chat, act)
            if message is None or self.stopping:
                break
            if is_over(message):
                self.counts.talks += 1
                break
            act = next_act(message, act, next(self._messages), self._chance)
        del self.chats[chat.number]

    def waiting(self) -> list[float]:
        """Return for how many seconds those have waited who wait now."""
        now = time.perf_counter()
        return [now - chat.waits_since for chat in self.chats.values() if chat.waits_since]

    async def _turn(self, chat: Chat, act: Act) -> Mapping[str, Any] | None:
        """Do one thing; return the newest message in answer to it, None where none came."""
        chat.said.clear()
        chat.answered.clear()
        body = json.dumps(self._update(chat.number, act)).encode()
        chat.waits_since = began = time.perf_counter()
        taken = await self._deliver(body)
        if taken:
            try:
                await asyncio.wait_for(chat.answered.wait(), self._patience)
            except TimeoutError:
                taken = False
                self.counts.unanswered += not self.stopping
        chat.waits_since = 0.0
        if not taken:
            return None
        self.counts.turns += 1
        self.counts.latencies.append(time.perf_counter() - began)
        texts = [(message["message_id"], message["text"]) for message in chat.said]
        self.counts.answered_twice += len({text for _, text in texts}) < len(texts)
        if act.words and act.words != START:
            self.counts.acknowledged.add(act.words.rsplit(" ", 1)[-1])
        return next((one for one in reversed(chat.said) if "reply_markup" in one), chat.said[-1])

    async def _deliver(self, body: bytes) -> bool:
        """Call the webhook until it says 2xx; give up after a while."""
        if self._connections is None:
            self._connections = asyncio.Semaphore(self._api.connections)
        give_up = time.perf_counter() + 3 * self._patience
        while time.perf_counter() < give_up:
            async with self._connections:
                try:
                    async with self._session.post(next(self._addresses), data=body, headers=HEADERS) as answer:
                        if answer.ok:
                            return True
                except (aiohttp.ClientError, TimeoutError):
                    pass
            if self.stopping:
                return False
            self.counts.delivered_again += 1
            await asyncio.sleep(PAUSE)
        return False

    def _update(self, number: int, act: Act) -> dict[str, Any]:
        update = next(self._updates)
        person = {"id": number, "is_bot": False, "first_name": "U", "language_code": "en"}
        chat = {"id": number, "type": "private", "first_name": "U"}
        if act.pressed:
            query = {"id": str(update), "from": person, "chat_instance": "1", "data": act.pressed, "message": act.below}
            return {"update_id": update, "callback_query": query}
        message: dict[str, Any] = {
            "message_id": update,
            "date": int(time.time()),
            "from": person,
            "chat": chat,
            "text": act.words,
        }
        if act.words == START:
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(START)}]
        return {"update_id": update, "message": message}
