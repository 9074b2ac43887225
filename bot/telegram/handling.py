"""What follows from one update: a turn and its messages, leaving a group, or nothing; an apology where it fails."""

import logging
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from bot.telegram.alert_chats import AlertChats
from bot.telegram.clearing import take_messages_away
from bot.telegram.doors import APOLOGY, CAPTION, CLEARED, GROUP, NOT_CLEARED, door_words, known_language
from bot.telegram.incoming import Incoming, read_incoming
from bot.telegram.pace import Rank
from bot.telegram.receipts import ReceiptChats
from bot.telegram.replies import OutgoingMessage, outgoing, updates_in_place, web_chat_url
from bot.telegram.sending import Sender
from bot.telegram.splitting import PARAGRAPH
from bot.telegram.updates import Blocked, Heard, Ignored, InGroup, LeftGroup, Reading, read_update
from bot.turn_ids import in_a_turn
from bot.turns import Turns
from conversations.clearing import HOW_TO_CLEAR
from conversations.state import ConversationState
from conversations.turn import Reply, Tone

log = logging.getLogger(__name__)

REMEMBERED = 1000
"""How many failed updates, and how many groups already left, are kept in mind."""


class UpdateHandler:
    """Handles updates one at a time; who calls it keeps the order within a chat.

    `tries` is how often a failing turn is tried before the person gets an apology and the update counts as done.
    `stored` are the updates under way whose turn is stored already, so that only the reply could still be lost.
    """

    def __init__(self, turns: Turns, sender: Sender, alert_chats: AlertChats, public_url: str, tries: int) -> None:
        self.turns = turns
        self.sender = sender
        self.alert_chats = alert_chats
        self.receipts = ReceiptChats(turns, sender, public_url)
        self.public_url = public_url
        self.tries = tries
        self.counts: Counter[str] = sender.counts
        self._languages = frozenset(language for script in turns.scripts.values() for language in script.languages)
        self.stored: set[int] = set()
        self._failures: OrderedDict[int, int] = OrderedDict()
        self._left: OrderedDict[int, None] = OrderedDict()

    def parse(self, raw: Mapping[str, Any]) -> Incoming | None:
        """Return the update, or None where no sense can be made of it: there would be none on a second try either."""
        try:
            return read_incoming(raw)
        except ValueError:
            self.counts["ignored_unreadable"] += 1
            log.error("an update could not be read and was passed over")  # noqa: TRY400 - a traceback could show it
            return None

    async def answer_press(self, update: Incoming) -> None:
        """Let a pressed button stop waiting, whatever its turn will say and however long that takes."""
        if update.press:
            await self.sender.answer_press(update.press)

    @in_a_turn
    async def attempt(self, update: Incoming) -> bool:
        """Handle an update; return whether it is done with, and False where it should be tried again later."""
        reading = read_update(update, self._languages)
        try:
            if not await self.alert_chats.take(update):
                await self._follow(update.update_id, reading)
        except Exception as error:
            failures = self._failures.pop(update.update_id, 0) + 1
            self.counts["turn_failed"] += 1
            log.warning("a turn failed, try %s of %s", failures, self.tries, exc_info=error)
            if failures < self.tries:
                self._failures[update.update_id] = failures
                _keep_newest(self._failures)
                return False
            await self._apologise(reading)
            return True
        finally:
            self.stored.discard(update.update_id)
        self._failures.pop(update.update_id, None)
        return True

    async def _follow(self, update_id: int, reading: Reading) -> None:
        match reading:
            case Heard():
                if not await self.receipts.take(reading):
                    await self._take_turn(update_id, reading)
            case InGroup(chat_id, language):
                await self._leave(chat_id, language)
            case LeftGroup(chat_id):
                self._left.pop(chat_id, None)
                self.counts["left_group"] += 1
            case Blocked(blocked):
                self.counts["person_blocked" if blocked else "person_unblocked"] += 1
            case Ignored(why):
                self.counts[f"ignored_{why}"] += 1

    async def _take_turn(self, update_id: int, heard: Heard) -> None:
        outcome = await self.turns.take(heard.envelope)
        self.stored.add(update_id)
        self.counts["turns"] += 1
        replies = outcome.replies
        if heard.beside_media:
            notice = door_words(self.turns, CAPTION, outcome.state.language, outcome.state.entry_code)
            replies = (Reply(CAPTION, notice, Tone.NOTICE), *replies)
        messages = outgoing(replies, web_chat_url(self.public_url, outcome.state.entry_code))
        if any(reply.key == HOW_TO_CLEAR for reply in replies):
            await self._clear(heard, outcome.state, messages)
            return
        # Where to get help goes before what everybody else is asked next.
        rank = Rank.URGENT if any(reply.tone is Tone.SIGNPOST for reply in replies) else Rank.REPLY
        if updates_in_place(replies) and len(messages) == 1:
            await self.sender.renew(heard.chat_id, heard.pressed, messages[0], rank)
        else:
            await self.sender.send(heard.chat_id, messages, rank)

    async def _clear(self, heard: Heard, state: ConversationState, messages: Sequence[OutgoingMessage]) -> None:
        """Say how the chat is taken off the phone, take away what we can above that, then say which of it worked.

        What is to be done by hand is said first: it holds whatever becomes of the rest.
        """
        *before, last = messages
        await self.sender.send(heard.chat_id, before)
        number = await self.sender.send_numbered(heard.chat_id, last)
        newest = number - 1 if number else heard.number
        cleared = await take_messages_away(self.sender, heard.chat_id, newest, heard.number)
        self.counts["chats_cleared" if cleared else "chats_not_cleared"] += 1
        said = door_words(self.turns, CLEARED if cleared else NOT_CLEARED, state.language, state.entry_code)
        whole = OutgoingMessage(f"{said}{PARAGRAPH}{last.text}", last.keyboard)
        await self.sender.renew(heard.chat_id, number or None, whole)

    async def _leave(self, chat_id: int, language: str) -> None:
        if chat_id in self._left:
            return
        self._left[chat_id] = None
        _keep_newest(self._left)
        self.counts["groups"] += 1
        await self.sender.send(chat_id, (OutgoingMessage(door_words(self.turns, GROUP, language)),))
        if not await self.sender.leave(chat_id):
            self._left.pop(chat_id, None)

    async def _apologise(self, reading: Reading) -> None:
        if not isinstance(reading, Heard):
            return
        self.counts["apologies"] += 1
        log.error("a turn was given up and the person got an apology; what they had answered before stands")
        language = await known_language(self.turns, reading.envelope)
        words = door_words(self.turns, APOLOGY, language, reading.envelope.code)
        await self.sender.send(reading.chat_id, (OutgoingMessage(words),))


def _keep_newest(kept: OrderedDict[int, Any]) -> None:
    while len(kept) > REMEMBERED:
        kept.popitem(last=False)
