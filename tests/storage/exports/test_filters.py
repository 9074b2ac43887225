from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from storage.database import Database
from storage.errors import ExportError
from storage.events import Event, add_event
from storage.exports.filters import Filters
from storage.tables import ResponseRow
from tests.storage.exports.reading_back import csv_rows, export, names
from tests.support.answers import DAY, Given, Response, put, remember

PEOPLE = {
    "thanet": Response({"helps": Given(["sea"]), "district": Given(options=["thanet"])}),
    "medway": Response({"helps": Given(["river"]), "district": Given(options=["medway"])}),
    "nowhere": Response({"helps": Given(["hill"]), "district": Given(options=["not_said"])}),
    "carer": Response({"helps": Given(["time"])}, audience="parent_carer"),
    "guest": Response({"helps": Given(["hall"])}, language="pl"),
}


@pytest.fixture
async def filled(database: Database) -> Database:
    await remember(database)
    await put(database, *PEOPLE.values())
    async with database.writing() as connection:
        await add_event(connection, Event("otter425", "Hall", "five-questions", 0, None, place="dover"), DAY)
        changed = {"entry_code": "otter425", "language": "pl", "opened_on": date(2026, 11, 1)}
        await connection.execute(update(ResponseRow).where(ResponseRow.id == PEOPLE["guest"].id).values(changed))
    return database


@pytest.mark.parametrize(
    ("filters", "who"),
    [
        (Filters(), set(PEOPLE)),
        (Filters(places=("thanet", "medway")), {"thanet", "medway"}),
        (Filters(places=("dover",)), set()),
        (Filters(event_places=("dover",)), {"guest"}),
        (Filters(events=("otter425",)), {"guest"}),
        (Filters(languages=("pl",)), {"guest"}),
        (Filters(audiences=("parent_carer", "professional")), {"carer"}),
        (Filters(last=date(2026, 11, 20)), {"guest"}),
        (Filters(first=DAY, last=DAY), set(PEOPLE) - {"guest"}),
        (Filters(first=DAY, audiences=("young_person",), places=("medway",)), {"medway"}),
        (Filters(questions=("helps",)), set(PEOPLE)),
        (Filters(needs_translator=True), {"guest"}),
        (Filters(needs_translator=True, places=("thanet",)), set()),
    ],
)
async def test_an_export_holds_whom_the_filters_let_through_and_says_so(
    filled: Database, tmp_path: Path, filters: Filters, who: set[str]
) -> None:
    report = await export(filled, tmp_path / "a.csv", filters=filters)
    rows = csv_rows(tmp_path / "a.csv")
    assert {row["response_id"] for row in rows} == {PEOPLE[name].id for name in who}
    assert report.filtered_out == len(PEOPLE) - len(who)
    book = {line["code"]: line["text"] for line in csv_rows(tmp_path / "a-codebook.csv") if line["entry"] == "about"}
    said = {name.removeprefix("filter."): text for name, text in book.items() if name.startswith("filter.")}
    assert said == dict(filters.facts())
    assert ("left_out.by_filters" in book) == bool(said)


async def test_one_question_is_all_there_is_of_the_answers(filled: Database, tmp_path: Path) -> None:
    await export(filled, tmp_path / "a.csv", filters=Filters(questions=("helps",)))
    rows = csv_rows(tmp_path / "a.csv")
    assert {row["helps.words"] for row in rows} == {"sea", "river", "hill", "time", "hall"}
    assert not [name for name in rows[0] if "." in name and not name.startswith("helps.")]
    await export(filled, tmp_path / "b.csv", filters=Filters(questions=("helps",)), long=True)
    assert {row["question"] for row in csv_rows(tmp_path / "b.csv")} == {"helps"}


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(places=("atlantis",)), r"no question offers the place 'atlantis'; there are: ashford, canterbury"),
        (Filters(questions=("wrong",)), r"no question 'wrong'; there are: helps, hard"),
    ],
)
async def test_what_is_not_there_is_refused_with_what_is(
    filled: Database, tmp_path: Path, filters: Filters, said: str
) -> None:
    with pytest.raises(ExportError, match=said):
        await export(filled, tmp_path / "a.csv", filters=filters)
    assert names(tmp_path) == set()
