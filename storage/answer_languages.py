"""Which language each answer is written in: noted once its talk has ended, when nothing is added to it any more.

A row says 'detected'. Where nothing was detected, the language is the one chosen for the talk, which stands with the answer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, exists, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import AnswerLanguageRow, AnswerMessage, AnswerRow, ResponseRow

DETECTED, CHOSEN = "detected", "chosen"
OPEN = "open"


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


async def unread_answers(connection: AsyncConnection, most: int, since: date | None = None) -> Sequence[Unread]:
    """Return so many answers with words, of talks that have ended, that nobody looked at yet.

    `since` leaves out talks that ended on an earlier day: they were looked at before.
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
        .where(ResponseRow.status != OPEN, exists().where(has_words), ~exists().where(looked_at))
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
                await connection.execute(
                    insert(AnswerLanguageRow).values(
                        response_id=response_id, question_id=question_id, language=language
                    )
                )
            noted += 1
        except IntegrityError:
            continue
    return noted


async def languages_of(connection: AsyncConnection, ids: Sequence[str]) -> Mapping[tuple[str, str], str]:
    """Return what was detected in the answers of these responses: (response id, question id) -> ISO 639 code."""
    rows = select(AnswerLanguageRow.response_id, AnswerLanguageRow.question_id, AnswerLanguageRow.language).where(
        AnswerLanguageRow.response_id.in_(ids), AnswerLanguageRow.language != ""
    )
    return {(one, question): language for one, question, language in await connection.execute(rows)}
