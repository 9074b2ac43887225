"""A release comes out whole or not at all: stopped on the way, without a folder, or with another one begun beside it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.errors import ExportError
from storage.release_tables import ReleaseRow
from storage.releases import entering, making, sorting
from storage.releases.contents import COUNTING, READING, WRITING
from storage.releases.entering import ENTERING
from tests.storage.exports.reading_back import names, run_beside
from tests.storage.releases.releasing import SUNDAY, again, put_on, release, somebody, words_of
from tests.support.answers import remember


async def test_a_release_that_could_not_be_written_leaves_nothing(database: Database, tmp_path: Path) -> None:
    await remember(database)
    await put_on(database, SUNDAY, *(somebody() for _ in range(9)))
    with pytest.raises(ExportError, match="no such folder"):
        await release(database, tmp_path / "missing" / "a")
    async with database.reading() as connection:
        assert (await connection.execute(select(ReleaseRow.number))).all() == []
    assert (await release(database, tmp_path / "a")).release.number == 1


@pytest.mark.parametrize("part", [ENTERING, COUNTING, READING, WRITING])
async def test_a_release_that_is_stopped_leaves_nothing_wherever_it_is(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr(entering, "AT_ONCE", 3)
    monkeypatch.setattr(sorting, "HELD", 5)
    monkeypatch.setattr(making, "SHOWN_EACH", 5)
    await remember(database)
    await put_on(database, SUNDAY, *(somebody() for _ in range(20)))
    making_it: list[asyncio.Task[object]] = []

    def stop(what: str, _done: int, _number: int) -> None:
        if what == part:
            assert (names(tmp_path) == set()) == (what in {ENTERING, COUNTING})
            making_it[0].cancel()

    making_it.append(asyncio.create_task(release(database, tmp_path / "a", show=stop)))
    with pytest.raises(asyncio.CancelledError):
        await making_it[0]
    assert names(tmp_path) == set()
    async with database.reading() as connection:
        assert (await connection.execute(select(ReleaseRow.number))).all() == []
    assert (await release(database, tmp_path / "a")).release.number == 1


async def test_of_two_releases_that_are_made_at_once_only_one_comes_out(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await remember(database)
    await put_on(database, SUNDAY - timedelta(days=7), *(somebody() for _ in range(9)))
    await put_on(database, SUNDAY, *(somebody() for _ in range(9)))

    async def another() -> None:
        other = Database(database_url)
        await release(other, tmp_path / "b", SUNDAY - timedelta(days=7))
        await other.close()

    def begin_another(what: str, _done: int, _number: int) -> None:
        if what == READING:
            run_beside(another())

    with pytest.raises(ExportError, match="another release of this engagement was begun while this one was written"):
        await release(database, tmp_path / "a", show=begin_another)
    assert {name for name in names(tmp_path) if not name.startswith("b-")} == set()
    assert len(words_of(tmp_path / "b")) == 9
    await again(database, 1, tmp_path / "c")
    assert (await release(database, tmp_path / "a")).release.number == 2
    assert not {row["words"] for row in words_of(tmp_path / "a")} & {row["words"] for row in words_of(tmp_path / "b")}


async def test_how_far_it_is_is_shown_for_each_part_up_to_the_end(database: Database, tmp_path: Path) -> None:
    await remember(database)
    await put_on(database, SUNDAY, *(somebody(quotes=bool(number % 4)) for number in range(20)))
    shown: list[tuple[str, int, int]] = []
    await release(database, tmp_path / "a", show=lambda *said: shown.append(said))
    assert shown == [(ENTERING, 20, 20), (COUNTING, 20, 20), (READING, 20, 20), (WRITING, 15, 15)]
