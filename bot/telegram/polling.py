"""Fetches updates from Telegram, and confirms each only once its turn is committed and answered.

Telegram forgets every update below the offset we ask with, so the offset is that of the first update not yet done
with: a crash at any moment has everything else delivered again. While turns are under way we ask at short intervals,
so that one slow chat does not hold up the others. Telegram shows no more than a hundred unconfirmed updates: where all
of them are under way, those whose turn is stored and whose reply is only waiting to get out are confirmed early, or a
chat that has to wait would hold up a whole school.
"""

import asyncio
import logging
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from bot.telegram.chat_order import ChatOrder
from bot.telegram.client import BATCH, Client
from bot.telegram.handling import UpdateHandler
from bot.telegram.incoming import Incoming
from bot.telegram.patience import Patience
from bot.telegram.sending import UNREADABLE

log = logging.getLogger(__name__)


class Poller:
    """Polls with one bot. `run` it as a task; `stop` lets turns under way finish and confirms them."""

    def __init__(self, client: Client, handler: UpdateHandler, order: ChatOrder, patience: Patience) -> None:
        self.client = client
        self.handler = handler
        self.order = order
        self.patience = patience
        self._offset = 0
        self._under_way: dict[int, asyncio.Task[None]] = {}
        self._done: set[int] = set()
        self._failed_polls = 0

    async def run(self) -> None:
        """Poll until cancelled, from whatever Telegram has that is not confirmed."""
        self._offset = 0
        while True:
            found = await self._fetch()
            for raw in found:
                self._begin(raw)
            if self._under_way:
                await asyncio.wait(self._under_way.values(), timeout=self.patience.look_again)
            self._move_offset(everything_confirmed=not found and not self._under_way)

    async def stop(self) -> None:
        """Let the turns under way finish, as long as patience lasts, and confirm all that is done. Call after `run`."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way.values(), timeout=self.patience.drain)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._move_offset(everything_confirmed=False)
        if self._offset:
            with suppress(TelegramError, *UNREADABLE):
                await self.client.fetch_updates(self._offset, wait=0, limit=1)

    async def _fetch(self) -> list[Mapping[str, Any]]:
        try:
            found = await self.client.fetch_updates(self._offset, 0 if self._under_way else self.patience.poll)
        except (TelegramError, *UNREADABLE) as error:
            if not self._failed_polls:
                log.warning("%s", _explain(error))
            pauses = self.patience.reconnect
            pause = pauses[min(self._failed_polls, len(pauses) - 1)]
            self._failed_polls += 1
            await asyncio.sleep(pause)
            return []
        if self._failed_polls:
            log.info("Telegram answers again")
        self._failed_polls = 0
        return found

    def _begin(self, raw: Mapping[str, Any]) -> None:
        update_id = raw.get("update_id")
        if not isinstance(update_id, int) or update_id in self._under_way or update_id in self._done:
            return
        update = self.handler.parse(raw)
        if update is None:
            self._done.add(update_id)
            return
        self._under_way[update_id] = task = asyncio.create_task(self._see_through(update))
        task.add_done_callback(lambda done: self._finish(update_id, done))

    async def _see_through(self, update: Incoming) -> None:
        async with asyncio.TaskGroup() as group:
            if update.press:
                group.create_task(self.handler.answer_press(update))
            async with self.order.turn_of(update.chat_id):
                for pause in (*self.patience.turn, 0):
                    if await self.handler.attempt(update):
                        return
                    await asyncio.sleep(pause)

    def _finish(self, update_id: int, task: asyncio.Task[None]) -> None:
        del self._under_way[update_id]
        if task.cancelled():
            return
        if task.exception() is not None:
            # The handler turns failures into apologies; what gets past it must still not be delivered for ever.
            log.error("an update was given up: %s", type(task.exception()).__name__)
        self._done.add(update_id)

    def _move_offset(self, *, everything_confirmed: bool) -> None:
        if self._under_way:
            self._offset = min(self._held_back())
        elif self._done:
            self._offset = max(self._done) + 1
        elif everything_confirmed:
            # After a week without updates Telegram begins their numbers anew, perhaps lower: then an old offset would
            # confirm what nobody has seen. Without one it gives whatever is not confirmed.
            self._offset = 0
        self._done = {update_id for update_id in self._done if update_id >= self._offset}

    def _held_back(self) -> Collection[int]:
        """Return the updates under way that must not be confirmed yet; the next one to come where there is none."""
        if len(self._under_way) + len(self._done) < BATCH:
            return self._under_way.keys()
        unstored = self._under_way.keys() - self.handler.stored
        return unstored or {max(*self._under_way, *self._done) + 1}


def _explain(error: Exception) -> str:
    if isinstance(error, Conflict) and "webhook" in error.message.lower():
        return (
            "a webhook is set for this bot, so nothing can be fetched: another copy of Sayso has SAYSO_PUBLIC_URL. Set it "
            "for every copy, or for none. Trying again"
        )
    if isinstance(error, Conflict):
        return (
            "another program fetches this bot's updates, with a database of its own: stop it, or give it a token of its "
            "own. Trying again"
        )
    if isinstance(error, InvalidToken):
        return "Telegram no longer knows this bot's token: set SAYSO_TELEGRAM_TOKEN anew and start again"
    return f"Telegram cannot be reached ({type(error).__name__}). The web chat goes on; trying again"
