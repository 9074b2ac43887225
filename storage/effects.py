"""Applies what a turn decided to the stored answers: every effect, in the order the turn wrote them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from types import ModuleType
from typing import Any, assert_never

from sqlalchemy import Insert, insert, update

from conversations.people import Channel
from conversations.state import ConversationState
from conversations.turn import (
    AddToAnswer,
    ChooseOptions,
    ClearAnswer,
    CloseConversation,
    CountSignpost,
    DropHeldWords,
    Effect,
    EraseResponse,
    HoldWords,
    IssueReceipt,
    KeepHeldWords,
    OpenResponse,
    RecordConsent,
    SkipQuestion,
)
from storage.anonymity import ReceiptKeys, new_response_id
from storage.answers import add_message, answer_messages, put_answer
from storage.clearing import clear_answer, drop_held, erase_response
from storage.deletions import Deleted, note_deletions
from storage.issuing import issue_receipt
from storage.prepared import AnyConnection, Prepared, given, run
from storage.signposts import count_signpost
from storage.tables import ConsentRow, HeldMessage, ResponseRow

Giving = (
    RecordConsent
    | AddToAnswer
    | ChooseOptions
    | ClearAnswer
    | SkipQuestion
    | HoldWords
    | KeepHeldWords
    | DropHeldWords
    | IssueReceipt
)
"""The effects that need an open response."""

OPENED = (
    "id", "engagement", "script_version", "channel", "entry_code", "audience", "age_band", "language", "status",
    "opened_on", "kept_until",
)  # fmt: skip
OPEN = Prepared(lambda _: insert(ResponseRow).values({name: given(name) for name in OPENED}))
CLOSE = Prepared(
    lambda _: (
        update(ResponseRow)
        .where(ResponseRow.id == given("response_id"))
        .values(status=given("status"), closed_on=given("closed_on"), language=given("language"))
    )
)
CONSENT_KEY = ("response_id", "consent")
CONSENT = ("agreed", "text_key", "chosen_on", "script_version", "language")


def _record_consent(dialect: ModuleType) -> Insert:
    statement = dialect.insert(ConsentRow).values({name: given(name) for name in (*CONSENT_KEY, *CONSENT)})
    changed = {name: statement.excluded[name] for name in CONSENT}
    recorded: Insert = statement.on_conflict_do_update(index_elements=list(CONSENT_KEY), set_=changed)
    return recorded


RECORD_CONSENT = Prepared(_record_consent)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an effect needs beside itself: the state before and after the turn, the day, for alerts the minute, for receipts the keys.

    The one before says which wording was on the screen: a newer script may have come while the person was reading.
    `kept_until` is the last day that answers are kept, as the person was told. `gone` is what the effects deleted.
    """

    before: ConversationState
    state: ConversationState
    day: date
    minute: int
    receipts: ReceiptKeys
    kept_until: date | None = None
    gone: Counter[Deleted] = field(default_factory=Counter)


async def apply_effects(
    connection: AnyConnection, effects: tuple[Effect, ...], response_id: str | None, around: Surroundings
) -> str | None:
    """Apply a turn's effects in order; return the id of the response that is open afterwards, or None.

    Raises RuntimeError for an effect that needs a response where none is open: the engine never makes one.
    """
    for effect in effects:
        response_id = await apply_effect(connection, effect, response_id, around)
    await note_deletions(connection, around.gone, around.day)
    return response_id


async def apply_effect(
    connection: AnyConnection, effect: Effect, response_id: str | None, around: Surroundings
) -> str | None:
    """Apply one effect; return the id of the response that is open afterwards, or None."""
    match effect:
        case OpenResponse():
            return await open_response(connection, around)
        case CloseConversation(ending):
            if response_id is not None:
                await close_response(connection, response_id, ending.value, around)
            return None
        case EraseResponse():
            if response_id is not None:
                await erase_response(connection, response_id, around.gone, around.day)
            return None
        case CountSignpost() if around.state.channel is Channel.PAPER:
            # Nobody in the room was shown help just now: whoever types the sheet in is told, and acts on it.
            return response_id
        case CountSignpost():
            await count_signpost(connection, effect, around.state, around.day, around.minute)
            return response_id
    if response_id is None:
        raise RuntimeError(f"{type(effect).__name__} needs an open response")
    await apply_to_response(connection, effect, response_id, around)
    return response_id


async def apply_to_response(  # noqa: C901 - one branch for each effect
    connection: AnyConnection, effect: Giving, response_id: str, around: Surroundings
) -> None:
    """Apply an effect that changes what an open response holds."""
    match effect:
        case RecordConsent(consent, agreed, text_key):
            chosen = {"response_id": response_id, "consent": consent.value, "agreed": agreed, "text_key": text_key}
            await run(connection, RECORD_CONSENT, {**chosen, "chosen_on": around.day, **wording_seen(around)})
        case AddToAnswer(question_id, text):
            await put_answer(connection, response_id, question_id, outline(around))
            await add_message(connection, response_id, question_id, text)
        case ChooseOptions(question_id, option_ids):
            await put_answer(connection, response_id, question_id, outline(around), list(option_ids))
        case ClearAnswer(question_id):
            await clear_answer(connection, response_id, question_id, around.gone, around.day)
        case SkipQuestion(question_id):
            await put_answer(connection, response_id, question_id, outline(around, skipped=True), [])
        case HoldWords(question_id, text):
            await add_message(connection, response_id, question_id, text, HeldMessage)
        case KeepHeldWords(question_id):
            await put_answer(connection, response_id, question_id, outline(around))
            for words in await answer_messages(connection, response_id, question_id, HeldMessage):
                await add_message(connection, response_id, question_id, words)
            await drop_held(connection, response_id, Counter(), question_id)
        case DropHeldWords(question_id):
            await drop_held(connection, response_id, around.gone, question_id)
        case IssueReceipt():
            await issue_receipt(connection, around.receipts, response_id, around.day)
        case _:
            assert_never(effect)


async def open_response(connection: AnyConnection, around: Surroundings) -> str:
    """Begin a response and return its random id."""
    state = around.state
    response_id = new_response_id()
    values = {
        "id": response_id,
        "engagement": state.engagement,
        "script_version": state.script_version,
        "channel": state.channel.value,
        "entry_code": state.entry_code,
        "audience": state.audience.value if state.audience else "",
        "age_band": state.age_band.value if state.age_band else None,
        "language": state.language,
        "status": "open",
        "opened_on": around.day,
        "kept_until": around.kept_until,
    }
    await run(connection, OPEN, values)
    return response_id


async def close_response(connection: AnyConnection, response_id: str, status: str, around: Surroundings) -> None:
    """End a response: it stays, with how it ended and on which day."""
    await drop_held(connection, response_id, around.gone)
    values = {"status": status, "closed_on": around.day, "language": around.state.language}
    await run(connection, CLOSE, {**values, "response_id": response_id})


def outline(around: Surroundings, *, skipped: bool = False) -> dict[str, Any]:
    """Return what is stored of every answer beside what was given."""
    return {"skipped": skipped, "answered_on": around.day, **wording_seen(around)}


def wording_seen(around: Surroundings) -> dict[str, str]:
    """Return which wording was on the screen: kept with every consent and every answer."""
    return {"script_version": around.before.script_version, "language": around.before.language}
