"""Everybody is entered into the ledger some at a time: others write in between, and a release that did not get to its end counts
for nothing, wherever it was killed.
"""

import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, update

from storage.database import Database
from storage.errors import ExportError
from storage.release_tables import ReleasedRow, ReleaseRow
from storage.releases import entering
from storage.releases.entering import ENTERING
from storage.tables import ResponseRow
from tests.storage.exports.reading_back import names, run_beside
from tests.storage.releases.releasing import SUNDAY, again, put_on, release, somebody, words_of
from tests.support.answers import Response, remember

KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from storage.database import Database
from storage.releases import entering
from tests.storage.releases.releasing import release

entering.AT_ONCE = 4
pauses = 0

async def sleep(seconds):
    global pauses
    pauses += 1
    if pauses == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)

entering.asyncio.sleep = sleep
asyncio.run(release(Database(sys.argv[1]), Path(sys.argv[2])))
"""
"""Makes a release and is killed in one of the pauses between two steps."""


@pytest.fixture
async def people(database: Database, monkeypatch: pytest.MonkeyPatch) -> list[Response]:
    """Twenty people who are in no release yet, of whom the last nine ended a week before the others, and four are entered at once."""
    monkeypatch.setattr(entering, "AT_ONCE", 4)
    await remember(database)
    everybody = [somebody() for _ in range(20)]
    await put_on(database, SUNDAY, *everybody[:11])
    await put_on(database, SUNDAY - timedelta(days=7), *everybody[11:])
    return everybody


async def ledger(database: Database) -> tuple[int, int]:
    """How many releases there are in the ledger, whole or not, and how many people."""
    async with database.reading() as connection:
        begun = await connection.scalar(select(func.count()).select_from(ReleaseRow)) or 0
        return begun, await connection.scalar(select(func.count()).select_from(ReleasedRow)) or 0


def said_by(everybody: list[Response]) -> set[str]:
    return {f"words of {one.id}" for one in everybody}


def said_in(out: Path) -> set[str]:
    return {row["words"] for row in words_of(out)}


async def test_others_write_while_people_are_entered(
    database: Database, database_url: str, tmp_path: Path, people: list[Response]
) -> None:
    entered: list[tuple[int, int]] = []

    async def write(number: int) -> None:
        other = Database(database_url)
        async with other.writing() as connection:
            await connection.execute(update(ResponseRow).where(ResponseRow.id == people[0].id).values(language="pl"))
        entered.append((number, (await ledger(other))[1]))
        await other.close()

    def write_beside(what: str, done: int, _number: int) -> None:
        if what == ENTERING:
            run_beside(write(done))

    await release(database, tmp_path / "a", show=write_beside)
    assert entered == [(4, 4), (8, 8), (12, 12), (16, 16), (20, 20)]
    assert said_in(tmp_path / "a") == said_by(people)


@pytest.mark.parametrize("killed_at", [(1,), (5,), (3, 1), (5, 2, 1), (5, 4, 6)])
async def test_what_was_killed_counts_for_nothing_and_the_next_one_clears_it(
    database: Database, database_url: str, tmp_path: Path, people: list[Response], killed_at: tuple[int, ...]
) -> None:
    for pause in killed_at:
        killed = subprocess.run(  # noqa: ASYNC221 - nothing else is under way
            [sys.executable, "-c", KILLED, database_url, str(tmp_path / "a"), str(pause)],
            check=False, capture_output=True, timeout=60,
        )  # fmt: skip
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert names(tmp_path) == set()
    assert (await ledger(database))[0] == 1
    with pytest.raises(ExportError, match="there is no release 1; there are: none"):
        await again(database, 1, tmp_path / "a")
    assert (await release(database, tmp_path / "a")).release.number == 1
    assert said_in(tmp_path / "a") == said_by(people)
    assert await ledger(database) == (1, 20)


async def test_a_release_is_given_up_where_another_one_is_begun_while_people_are_entered(
    database: Database, database_url: str, tmp_path: Path, people: list[Response]
) -> None:
    async def another() -> None:
        other = Database(database_url)
        await release(other, tmp_path / "b", SUNDAY - timedelta(days=7))
        await other.close()

    def begin_another(what: str, done: int, _number: int) -> None:
        if what == ENTERING and done == 8:
            run_beside(another())

    with pytest.raises(ExportError, match="another release of this engagement was begun"):
        await release(database, tmp_path / "a", show=begin_another)
    assert await ledger(database) == (1, 9)
    assert said_in(tmp_path / "b") == said_by(people[11:])
    await again(database, 1, tmp_path / "c")
    assert (await release(database, tmp_path / "a")).release.number == 2
    assert said_in(tmp_path / "a") == said_by(people[:11])


async def test_one_that_is_refused_leaves_alone_what_is_being_entered(
    database: Database, database_url: str, tmp_path: Path, people: list[Response]
) -> None:
    async def refused() -> None:
        other = Database(database_url)
        with pytest.raises(ExportError, match="too few answers up to 1998-12-27"):
            await release(other, tmp_path / "b", date(1999, 1, 1))
        await other.close()

    def try_another(what: str, done: int, _number: int) -> None:
        if what == ENTERING and done == 8:
            run_beside(refused())

    await release(database, tmp_path / "a", show=try_another)
    assert said_in(tmp_path / "a") == said_by(people)


async def test_whoever_erases_while_people_are_entered_is_not_in_it(
    database: Database, database_url: str, tmp_path: Path, people: list[Response]
) -> None:
    in_order = sorted(people, key=lambda one: one.id)
    gone = [in_order[0], in_order[-1]]

    async def erase() -> None:
        other = Database(database_url)
        async with other.writing() as connection:
            await connection.execute(delete(ResponseRow).where(ResponseRow.id.in_([one.id for one in gone])))
        await other.close()

    def erase_beside(what: str, done: int, _number: int) -> None:
        if what == ENTERING and done == 8:
            run_beside(erase())

    await release(database, tmp_path / "a", show=erase_beside)
    assert said_in(tmp_path / "a") == said_by(in_order[1:-1])
    assert await ledger(database) == (1, 18)
