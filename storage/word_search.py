"""Finds answers that hold certain words, for staff who may read every answer. What was searched for is kept nowhere.

There is no index of words. It would be a second copy of everything that young people wrote, in a form that is made to be
searched: taking an answer back, hiding words by hand, retention, wiping and backups would each have to reach it too, and
what an index keeps of deleted words until it is merged is hard to prove gone. So answers are looked through as they stand, in
stretches, for as long as somebody may be kept waiting; whoever wants more looks on from there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.stretches import end_of_stretch
from storage.tables import AnswerMessage, ResponseRow
from storage.theme_coding import WrittenAnswer

OPEN = "open"
ON_A_PAGE = 50
LONGEST = 200
STRETCH = 2_000
"""Responses that are looked through at a time: some milliseconds of work."""

Place = tuple[str, str]
"""Up to where answers were looked through: a response's id, and a question's where it was not the whole response."""


@dataclass(frozen=True, slots=True, repr=False)
class Search:
    """What a search found: answers, the place to look on from (None: all are looked through), and how many of a hundred
    answers were looked through, as far as random ids tell.
    """

    found: Sequence[WrittenAnswer]
    place: Place | None
    share: int


async def answers_with(  # noqa: PLR0913 - what for, where, from where and for how long
    connection: AsyncConnection,
    engagement: str,
    words: str,
    after: Place = ("", ""),
    enough: Callable[[], bool] = lambda: False,
    *,
    stretch: int = STRETCH,
) -> Search:
    """Return answers of an engagement's ended talks with these words in one message, in the order of random ids.

    Large and small letters count as the same. At most `ON_A_PAGE` after a place; fewer where `enough`, asked after each
    stretch, says that it took long enough.
    """
    places: list[Place] = []
    place: Place | None = after
    while place is not None and len(places) < ON_A_PAGE:
        if place is not after and enough():
            break
        end = await end_of_stretch(connection, place[0], stretch)
        places += await _found(connection, engagement, words, place, end, ON_A_PAGE - len(places))
        place = (end, "") if end else None
    if len(places) == ON_A_PAGE:
        place = places[-1]
    share = 100 if place is None else 100 * int(place[0][:8], 16) >> 32
    return Search(await _read(connection, places), place, share)


async def _found(  # noqa: PLR0913, PLR0917 - what for, from where to where
    connection: AsyncConnection, engagement: str, words: str, place: Place, end: str | None, most: int
) -> list[Place]:
    response_id, question_id = AnswerMessage.response_id, AnswerMessage.question_id
    reached = response_id > place[0]
    if place[1]:
        reached = or_(reached, and_(response_id == place[0], question_id > place[1]))
    within = [reached, response_id >= place[0]]
    if end is not None:
        within.append(response_id <= end)
    found = await connection.execute(
        select(response_id, question_id)
        .join(ResponseRow, ResponseRow.id == response_id)
        .where(
            *within,
            has_words(words, sqlite=connection.dialect.name == "sqlite"),
            ResponseRow.engagement == engagement,
            ResponseRow.status != OPEN,
        )
        .distinct()
        .order_by(response_id, question_id)
        .limit(most)
    )
    return [(response, question) for response, question in found]


def has_words(words: str, *, sqlite: bool) -> ColumnElement[bool]:
    """Return that a message holds words, in large or small letters.

    Databases take small and large letters of English for the same; whether those of other alphabets too is for PostgreSQL
    to say, by how it was set up, and SQLite never does. So of words with others the usual forms are looked for as they are.
    """
    usual = (words, words.lower(), words.upper(), words.capitalize(), words.title())
    forms = dict.fromkeys("".join(c.lower() if c.isascii() else c for c in form) for form in usual)
    text = AnswerMessage.words
    # SQLite's LIKE does it by itself, without making a small copy of every message first.
    return or_(
        *(text.contains(form, autoescape=True) if sqlite else text.icontains(form, autoescape=True) for form in forms)
    )


async def _read(connection: AsyncConnection, places: Sequence[Place]) -> Sequence[WrittenAnswer]:
    messages = await connection.execute(
        select(AnswerMessage.response_id, AnswerMessage.question_id, AnswerMessage.words)
        .where(AnswerMessage.response_id.in_({response_id for response_id, _ in places}))
        .order_by(AnswerMessage.number)
    )
    texts: dict[Place, list[str]] = {}
    for response_id, question_id, text in messages:
        texts.setdefault((response_id, question_id), []).append(text)
    return [WrittenAnswer(*one, tuple(texts[one])) for one in places]
