"""THE road: one thing a person did, one turn of the engine, one transaction. There are no rules here.

Lock, find, advance, then write at once: mark the message, move the conversation on under the version that was read, apply
the effects, commit; only then do replies leave. A version clash (another process was faster) writes nothing and the turn
runs again, which is safe because `advance` is pure. A crash anywhere heals on redelivery: the message's fingerprint and the
replies to it are stored in the same transaction, so that a repeat changes nothing and is answered alike.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from weakref import WeakValueDictionary

from bot.channel import Envelope, Outcome, View
from bot.entry_codes import EntryCodes
from bot.known_events import KnownEvents
from bot.long_texts import beside_the_loop_if_long
from bot.receipts.words import written
from bot.scripts_now import ScriptsNow
from bot.turn_reading import read_before, read_shown, with_receipt
from conversations.before_storing import would_be_taken_out
from conversations.engine import advance, answer_again, new_state, prompt_again
from conversations.inbound import Typed
from conversations.keeping import kept_until
from conversations.language_choosing import asks_language_first, with_wish
from conversations.people import Channel
from conversations.receipts import filled, needs_words
from conversations.redaction import Kind
from conversations.safeguarding import default_detector
from conversations.script import Script
from conversations.state import ConversationState, Phase
from conversations.turn import AddToAnswer, CloseConversation, Reply, Tone, Turn
from storage.anonymity import ChannelKeys, ReceiptKeys
from storage.conversations import OpenConversation
from storage.database import Database
from storage.effects import Surroundings
from storage.errors import VersionClash
from storage.last_words import LastWords, last_words
from storage.moments import day_of, minute_of
from storage.turn_writing import TurnWriting, write_turn

log = logging.getLogger(__name__)

TRIES = 5
"""Runs of one turn before giving up: each clash means that some other turn got through."""


Listener = Callable[[tuple[str, ...], Script, ConversationState, Typed], None]
"""Told what was typed in a talk, by the keys it may be stored under, once its turn is committed. It must not wait."""


def shows_help(replies: tuple[Reply, ...]) -> bool:
    """Whether somebody is being shown where to get help."""
    return any(reply.tone is Tone.SIGNPOST for reply in replies)


def came_by(held: OpenConversation | None) -> str | None:
    """Return the code that an open talk came by, None where there is none or only its language was asked so far."""
    return held.state.entry_code if held and held.state.phase is not Phase.NEW else None


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
        self.listener: Listener | None = None
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
        async with self.one_at_a_time(keys[0]):
            for attempt in range(1, TRIES + 1):
                try:
                    return await self._take_once(envelope, keys)
                except VersionClash:
                    self.database.measures.clashed()
                    if attempt == TRIES:
                        raise
                    log.info("a turn ran into another one and runs again", extra={"attempt": attempt})
        raise AssertionError("the loop above returns or raises")

    async def look(self, channel: Channel, address: str, code: str = "", language: str = "") -> View:
        """Return where a conversation is, without a turn and without storing anything."""
        await self.events.learn(code)
        keys = self._conversation_keys(channel, self._address(channel, address, code))
        held, answered = await self.database.turns.read(
            lambda connection: read_shown(connection, keys, self.receipts, self._is_over)
        )
        script = self._script(held, code)
        state = held.state if held else self._new(script, channel, language, code)
        prompt = self._codes.say_who_is_told(script, state, code, came_by(held), prompt_again(script, state))
        return View(state, prompt, held.replies if held else (), answered, open=held is not None)

    async def would_be_taken_out(self, envelope: Envelope, words: Typed) -> tuple[Kind, ...]:
        """Return what taking this turn would take out of the words before it stores them, without a turn.

        Nothing where they would not be stored, where they were taken before, and where help is to be shown at once.
        """
        await self.events.learn(envelope.code)
        keys = self._conversation_keys(envelope.channel, self.own_address(envelope))
        marks = self._marks(envelope)
        before = await self.database.turns.read(lambda connection: read_before(connection, keys, marks, words))
        if before.held is None or self._is_over(before.held) or not isinstance(before.inbound, Typed):
            return ()
        if before.handled:
            return ()
        script, state, whole = self._script(before.held, envelope.code), before.held.state, before.inbound
        return await beside_the_loop_if_long(
            default_detector(), whole, state.language, lambda: would_be_taken_out(script, state, whole)
        )

    def entry_code(self, code: str, channel: Channel = Channel.WEB) -> str:
        """Return what of a link's code is kept; see `EntryCodes.kept`."""
        return self._codes.kept(code, on_paper=channel is Channel.PAPER)

    def script(self, code: str) -> Script:
        """Return the script that a link's code opens, as it is now; the default one for no code or an unknown one."""
        return self._scripts_now[self._codes.engagement(code)]

    def event_is_over(self, code: str) -> bool:
        """Whether a code is that of an event that is over, and there is something to see of what came of it."""
        return self._codes.is_over(code, self._codes.engagement(code))

    def over_engagement(self, code: str) -> str:
        """Return the engagement that is gone which a code led to; see `EntryCodes.over_engagement`."""
        return self._codes.over_engagement(code)

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

    def one_at_a_time(self, key: str) -> asyncio.Lock:
        """Return what holds a talk, by the key it is saved under, during `async with`: no turn of it runs meanwhile."""
        return self._locks.setdefault(key, asyncio.Lock())

    def _conversation_keys(self, channel: Channel, address: str) -> tuple[str, ...]:
        """Return what a conversation may be stored under: the key it is saved under first, then the previous secret's."""
        return tuple(keys.conversation(channel.value, address) for keys in self._keys_now())

    def _keys_now(self) -> tuple[ChannelKeys, ...]:
        return (self.keys,) if self.keys.previous is None else self.keys.on(self.today())

    def _marks(self, envelope: Envelope) -> tuple[str, ...]:
        """Return the fingerprints that a message may be known by, the one it is marked with first."""
        sent = (envelope.channel.value, envelope.address, envelope.message_id)
        return tuple(keys.message(*sent) for keys in self._keys_now())

    async def _take_once(self, envelope: Envelope, keys: tuple[str, ...]) -> Outcome:
        marks = self._marks(envelope) if envelope.message_id else ()
        before = await self.database.turns.read(
            lambda connection: read_before(connection, keys, marks, envelope.inbound)
        )
        held = None if before.held is None or self._is_over(before.held) else before.held
        if before.handled:
            return await self._again(envelope, keys, marks, held)
        script = self._script(held, envelope.code)
        state = self._codes.at_the_event(held.state, envelope.code) if held else self._fresh(script, envelope)
        script = self._codes.script_at(script, state)
        step = await beside_the_loop_if_long(
            default_detector(), before.inbound, state.language, lambda: advance(script, state, before.inbound)
        )
        turn = self._codes.greet(script, envelope, came_by(held), step)
        closed = turn.state.phase is Phase.CLOSED
        after = None
        # Who is asked for their language first has said nothing, but the code that they came by comes only once.
        begun = turn.state != state or asks_language_first(script, state)
        if not closed and (held is not None or begun):
            mark = marks[0] if marks else None
            after = OpenConversation(keys[0], 0, turn.state, turn.replies, response_of(held), mark)
        writing = TurnWriting(
            before=before.held,
            over=before.held is not held,
            after=after,
            mark=marks[0] if marks else None,
            effects=turn.effects,
            response_id=response_of(held),
            around=self._around(script, state, turn.state),
            last_words=self._last_words(envelope, turn) if marks else None,
            shows_receipt=needs_words(turn.replies),
        )
        value = await self.database.turns.write(lambda connection: write_turn(connection, writing))
        if self.listener and after is not None and isinstance(before.inbound, Typed) and not shows_help(turn.replies):
            self.listener(keys, script, turn.state, before.inbound)
        replies = filled(turn.replies, written(value)) if value is not None else turn.replies
        kept = any(isinstance(effect, AddToAnswer) for effect in turn.effects)
        return Outcome(turn.state, replies, kept_words=kept, closed=closed)

    async def _again(
        self, envelope: Envelope, keys: tuple[str, ...], marks: tuple[str, ...], held: OpenConversation | None
    ) -> Outcome:
        """Answer a message that was taken before, and change nothing.

        What it was answered with is said once more, where nothing came after it; else where the person is now.
        """
        if held is None:
            ended = await self.database.turns.read(
                lambda connection: last_words(connection, marks, minute_of(self.now()))
            )
            if ended is not None:
                masked = ended.masked_receipt
                words = "" if masked is None else written(masked ^ self._mask(envelope))
                return Outcome(ended.state, filled(ended.replies, words), repeated=True, closed=True)
        there, _ = await self.database.turns.read(
            lambda connection: read_shown(connection, keys, self.receipts, self._is_over)
        )
        script = self._script(there, envelope.code)
        state = there.state if there else self._fresh(script, envelope)
        if there is not None and there.answered in marks:
            return Outcome(state, there.replies, repeated=True)
        again = answer_again(script, state, envelope.inbound)
        replies = await self.database.turns.read(
            lambda connection: with_receipt(connection, self.receipts, again, response_of(there))
        )
        return Outcome(state, replies, repeated=True)

    def _last_words(self, envelope: Envelope, turn: Turn) -> tuple[LastWords, int] | None:
        """Return how a talk that this turn closes ends, and the mask for its receipt."""
        if not any(isinstance(effect, CloseConversation) for effect in turn.effects):
            return None
        return LastWords(turn.state, turn.replies, None), self._mask(envelope)

    def _mask(self, envelope: Envelope) -> int:
        return self.receipts.mask(envelope.channel.value, envelope.address, envelope.message_id)

    def _around(self, script: Script, before: ConversationState, after: ConversationState) -> Surroundings:
        day = self.today()
        return Surroundings(before, after, day, minute_of(self.now()), self.receipts, kept_until(script.values, day))

    def _fresh(self, script: Script, envelope: Envelope) -> ConversationState:
        fresh = self._new(script, envelope.channel, envelope.language, envelope.code)
        return replace(fresh, phase=Phase.CLOSED) if envelope.after_end else fresh

    def _new(self, script: Script, channel: Channel, wished: str, code: str) -> ConversationState:
        # A sheet is in the language that it was printed in, whatever the event's link opens in.
        language = wished if channel is Channel.PAPER else self._codes.language(code, wished)
        fresh = new_state(script, channel, language, self.entry_code(code, channel))
        return fresh if channel is Channel.PAPER else with_wish(script, fresh, language)
