"""What receipts open, and what can be done with it. Who makes them: `storage/issuing.py`.

A receipt opens one response and nothing else. It goes when the response goes, and opens nothing after the last day that
was promised, whether or not the response has been deleted by then.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.people import AgeBand, Audience, Channel
from conversations.state import NO_ANSWER, ConversationState
from conversations.you_said import YouSaid
from storage.clearing import clear_answer, erase_response
from storage.deletions import Deleted, note_deletions
from storage.tables import AnswerMessage, AnswerRow, ConversationRow, ReceiptRow, ResponseRow
from storage.we_did import published_about


@dataclass(frozen=True, slots=True)
class HeldAnswer:
    """One answer as it is stored: the ids of chosen options, and the words, redacted as they are."""

    options: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What a receipt opens: whose questions they were, the answers by question, and whether the talk is open.

    `came` is what is published of the themes that these answers, and nobody else's, are about.
    """

    response_id: str
    engagement: str
    language: str
    channel: Channel
    audience: Audience | None
    age_band: AgeBand | None
    answers: Mapping[str, HeldAnswer]
    open: bool
    came: tuple[YouSaid, ...] = ()


async def opened_by(
    connection: AsyncConnection, receipt_hash: str, last_days: Mapping[str, date | None], today: date
) -> str | None:
    """Return the id of the response that a receipt opens; None where it opens nothing, and no word of why.

    `last_days` are the last days that answers are kept, by engagement; the one that its writer was told counts as well.
    """
    found = (
        await connection.execute(
            select(ReceiptRow.response_id, ResponseRow.engagement, ResponseRow.kept_until)
            .join(ResponseRow, ResponseRow.id == ReceiptRow.response_id)
            .where(ReceiptRow.receipt_hash == receipt_hash)
        )
    ).one_or_none()
    if found is None:
        return None
    own, script_says = found.kept_until or date.max, last_days.get(found.engagement) or date.min
    if today > min(own, script_says):
        return None
    response_id: str = found.response_id
    return response_id


async def what_is_held(connection: AsyncConnection, response_id: str) -> Held | None:
    """Return what is held of a response, None where it is gone. Words that are only put aside are no answer."""
    row = (await connection.execute(select(*ResponseRow.__table__.columns).filter_by(id=response_id))).one_or_none()
    if row is None:
        return None
    words: dict[str, list[str]] = {}
    for question_id, text in await connection.execute(
        select(AnswerMessage.question_id, AnswerMessage.words)
        .where(AnswerMessage.response_id == response_id)
        .order_by(AnswerMessage.question_id, AnswerMessage.number)
    ):
        words.setdefault(question_id, []).append(text)
    outlines = await connection.execute(
        select(AnswerRow.question_id, AnswerRow.options).where(AnswerRow.response_id == response_id)
    )
    answers = {
        question_id: HeldAnswer(tuple(options), tuple(words.get(question_id, ())))
        for question_id, options in outlines
        if options or question_id in words
    }
    return Held(
        response_id=response_id,
        engagement=row.engagement,
        language=row.language,
        channel=Channel(row.channel),
        audience=Audience(row.audience) if row.audience else None,
        age_band=AgeBand(row.age_band) if row.age_band else None,
        answers=answers,
        open=await open_key(connection, response_id) is not None,
        came=await published_about(connection, response_id),
    )


async def open_key(connection: AsyncConnection, response_id: str) -> str | None:
    """Return the key of the open conversation that a response is given in, None where it is over."""
    return await connection.scalar(
        select(ConversationRow.channel_key).where(ConversationRow.response_id == response_id)
    )


async def take_out_answer(connection: AsyncConnection, response_id: str, question_id: str, day: date) -> None:
    """Take one answer out for good; a talk that is open goes on without it. `day` is for the log of deletions."""
    gone: Counter[Deleted] = Counter()
    state = await _locked_state(connection, response_id)
    await clear_answer(connection, response_id, question_id, gone, day)
    if state is not None:
        await _put_state(connection, response_id, state.with_answer(question_id, NO_ANSWER))
    await note_deletions(connection, gone, day)


async def erase_everything(connection: AsyncConnection, response_id: str, day: date) -> None:
    """Erase a response with all that belongs to it: its receipt, and the open conversation, where there is one."""
    gone: Counter[Deleted] = Counter()
    await connection.execute(delete(ConversationRow).where(ConversationRow.response_id == response_id))
    await erase_response(connection, response_id, gone, day)
    await note_deletions(connection, gone, day)


async def carry_on_elsewhere(
    connection: AsyncConnection, response_id: str, channel_key: str, channel: Channel, day: date
) -> bool:
    """Move an open conversation to another address: where it was, nobody has it any more.

    Return whether it is there now: not where the talk is over, nor where another one is open at that address.
    """
    state = await _locked_state(connection, response_id)
    if state is None:
        return False
    other = await connection.scalar(
        select(ConversationRow.response_id).where(
            ConversationRow.channel_key == channel_key, ConversationRow.response_id.is_not(None)
        )
    )
    if other is not None:
        return bool(other == response_id)
    # Somebody there may have begun without agreeing to anything yet: nothing is lost with that.
    await connection.execute(delete(ConversationRow).where(ConversationRow.channel_key == channel_key))
    await _put_state(connection, response_id, replace(state, channel=channel), channel_key=channel_key, active_on=day)
    return True


async def _locked_state(connection: AsyncConnection, response_id: str) -> ConversationState | None:
    saved = await connection.scalar(
        select(ConversationRow.state).where(ConversationRow.response_id == response_id).with_for_update()
    )
    return None if saved is None else ConversationState.from_json(saved)


async def _put_state(connection: AsyncConnection, response_id: str, state: ConversationState, **values: object) -> None:
    """Save a state; the raised version makes a turn that read the old one run again."""
    await connection.execute(
        update(ConversationRow)
        .where(ConversationRow.response_id == response_id)
        .values(state=state.to_json(), version=ConversationRow.version + 1, **values)
    )
