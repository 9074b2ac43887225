"""How fast messages go out, so that Telegram does not have to ask us to wait.

Telegram's own limits (Bots FAQ, "My bot is hitting limits"): about thirty messages a second to all chats together, one a
second to each, more for a short while. Whoever asked first is served first; a chat has at most one message on the way,
so none can push in. What is urgent waits for nobody, but counts. Answered presses are no messages and do not come here.
"""

import asyncio
from collections import deque
from enum import IntEnum

SHORT_WHILE = 0.25
"""Seconds' worth of messages that may go out at once after a pause, so that no second ever has many more than its due."""

CHAT_SECONDS = 1.0
"""Seconds between two messages to one chat, once it has had its burst."""

SWEPT_EVERY = 4096
"""Messages after which chats are forgotten that may have their whole burst again."""


class Rank(IntEnum):
    """Who goes before whom."""

    URGENT = 0
    REPLY = 1
    BROADCAST = 2


class Pace:
    """Lets messages through at `per_second`, to each chat `burst` at once and then one a second; 0 is no limit of ours.

    What Telegram asks of one chat, `hold`, is kept to in any case. Belongs to one event loop. It keeps chats in mind for
    as long as their burst takes to come back.
    """

    def __init__(self, per_second: float, burst: int) -> None:
        self._interval = 1 / per_second if per_second else 0.0
        self._ahead = max(1, int(per_second * SHORT_WHILE)) * self._interval
        self._burst_seconds = burst * CHAT_SECONDS
        self._due = 0.0
        self._chats: dict[int, float] = {}
        self._held: dict[int, float] = {}
        self._waiting: tuple[deque[asyncio.Future[None]], ...] = tuple(deque() for _ in Rank)
        self._timer: asyncio.TimerHandle | None = None
        self._until_sweep = SWEPT_EVERY

    @property
    def waiting(self) -> int:
        """How many messages wait for their turn just now, those apart whose own chat has to wait."""
        return sum(len(queue) for queue in self._waiting)

    def hold(self, chat_id: int, seconds: float) -> None:
        """Let nothing through to a chat for so long, because Telegram asked for it."""
        until = asyncio.get_running_loop().time() + seconds
        self._held[chat_id] = max(self._held.get(chat_id, 0.0), until)

    async def turn(self, chat_id: int, rank: Rank = Rank.REPLY) -> None:
        """Wait until a message may go to this chat."""
        loop = asyncio.get_running_loop()
        seconds = self._chat_wait(chat_id, loop.time())
        while seconds > 0:
            await asyncio.sleep(seconds)
            seconds = self._chat_wait(chat_id, loop.time())
        if not self._interval:
            return
        self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), loop.time()) + CHAT_SECONDS
        self._sweep_now_and_then(loop.time())
        if rank is Rank.URGENT or not (self.waiting or self._too_early(loop.time())):
            self._spend(loop.time())
            return
        place: asyncio.Future[None] = loop.create_future()
        self._waiting[rank].append(place)
        self._set_timer(loop)
        await place

    def _chat_wait(self, chat_id: int, now: float) -> float:
        held = self._held.get(chat_id, 0.0) - now
        if held <= 0:
            self._held.pop(chat_id, None)
        ahead = self._chats.get(chat_id, 0.0) - now - self._burst_seconds if self._interval else 0.0
        return max(held, ahead)

    def _too_early(self, now: float) -> bool:
        return self._due - now > self._ahead - self._interval

    def _spend(self, now: float) -> None:
        self._due = max(self._due, now) + self._interval

    def _set_timer(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is None:
            self._timer = loop.call_at(self._due - self._ahead + self._interval, self._let_through, loop)

    def _let_through(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        for queue in self._waiting:
            # The loop's clock has grains: a timer may come a little before its time.
            while queue and not self._too_early(loop.time() + self._interval / 100):
                place = queue.popleft()
                if not place.done():
                    place.set_result(None)
                    self._spend(loop.time())
        if self.waiting:
            self._set_timer(loop)

    def _sweep_now_and_then(self, now: float) -> None:
        self._until_sweep -= 1
        if self._until_sweep <= 0:
            self._until_sweep = SWEPT_EVERY
            self._chats = {chat_id: due for chat_id, due in self._chats.items() if due > now}
            self._held = {chat_id: until for chat_id, until in self._held.items() if until > now}
