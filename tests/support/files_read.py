"""Reads what a database has on the disk, byte by byte: what can be found there was not deleted."""

import os
from collections.abc import Iterable
from pathlib import Path

import asyncpg
from sqlalchemy import text

from storage.database import Database
from storage.wiping import OF_PEOPLE
from tests.support.left_out import leave_out

FILES_OF = """
WITH own AS (SELECT oid, reltoastrelid FROM pg_class WHERE relname = ANY(:names)),
     all_of AS (SELECT oid FROM own UNION SELECT reltoastrelid FROM own WHERE reltoastrelid <> 0),
     with_indexes AS (SELECT oid FROM all_of UNION SELECT indexrelid FROM pg_index JOIN all_of ON indrelid = all_of.oid)
SELECT pg_relation_filepath(oid) FROM with_indexes
"""


def in_folder(folder: Path, words: str) -> set[str]:
    """Return the names of the files in a folder, and below it, that hold these words anywhere."""
    wanted = words.encode()
    files = (Path(below) / name for below, _, names in os.walk(folder) for name in names)
    return {file.name for file in files if wanted in file.read_bytes()}


async def of_tables(database: Database) -> list[bytes]:
    """Return what is in the files of the tables that hold something of a person: on PostgreSQL."""
    names = [table.__tablename__ for table in OF_PEOPLE]
    try:
        async with database.outside_transactions() as connection:
            await connection.execute(text("CHECKPOINT"))
            paths = (await connection.scalars(text(FILES_OF), {"names": names})).all()
            read = text("SELECT pg_read_binary_file(:path, 0, 536870912, true)")
            found = [await connection.scalar(read, {"path": path}) for path in paths]
    except asyncpg.InsufficientPrivilegeError:  # pragma: no cover - only with another account than the tests' own
        leave_out("The account of SAYSO_TEST_POSTGRES may not read the server's files: use a superuser")
    return [bytes(one) for one in found if one is not None]


async def on_disk(database: Database, words: str) -> bool:
    """Whether these words are anywhere in a database's files, on either kind."""
    return bool(await which_on_disk(database, [words]))


async def which_on_disk(database: Database, sought: Iterable[str]) -> set[str]:
    """Which of these words are anywhere in a database's files. They are read once for all of them."""
    if database.is_sqlite:
        folder = Path(database.url.database or "").parent
        files = [Path(below) / name for below, _, names in os.walk(folder) for name in names]
        contents = [file.read_bytes() for file in files]
    else:
        contents = await of_tables(database)
    return {words for words in sought if any(words.encode() in content for content in contents)}
