"""Counts responses by everything that the overview shows, in sums that the database makes. True counts: nothing here may
be shown to anybody before `storage.statistics` has put it through the rule for small numbers.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, String, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.people import Audience
from conversations.script import Question, QuestionKind, Script, Section
from storage.answer_translations import HAS_WORDS, OF_THIS_ANSWER
from storage.stretches import end_of_stretch
from storage.tables import AnswerLanguageRow, AnswerRow, ResponseRow


@dataclass(frozen=True, slots=True)
class Period:
    """Whole weeks, by the days on which people agreed to take part: from a Monday (None: the beginning) to a Sunday."""

    first: date | None
    last: date

    @property
    def condition(self) -> ColumnElement[bool]:
        """The same for the database."""
        within = ResponseRow.opened_on <= self.last
        return within if self.first is None else within & (ResponseRow.opened_on >= self.first)


@dataclass(slots=True)
class Counts:
    """True counts of one engagement's responses.

    `by` holds the cuts of all of them: channel, language, written_in (the language of their words, or that they wrote in
    several or none), entry_code, status, audience, week. `ages` are young people by
    age band (empty: none given); `options` by about-you question and options chosen; `districts` by options of the
    question with places and age band. `answers` are (question, skipped or not), `furthest` the number of the last main
    question that anything is stored for, 0 for none.
    """

    by: dict[str, Counter[str]] = field(default_factory=dict)
    ages: Counter[str] = field(default_factory=Counter)
    options: dict[str, Counter[tuple[str, ...]]] = field(default_factory=dict)
    districts: Counter[tuple[tuple[str, ...], str]] = field(default_factory=Counter)
    answers: Counter[tuple[str, bool]] = field(default_factory=Counter)
    furthest: Counter[int] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many responses there are."""
        return self.by["audience"].total()


STRETCH = 20_000
"""Responses counted at a time: some tens of megabytes while they are."""

SEVERAL, NO_WORDS = "several_languages", "no_words"

CUTS = {
    "channel": ResponseRow.channel,
    "language": ResponseRow.language,
    "status": ResponseRow.status,
    "audience": ResponseRow.audience,
}
"""Counted in one go, since together they take few values; links and days would make too many."""


async def count_responses(
    connection: AsyncConnection, script: Script, period: Period, *, stretch: int = STRETCH
) -> Counts:
    """Return the counts of an engagement's responses of a period. On a million it takes a minute: never ask in a page.

    They are added up from stretches of so many responses: databases sort what they group, SQLite in memory.
    """
    counts = Counts(by={name: Counter() for name in (*CUTS, "written_in", "entry_code", "week")})
    last: str | None = ""
    while last is not None:
        end = await end_of_stretch(connection, last, stretch)
        ours = (ResponseRow.engagement == script.engagement) & period.condition & (ResponseRow.id > last)
        await _count(connection, ours if end is None else ours & (ResponseRow.id <= end), script, counts)
        last = end
    if silent := counts.total - counts.by["written_in"].total():
        counts.by["written_in"][NO_WORDS] = silent
    counts.furthest[0] = counts.total - counts.furthest.total()
    return counts


async def _count(connection: AsyncConnection, ours: ColumnElement[bool], script: Script, counts: Counts) -> None:
    """Add some responses to the counts."""
    await _by_few_values(connection, ours, counts)
    coming = select(ResponseRow.entry_code, func.count()).where(ours).group_by(ResponseRow.entry_code)
    for code, number in await connection.execute(coming):
        counts.by["entry_code"][code] += number
    days = select(ResponseRow.opened_on, func.count()).where(ours).group_by(ResponseRow.opened_on)
    for day, number in await connection.execute(days):
        counts.by["week"][(day - timedelta(days=day.weekday())).isoformat()] += number
    await _by_language_of_words(connection, ours, counts)
    await _by_options(connection, ours, script, counts)
    await _by_main_question(connection, ours, script, counts)


def district_question(script: Script) -> Question | None:
    """Return the about-you question that offers the districts, or None."""
    for question in script.questions:
        offered = {option.id for option in question.options}
        if script.places and script.places <= offered and question.kind is QuestionKind.ONE_OF:
            return question
    return None


async def _by_few_values(connection: AsyncConnection, ours: ColumnElement[bool], counts: Counts) -> None:
    """Count what everybody has few of, and the ages of young people."""
    columns = (*CUTS.values(), ResponseRow.age_band)
    for *values, band, number in await connection.execute(
        select(*columns, func.count()).where(ours).group_by(*columns)
    ):
        named = dict(zip(CUTS, values, strict=True))
        for name, value in named.items():
            counts.by[name][value] += number
        if named["audience"] == Audience.YOUNG_PERSON.value:
            counts.ages[band or ""] += number


async def _by_language_of_words(connection: AsyncConnection, ours: ColumnElement[bool], counts: Counts) -> None:
    """Count in which language people wrote: what was detected in their words, else what they chose for the talk."""
    detected = func.nullif(func.coalesce(AnswerLanguageRow.language, ""), "")
    spoken = func.coalesce(detected, func.replace(AnswerRow.language, "-easy", ""))
    of_each = (
        select(func.min(spoken).label("one"), func.max(spoken).label("other"))
        .select_from(AnswerRow)
        .join(ResponseRow, ResponseRow.id == AnswerRow.response_id)
        .outerjoin(AnswerLanguageRow, OF_THIS_ANSWER)
        .where(ours, HAS_WORDS)
        .group_by(AnswerRow.response_id)
        .subquery()
    )
    for one, other, number in await connection.execute(
        select(of_each.c.one, of_each.c.other, func.count()).group_by(of_each.c.one, of_each.c.other)
    ):
        counts.by["written_in"][one if one == other else SEVERAL] += number


async def _by_options(connection: AsyncConnection, ours: ColumnElement[bool], script: Script, counts: Counts) -> None:
    """Count what young people chose, question by question, and the districts by age too."""
    place = district_question(script)
    asked = [q.id for q in script.questions if q.section is Section.ABOUT_YOU and q.options]
    for question in asked:
        if place is None or question != place.id:
            counts.options.setdefault(question, Counter())
    # PostgreSQL cannot compare JSON, only its text; both write the same text for the same options.
    columns = (AnswerRow.question_id, cast(AnswerRow.options, String), ResponseRow.age_band)
    found = (
        select(*columns, func.count())
        .join(ResponseRow, ResponseRow.id == AnswerRow.response_id)
        .where(ours, ResponseRow.audience == Audience.YOUNG_PERSON.value, AnswerRow.question_id.in_(asked))
        .group_by(*columns)
    )
    for question, text, band, number in await connection.execute(found):
        chosen = tuple(json.loads(text)) if text else ()
        if question in counts.options:
            counts.options[question][chosen] += number
        else:
            counts.districts[chosen, band or ""] += number


async def _by_main_question(
    connection: AsyncConnection, ours: ColumnElement[bool], script: Script, counts: Counts
) -> None:
    main = [question.id for question in script.questions if question.section is Section.MAIN]
    joined = select(AnswerRow.question_id, AnswerRow.skipped, func.count()).join(
        ResponseRow, ResponseRow.id == AnswerRow.response_id
    )
    asked = ours & AnswerRow.question_id.in_(main)
    for question, skipped, number in await connection.execute(
        joined.where(asked).group_by(AnswerRow.question_id, AnswerRow.skipped)
    ):
        counts.answers[question, bool(skipped)] += number
    place = case({question: number for number, question in enumerate(main, 1)}, value=AnswerRow.question_id, else_=0)
    furthest = (
        select(func.max(place).label("furthest"))
        .join(ResponseRow, ResponseRow.id == AnswerRow.response_id)
        .where(asked)
        .group_by(AnswerRow.response_id)
        .subquery()
    )
    for number, people in await connection.execute(
        select(furthest.c.furthest, func.count()).group_by(furthest.c.furthest)
    ):
        counts.furthest[int(number)] += people
