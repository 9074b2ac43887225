"""Backups made and restored in tests, and what is then in the database."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import insert

from storage.backing_up import back_up
from storage.carrying import all_tables
from storage.database import Database
from storage.erased_list import ErasedList
from storage.manifests import Manifest, read_manifest
from storage.restoring import Restored, restore
from storage.retention import Terms
from storage.tables import (
    AnswerMessage,
    ConversationRow,
    HandledMessage,
    HeldMessage,
)
from tests.support.answers import DAY, Given
from tests.support.stored import rows

SECRET = b"r" * 32
TERMS = Terms(left_days=30, handled_days=3, count_days=7300, last_days={})
HELPS = {"helps": Given(words=("my dog",)), "hard": Given(words=("mondays",))}
MARKED = "the heron counts to nine"


async def saved(database: Database, folder: Path, name: str = "backup.sqlite") -> tuple[Path, Manifest]:
    """Make a backup; return it with what it says of itself."""
    return folder / name, await back_up(database, folder / name, DAY, "the-list", SECRET)


@asynccontextmanager
async def opened(backup: Path) -> AsyncIterator[Database]:
    """Open a copy of a backup, as restoring does."""
    read_manifest(backup)
    copy = backup.with_name(f"copy-of-{backup.name}")
    shutil.copy(backup, copy)
    database = Database(f"sqlite:///{copy.as_posix()}")
    try:
        yield database
    finally:
        await database.close()


async def restored(  # noqa: PLR0913
    backup: Path,
    target: Database,
    kept: ErasedList | None = None,
    *,
    terms: Terms = TERMS,
    today: date = DAY,
    over: bool = True,
) -> Restored:
    """Restore a backup over what is there."""
    async with opened(backup) as copy:
        return await restore(copy, target, kept, terms, today, replace=over)


async def words(database: Database) -> list[str]:
    """Everything that was written, sorted."""
    return sorted(row["words"] for row in await rows(database, AnswerMessage))


async def link(database: Database, response_id: str) -> None:
    """Make an open talk of a response, with words put aside and a handled message."""
    talk = {
        "channel_key": "c" * 64, "version": 1, "state": {}, "replies": [], "response_id": response_id, "active_on": DAY,
    }  # fmt: skip
    async with database.writing() as connection:
        await connection.execute(insert(ConversationRow).values(talk))
        await connection.execute(insert(HandledMessage).values(fingerprint="f" * 64, handled_on=DAY))
        await connection.execute(
            insert(HeldMessage).values(response_id=response_id, question_id="helps", number=1, words=MARKED)
        )


async def all_rows(database: Database, name: str) -> list[dict[str, object]]:
    """Every row of a table, by its name."""
    table = next(one for one in all_tables() if one.name == name)
    async with database.reading() as connection:
        return sorted((dict(row) for row in (await connection.execute(table.select())).mappings()), key=repr)
