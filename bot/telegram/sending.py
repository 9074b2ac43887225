"""Gets messages out: waits as Telegram asks, tries again where the network failed, and knows when to stop.

A message that cannot be sent raises nothing. The conversation's state stands, and the person's next message is
answered with where they are.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.telegram.client import Client
from bot.telegram.pace import Pace, Rank
from bot.telegram.patience import Patience
from bot.telegram.replies import OutgoingMessage
from bot.telegram.watched import Delivery as Delivery

log = logging.getLogger(__name__)

NO_PREVIEW = {"is_disabled": True}
"""Telegram shows no page beside a message that names an address."""

UNREADABLE = (TypeError, ValueError, KeyError, AttributeError)
"""What the library raises where it cannot read the answer to a call that went well."""

UNCHANGED = "message is not modified"

LEAST_WAIT = 1.0
"""Seconds that a request to wait counts for at least, so that even a server that asks for none comes to an end."""


class Sender:
    """Sends through one bot, at a pace. `counts` is raised by what became of each message."""

    def __init__(self, client: Client, pace: Pace, patience: Patience, counts: Counter[str]) -> None:
        self.client = client
        self.pace = pace
        self.patience = patience
        self.counts = counts

    async def send(self, chat_id: int, messages: Sequence[OutgoingMessage], rank: Rank = Rank.REPLY) -> bool:
        """Send messages in order; stop at the first that does not get out. Return whether all did."""
        for message in messages:
            delivery, _ = await self._deliver(chat_id, "sendMessage", _said(message), rank)
            if delivery is not Delivery.SENT:
                return False
        return True

    async def send_numbered(self, chat_id: int, message: OutgoingMessage, rank: Rank = Rank.REPLY) -> int:
        """Send one message; return the number that Telegram gave it, 0 where that is not known or it did not get out."""
        _, sent = await self._deliver(chat_id, "sendMessage", _said(message), rank)
        number = sent.get("message_id") if isinstance(sent, dict) else None
        return number if isinstance(number, int) else 0

    async def delete(self, chat_id: int, numbers: Sequence[int]) -> Delivery:
        """Take messages out of a chat, at most a hundred. Those that are not in it are passed over by Telegram."""
        fields = {"message_ids": list(numbers)}
        delivery, _ = await self._keep_trying(chat_id, "deleteMessages", fields, Rank.REPLY, may_refuse=True)
        return delivery

    async def renew(self, chat_id: int, pressed: int | None, message: OutgoingMessage, rank: Rank = Rank.REPLY) -> bool:
        """Put new text and buttons into a message that is there; send it anew where that is not possible."""
        if pressed is not None:
            fields = {"message_id": pressed, **_said(message)}
            delivery, _ = await self._deliver(chat_id, "editMessageText", fields, rank, may_refuse=True)
            if delivery is not Delivery.REFUSED:
                return delivery is Delivery.SENT
        return await self.send(chat_id, (message,), rank)

    async def answer_press(self, callback_query_id: str) -> None:
        """Stop the waiting mark on a pressed button. It is only a mark, so no error matters."""
        try:
            await self.client.call("answerCallbackQuery", {"callback_query_id": callback_query_id})
        except (TelegramError, *UNREADABLE):
            self.counts["press_not_answered"] += 1

    async def leave(self, chat_id: int) -> bool:
        """Leave a group; return whether that worked."""
        delivery, _ = await self._deliver(chat_id, "leaveChat", {}, Rank.REPLY)
        return delivery is Delivery.SENT

    async def _deliver(
        self, chat_id: int, method: str, fields: Mapping[str, Any], rank: Rank, *, may_refuse: bool = False
    ) -> tuple[Delivery, Any]:
        delivery, result = await self._keep_trying(chat_id, method, fields, rank, may_refuse=may_refuse)
        self.counts[delivery.value] += 1
        return delivery, result

    async def _keep_trying(
        self, chat_id: int, method: str, fields: Mapping[str, Any], rank: Rank, *, may_refuse: bool
    ) -> tuple[Delivery, Any]:
        """Call a method about a chat until something came of it; return what, and Telegram's result where it was sent."""
        fields = {"chat_id": chat_id, **fields}
        pauses = iter(self.patience.send)
        waited = 0.0
        while True:
            await self.pace.turn(chat_id, rank)
            try:
                return Delivery.SENT, await self.client.call(method, fields)
            except Forbidden:
                log.info("nothing can be sent: the person has blocked the bot, or the chat is gone")
                return Delivery.BLOCKED, None
            except RetryAfter as error:
                wait = _seconds(error)
                waited += max(wait, LEAST_WAIT)
                if waited > self.patience.longest_wait:
                    log.warning("a message was given up: Telegram asks to wait too long or too often")
                    return Delivery.GIVEN_UP, None
                self.counts["asked_to_wait"] += 1
                log.info("Telegram asks to wait %s seconds before sending to this chat", wait)
                self.pace.hold(chat_id, wait)
            except BadRequest as error:
                return self._refused(error, may_refuse=may_refuse), None
            except NetworkError as error:
                pause = next(pauses, None)
                if pause is None:
                    log.warning("a message was given up after %s tries: %s", len(self.patience.send) + 1, _kind(error))
                    return Delivery.GIVEN_UP, None
                self.counts["sent_again"] += 1
                await asyncio.sleep(pause)
            except TelegramError as error:
                log.warning("a message was given up: %s", _kind(error))
                return Delivery.GIVEN_UP, None
            except UNREADABLE:
                # A newer server may say more than we know. Sending again would say everything twice.
                log.warning("a message was sent, but Telegram's answer to it could not be read")
                return Delivery.SENT, None

    def _refused(self, error: BadRequest, *, may_refuse: bool) -> Delivery:
        if UNCHANGED in error.message.lower():
            return Delivery.SENT
        if not may_refuse:
            log.error("Telegram refused a message: this is a mistake in Sayso, or the chat is gone")
        return Delivery.REFUSED


def _said(message: OutgoingMessage) -> dict[str, Any]:
    fields: dict[str, Any] = {"text": message.text, "link_preview_options": NO_PREVIEW}
    if message.keyboard:
        fields["reply_markup"] = message.keyboard
    return fields


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _kind(error: Exception) -> str:
    return type(error).__name__
