"""Finds answers that hold certain words, for staff who may read every answer. What was searched for is kept nowhere."""

from collections.abc import Sequence

from sqlalchemy import String, or_, select, tuple_, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import AnswerMessage, ResponseRow
from storage.theme_coding import WrittenAnswer

OPEN = "open"
ON_A_PAGE = 50
LONGEST = 200

Place = tuple[str, str]
"""The last answer of a page: response id and question id."""


async def answers_with(
    connection: AsyncConnection, engagement: str, words: str, after: Place = ("", "")
) -> Sequence[WrittenAnswer]:
    """Return answers of an engagement's ended talks with these words in one message, in the order of random ids.

    Large and small letters count as the same. At most `ON_A_PAGE` after the one at a place; fewer are the last.
    """
    # SQLite knows small letters of English alone, so the usual forms of a word are looked for as they are, too.
    forms = {words, words.lower(), words.upper(), words.capitalize(), words.title()}
    place = tuple_(AnswerMessage.response_id, AnswerMessage.question_id)
    found = await connection.execute(
        select(AnswerMessage.response_id, AnswerMessage.question_id)
        .join(ResponseRow, ResponseRow.id == AnswerMessage.response_id)
        .where(
            ResponseRow.engagement == engagement,
            ResponseRow.status != OPEN,
            place > tuple_(*(type_coerce(part, String) for part in after)),
            or_(*(AnswerMessage.words.icontains(form, autoescape=True) for form in sorted(forms))),
        )
        .distinct()
        .order_by(AnswerMessage.response_id, AnswerMessage.question_id)
        .limit(ON_A_PAGE)
    )
    places = [(response_id, question_id) for response_id, question_id in found]
    messages = await connection.execute(
        select(AnswerMessage.response_id, AnswerMessage.question_id, AnswerMessage.words)
        .where(AnswerMessage.response_id.in_({response_id for response_id, _ in places}))
        .order_by(AnswerMessage.number)
    )
    texts: dict[Place, list[str]] = {}
    for response_id, question_id, text in messages:
        texts.setdefault((response_id, question_id), []).append(text)
    return [WrittenAnswer(*one, tuple(texts[one])) for one in places]
