"""Which language each answer is written in: noted once its talk has ended, when nothing is added to it any more.

A row says 'detected'. Where nothing was detected, the language is the one chosen for the talk, which stands with the answer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Insert, and_, case, exists, insert, literal, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import AnswerLanguageRow, AnswerMessage, AnswerRow, ResponseRow

DETECTED, CHOSEN = "detected", "chosen"
OPEN = "open"
ENGLISH = "en"
CHOSE_ENGLISH = or_(AnswerRow.language == ENGLISH, AnswerRow.language.startswith(f"{ENGLISH}-"))
"""That the talk was in English, or in easier English."""


class Unread(NamedTuple):
    """An answer whose language was not looked at yet: whose, its words, the language of the talk."""

    response_id: str
    question_id: str
    words: str
    chosen: str


class WrittenIn(NamedTuple):
    """The language of an answer, and whether it was `detected` in its words or is the one `chosen` for the talk."""

    language: str
    how: str


def written_in(detected: str | None, chosen: str) -> WrittenIn:
    """Return the language of an answer; easier words of a language are that language."""
    return WrittenIn(detected, DETECTED) if detected else WrittenIn(chosen.partition("-")[0], CHOSEN)


async def unread_answers(
    connection: AsyncConnection, most: int, since: date | None = None, begin_at: str = ""
) -> Sequence[Unread]:
    """Return so many answers with words, of talks that have ended, that nobody looked at yet, in the order of their ids.

    `since` leaves out talks that ended on an earlier day: they were looked at before. `begin_at` leaves out smaller ids,
    so that a lot is not looked for among all that the lots before have noted.
    """
    looked_at = and_(
        AnswerLanguageRow.response_id == AnswerRow.response_id, AnswerLanguageRow.question_id == AnswerRow.question_id
    )
    has_words = and_(
        AnswerMessage.response_id == AnswerRow.response_id, AnswerMessage.question_id == AnswerRow.question_id
    )
    wanted = (
        select(AnswerRow.response_id, AnswerRow.question_id, AnswerRow.language)
        .join(ResponseRow, ResponseRow.id == AnswerRow.response_id)
        .where(ResponseRow.id >= begin_at, ResponseRow.status != OPEN)
        .where(exists().where(has_words), ~exists().where(looked_at))
        .order_by(AnswerRow.response_id, AnswerRow.question_id)
        .limit(most)
    )
    if since is not None:
        wanted = wanted.where(ResponseRow.closed_on >= since)
    found = (await connection.execute(wanted)).all()
    written = select(AnswerMessage).where(AnswerMessage.response_id.in_({row.response_id for row in found}))
    words: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in await connection.execute(written.order_by(AnswerMessage.number)):
        words[row.response_id, row.question_id].append(row.words)
    return [Unread(one, question, "\n".join(words[one, question]), chosen) for one, question, chosen in found]


async def note_languages(connection: AsyncConnection, found: Mapping[tuple[str, str], str]) -> int:
    """Note the languages of answers, by whose and to which question, empty where nothing was sure; return how many.

    An answer that was erased meanwhile, or that another process has noted, is left as it is.
    """
    noted = 0
    for (response_id, question_id), language in found.items():
        try:
            async with connection.begin_nested():
                noted += (await connection.execute(_note(response_id, question_id, language))).rowcount
        except IntegrityError:
            continue
    return noted


def _note(response_id: str, question_id: str, language: str) -> Insert:
    """Return the statement that notes one answer, and for which engagement it is to be translated."""
    in_english: ColumnElement[bool] = literal(language == ENGLISH) if language else CHOSE_ENGLISH
    row = (
        select(
            AnswerRow.response_id,
            AnswerRow.question_id,
            literal(language),
            case((in_english, ""), else_=ResponseRow.engagement),
        )
        .join(ResponseRow, ResponseRow.id == AnswerRow.response_id)
        .where(AnswerRow.response_id == response_id, AnswerRow.question_id == question_id)
    )
    names = ["response_id", "question_id", "language", "translate_for"]
    return insert(AnswerLanguageRow).from_select(names, row)


async def languages_of(connection: AsyncConnection, ids: Sequence[str]) -> Mapping[tuple[str, str], str]:
    """Return what was detected in the answers of these responses: (response id, question id) -> ISO 639 code."""
    rows = select(AnswerLanguageRow.response_id, AnswerLanguageRow.question_id, AnswerLanguageRow.language).where(
        AnswerLanguageRow.response_id.in_(ids), AnswerLanguageRow.language != ""
    )
    return {(one, question): language for one, question, language in await connection.execute(rows)}
