"""Once what was deleted is wiped, the place of a row in a file does not tell in which order people came.

A table in the order of random ids is not enough: SQLite fills a page from its end, and PostgreSQL keeps rows where they
were first put, and dumps them in that order.
"""

import re
import secrets
import struct
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from storage.database import Database
from storage.tables import ResponseRow, Table
from storage.wiping import OF_PEOPLE, wipe
from tests.support.migrated import migrated
from tests.support.wiped import wipe_in_the_end

DAY = date(2026, 11, 21)
LEAF = 10
"""What SQLite calls a page that holds the rows of a table kept in the order of its key."""


def a_response(response_id: str) -> dict[str, object]:
    return {
        "id": response_id, "engagement": "five-questions", "script_version": "1", "channel": "web", "entry_code": "",
        "audience": "young_person", "age_band": "13_15", "language": "en", "status": "finished", "opened_on": DAY,
    }  # fmt: skip


async def come_one_after_another(database: Database) -> list[str]:
    """Store responses, each in a transaction of its own; return their ids as they came."""
    ids = [secrets.token_hex(16) for _ in range(12)]
    for response_id in ids:
        async with database.writing() as connection:
            await connection.execute(insert(ResponseRow).values(**a_response(response_id)))
    return ids


def pages(file: Path) -> Iterator[list[str]]:
    """Give the ids of responses on each page in the order in which they were put there: from its end."""
    content = file.read_bytes()
    size = struct.unpack(">H", content[16:18])[0]
    for start in range(0, len(content), size):
        page = content[start : start + size]
        if start and page[0] == LEAF:
            count = struct.unpack(">H", page[3:5])[0]
            places = sorted(struct.unpack(f">{count}H", page[8 : 8 + 2 * count]), reverse=True)
            found = [re.search(rb"([0-9a-f]{32})five-questions", page[place : place + 80]) for place in places]
            if all(found) and found:
                yield [match[1].decode() for match in found if match]


async def test_where_a_row_lies_in_sqlites_file_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "sayso.db"
    database = await migrated(f"sqlite:///{file.as_posix()}")
    came = await come_one_after_another(database)
    assert await wipe(database)
    await database.close()
    put = [response_id for page in pages(file) for response_id in page]
    assert sorted(put) == sorted(came)
    assert put in (sorted(put), sorted(put, reverse=True))


@pytest.mark.postgres
async def test_where_a_row_of_postgresql_lies_says_nothing(postgres_database_url: str) -> None:
    database = await migrated(postgres_database_url)
    came = await come_one_after_another(database)
    await wipe_in_the_end(database)
    async with database.reading() as connection:
        lie = list(await connection.scalars(text("SELECT id FROM responses ORDER BY ctid")))
    await database.close()
    assert lie == sorted(came)


def test_every_table_that_holds_anything_of_a_person_is_written_anew() -> None:
    tables = Table.metadata.tables.values()
    of_people = {
        table
        for table in tables
        if "channel_key" in table.columns or "fingerprint" in table.columns or table.name == "responses"
    }
    while more := {
        table
        for table in tables
        if table not in of_people and any(key.column.table in of_people for key in table.foreign_keys)
    }:
        of_people |= more
    of_people.add(Table.metadata.tables["we_did"])  # of staff, who may have named somebody by mistake
    assert of_people == {table.__table__ for table in OF_PEOPLE}
