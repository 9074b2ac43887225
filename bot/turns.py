"""THE road: one thing a person did, one turn of the engine, one transaction. There are no rules here.

Lock, load, advance, apply effects, save under the version that was read, commit; only then do replies leave. A version
clash (another process was faster) rolls back and runs again, which is safe because `advance` is pure. A crash anywhere
heals on redelivery: the message's fingerprint is stored in the same transaction.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channel import Envelope, Outcome, View
from bot.entry_codes import EntryCodes
from bot.known_events import KnownEvents
from bot.receipts.last_words import LastWords
from bot.receipts.words import written
from bot.scripts_now import ScriptsNow
from conversations.before_storing import would_be_taken_out
from conversations.engine import advance, answer_again, new_state, prompt_again
from conversations.inbound import Typed
from conversations.keeping import kept_until
from conversations.people import Channel
from conversations.receipts import filled, needs_words
from conversations.redaction import Kind
from conversations.script import Script
from conversations.state import ConversationState, Phase
from conversations.turn import AddToAnswer, Reply
from storage.anonymity import ChannelKeys, ReceiptKeys
from storage.conversations import OpenConversation, forget, is_handled, load, mark_handled, save
from storage.database import Database
from storage.effects import Surroundings, answer_messages, apply_effects, messages_so_far
from storage.errors import VersionClash
from storage.moments import day_of, minute_of
from storage.receipts import receipt_value

log = logging.getLogger(__name__)

TRIES = 5
"""Runs of one turn before giving up: each clash means that some other turn got through."""


async def with_earlier_words(connection: AsyncConnection, inbound: Typed, held: OpenConversation | None) -> Typed:
    """Return what a person typed together with what they wrote before it, so that it can be read as one."""
    if held is None or held.response_id is None or held.state.position is None:
        return inbound
    before = await messages_so_far(connection, held.response_id, held.state.position)
    return replace(inbound, earlier=before[-1] if before else "", so_far=" ".join(before))


def came_by(held: OpenConversation | None) -> str | None:
    """Return the code that an open talk came by, None where there is no open talk."""
    return held.state.entry_code if held else None


def response_of(held: OpenConversation | None) -> str | None:
    """Return the id of the response that an open talk gives, None where there is none yet."""
    return held.response_id if held else None


class Turns:
    """Takes turns for every channel. `scripts` are the engagements by id, `now` gives the moment, with its time zone.

    Of the moment only England's day is stored and, for the adults at an event, the minute of an alert.
    """

    def __init__(
        self,
        database: Database,
        scripts: Mapping[str, Script],
        default_engagement: str,
        keys: ChannelKeys,
        now: Callable[[], datetime],
    ) -> None:
        self.database = database
        self.scripts = scripts
        self.default_engagement = default_engagement
        self.keys = keys
        self.receipts = ReceiptKeys(keys.receipt_secret)
        self.now = now
        self._scripts_now = ScriptsNow(scripts, now)
        self.events = KnownEvents(database)
        self._codes = EntryCodes(frozenset(scripts), default_engagement, self.events, now)
        self._last_words = LastWords()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def today(self) -> date:
        """Return the day in England."""
        return day_of(self.now())

    async def take(self, envelope: Envelope) -> Outcome:
        """Take one turn and return what to say, once everything is committed.

        Raises StateError for a conversation that cannot be understood, VersionClash when other turns got through first
        every time, and SQLAlchemy's errors and OSError when the database fails; in every such case nothing was stored
        and the same envelope may be taken again.
        """
        await self.events.learn(envelope.code)
        keys = self._conversation_keys(envelope.channel, self.own_address(envelope))
        async with self._one_at_a_time(keys[0]):
            for attempt in range(1, TRIES + 1):
                try:
                    return await self._take_once(envelope, keys)
                except VersionClash:
                    if attempt == TRIES:
                        raise
                    log.info("a turn ran into another one and runs again", extra={"attempt": attempt})
        raise AssertionError("the loop above returns or raises")

    async def look(self, channel: Channel, address: str, code: str = "", language: str = "") -> View:
        """Return where a conversation is, without a turn and without storing anything."""
        await self.events.learn(code)
        keys = self._conversation_keys(channel, self._address(channel, address, code))
        async with self.database.reading() as connection:
            held = await load(connection, *keys)
            if held is not None and self._is_over(held):
                held = None
            script = self._script(held, code)
            state = held.state if held else new_state(script, channel, language, self.entry_code(code))
            prompt = self._codes.say_who_is_told(script, state, code, came_by(held), prompt_again(script, state))
            if held is None:
                return View(state, prompt, (), (), open=False)
            answered: tuple[str, ...] = ()
            if held.response_id and state.position:
                answered = await answer_messages(connection, held.response_id, state.position)
            replies = await self._with_receipt(connection, held.replies, held.response_id)
        return View(state, prompt, replies, answered, open=True)

    async def would_be_taken_out(self, envelope: Envelope, words: Typed) -> tuple[Kind, ...]:
        """Return what taking this turn would take out of the words before it stores them, without a turn.

        Nothing where they would not be stored, where they were taken before, and where help is to be shown at once.
        """
        await self.events.learn(envelope.code)
        keys = self._conversation_keys(envelope.channel, self.own_address(envelope))
        async with self.database.reading() as connection:
            held = await load(connection, *keys)
            if held is None or self._is_over(held) or await is_handled(connection, *self._marks(envelope)):
                return ()
            words = await with_earlier_words(connection, words, held)
        return would_be_taken_out(self._script(held, envelope.code), held.state, words)

    def entry_code(self, code: str) -> str:
        """Return what of a link's code is kept; see `EntryCodes.kept`."""
        return self._codes.kept(code)

    def script(self, code: str) -> Script:
        """Return the script that a link's code opens, as it is now; the default one for no code or an unknown one."""
        return self._scripts_now[self._codes.engagement(code)]

    def key_at(self, channel: Channel, address: str, engagement: str) -> str:
        """Return the key that an engagement's talk is kept under at an address."""
        return self.keys.conversation(channel.value, self._address(channel, address, engagement))

    def own_address(self, envelope: Envelope) -> str:
        """Return the address that this conversation is kept under."""
        return self._address(envelope.channel, envelope.address, envelope.code)

    def _address(self, channel: Channel, address: str, code: str) -> str:
        # On the web one browser may have several engagements open side by side; a Telegram chat is one conversation.
        return f"{self.script(code).engagement} {address}" if channel is Channel.WEB else address

    def _script(self, held: OpenConversation | None, code: str) -> Script:
        return self._scripts_now[held.state.engagement] if held is not None else self.script(code)

    def _is_over(self, held: OpenConversation) -> bool:
        """Whether nothing can come of a conversation: its engagement was taken away, or what it stored was erased."""
        erased = held.state.taking_part and held.response_id is None
        return erased or held.state.engagement not in self.scripts

    @asynccontextmanager
    async def _one_at_a_time(self, key: str) -> AsyncIterator[None]:
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            yield

    def _conversation_keys(self, channel: Channel, address: str) -> tuple[str, ...]:
        """Return what a conversation may be stored under: the key it is saved under first, then the previous secret's."""
        return tuple(keys.conversation(channel.value, address) for keys in self.keys.on(self.today()))

    def _marks(self, envelope: Envelope) -> tuple[str, ...]:
        """Return the fingerprints that a message may be known by, the one it is marked with first."""
        sent = (envelope.channel.value, envelope.address, envelope.message_id)
        return tuple(keys.message(*sent) for keys in self.keys.on(self.today()))

    async def _take_once(self, envelope: Envelope, keys: tuple[str, ...]) -> Outcome:
        async with self.database.writing() as connection:
            held = await load(connection, *keys, lock=True)
            if held is not None and self._is_over(held):
                await forget(connection, held)
                held = None
            script = self._script(held, envelope.code)
            state = self._codes.at_the_event(held.state, envelope.code) if held else self._fresh(script, envelope)
            if envelope.message_id:
                marks = self._marks(envelope)
                if await is_handled(connection, *marks):
                    last_words = self._last_words.again(marks[0], self.now()) if held is None else None
                    if last_words is not None:
                        return last_words
                    again = answer_again(script, state, envelope.inbound)
                    return Outcome(state, await self._with_receipt(connection, again, response_of(held)), repeated=True)
                await mark_handled(connection, marks[0], self.today())
            inbound = envelope.inbound
            if isinstance(inbound, Typed):
                inbound = await with_earlier_words(connection, inbound, held)
            turn = self._codes.greet(script, envelope, came_by(held), advance(script, state, inbound))
            response_id = await apply_effects(
                connection,
                turn.effects,
                response_of(held),
                self._around(script, state, turn.state),
            )
            replies = await self._with_receipt(connection, turn.replies, response_of(held))
            closed = turn.state.phase is Phase.CLOSED
            if closed:
                if held is not None:
                    await forget(connection, held)
            elif held is not None or turn.state != state:
                await save(
                    connection, held, OpenConversation(keys[0], 0, turn.state, turn.replies, response_id), self.today()
                )
        kept = any(isinstance(effect, AddToAnswer) for effect in turn.effects)
        outcome = Outcome(turn.state, replies, kept_words=kept, closed=closed)
        if closed and envelope.message_id and needs_words(replies):
            self._last_words.keep(self._marks(envelope)[0], outcome, self.now())
        return outcome

    async def _with_receipt(
        self, connection: AsyncConnection, replies: tuple[Reply, ...], response_id: str | None
    ) -> tuple[Reply, ...]:
        """Fill in the words of a receipt where these replies show one; they are never in what is stored."""
        if response_id is None or not needs_words(replies):
            return replies
        value = await receipt_value(connection, self.receipts, response_id)
        return filled(replies, written(value)) if value is not None else replies

    def _around(self, script: Script, before: ConversationState, after: ConversationState) -> Surroundings:
        day = self.today()
        return Surroundings(before, after, day, minute_of(self.now()), self.receipts, kept_until(script.values, day))

    def _fresh(self, script: Script, envelope: Envelope) -> ConversationState:
        fresh = new_state(script, envelope.channel, envelope.language, self.entry_code(envelope.code))
        return replace(fresh, phase=Phase.CLOSED) if envelope.after_end else fresh
