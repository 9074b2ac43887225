"""Takes what somebody gave away for good, and counts it for the log of deletions."""

from collections import Counter

from sqlalchemy import ColumnElement, CursorResult, Delete, delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.deletions import Deleted
from storage.tables import AnswerMessage, AnswerRow, HeldMessage


async def clear_answer(connection: AsyncConnection, response_id: str, question_id: str, gone: Counter[Deleted]) -> None:
    """Take away everything given to one question. `gone` counts what went."""
    written = delete(AnswerMessage).where(
        AnswerMessage.response_id == response_id, AnswerMessage.question_id == question_id
    )
    await remove(connection, written, Deleted.TAKEN_BACK, gone)
    await remove(connection, delete(HeldMessage).where(held_words(response_id, question_id)), Deleted.HELD, gone)
    await connection.execute(
        delete(AnswerRow).where(AnswerRow.response_id == response_id, AnswerRow.question_id == question_id)
    )


async def remove(connection: AsyncConnection, rows: Delete, kind: Deleted, gone: Counter[Deleted]) -> None:
    """Delete rows for good and count them."""
    result: CursorResult[tuple[()]] = await connection.execute(rows)
    gone[kind] += result.rowcount


def held_words(response_id: str, question_id: str | None = None) -> ColumnElement[bool]:
    """Return the condition for held words: those of one question, or all of a response's."""
    of_response = HeldMessage.response_id == response_id
    return of_response if question_id is None else of_response & (HeldMessage.question_id == question_id)
