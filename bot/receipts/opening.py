"""Opens receipts, and does what can be done with what they open. Every channel comes by here.

Whatever a receipt does not open - never made, erased, kept no longer - is answered alike, after the same work.
"""

import asyncio
from dataclasses import replace
from datetime import date
from enum import StrEnum

from bot.receipts.limiting import Limiter
from bot.receipts.words import read
from bot.turns import Turns
from conversations.engine import new_state
from conversations.keeping import last_day
from conversations.people import Audience, Channel
from conversations.script import Script
from conversations.state import ConversationState
from storage.receipts import Held, carry_on_elsewhere, erase_everything, opened_by, take_out_answer, what_is_held

AT_ONCE = 2
"""Tries at a time, so that nobody gets past the counting of wrong ones by sending many at one moment."""


class Refusal(StrEnum):
    """Why nothing was opened; each is the name of what is said then."""

    NOT_FOUR = "not_four"
    WRONG = "wrong"
    WAIT = "wait"


class Receipts:
    """Opens receipts for one channel."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self._limiter = Limiter()
        self._at_once = asyncio.Semaphore(AT_ONCE)

    async def open(self, client: str, text: str) -> Held | Refusal:
        """Return what somebody's four words open. `client` is what tries are counted by, an address or a chat."""
        value = read(text)
        if value is None:
            return Refusal.NOT_FOUR
        async with self._at_once:
            if not self._limiter.may_try(client):
                return Refusal.WAIT
            receipt_hash = self.turns.receipts.hashed(value)
            async with self.turns.database.reading() as connection:
                response_id = await opened_by(connection, receipt_hash, self._last_days(), self.turns.today())
                held = await what_is_held(connection, response_id) if response_id else None
            if held is None:
                await self._limiter.was_wrong(client)
                return Refusal.WRONG
        return held

    async def look(self, response_id: str) -> Held | None:
        """Return what is held of a response that a receipt has opened; None where it is gone meanwhile."""
        async with self.turns.database.reading() as connection:
            return await what_is_held(connection, response_id)

    async def take_out(self, held: Held, question_id: str) -> Held | None:
        """Take one answer out for good and return what is left."""
        async with self.turns.database.writing() as connection:
            await take_out_answer(connection, held.response_id, question_id, self.turns.today())
            return await what_is_held(connection, held.response_id)

    async def erase(self, held: Held) -> None:
        """Erase everything that the receipt opens, and with it the receipt."""
        async with self.turns.database.writing() as connection:
            await erase_everything(connection, held.response_id, self.turns.today())

    async def carry_on(self, held: Held, channel: Channel, address: str) -> bool:
        """Move the open talk to another address; return whether it is there now."""
        key = self.turns.key_at(channel, address, held.engagement)
        async with self.turns.database.writing() as connection:
            return await carry_on_elsewhere(connection, held.response_id, key, channel, self.turns.today())

    def may_carry_on(self, held: Held, channel: Channel) -> bool:
        """Whether these questions may be answered on a channel: Telegram has an age of its own."""
        of_age = held.age_band in self.script(held).age_rules.telegram
        return channel is not Channel.TELEGRAM or held.audience is Audience.PROFESSIONAL or of_age

    def script(self, held: Held) -> Script:
        """Return the script that the answers were given to, as it is now."""
        return self.turns.script(held.engagement)

    def state(self, held: Held, channel: Channel) -> ConversationState:
        """Return a state that says things in the words of the person who gave the answers; it is stored nowhere."""
        fresh = new_state(self.script(held), channel, held.language)
        return replace(fresh, audience=held.audience, age_band=held.age_band)

    def happened(self, held: Held) -> str:
        """Return the key of what is said of what happened next; empty where what is published of it says so itself."""
        if held.came:
            return ""
        published = self.turns.events.published(held.engagement)
        return "you_said.not_about_yours" if published else "receipt_page.what_happened_next"

    def _last_days(self) -> dict[str, date | None]:
        return {engagement: last_day(script.values) for engagement, script in self.turns.scripts.items()}


def in_order(script: Script, held: Held) -> list[str]:
    """Return the ids of the answered questions in the order they are asked; those no longer asked come last."""
    places = {question.id: place for place, question in enumerate(script.questions)}
    return sorted(held.answers, key=lambda question_id: (places.get(question_id, len(places)), question_id))


def question_words(script: Script, state: ConversationState, question_id: str) -> str:
    """Return a question in the person's words."""
    key = f"question.{question_id}" if script.question(question_id) else "receipt_page.earlier_question"
    return script.wording(state.language).say(key, state)


def answer_lines(script: Script, state: ConversationState, held: Held, question_id: str) -> tuple[str, ...]:
    """Return an answer as it is stored: the labels of what was chosen, then each message."""
    wording = script.wording(state.language)
    answer = held.answers[question_id]
    keys = ((option, f"option.{question_id}.{option}") for option in answer.options)
    labels = tuple(wording.say(key, state) if key in wording.texts else option for option, key in keys)
    return (*labels, *answer.words)
