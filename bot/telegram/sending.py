"""Gets messages out: waits as Telegram asks, tries again where the network failed, and knows when to stop.

A message that cannot be sent raises nothing. The conversation's state stands, and the person's next message is
answered with where they are.
"""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from enum import StrEnum

from telegram import Bot, LinkPreviewOptions
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.telegram.patience import Patience
from bot.telegram.replies import OutgoingMessage

log = logging.getLogger(__name__)

ADDRESS = re.compile(r"[\w-]\.[a-z]{2,}|://")
"""What Telegram may take for a web address, of which it would show a preview."""

UNREADABLE = (TypeError, ValueError, KeyError, AttributeError)
"""What the library raises where it cannot read the answer to a call that went well."""

UNCHANGED = "message is not modified"


class Delivery(StrEnum):
    """What became of a message."""

    SENT = "sent"
    REFUSED = "refused"
    BLOCKED = "blocked"
    GIVEN_UP = "given_up"


class Sender:
    """Sends through one bot. `counts` is raised by what became of each message."""

    def __init__(self, bot: Bot, patience: Patience, counts: Counter[str]) -> None:
        self.bot = bot
        self.patience = patience
        self.counts = counts

    async def send(self, chat_id: int, messages: Sequence[OutgoingMessage]) -> bool:
        """Send messages in order; stop at the first that does not get out. Return whether all did."""
        for message in messages:

            async def attempt(message: OutgoingMessage = message) -> object:
                return await self.bot.send_message(
                    chat_id, message.text, reply_markup=message.reply_markup, link_preview_options=preview(message.text)
                )

            if await self._deliver(attempt) is not Delivery.SENT:
                return False
        return True

    async def send_numbered(self, chat_id: int, message: OutgoingMessage) -> int:
        """Send one message; return the number that Telegram gave it, 0 where that is not known or it did not get out."""
        numbers: list[int] = []

        async def attempt() -> None:
            sent = await self.bot.send_message(
                chat_id, message.text, reply_markup=message.reply_markup, link_preview_options=preview(message.text)
            )
            numbers.append(sent.message_id)

        await self._deliver(attempt)
        return numbers[0] if numbers else 0

    async def delete(self, chat_id: int, numbers: Sequence[int]) -> Delivery:
        """Take messages out of a chat, at most a hundred. Those that are not in it are passed over by Telegram."""
        return await self._keep_trying(lambda: self.bot.delete_messages(chat_id, numbers), may_refuse=True)

    async def renew(self, chat_id: int, pressed: int | None, message: OutgoingMessage) -> bool:
        """Put new text and buttons into a message that is there; send it anew where that is not possible."""
        if pressed is not None:

            async def attempt() -> object:
                return await self.bot.edit_message_text(
                    message.text, chat_id=chat_id, message_id=pressed, reply_markup=message.reply_markup,
                    link_preview_options=preview(message.text),
                )  # fmt: skip

            delivery = await self._deliver(attempt, may_refuse=True)
            if delivery is not Delivery.REFUSED:
                return delivery is Delivery.SENT
        return await self.send(chat_id, (message,))

    async def answer_press(self, callback_query_id: str) -> None:
        """Stop the waiting mark on a pressed button. It is only a mark, so no error matters."""
        try:
            await self.bot.answer_callback_query(callback_query_id)
        except TelegramError:
            self.counts["press_not_answered"] += 1

    async def leave(self, chat_id: int) -> bool:
        """Leave a group; return whether that worked."""
        return await self._deliver(lambda: self.bot.leave_chat(chat_id)) is Delivery.SENT

    async def _deliver(self, attempt: Callable[[], Awaitable[object]], *, may_refuse: bool = False) -> Delivery:
        delivery = await self._keep_trying(attempt, may_refuse=may_refuse)
        self.counts[delivery.value] += 1
        return delivery

    async def _keep_trying(  # noqa: C901 - one branch for each thing that may come back
        self, attempt: Callable[[], Awaitable[object]], *, may_refuse: bool
    ) -> Delivery:
        for pause in (*self.patience.send, None):
            try:
                await attempt()
            except Forbidden:
                log.info("nothing can be sent: the person has blocked the bot, or the chat is gone")
                return Delivery.BLOCKED
            except RetryAfter as error:
                wait = _seconds(error)
                if pause is None or wait > self.patience.longest_wait:
                    log.warning("a message was given up: Telegram asks to wait too long or too often")
                    return Delivery.GIVEN_UP
                log.info("Telegram asks to wait %s seconds before sending to this chat", wait)
                await asyncio.sleep(wait)
            except BadRequest as error:
                return self._refused(error, may_refuse=may_refuse)
            except NetworkError as error:
                if pause is None:
                    log.warning("a message was given up after %s tries: %s", len(self.patience.send) + 1, _kind(error))
                    return Delivery.GIVEN_UP
                await asyncio.sleep(pause)
            except TelegramError as error:
                log.warning("a message was given up: %s", _kind(error))
                return Delivery.GIVEN_UP
            except UNREADABLE:
                # A newer server may say more than the library knows. Sending again would say everything twice.
                log.warning("a message was sent, but Telegram's answer to it could not be read")
                return Delivery.SENT
            else:
                return Delivery.SENT
        raise AssertionError("the last round returns")

    def _refused(self, error: BadRequest, *, may_refuse: bool) -> Delivery:
        if UNCHANGED in error.message.lower():
            return Delivery.SENT
        if not may_refuse:
            log.error("Telegram refused a message: this is a mistake in Sayso, or the chat is gone")
        return Delivery.REFUSED


def preview(text: str) -> LinkPreviewOptions | None:
    """Return what keeps Telegram from showing a page beside a message, where the message names one."""
    return LinkPreviewOptions(is_disabled=True) if ADDRESS.search(text) else None


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _kind(error: Exception) -> str:
    return type(error).__name__
