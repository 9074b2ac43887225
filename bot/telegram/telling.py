"""Tells staff chats of alerts: looks every other second, sends one message for each alert, whichever replica is first.

An alert waits in the database until it is told, so a crash, a restart or a Telegram that cannot be reached only delays
it; after an hour it has expired and is told to nobody.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from bot.staff.event_view import five_minutes
from bot.telegram.pace import Rank
from bot.telegram.replies import OutgoingMessage
from bot.telegram.sending import Sender
from conversations.staff_texts import StaffTexts
from storage.alert_chats import Telling, claim, mark_told, tellings
from storage.alerts import JOINED_MINUTES
from storage.database import Database
from storage.moments import minute_of

log = logging.getLogger(__name__)


class Teller:
    """Sends what is to be told through one bot. `now` gives the moment in any time zone."""

    def __init__(self, database: Database, sender: Sender, texts: StaffTexts, now: Callable[[], datetime]) -> None:
        self._database = database
        self._sender = sender
        self._texts = texts
        self._now = now
        self._under_way: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Tell over and over until cancelled. Whatever goes wrong once must not end this: somebody relies on it.

        No alert waits for another: a chat that Telegram asks to wait, or that cannot be reached, holds up itself alone.
        """
        try:
            while True:
                try:
                    await self._begin()
                except Exception as error:
                    log.warning("alerts could not be told; trying again", exc_info=error)
                await asyncio.sleep(self._sender.patience.alerts)
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def tell(self) -> None:
        """Send every message that is due now and that no other process is sending."""
        await asyncio.gather(*await self._begin())

    async def _begin(self) -> list[asyncio.Task[None]]:
        async with self._database.reading() as connection:
            due = await tellings(connection, minute_of(self._now()))
        tasks = [asyncio.create_task(self._try_to_tell(telling)) for telling in due]
        for task in tasks:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return tasks

    async def _try_to_tell(self, telling: Telling) -> None:
        try:
            await self._tell_one(telling)
        except Exception as error:
            log.warning("a staff chat could not be told of an alert; trying again", exc_info=error)

    async def _tell_one(self, telling: Telling) -> None:
        try:
            async with self._database.writing() as connection:
                if not await claim(connection, telling, minute_of(self._now())):
                    return
        except IntegrityError:
            return  # the chat was taken out meanwhile
        sent = await self._send(telling)
        async with self._database.writing() as connection:
            await mark_told(connection, telling, sent, minute_of(self._now()))
        if sent is None:
            log.warning("a staff chat could not be told of an alert; trying again in a minute")

    async def _send(self, telling: Telling) -> int | None:
        """Send or change the message; return its id, None where it did not get out."""
        message = OutgoingMessage(words_of(telling, minute_of(self._now()), self._texts))
        if telling.message_id is None:
            return await self._sender.send_numbered(telling.chat_id, message, Rank.URGENT) or None
        changed = await self._sender.renew(telling.chat_id, telling.message_id, message, Rank.URGENT)
        return telling.message_id if changed else None


def words_of(telling: Telling, minute: int, texts: StaffTexts) -> str:
    """Return what a staff chat is told: that it happened, and what to do next. One that comes late says when it was."""
    name = telling.event_name
    if telling.again:
        said = texts.say("alert.again", event=name)
    elif minute < telling.minute + JOINED_MINUTES:
        said = texts.say("alert.just_now", event=name)
    else:
        begin, end = five_minutes(telling.minute)
        said = texts.say("alert.earlier", event=name, begin=begin, end=end)
    steps = (texts.say(f"what_to_do.{step}") for step in ("look", "say", "follow"))
    numbered = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
    return "\n\n".join((f"{said} {texts.say('alert.nobody_knows')}", numbered, texts.say("staff_chat.once")))
