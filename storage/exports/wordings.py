"""Which wordings the answers of an engagement were given under, read from the database and not from today's files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.script import QuestionKind, Section
from storage.tables import AnswerRow, ConsentRow, ResponseRow, ScriptWording


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as the columns need it: everything that any version in the data asked under this id."""

    id: str
    section: str
    options: tuple[str, ...]
    chooses_one: bool
    chooses_several: bool
    takes_words: bool


@dataclass(frozen=True)
class ScriptVersion:
    """One version of an engagement's script as it was stored: `wording` is what `storage.scripts` wrote."""

    version: str
    first_used_on: date
    wording: Mapping[str, Any]

    @cached_property
    def questions(self) -> Mapping[str, Mapping[str, Any]]:
        """The questions by their ids, in the order they were asked."""
        return {question["id"]: question for question in self.wording["questions"]}

    def asks(self, question_id: str, audience: str, age_band: str | None) -> bool:
        """Whether this version asks a question of such a person, where they agree to be asked."""
        question = self.questions.get(question_id)
        if question is None or (question["audiences"] and audience not in question["audiences"]):
            return False
        return not question["age_bands"] or age_band in question["age_bands"]

    def offers(self, question_id: str, option_id: str) -> bool:
        """Whether this version had an option."""
        return (question_id, option_id) in self._offered

    @cached_property
    def _offered(self) -> frozenset[tuple[str, str]]:
        questions = self.questions.items()
        return frozenset((name, option["id"]) for name, question in questions for option in question["options"])


@dataclass(frozen=True)
class Wordings:
    """The versions that an engagement's answers were given under, newest first, and the questions of all of them.

    `missing` names versions that answers refer to but whose wording is not in the database.
    """

    versions: tuple[ScriptVersion, ...]
    missing: tuple[str, ...]
    questions: tuple[AskedQuestion, ...]

    def version(self, name: str) -> ScriptVersion | None:
        """Return one version, or None where its wording is not stored."""
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> Mapping[str, ScriptVersion]:
        return {version.version: version for version in self.versions}


async def engagements_in_use(connection: AsyncConnection) -> set[str]:
    """Return the engagements whose wording this database was ever told, also those that are over."""
    return set(await connection.scalars(select(ScriptWording.engagement).distinct()))


async def read_wordings(connection: AsyncConnection, engagement: str) -> Wordings:
    """Return the wordings that the engagement's answers need; where there are no answers yet, all that are stored."""
    mine = ResponseRow.engagement == engagement
    used = set(
        await connection.scalars(
            union(
                select(ResponseRow.script_version).where(mine),
                select(AnswerRow.script_version).join(ResponseRow).where(mine),
                select(ConsentRow.script_version).join(ResponseRow).where(mine),
            )
        )
    )
    answered = set(await connection.scalars(select(AnswerRow.question_id).join(ResponseRow).where(mine).distinct()))
    found = await connection.execute(
        select(ScriptWording.version, ScriptWording.first_used_on, ScriptWording.wording)
        .where(ScriptWording.engagement == engagement)
        .order_by(ScriptWording.first_used_on.desc(), ScriptWording.version.desc())
    )
    versions = tuple(ScriptVersion(*row) for row in found if not used or row.version in used)
    missing = tuple(sorted(used - {version.version for version in versions}))
    return Wordings(versions, missing, all_questions(versions, answered, certain=not missing))


def all_questions(versions: Sequence[ScriptVersion], answered: set[str], *, certain: bool) -> tuple[AskedQuestion, ...]:
    """Return the questions of all versions, in the newest one's order, those about the person last.

    `answered` are ids that answers refer to. Where a wording is missing (not `certain`) every question gets columns
    that hold any kind of answer, so that nothing stored is left out.
    """
    asked: dict[str, list[Mapping[str, Any]]] = {}
    for version in versions:
        for question_id, question in version.questions.items():
            asked.setdefault(question_id, []).append(question)
    for question_id in sorted(answered):
        asked.setdefault(question_id, [])
    questions = (merged(question_id, forms, certain=certain) for question_id, forms in asked.items())
    return tuple(sorted(questions, key=lambda question: question.section == Section.ABOUT_YOU.value))


def merged(question_id: str, forms: Sequence[Mapping[str, Any]], *, certain: bool) -> AskedQuestion:
    """Return one question with what any of its forms needs."""
    kinds = {form["kind"] for form in forms}
    options = [option for form in forms for option in form["options"]]
    return AskedQuestion(
        id=question_id,
        section=forms[0]["section"] if forms else Section.MAIN.value,
        options=tuple(dict.fromkeys(option["id"] for option in options)),
        chooses_one=not certain or bool(kinds & {QuestionKind.ONE_OF.value, QuestionKind.SCALE.value}),
        chooses_several=QuestionKind.MANY_OF.value in kinds,
        takes_words=(
            not certain or QuestionKind.FREE_TEXT.value in kinds or any(option["own_words"] for option in options)
        ),
    )
