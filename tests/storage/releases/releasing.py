"""People who can be told apart by their words, and releases of them."""

from datetime import date
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.anonymity import new_response_id
from storage.database import Database
from storage.exports.writing import Format
from storage.releases.describing import WITH_WORDS
from storage.releases.making import FilesWanted, ReleaseReport, ReleaseRequest, make_again, make_release
from storage.showing import Show, nobody_watches
from storage.small_numbers import THRESHOLD
from storage.tables import ResponseRow
from tests.storage.exports.reading_back import csv_rows
from tests.support.answers import Given, Response, put

SUNDAY = date(2026, 11, 15)
TODAY = date(2026, 11, 21)


async def nothing_is_noted(_connection: AsyncConnection, _sha256: str) -> None:
    """The audit trail is tried through the command."""


def somebody(
    place: str = "thanet", age: str = "13_15", *, quotes: bool = True, engagement: str = "five-questions"
) -> Response:
    """Somebody whose words hold their response's id, so that a test can tell whose they are."""
    own = new_response_id()
    return Response(
        {
            "helps": Given([f"words of {own}"]),
            "district": Given(options=[place]),
            "gender": Given(["mine"], ["own_words"]),
        },
        {"take_part": True, "quotes": quotes},
        age_band=age,
        engagement=engagement,
        id=own,
    )


async def put_on(database: Database, day: date, *people: Response) -> None:
    await put(database, *people)
    async with database.writing() as connection:
        ids = [one.id for one in people]
        await connection.execute(update(ResponseRow).where(ResponseRow.id.in_(ids)).values(closed_on=day))


async def release(
    database: Database,
    out: Path,
    until: date | None = None,
    engagement: str | None = None,
    show: Show = nobody_watches,
) -> ReleaseReport:
    request = ReleaseRequest(TODAY, THRESHOLD, WITH_WORDS, engagement, until)
    return await make_release(database, request, FilesWanted(out, Format.CSV), show, nothing_is_noted)


async def again(database: Database, number: int, out: Path) -> ReleaseReport:
    return await make_again(database, number, FilesWanted(out, Format.CSV), nobody_watches, nothing_is_noted)


def people_of(out: Path) -> list[dict[str, str]]:
    return csv_rows(out.with_name(f"{out.name}-people.csv"))


def words_of(out: Path) -> list[dict[str, str]]:
    return csv_rows(out.with_name(f"{out.name}-words.csv"))
