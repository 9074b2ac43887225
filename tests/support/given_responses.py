"""Responses put straight into a database, for tests of what is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import insert

from conversations.content import load_script
from storage.anonymity import new_response_id
from storage.database import Database
from storage.tables import AnswerRow, ResponseRow

SCRIPT = load_script()
SUNDAY = date(2026, 11, 15)
"""The end of a week that is over on the day that tests take for today."""
TODAY = SUNDAY + timedelta(days=6)


@dataclass(frozen=True)
class Given:
    """So many people who all gave the same. `answers` are options by question; `skipped` are questions they skipped."""

    people: int
    age: str | None = "13_15"
    audience: str = "young_person"
    channel: str = "web"
    language: str = "en"
    code: str = ""
    status: str = "finished"
    day: date = SUNDAY
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    skipped: Sequence[str] = ()


async def give(database: Database, *several: Given) -> None:
    """Store responses and their answers."""
    responses, answers = [], []
    for given in several:
        for _ in range(given.people):
            key = new_response_id()
            responses.append(
                {
                    "id": key, "engagement": SCRIPT.engagement, "script_version": SCRIPT.version,
                    "channel": given.channel, "entry_code": given.code, "audience": given.audience,
                    "age_band": given.age, "language": given.language, "status": given.status,
                    "opened_on": given.day,
                }
            )  # fmt: skip
            outline = {"response_id": key, "script_version": SCRIPT.version, "language": "en", "answered_on": given.day}
            answers += [
                {**outline, "question_id": question, "options": list(options), "skipped": False}
                for question, options in given.answers.items()
            ]
            answers += [
                {**outline, "question_id": question, "options": [], "skipped": True} for question in given.skipped
            ]
    async with database.writing() as connection:
        if responses:
            await connection.execute(insert(ResponseRow), responses)
        if answers:
            await connection.execute(insert(AnswerRow), answers)
