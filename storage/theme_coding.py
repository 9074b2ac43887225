"""Coding: which themes somebody gave to an answer. Several may fit, none may, and not coded yet is neither.

An answer is known by its response's id and its question's. Only answers with words, of talks that have ended, are coded.
Where several people coded one answer, it is about the themes that at least half of them gave (`what_is_said`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, insert, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import AnswerMessage, AnswerRow, ResponseRow, ThemeCodingRow, ThemeReadingRow, ThemeRow
from storage.themes import Theme, theme_of

OPEN = "open"
MANY = 1_000
"""Answers left: more are not counted, since nobody needs to know and counting a million takes long."""

Coding = Mapping[str, tuple[str, ...]]
"""Who coded an answer, with the names of the themes that they gave it."""


@dataclass(frozen=True, slots=True, repr=False)
class WrittenAnswer:
    """An answer to be read: whose, to which question, the messages as they are stored."""

    response_id: str
    question_id: str
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemeCounts:
    """True numbers, never to be shown as they are: answers coded, those that no theme fits, and those of each theme."""

    coded: int
    none_fits: int
    themes: Mapping[str, int]


async def code_answer(  # noqa: PLR0913, PLR0917 - which answer, who, and what they found
    connection: AsyncConnection,
    engagement: str,
    response_id: str,
    question_id: str,
    coder: str,
    themes: Collection[str],
) -> bool:
    """Store what somebody found an answer to be about, in place of what they found before; no theme: none fits.

    Return False where nothing was stored: the answer is gone, or its talk is open. A theme of another frame is left out.
    """
    of_frame = select(ThemeRow.id).where(
        ThemeRow.engagement == engagement, ThemeRow.question_id == question_id, ThemeRow.id.in_(list(themes))
    )
    known = list(await connection.scalars(of_frame))
    can_be_coded = select(AnswerRow.response_id).where(
        AnswerRow.response_id == response_id, AnswerRow.question_id == question_id, _codable(engagement)
    )
    if await connection.scalar(can_be_coded) is None:
        return False
    which = {"response_id": response_id, "question_id": question_id, "coder": coder}
    try:
        async with connection.begin_nested():
            await connection.execute(
                delete(ThemeReadingRow).where(
                    ThemeReadingRow.response_id == response_id,
                    ThemeReadingRow.question_id == question_id,
                    ThemeReadingRow.coder == coder,
                )
            )
            await connection.execute(insert(ThemeReadingRow).values(**which))
            if known:
                await connection.execute(insert(ThemeCodingRow), [{**which, "theme_id": theme} for theme in known])
    except IntegrityError:  # its writer erased it just now
        return False
    return True


async def next_to_code(  # noqa: PLR0913 - which answers, for whom, from where
    connection: AsyncConnection, engagement: str, question_id: str, coder: str, start: str, *, again: bool = False
) -> WrittenAnswer | None:
    """Return an answer that this coder has not coded, None where none is left.

    `start` is random hexadecimal digits: the search begins there, among random ids, so the order in which answers are
    read says nothing. `again` gives those that somebody else has coded, else those that nobody has.
    """
    mine, others = (ThemeReadingRow.coder == coder, ThemeReadingRow.coder != coder)
    wanted = select(AnswerRow.response_id).where(
        AnswerRow.question_id == question_id, _codable(engagement), ~_read_where(mine)
    )
    if again:  # from the few that were read, and not from all that could have been
        read = select(ThemeReadingRow.response_id).where(ThemeReadingRow.question_id == question_id, others)
        wanted = wanted.where(AnswerRow.response_id.in_(read))
    else:
        wanted = wanted.where(~_read_where(others))
    for part in (AnswerRow.response_id >= start, AnswerRow.response_id < start):
        found = await connection.scalar(wanted.where(part).order_by(AnswerRow.response_id).limit(1))
        if found is not None:
            return await answer_to_read(connection, engagement, found, question_id)
    return None


async def answer_to_read(
    connection: AsyncConnection, engagement: str, response_id: str, question_id: str
) -> WrittenAnswer | None:
    """Return an answer that may be coded; None where there is none such (any more)."""
    words = (
        select(AnswerMessage.words)
        .join(
            AnswerRow,
            and_(
                AnswerRow.response_id == AnswerMessage.response_id, AnswerRow.question_id == AnswerMessage.question_id
            ),
        )
        .where(AnswerRow.response_id == response_id, AnswerRow.question_id == question_id, _codable(engagement))
        .order_by(AnswerMessage.number)
    )
    messages = tuple(await connection.scalars(words))
    return WrittenAnswer(response_id, question_id, messages) if messages else None


async def themes_given(
    connection: AsyncConnection, response_id: str, question_id: str, coder: str
) -> frozenset[str] | None:
    """Return the ids of the themes that a coder gave an answer, none where none fits; None where they did not code it."""
    which = {"response_id": response_id, "question_id": question_id, "coder": coder}
    read = await connection.scalar(select(ThemeReadingRow.coder).filter_by(**which))
    if read is None:
        return None
    return frozenset(await connection.scalars(select(ThemeCodingRow.theme_id).filter_by(**which)))


def what_is_said() -> Select[str, str, str]:
    """Return what answers are about: response id, question id, theme id, where at least half of its coders said so."""
    coders = (
        select(ThemeReadingRow.response_id, ThemeReadingRow.question_id, func.count().label("coders"))
        .group_by(ThemeReadingRow.response_id, ThemeReadingRow.question_id)
        .subquery()
    )
    given = ThemeCodingRow
    return (
        select(given.response_id, given.question_id, given.theme_id)
        .join(coders, and_(coders.c.response_id == given.response_id, coders.c.question_id == given.question_id))
        .group_by(given.response_id, given.question_id, given.theme_id, coders.c.coders)
        .having(2 * func.count() >= coders.c.coders)
    )


async def themes_of_response(connection: AsyncConnection, response_id: str) -> Mapping[str, Sequence[Theme]]:
    """Return what the answers of one response are about, by question, in the frame's order."""
    said = what_is_said().where(ThemeCodingRow.response_id == response_id).subquery()
    rows = await connection.execute(
        select(ThemeRow.__table__).join(said, said.c.theme_id == ThemeRow.id).order_by(ThemeRow.place, ThemeRow.name)
    )
    found: dict[str, list[Theme]] = {}
    for row in rows:
        found.setdefault(row.question_id, []).append(theme_of(row))
    return found


async def coding_of(connection: AsyncConnection, ids: Sequence[str]) -> Mapping[tuple[str, str], Coding]:
    """Return who gave which themes, by name, to the answers of these responses: (response id, question id) -> coding."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    readings = select(ThemeReadingRow.response_id, ThemeReadingRow.question_id, ThemeReadingRow.coder)
    for response_id, question_id, coder in await connection.execute(
        readings.where(ThemeReadingRow.response_id.in_(ids))
    ):
        found.setdefault((response_id, question_id), {})[coder] = []
    if not found:
        return {}
    given = (
        select(ThemeCodingRow.response_id, ThemeCodingRow.question_id, ThemeCodingRow.coder, ThemeRow.name)
        .join(ThemeRow, ThemeRow.id == ThemeCodingRow.theme_id)
        .where(ThemeCodingRow.response_id.in_(ids))
        .order_by(ThemeRow.place, ThemeRow.name)
    )
    for response_id, question_id, coder, name in await connection.execute(given):
        found[response_id, question_id][coder].append(name)
    return {answer: {coder: tuple(names) for coder, names in said.items()} for answer, said in found.items()}


def said_by_half(coding: Coding) -> Sequence[str]:
    """Return the names of the themes that at least half of an answer's coders gave, each once, as first given."""
    names = dict.fromkeys(name for given in coding.values() for name in given)
    return [name for name in names if 2 * sum(name in given for given in coding.values()) >= len(coding)]


async def theme_counts(
    connection: AsyncConnection, engagement: str, question_id: str, which: ColumnElement[bool] | None = None
) -> ThemeCounts:
    """Return how many answers to a question are coded and about what, of the responses that `which` lets through."""
    wanted = and_(ResponseRow.engagement == engagement, true() if which is None else which)
    readings = select(ThemeReadingRow.response_id).join(ResponseRow, ResponseRow.id == ThemeReadingRow.response_id)
    read = readings.where(ThemeReadingRow.question_id == question_id, wanted).distinct().subquery()
    coded = await connection.scalar(select(func.count()).select_from(read)) or 0
    said = (
        what_is_said()
        .join(ResponseRow, ResponseRow.id == ThemeCodingRow.response_id)
        .where(ThemeCodingRow.question_id == question_id, wanted)
        .subquery()
    )
    about = await connection.scalar(select(func.count(said.c.response_id.distinct()))) or 0
    rows = await connection.execute(select(said.c.theme_id, func.count()).group_by(said.c.theme_id))
    return ThemeCounts(coded, coded - about, dict(rows.all()))


async def how_many_left(connection: AsyncConnection, engagement: str, question_id: str, coder: str) -> tuple[int, int]:
    """Return true numbers: answers that a coder has coded, and those with words that nobody has, `MANY` at the most."""
    mine = (
        select(func.count())
        .select_from(ThemeReadingRow)
        .join(ResponseRow, ResponseRow.id == ThemeReadingRow.response_id)
        .where(
            ThemeReadingRow.coder == coder,
            ThemeReadingRow.question_id == question_id,
            ResponseRow.engagement == engagement,
        )
    )
    unread = select(AnswerRow.response_id).where(
        AnswerRow.question_id == question_id, _codable(engagement), ~_read_where(true())
    )
    left = select(func.count()).select_from(unread.limit(MANY).subquery())
    return await connection.scalar(mine) or 0, await connection.scalar(left) or 0


def _codable(engagement: str) -> ColumnElement[bool]:
    """Return that an answer has words and is of an engagement's talk that has ended."""
    ended = exists().where(
        ResponseRow.id == AnswerRow.response_id, ResponseRow.engagement == engagement, ResponseRow.status != OPEN
    )
    has_words = (
        exists()
        .where(AnswerMessage.response_id == AnswerRow.response_id, AnswerMessage.question_id == AnswerRow.question_id)
        .correlate(AnswerRow)
    )
    return and_(ended, has_words)


def _read_where(by: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        ThemeReadingRow.response_id == AnswerRow.response_id, ThemeReadingRow.question_id == AnswerRow.question_id, by
    )
