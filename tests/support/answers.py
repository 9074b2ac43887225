"""Puts responses into a database, short to write in a test."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import insert

from conversations.content import load_script
from conversations.script import Script
from storage.anonymity import new_response_id
from storage.database import Database
from storage.scripts import remember_wordings
from storage.tables import AnswerMessage, AnswerRow, ConsentRow, ResponseRow, Table

DAY = date(2026, 11, 21)
SCRIPT = load_script()


@dataclass(frozen=True)
class Given:
    """One answer: options chosen, messages written, or skipped."""

    words: Sequence[str] = ()
    options: Sequence[str] = ()
    skipped: bool = False


@dataclass(frozen=True)
class Response:
    """One response; what is not said is as ordinary as can be."""

    answers: Mapping[str, Given] = field(default_factory=dict)
    consents: Mapping[str, bool] = field(default_factory=lambda: {"take_part": True, "quotes": True})
    status: str = "finished"
    audience: str = "young_person"
    age_band: str | None = "13_15"
    engagement: str = SCRIPT.engagement
    version: str = SCRIPT.version
    language: str = "en"
    id: str = field(default_factory=new_response_id)


async def remember(database: Database, *scripts: Script) -> None:
    """Store the wordings of scripts; of the five questions where none is given."""
    for script in scripts or (SCRIPT,):
        await remember_wordings(database, {script.engagement: script}, DAY)


async def put(database: Database, *responses: Response) -> None:
    """Store responses."""
    stored: dict[type[Table], list[dict[str, object]]] = {}
    for response in responses:
        for table, row in rows_of(response):
            stored.setdefault(table, []).append(row)
    async with database.writing() as connection:
        for table in (ResponseRow, ConsentRow, AnswerRow, AnswerMessage):
            if table in stored:
                await connection.execute(insert(table), stored[table])


def rows_of(response: Response) -> Iterator[tuple[type[Table], dict[str, object]]]:
    """Give a response's rows, each with its table."""
    own = {"response_id": response.id}
    seen = {"script_version": response.version, "language": response.language}
    yield (
        ResponseRow,
        {
            **seen,
            "id": response.id,
            "engagement": response.engagement,
            "channel": "web",
            "entry_code": "",
            "audience": response.audience,
            "age_band": response.age_band,
            "status": response.status,
            "opened_on": DAY,
            "closed_on": None if response.status == "open" else DAY,
        },
    )
    for consent, agreed in response.consents.items():
        choice = {"consent": consent, "agreed": agreed, "text_key": f"ask.{consent}", "chosen_on": DAY}
        yield ConsentRow, {**own, **seen, **choice}
    for question, given in response.answers.items():
        answer = {"question_id": question, "options": list(given.options), "skipped": given.skipped}
        yield AnswerRow, {**own, **seen, **answer, "answered_on": DAY}
        for number, words in enumerate(given.words, 1):
            yield AnswerMessage, {**own, "question_id": question, "number": number, "words": words}
