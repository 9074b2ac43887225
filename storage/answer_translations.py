"""Answers in another language than English, and what staff translated of them: beside the answer, never over it.

Only answers of talks that have ended: to others words may still be added, and they may still be taken back.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    join,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.answer_languages import CHOSE_ENGLISH, ENGLISH, OPEN, WrittenIn, written_in
from storage.tables import AnswerLanguageRow, AnswerMessage, AnswerRow, AnswerTranslationRow, ResponseRow

OF_THIS_ANSWER = and_(
    AnswerLanguageRow.response_id == AnswerRow.response_id, AnswerLanguageRow.question_id == AnswerRow.question_id
)
TRANSLATED = and_(
    AnswerTranslationRow.response_id == AnswerRow.response_id, AnswerTranslationRow.question_id == AnswerRow.question_id
)
ANY_TO_TRANSLATE = AnswerLanguageRow.translate_for != literal("", literal_execute=True)
"""What the index is limited to, in the words that it was made with: databases use it for nothing else."""
HAS_WORDS = exists().where(
    AnswerMessage.response_id == AnswerRow.response_id, AnswerMessage.question_id == AnswerRow.question_id
)


class Translation(NamedTuple):
    """What an answer says in English, and the day that was typed in."""

    words: str
    translated_on: date


class Foreign(NamedTuple):
    """An answer in another language: whose, to which question, its words, its language, its translation or nothing."""

    response_id: str
    question_id: str
    words: str
    written_in: WrittenIn
    translation: str


def not_english() -> ColumnElement[bool]:
    """Return that an answer has words and they are in another language than English, as far as that is known.

    What was detected in the words counts; where that is nothing, the language chosen for the talk.
    """
    noted = exists().where(OF_THIS_ANSWER).correlate(AnswerRow)
    detected, in_english = (
        noted.where(AnswerLanguageRow.language != ""),
        noted.where(AnswerLanguageRow.language == ENGLISH),
    )
    return and_(HAS_WORDS, or_(and_(detected, not_(in_english)), and_(not_(detected), not_(CHOSE_ENGLISH))))


def needs_translator() -> ColumnElement[bool]:
    """Return that a response has an answer in another language than English."""
    return exists().where(AnswerRow.response_id == ResponseRow.id, not_english()).correlate(ResponseRow)


async def foreign_answers(
    connection: AsyncConnection, engagement: str, most: int, *, before: int = 0, translated: bool = False
) -> Sequence[Foreign]:
    """Return so many answers of an engagement that need a translation, or those that have one; `before` are passed over.

    They come in the order of their random ids, which says nothing. One that nobody looked at yet (`bot/language_noting.py`)
    comes once that is done, some minutes after its talk has ended.
    """
    wanted = (_translated(engagement) if translated else to_translate(engagement)).limit(most).offset(before)
    found = (await connection.execute(wanted)).all()
    ids = sorted({row.response_id for row in found})
    words: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    said = select(AnswerMessage).where(AnswerMessage.response_id.in_(ids)).order_by(AnswerMessage.number)
    for row in await connection.execute(said):
        words[row.response_id, row.question_id].append(row.words)
    translations = await translations_of(connection, ids)
    return [
        Foreign(
            row.response_id,
            row.question_id,
            "\n".join(words[row.response_id, row.question_id]),
            written_in(row.detected, row.language),
            found_one.words if (found_one := translations.get((row.response_id, row.question_id))) else "",
        )
        for row in found
    ]


async def put_translation(  # noqa: PLR0913, PLR0917 - which answer, what it says, who typed it and when
    connection: AsyncConnection, engagement: str, response_id: str, question_id: str, words: str, who: str, day: date
) -> bool:
    """Keep the translation of an answer in the place of an earlier one; return False where there is no such answer.

    There is none where it was erased meanwhile, where its talk goes on, and where it is in English.
    """
    which = (AnswerRow.response_id == response_id, AnswerRow.question_id == question_id)
    if (await connection.execute(_answers(engagement).where(*which))).one_or_none() is None:
        return False
    await drop_translation(connection, response_id, question_id)
    values = {"words": words, "translated_by": who, "translated_on": day}
    await connection.execute(
        insert(AnswerTranslationRow).values(response_id=response_id, question_id=question_id, **values)
    )
    return True


async def drop_translation(connection: AsyncConnection, response_id: str, question_id: str) -> None:
    """Delete the translation of an answer, where there is one."""
    ours = (AnswerTranslationRow.response_id == response_id, AnswerTranslationRow.question_id == question_id)
    await connection.execute(delete(AnswerTranslationRow).where(*ours))


async def translations_of(connection: AsyncConnection, ids: Sequence[str]) -> Mapping[tuple[str, str], Translation]:
    """Return the translations of these responses' answers, by response and question."""
    rows = select(AnswerTranslationRow).where(AnswerTranslationRow.response_id.in_(ids))
    return {
        (row.response_id, row.question_id): Translation(row.words, row.translated_on)
        for row in await connection.execute(rows)
    }


def _answers(engagement: str, where_from: FromClause | None = None) -> Select[str, str, str, str]:
    detected = func.coalesce(AnswerLanguageRow.language, "").label("detected")
    # As a condition and not joined: else SQLite begins with all responses of the engagement.
    has_ended = exists().where(
        ResponseRow.id == AnswerRow.response_id, ResponseRow.engagement == engagement, ResponseRow.status != OPEN
    )
    return (
        select(AnswerRow.response_id, AnswerRow.question_id, AnswerRow.language, detected)
        .select_from(AnswerRow if where_from is None else where_from)
        .outerjoin(AnswerLanguageRow, OF_THIS_ANSWER)
        .where(has_ended, not_english())
    )


def _translated(engagement: str) -> Select[str, str, str, str]:
    translated = join(AnswerTranslationRow, AnswerRow, TRANSLATED)
    in_order = (AnswerTranslationRow.response_id, AnswerTranslationRow.question_id)
    return _answers(engagement, translated).order_by(*in_order)


def to_translate(engagement: str) -> Select[str, str, str, str]:
    """Return those that were noted for the engagement: they are read in the order of their index, as many as are shown."""
    noted = AnswerLanguageRow
    has_one = exists().where(
        AnswerTranslationRow.response_id == noted.response_id, AnswerTranslationRow.question_id == noted.question_id
    )
    return (
        select(noted.response_id, noted.question_id, AnswerRow.language, noted.language.label("detected"))
        .join(AnswerRow, OF_THIS_ANSWER)
        .where(noted.translate_for == engagement, ANY_TO_TRANSLATE, not_(has_one))
        .order_by(noted.response_id, noted.question_id)
    )
