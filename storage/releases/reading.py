"""Reads the people of a release: what they are like, and what of theirs may be quoted. No more than that, and in chunks,
since with very many people nearly all the time goes into reading.
"""

import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import ColumnElement, Row, String, and_, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from conversations.state import Consent
from storage.exports.responses import Chosen, options_in
from storage.release_tables import ReleasedRow
from storage.releases.coarsening import AGE, AUDIENCE, LANGUAGE, NONE_GIVEN, Plan, Profile
from storage.releases.ledger import ENDED, Release, is_in
from storage.tables import AnswerMessage, AnswerRow, ConsentRow, ResponseRow

CHUNK = 2_000
"""People held in memory at a time: some megabytes of ordinary answers."""

Own = Row[str, str, str | None, str]
"""A response's id, audience, age band and language."""

OfThese = Callable[[InstrumentedAttribute[str]], ColumnElement[bool]]
"""Returns that a column is the id of one of the responses of a chunk."""


class Person(NamedTuple):
    """Somebody's response, their characteristics as they are, to be made coarser, and what may be quoted: (question, words)."""

    response_id: str
    profile: Profile
    quotes: Sequence[tuple[str, str]]


async def number_of_people(connection: AsyncConnection, release: Release) -> int:
    """Return how many people are in a release, as they are: a number that is not published."""
    everybody = select(func.count()).select_from(ResponseRow).where(_everybody_in(release))
    return (await connection.scalar(everybody)) or 0


async def read_people(
    connection: AsyncConnection, release: Release, plan: Plan, quoted: Sequence[str]
) -> AsyncIterator[Sequence[Person]]:
    """Give everybody in a release, with the characteristics of a plan and what may be quoted of some questions.

    They come in the order of their random ids, which says nothing. Each chunk goes on after the last id of the one
    before: the transaction around it makes them one state.
    """
    own = select(ResponseRow.id, ResponseRow.audience, ResponseRow.age_band, ResponseRow.language)
    mine = own.where(_everybody_in(release)).order_by(ResponseRow.id).limit(CHUNK)
    last = ""
    while rows := (await connection.execute(mine.where(ResponseRow.id > last))).all():
        last = rows[-1].id
        of_these = _between(release, rows[0].id, last)
        profiles = await _profiles(connection, release, rows, plan, of_these)
        quotes = await _quotes(connection, quoted, of_these)
        yield [Person(row.id, tuple(profiles[row.id]), quotes.get(row.id, ())) for row in rows]


def _everybody_in(release: Release) -> ColumnElement[bool]:
    return Chosen(release.engagement, frozenset(ENDED), is_in(release)).condition


def _between(release: Release, first: str, last: str) -> OfThese:
    """Return what finds what belongs to a chunk: all that is in the release from the first id to the last. To name each id
    would take longer than everything else.
    """

    def of_these(column: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        released = exists().where(ReleasedRow.response_id == column, ReleasedRow.release == release.number)
        return and_(column.between(first, last), released)

    return of_these


async def _profiles(
    connection: AsyncConnection, release: Release, rows: Sequence[Own], plan: Plan, of_these: OfThese
) -> dict[str, list[str]]:
    """Return everybody's characteristics, by response."""
    profiles: dict[str, list[str]] = {}
    for row in rows:
        known = (row.audience, row.age_band or NONE_GIVEN, row.language)
        own = dict(zip((AUDIENCE, AGE, LANGUAGE), map(sys.intern, known), strict=True))
        profiles[row.id] = [own.get(name, NONE_GIVEN) for name in plan.names]
    places = release.shown.places_of_questions(plan)
    if places:
        chosen = select(AnswerRow.response_id, AnswerRow.question_id, cast(AnswerRow.options, String))
        found = await connection.execute(
            chosen.where(of_these(AnswerRow.response_id), AnswerRow.question_id.in_(places))
        )
        for response_id, question, options in found.all():
            if response_id in profiles:
                profiles[response_id][places[question]] = _said(options)
    return profiles


async def _quotes(
    connection: AsyncConnection, quoted: Sequence[str], of_these: OfThese
) -> dict[str, list[tuple[str, str]]]:
    """Return what may be quoted, by response: nothing unless its writer agreed."""
    mine = AnswerMessage.response_id
    agreed = exists().where(
        ConsentRow.response_id == mine, ConsentRow.consent == Consent.QUOTES.value, ConsentRow.agreed
    )
    answered = exists().where(AnswerRow.response_id == mine, AnswerRow.question_id == AnswerMessage.question_id)
    written = select(mine, AnswerMessage.question_id, AnswerMessage.words).where(
        of_these(mine), AnswerMessage.question_id.in_(quoted), agreed, answered
    )
    in_order = written.order_by(mine, AnswerMessage.question_id, AnswerMessage.number)
    messages: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for response_id, question, words in (await connection.execute(in_order)).all():
        messages[response_id, question].append(words)
    quotes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for (response_id, question), parts in messages.items():
        if words := "\n".join(parts):
            quotes[response_id].append((question, words))
    return quotes


@lru_cache(maxsize=4096)
def _said(options: str) -> str:
    """Return what is told of options chosen, by the JSON that they are stored as."""
    return " ".join(sorted(options_in(options))) or NONE_GIVEN
