"""Several copies of Sayso over one real database, people in front of them, and what goes wrong in between."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import permutations

from sqlalchemy.exc import SQLAlchemyError

from bot.channel import Envelope, Outcome
from bot.scripts_now import ScriptsNow
from conversations.inbound import Command, Inbound, Picked, Typed, Unsupported, UnsupportedKind
from conversations.people import Channel
from conversations.receipts import filled
from conversations.turn import Button, Reply
from storage.database import Database
from storage.errors import StorageError
from storage.retention import Terms, delete_due
from tests.bot.test_turns_and_engine import words_shown
from tests.bot.turning import NOW, SCRIPT
from tests.conversations.any_talk import Action, meant
from tests.simulation.copies import SCRIPTS, Copy, CopyInHere
from tests.simulation.history import (
    COPIES,
    PEOPLE,
    Again,
    AnswerLost,
    AtOnce,
    CutOff,
    DaysGoBy,
    Delivered,
    Restarted,
    Sent,
    Step,
    Tidied,
)
from tests.simulation.perfect_machine import PerfectMachine
from tests.simulation.refusing import refusing
from tests.simulation.snapshot import Snapshot, what_is_stored, what_ought_to_be
from tests.support.made_events import Clock

TERMS = Terms(left_days=30, handled_days=3, count_days=10_000, last_days={SCRIPT.engagement: date(2028, 12, 31)})
FAILURES = (SQLAlchemyError, OSError, StorageError)
"""What a turn may raise where the database fails; then nothing is stored, and the message may be delivered again."""

WANTED = {"audience": "young_person", "age": "16_17", "check": "no"}
"""What somebody presses who means to take part; elsewhere it is the first option."""


class Broken(AssertionError):  # noqa: N818 - what it says of the house that was tested
    """Something is not as a perfect machine would have it."""


@dataclass
class Person:
    """What one person has sent, what is on their screen, and which buttons they have seen."""

    address: str
    channel: Channel
    sent: list[Envelope] = field(default_factory=list)
    screen: list[Button] = field(default_factory=list)
    seen: list[Button] = field(default_factory=list)
    at_the_end: bool = False
    said: Inbound | None = None

    def read(self, replies: Sequence[Reply], *, closed: bool) -> None:
        """Look at what came."""
        self.screen = [button for reply in replies for button in reply.buttons] or self.screen
        self.seen += self.screen
        self.at_the_end = closed

    def means(self, action: Action) -> Inbound:
        """Return what an action comes to with what is on the screen."""
        if action.kind == "edit":
            return Unsupported(UnsupportedKind.EDITED, action.text)
        if action.kind != "go on":
            return meant(action, self.screen, self.seen)
        options = [button for button in self.screen if not button.command]
        wanted = [button for button in options if WANTED.get(button.item_id) == button.option_id]
        onward = [button for button in self.screen if button.option_id == f".{Command.NEXT.value}"]
        if options and not any(button.chosen for button in options):
            button = (wanted or options)[0]
        elif onward and (options or isinstance(self.said, Typed)):
            button = onward[0]
        else:
            return Typed(action.text)
        return Picked(button.item_id, button.option_id)


class World:
    """The copies, the people, the clock, and the perfect machine beside them. Close it when done."""

    def __init__(self, url: str, new_copy: Callable[[str, Clock], Copy] = CopyInHere) -> None:
        self.url = url
        self._new_copy = new_copy
        self.clock = Clock(NOW)
        self.perfect = PerfectMachine(ScriptsNow(SCRIPTS, self.clock), SCRIPT.engagement, self.clock)
        self.people = [Person(f"person {n}", (Channel.WEB, Channel.TELEGRAM)[n % 2]) for n in range(PEOPLE)]
        self.database = Database(url)
        self.copies = [new_copy(url, self.clock) for _ in range(COPIES)]
        self.messages = 0
        self.happened: Counter[str] = Counter()

    async def close(self) -> None:
        """Stop all copies."""
        for copy in self.copies:
            await copy.die()
        await self.database.close()

    async def go(self, step: Step) -> None:
        """Let one step happen. Raises Broken where something is not as it ought to be."""
        self.happened[type(step).__name__] += 1
        match step:
            case AtOnce(messages, table):
                await self._at_once(messages, table)
            case AnswerLost(message):
                await self._answer_lost(message)
            case CutOff(message, after):
                await self._cut_off(message, after)
            case Restarted(copy):
                await self._restart(copy)
            case DaysGoBy(days):
                self.clock.moment += timedelta(days=days)
            case Tidied():
                await delete_due(self.database, TERMS, self.perfect.today)
                self.perfect.tidy(TERMS)
        # Elsewhere it is enough to look at the end: whoever makes a history shorter finds the step.
        if not isinstance(step, AtOnce) or step.refusing:
            await self.check()

    async def check(self) -> None:
        """Raise Broken where anything is stored that should not be, or is not that should."""
        stored, ought = await what_is_stored(self.database), what_ought_to_be(self.perfect)
        if stored != ought:
            raise Broken(f"what is stored is not what ought to be:\n{stored.difference(ought)}")

    def _envelope(self, message: Delivered) -> Envelope | None:
        """Return what is delivered; None where nothing was ever sent that could be delivered again."""
        person = self.people[message.person]
        if isinstance(message, Again):
            return person.sent[max(0, len(person.sent) - 1 - message.back)] if person.sent else None
        self.messages += 1
        inbound = person.means(message.action)
        after_end = person.at_the_end and person.channel is Channel.WEB
        envelope = Envelope(person.channel, person.address, f"m{self.messages}", inbound, after_end=after_end)
        person.sent.append(envelope)
        person.said = inbound
        return envelope

    async def _at_once(self, messages: Sequence[Delivered], table: str) -> None:
        """Deliver messages at the same moment; then deliver again what failed, as whoever sent it does."""
        planned = [(self._envelope(message), message.copy) for message in messages]
        sent = [(envelope, copy) for envelope, copy in planned if envelope is not None]
        if not table:
            await self._account(sent, await self._taken(sent))
            return
        async with refusing(self.url, table):
            results = await self._taken(sent, may_fail=True)
        await self._account(sent, results)
        for (envelope, copy), result in zip(sent, results, strict=True):
            if not isinstance(result, Outcome):
                self.happened["failed"] += 1
                later = [(envelope, (copy + 1) % COPIES)]
                await self._account(later, await self._taken(later))

    async def _taken(
        self, sent: Sequence[tuple[Envelope, int]], *, may_fail: bool = False
    ) -> list[Outcome | BaseException]:
        turns = (self.copies[copy].take(envelope) for envelope, copy in sent)
        results = await asyncio.gather(*turns, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException) and not (may_fail and isinstance(result, FAILURES)):
                raise Broken(f"a turn failed with {type(result).__name__}") from result
        return results

    async def _account(self, sent: Sequence[tuple[Envelope, int]], results: Sequence[Outcome | BaseException]) -> None:
        """Let the perfect machine take the same, in the order that explains what came of it; raise Broken without one."""
        taken = [
            (envelope, result)
            for (envelope, _), result in zip(sent, results, strict=True)
            if isinstance(result, Outcome)
        ]
        first = [(envelope, outcome) for envelope, outcome in taken if not outcome.repeated]
        for envelope, outcome in taken:
            before = envelope.message_id in self.perfect.handled
            if outcome.repeated != (before or not any(one is outcome for _, one in self._firsts(envelope, first))):
                raise Broken(f"a message was taken {'twice' if before else 'as a repeat before it was taken'}")
        stored = await what_is_stored(self.database) if len(first) > 1 else None
        self._follow_order(first, stored)
        if len(taken) == 1 and taken[0][1].repeated:
            self._check_repeat(*taken[0])
        for envelope, outcome in taken:
            self._person(envelope).read(outcome.replies, closed=outcome.closed)

    @staticmethod
    def _firsts(envelope: Envelope, first: Sequence[tuple[Envelope, Outcome]]) -> list[tuple[Envelope, Outcome]]:
        """Return the only time that a message was taken. Raises Broken where it was more than once."""
        mine = [(one, outcome) for one, outcome in first if one.message_id == envelope.message_id]
        if len(mine) > 1:
            raise Broken("a message was taken twice at the same moment")
        return mine

    def _follow_order(self, first: Sequence[tuple[Envelope, Outcome]], stored: Snapshot | None) -> None:
        for order in permutations(first):
            twin = self.perfect.copy()
            said = all(_alike(outcome.replies, twin.take(envelope)) for envelope, outcome in order)
            if said and (stored is None or stored == what_ought_to_be(twin)):
                self.perfect = twin
                return
        raise Broken(f"no order of {len(first)} messages explains what was answered and stored")

    def _check_repeat(self, envelope: Envelope, outcome: Outcome) -> None:
        if not _alike(outcome.replies, self.perfect.again(envelope)):
            raise Broken("a message that was delivered again was answered otherwise than it should be")

    async def _answer_lost(self, message: Sent) -> None:
        envelope = self._envelope(message)
        assert envelope is not None
        outcome = await self.copies[message.copy].take(envelope)
        self._follow_order([(envelope, outcome)], None)
        await self._restart(message.copy)
        await self._settle(envelope, (message.copy + 1) % COPIES)

    async def _cut_off(self, message: Sent, after: int) -> None:
        envelope = self._envelope(message)
        assert envelope is not None
        turn = asyncio.create_task(self.copies[message.copy].take(envelope))
        await self.copies[message.copy].cut_off(turn, after)
        self.happened["cut off in the middle"] += turn.cancelled() or turn.exception() is not None
        await self._restart(message.copy)
        outcome = await self.copies[(message.copy + 1) % COPIES].take(envelope)
        # Whether it was committed or not before it was cut off, from here on it has been taken once.
        if not outcome.repeated:
            self._follow_order([(envelope, outcome)], None)
        else:
            if envelope.message_id not in self.perfect.handled:
                self.perfect.take(envelope)
            self._check_repeat(envelope, outcome)
        self._person(envelope).read(outcome.replies, closed=outcome.closed)

    async def _settle(self, envelope: Envelope, copy: int) -> None:
        """Deliver a message again whose answer was lost: it has to be answered alike, and to change nothing."""
        outcome = await self.copies[copy].take(envelope)
        if not outcome.repeated:
            raise Broken("a message was taken twice: its answer had been lost")
        self._check_repeat(envelope, outcome)
        self._person(envelope).read(outcome.replies, closed=outcome.closed)

    async def _restart(self, copy: int) -> None:
        await self.copies[copy].die()
        self.copies[copy] = self._new_copy(self.url, self.clock)

    def _person(self, envelope: Envelope) -> Person:
        return next(person for person in self.people if person.address == envelope.address)


def _alike(said: tuple[Reply, ...], ought: tuple[Reply, ...]) -> bool:
    """Whether what was said is what ought to be, but for the words of a receipt, which the engine does not know."""
    return said == filled(ought, words_shown(said))
