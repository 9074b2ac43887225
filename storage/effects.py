"""Applies what a turn decided to the stored answers: every effect, in the order the turn wrote them."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, assert_never

from sqlalchemy import Insert, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

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
from storage.clearing import clear_answer, held_words, remove
from storage.deletions import Deleted, note_deletions
from storage.receipts import issue_receipt
from storage.signposts import count_signpost
from storage.tables import AnswerMessage, AnswerRow, ConsentRow, HeldMessage, ResponseRow, Table

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
    connection: AsyncConnection, effects: tuple[Effect, ...], response_id: str | None, around: Surroundings
) -> str | None:
    """Apply a turn's effects in order; return the id of the response that is open afterwards, or None.

    Raises RuntimeError for an effect that needs a response where none is open: the engine never makes one.
    """
    for effect in effects:
        response_id = await apply_effect(connection, effect, response_id, around)
    await note_deletions(connection, around.gone, around.day)
    return response_id


async def apply_effect(
    connection: AsyncConnection, effect: Effect, response_id: str | None, around: Surroundings
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
            await remove(
                connection, delete(ResponseRow).where(ResponseRow.id == response_id), Deleted.ERASED, around.gone
            )
            return None
        case CountSignpost():
            await count_signpost(connection, effect, around.state, around.day, around.minute)
            return response_id
    if response_id is None:
        raise RuntimeError(f"{type(effect).__name__} needs an open response")
    await apply_to_response(connection, effect, response_id, around)
    return response_id


async def apply_to_response(  # noqa: C901 - one branch for each effect
    connection: AsyncConnection, effect: Giving, response_id: str, around: Surroundings
) -> None:
    """Apply an effect that changes what an open response holds."""
    match effect:
        case RecordConsent(consent, agreed, text_key):
            values = {"agreed": agreed, "text_key": text_key, "chosen_on": around.day, **wording_seen(around)}
            await put(connection, ConsentRow, {"response_id": response_id, "consent": consent.value}, values)
        case AddToAnswer(question_id, text):
            await put_answer(connection, response_id, question_id, around, skipped=False)
            await add_message(connection, response_id, question_id, text)
        case ChooseOptions(question_id, option_ids):
            await put_answer(connection, response_id, question_id, around, skipped=False, options=list(option_ids))
        case ClearAnswer(question_id):
            await clear_answer(connection, response_id, question_id, around.gone)
        case SkipQuestion(question_id):
            await put_answer(connection, response_id, question_id, around, skipped=True, options=[])
        case HoldWords(question_id, text):
            await add_message(connection, response_id, question_id, text, HeldMessage)
        case KeepHeldWords(question_id):
            await put_answer(connection, response_id, question_id, around, skipped=False)
            for words in await answer_messages(connection, response_id, question_id, HeldMessage):
                await add_message(connection, response_id, question_id, words)
            await connection.execute(delete(HeldMessage).where(held_words(response_id, question_id)))
        case DropHeldWords(question_id):
            dropped = delete(HeldMessage).where(held_words(response_id, question_id))
            await remove(connection, dropped, Deleted.HELD, around.gone)
        case IssueReceipt():
            await issue_receipt(connection, around.receipts, response_id, around.day)
        case _:
            assert_never(effect)


async def open_response(connection: AsyncConnection, around: Surroundings) -> str:
    """Begin a response and return its random id."""
    state = around.state
    response_id = new_response_id()
    await connection.execute(
        insert(ResponseRow).values(
            id=response_id,
            engagement=state.engagement,
            script_version=state.script_version,
            channel=state.channel.value,
            entry_code=state.entry_code,
            audience=state.audience.value if state.audience else "",
            age_band=state.age_band.value if state.age_band else None,
            language=state.language,
            status="open",
            opened_on=around.day,
            kept_until=around.kept_until,
        )
    )
    return response_id


async def close_response(connection: AsyncConnection, response_id: str, status: str, around: Surroundings) -> None:
    """End a response: it stays, with how it ended and on which day."""
    await remove(connection, delete(HeldMessage).where(held_words(response_id)), Deleted.HELD, around.gone)
    values = {"status": status, "closed_on": around.day, "language": around.state.language}
    await connection.execute(update(ResponseRow).where(ResponseRow.id == response_id).values(**values))


async def put_answer(
    connection: AsyncConnection, response_id: str, question_id: str, around: Surroundings, **given: Any
) -> None:
    """Store an answer's outline; options that are not given stay as they are."""
    values = {**given, "answered_on": around.day, **wording_seen(around)}
    await put(connection, AnswerRow, {"response_id": response_id, "question_id": question_id}, values, {"options": []})


Messages = type[AnswerMessage] | type[HeldMessage]


async def add_message(
    connection: AsyncConnection, response_id: str, question_id: str, words: str, table: Messages = AnswerMessage
) -> None:
    """Add one message at the end of an answer, or of those held for it."""
    last = await connection.scalar(
        select(func.max(table.number)).where(table.response_id == response_id, table.question_id == question_id)
    )
    await connection.execute(
        insert(table).values(response_id=response_id, question_id=question_id, number=(last or 0) + 1, words=words)
    )


async def answer_messages(
    connection: AsyncConnection, response_id: str, question_id: str, table: Messages = AnswerMessage
) -> tuple[str, ...]:
    """Return the messages of an answer so far, or those held for it, in order."""
    rows = await connection.scalars(
        select(table.words)
        .where(table.response_id == response_id, table.question_id == question_id)
        .order_by(table.number)
    )
    return tuple(rows)


async def messages_so_far(connection: AsyncConnection, response_id: str, question_id: str) -> tuple[str, ...]:
    """Return what was written to a question until now, what is held for it last."""
    written = await answer_messages(connection, response_id, question_id)
    return (*written, *await answer_messages(connection, response_id, question_id, HeldMessage))


def wording_seen(around: Surroundings) -> dict[str, str]:
    """Return which wording was on the screen: kept with every consent and every answer."""
    return {"script_version": around.before.script_version, "language": around.before.language}


async def put(
    connection: AsyncConnection,
    table: type[Table],
    key: dict[str, Any],
    values: dict[str, Any],
    only_when_new: dict[str, Any] | None = None,
) -> None:
    """Insert a row, or change the values of the one that is there."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    statement: Insert = (
        dialect.insert(table)
        .values({**(only_when_new or {}), **key, **values})
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )
    await connection.execute(statement)
