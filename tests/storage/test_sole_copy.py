"""The place that only one of several copies has: on both databases, and whatever becomes of whoever has it."""

import asyncio
import stat
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database, sqlite_file
from storage.sole_copy import SoleCopy

HOLD_FOR_EVER = """
import asyncio, sys
from storage.database import Database
from storage.sole_copy import SoleCopy

async def main():
    place = SoleCopy(Database(sys.argv[1]), "polling")
    print(await place.take(), flush=True)
    await asyncio.sleep(120)

asyncio.run(main())
"""


def locks_in(folder: Path) -> list[Path]:
    """The lock files in a folder."""
    return [file for file in folder.iterdir() if file.suffix == ".lock"]


async def test_one_holds_the_place_until_it_gives_it_up(database: Database, second_process: Database) -> None:
    first, second = SoleCopy(database, "polling"), SoleCopy(second_process, "polling")
    assert await first.take()
    assert await first.take()
    assert await first.holds()
    assert not await second.take()
    assert not await second.holds()
    await first.release()
    assert not await first.holds()
    assert await second.take()
    assert not await first.take()
    await second.release()


async def test_places_of_different_names_are_different_places(database: Database, second_process: Database) -> None:
    first, second = SoleCopy(database, "bot 1"), SoleCopy(second_process, "bot 2")
    assert await first.take()
    assert await second.take()
    await first.release()
    await second.release()


async def test_turns_go_on_beside_it(database: Database) -> None:
    place = SoleCopy(database, "polling")
    assert await place.take()
    async with database.writing() as connection:
        await connection.execute(text("DELETE FROM handled_messages"))
    assert await place.holds()
    await place.release()


@pytest.mark.postgres
async def test_a_connection_that_breaks_takes_the_place_along(postgres_database_url: str) -> None:
    database, second_process = Database(postgres_database_url), Database(postgres_database_url)
    first, second = SoleCopy(database, "polling"), SoleCopy(second_process, "polling")
    assert await first.take()
    async with second_process.writing() as connection:
        holder = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid() AND database = "
        of_this_database = "(SELECT oid FROM pg_database WHERE datname = current_database())"
        await connection.execute(text(f"SELECT pg_terminate_backend(pid, 10000) FROM ({holder}{of_this_database}) h"))
    assert not await first.holds()
    assert await second.take()
    assert not await first.take()
    await second.release()
    await database.close()
    await second_process.close()


@pytest.mark.program
async def test_a_process_that_is_killed_leaves_the_place_free(database: Database, database_url: str) -> None:
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD_FOR_EVER, database_url, stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdout is not None
    try:
        assert await asyncio.wait_for(holder.stdout.readline(), 60) == b"True\n"
        place = SoleCopy(database, "polling")
        assert not await place.take()
    finally:
        holder.kill()
        await holder.wait()
    for _ in range(600):
        if await place.take():
            break
        await asyncio.sleep(0.05)
    assert await place.holds()
    await place.release()


async def test_the_lock_beside_a_sqlite_file_is_for_its_owner_alone_and_tells_nothing(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
    place = SoleCopy(database, "telegram 12345")
    assert await place.take()
    file = sqlite_file(database.url)
    assert file is not None
    (lock,) = locks_in(tmp_path)
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    assert "12345" not in lock.name
    assert lock.read_bytes() == b""
    await place.release()
    await database.close()


async def test_a_database_in_memory_is_nobody_elses(tmp_path: Path) -> None:
    database = Database("sqlite:///:memory:")
    place = SoleCopy(database, "polling")
    assert await place.take()
    assert await place.holds()
    assert locks_in(tmp_path) == []
    await database.close()
