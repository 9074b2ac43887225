"""Responses with everything that belongs to them, read a chunk at a time so that memory does not grow with the data."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, String, and_, cast, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.answer_languages import languages_of
from storage.answer_translations import Translation, translations_of
from storage.errors import ExportError
from storage.tables import AnswerMessage, AnswerRow, ConsentRow, ResponseRow, ScriptWording
from storage.theme_coding import Coding, coding_of

NOT_CODED: Coding = MappingProxyType({})

CHUNK = 500
"""Responses held in memory at a time: about a megabyte of ordinary answers."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which responses are wanted: one engagement's, of these statuses, that the filters let through.

    `questions` are those whose answers are read; all where it is None. `with_more` reads too what programs and staff noted
    of answers: the language that was detected, translations, themes.
    """

    engagement: str
    statuses: frozenset[str]
    filtered: ColumnElement[bool] = field(default_factory=true)
    questions: tuple[str, ...] | None = None
    with_more: bool = False

    @property
    def condition(self) -> ColumnElement[bool]:
        """The same for the database."""
        of_status = ResponseRow.status.in_(sorted(self.statuses))
        return and_(ResponseRow.engagement == self.engagement, of_status, self.filtered)


class StoredAnswer(NamedTuple):
    """One answer as it is stored, with its messages in order. A plain tuple, since there are very many of them."""

    options: tuple[str, ...]
    skipped: bool
    words: tuple[str, ...]
    script_version: str
    language: str
    answered_on: date
    detected: str = ""
    coding: Coding = NOT_CODED
    translation: Translation | None = None

    @property
    def given(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.options or self.words)


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """One response: its own row, the choices made and the answers given, by consent and by question."""

    row: Row[Any]
    consents: Mapping[str, bool]
    answers: Mapping[str, StoredAnswer]


async def choose_engagement(connection: AsyncConnection, wanted: str | None) -> str:
    """Return the engagement to export: the one asked for, or the only one.

    Raises ExportError, naming those there are, where it is not there or where one has to be named.
    """
    with_answers = set(await connection.scalars(select(ResponseRow.engagement).distinct()))
    known = with_answers | set(await connection.scalars(select(ScriptWording.engagement).distinct()))
    names = ", ".join(sorted(known))
    if wanted is not None and wanted not in known:
        raise ExportError(f"there is no engagement '{wanted}' in the database; there is: {names or 'none'}")
    if not known:
        raise ExportError("there is nothing to export yet: no engagement has been in use with this database")
    candidates = with_answers or known
    if wanted is None and len(candidates) > 1:
        names = ", ".join(sorted(candidates))
        raise ExportError(f"an export holds one engagement: say which with --engagement; there is: {names}")
    return wanted if wanted is not None else candidates.pop()


async def count_by_status(
    connection: AsyncConnection, engagement: str, filtered: ColumnElement[bool] | None = None
) -> Mapping[str, int]:
    """Return how many responses an engagement has of each status, of those that the filters let through."""
    counted = await connection.execute(
        select(ResponseRow.status, func.count())
        .where(ResponseRow.engagement == engagement, true() if filtered is None else filtered)
        .group_by(ResponseRow.status)
    )
    return dict(counted.all())


async def read_responses(connection: AsyncConnection, chosen: Chosen) -> AsyncIterator[Sequence[StoredResponse]]:
    """Give the chosen responses in chunks, in the order of their random ids, which says nothing.

    Each chunk goes on after the last id of the one before: the transaction around it makes them one state.
    """
    columns = ResponseRow.__table__.columns
    last = ""
    while True:
        found = await connection.execute(
            select(*columns).where(chosen.condition, ResponseRow.id > last).order_by(ResponseRow.id).limit(CHUNK)
        )
        rows = found.all()
        if not rows:
            return
        last = rows[-1].id
        yield await with_answers(connection, rows, chosen.questions, with_more=chosen.with_more)


async def with_answers(
    connection: AsyncConnection,
    rows: Sequence[Row[Any]],
    questions: Sequence[str] | None = None,
    *,
    with_more: bool = False,
) -> Sequence[StoredResponse]:
    """Return responses with what belongs to them; of answers those to the questions, or all. Whole results are fetched at
    once: row by row, the driver's bookkeeping would cost more than the rows.
    """
    wanted_messages = true() if questions is None else AnswerMessage.question_id.in_(questions)
    wanted_answers = true() if questions is None else AnswerRow.question_id.in_(questions)
    ids = [row.id for row in rows]
    consents: dict[str, dict[str, bool]] = {response_id: {} for response_id in ids}
    words: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    answers: dict[str, dict[str, StoredAnswer]] = {response_id: {} for response_id in ids}
    choices = select(ConsentRow.response_id, ConsentRow.consent, ConsentRow.agreed)
    for response_id, consent, agreed in (
        await connection.execute(choices.where(ConsentRow.response_id.in_(ids)))
    ).all():
        consents[response_id][consent] = agreed
    messages = select(AnswerMessage.response_id, AnswerMessage.question_id, AnswerMessage.words).order_by(
        AnswerMessage.response_id, AnswerMessage.question_id, AnswerMessage.number
    )
    found = await connection.execute(messages.where(AnswerMessage.response_id.in_(ids), wanted_messages))
    for response_id, question_id, text in found.all():
        words[response_id, question_id].append(text)
    detected: Mapping[tuple[str, str], str] = {}
    translations: Mapping[tuple[str, str], Translation] = {}
    coding: Mapping[tuple[str, str], Coding] = {}
    if with_more:
        detected, translations = await languages_of(connection, ids), await translations_of(connection, ids)
        coding = await coding_of(connection, ids)
    outlines = select(
        AnswerRow.response_id,
        AnswerRow.question_id,
        # As text: most answers choose what others chose too, and a list is made of each text once.
        cast(AnswerRow.options, String),
        AnswerRow.skipped,
        AnswerRow.script_version,
        AnswerRow.language,
        AnswerRow.answered_on,
    )
    given = await connection.execute(outlines.where(AnswerRow.response_id.in_(ids), wanted_answers))
    for response_id, question_id, options, skipped, version, language, day in given.all():
        here = (response_id, question_id)
        answers[response_id][question_id] = StoredAnswer(
            options_in(options),
            skipped,
            tuple(words.get(here, ())),
            version,
            language,
            day,
            detected.get(here, ""),
            coding.get(here, NOT_CODED),
            translations.get(here),
        )
    return [StoredResponse(row, consents[row.id], answers[row.id]) for row in rows]


@lru_cache(maxsize=1024)
def options_in(text: str) -> tuple[str, ...]:
    """Return the ids of options from the JSON that they are stored as. Ids of the script's, never somebody's words."""
    return tuple(json.loads(text))
