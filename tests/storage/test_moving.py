"""Moving a whole database: every row of every table arrives, or nothing does, and nobody can write meanwhile."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from storage.alone import held_still, is_in_use
from storage.carrying import TableContent, all_tables, contents_of, empty
from storage.database import Database
from storage.errors import MoveError, NotMigrated
from storage.moving import move
from storage.old_database import empty_old
from storage.receipts import erase_everything, take_out_answer
from storage.tables import AnswerMessage, ResponseRow
from tests.support.answers import DAY, Given, Response, put
from tests.support.any_rows import Rows, any_rows
from tests.support.files_read import in_folder
from tests.support.migrated import migrated
from tests.support.stored import row_counts, rows

MARKED = "the walrus hums at noon"
ROOT = Path(__file__).parents[2]

ANY_EXAMPLE = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
    HealthCheck.data_too_large],
)  # fmt: skip

MOVE_AND_DIE = """
import asyncio, os, signal, sys
from storage.database import Database
from storage.moving import move

def step(what, rows):
    def more(table, some):
        if (what, table) == ("carrying", "answer_messages"):
            os.kill(os.getpid(), signal.SIGKILL)
    return more

asyncio.run(move(Database(sys.argv[1]), Database(sys.argv[2]), step))
"""
"""A move that is killed after it has written most of the rows."""


async def fill(database: Database, made: Rows) -> None:
    """Put rows into a database, whatever was in it."""
    async with database.writing() as connection:
        await empty(connection, all_tables())
        for table in all_tables():
            if made[table.name]:
                await connection.execute(insert(table), made[table.name])


async def everything(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Read every row of every table."""
    found = {}
    async with database.reading() as connection:
        for table in all_tables():
            result = await connection.execute(table.select().order_by(*table.primary_key.columns))
            found[table.name] = sorted((dict(row) for row in result.mappings()), key=repr)
    return found


async def with_answers(url: str, *words: str) -> Database:
    """Return a database with a response for each text."""
    database = await migrated(url)
    await put(database, *(Response({"helps": Given(words=(text,))}) for text in words))
    return database


def sqlite_url(folder: Path, name: str) -> str:
    """Return the address of a SQLite file."""
    return f"sqlite:///{(folder / name).as_posix()}"


class TestMove:
    @ANY_EXAMPLE
    @given(made=any_rows())
    async def test_whatever_the_tables_can_hold_arrives_and_comes_back_as_it_was(
        self, made: Rows, database: Database, tmp_path: Path
    ) -> None:
        first, last = await migrated(sqlite_url(tmp_path, "first.db")), await migrated(sqlite_url(tmp_path, "last.db"))
        for one in (database, last):
            async with one.writing() as connection:
                await empty(connection, all_tables())
        await fill(first, made)
        whole = await everything(first)
        carried = await move(first, database)
        assert {name: content.rows for name, content in carried.items()} == {k: len(v) for k, v in whole.items()}
        assert await everything(database) == whole
        await move(database, last)
        assert await everything(last) == whole
        for one in (first, last):
            await one.close()

    async def test_a_new_database_gets_its_tables_from_the_move(self, database_url: str, tmp_path: Path) -> None:
        source, target = await with_answers(sqlite_url(tmp_path, "old.db"), "a", "b"), Database(database_url)
        await move(source, target)
        assert await everything(target) == await everything(source)
        for one in (source, target):
            await one.close()

    async def test_a_database_that_holds_anything_is_refused_and_left_as_it_was(
        self, database: Database, tmp_path: Path
    ) -> None:
        source = await with_answers(sqlite_url(tmp_path, "old.db"), "a")
        await put(database, Response({"helps": Given(words=("here before",))}))
        before = await everything(database)
        with pytest.raises(MoveError, match="not empty"):
            await move(source, database)
        assert await everything(database) == before
        await source.close()

    async def test_the_same_database_is_refused_however_it_is_written(self, tmp_path: Path) -> None:
        source = await with_answers(sqlite_url(tmp_path, "old.db"), "a")
        (tmp_path / "link.db").symlink_to(tmp_path / "old.db")
        for name in ("old.db", "link.db"):
            target = Database(sqlite_url(tmp_path, name))
            with pytest.raises(MoveError, match="is the old one"):
                await move(source, target)
            await target.close()
        await source.close()

    async def test_older_tables_are_not_moved(self, database: Database, tmp_path: Path) -> None:
        source = Database(sqlite_url(tmp_path, "old.db"))
        with pytest.raises(NotMigrated, match="sayso migrate"):
            await move(source, database)
        await source.close()

    async def test_while_somebody_has_the_old_database_open_nothing_is_moved(
        self, database: Database, second_process: Database, tmp_path: Path
    ) -> None:
        target = await migrated(sqlite_url(tmp_path, "new.db"))
        await put(second_process, Response({"helps": Given(words=("still talking",))}))
        with pytest.raises(MoveError, match="in use"):
            await move(database, target)
        assert await row_counts(target) == {}
        await second_process.close()
        await move(database, target)
        assert [row["words"] for row in await rows(target, AnswerMessage)] == ["still talking"]
        await target.close()

    async def test_who_comes_in_the_middle_of_a_move_is_not_left_behind(
        self, database: Database, database_url: str, tmp_path: Path
    ) -> None:
        await put(database, Response({"helps": Given(words=("early",))}))
        late, target = Database(database_url), await migrated(sqlite_url(tmp_path, "new.db"))
        writing: list[asyncio.Task[None]] = []

        def step(what: str, _rows: int) -> Any:
            if what == "carrying":
                writing.append(asyncio.create_task(put(late, Response({"helps": Given(words=("late",))}))))
            return lambda _table, _rows: None

        with pytest.raises(MoveError, match="somebody used the old database"):
            await move(database, target, step)
        await writing[0]
        assert await row_counts(target) == {}
        assert {row["words"] for row in await rows(database, AnswerMessage)} == {"early", "late"}
        await late.close()
        await move(database, target)
        assert {row["words"] for row in await rows(target, AnswerMessage)} == {"early", "late"}
        await target.close()

    @pytest.mark.program
    async def test_a_move_that_is_killed_leaves_the_old_one_whole_and_the_new_one_empty(
        self, database_url: str, tmp_path: Path
    ) -> None:
        source, target = await with_answers(sqlite_url(tmp_path, "old.db"), "a", MARKED), Database(database_url)
        whole = await everything(source)
        await source.close()
        dying = await asyncio.create_subprocess_exec(
            sys.executable, "-c", MOVE_AND_DIE, sqlite_url(tmp_path, "old.db"), database_url, cwd=ROOT
        )
        assert await dying.wait() == -9
        source = Database(sqlite_url(tmp_path, "old.db"))
        assert await everything(source) == whole
        assert await row_counts(target) == {}
        await move(source, target)
        assert await everything(target) == whole
        for one in (source, target):
            await one.close()


class TestInUse:
    async def test_a_database_is_in_use_exactly_while_somebody_else_has_it_open(
        self, database: Database, database_url: str
    ) -> None:
        assert not await is_in_use(database)
        other = Database(database_url)
        assert await other.answers()
        assert await is_in_use(database)
        await other.close()
        assert not await is_in_use(database)

    async def test_while_it_is_held_still_others_can_read(self, database: Database, second_process: Database) -> None:
        async with held_still(database) as connection:
            await connection.execute(text("SELECT 1"))
            assert await second_process.answers()


class TestTheOldOne:
    async def test_it_is_emptied_and_wiped_when_the_new_one_has_all_of_it_or_knows_that_it_went(
        self, database: Database, tmp_path: Path
    ) -> None:
        (tmp_path / "old").mkdir()
        old = await with_answers(sqlite_url(tmp_path / "old", "old.db"), MARKED, "two", "three")
        await move(old, database)
        first, second, _ = [row["id"] for row in await rows(database, ResponseRow)]
        async with database.writing() as connection:
            await erase_everything(connection, first, DAY)
            await take_out_answer(connection, second, "helps", DAY)
        assert in_folder(tmp_path / "old", MARKED)
        assert await empty_old(old, database, lambda _table, _rows: None)
        assert await row_counts(old) == {}
        await old.close()
        assert not in_folder(tmp_path / "old", MARKED)
        assert len(await rows(database, ResponseRow)) == 2

    async def test_it_is_not_touched_while_it_holds_what_the_new_one_does_not_know(
        self, database: Database, tmp_path: Path
    ) -> None:
        old = await with_answers(sqlite_url(tmp_path, "old.db"), "one")
        await move(old, database)
        await put(old, Response({"helps": Given(words=("after the move",))}))
        with pytest.raises(MoveError, match="1 in responses"):
            await empty_old(old, database, lambda _table, _rows: None)
        assert len(await rows(old, ResponseRow)) == 2
        await old.close()

    async def test_the_database_that_is_used_now_is_never_emptied(self, database: Database, database_url: str) -> None:
        with pytest.raises(MoveError, match="uses now"):
            await empty_old(Database(database_url), database, lambda _table, _rows: None)


class TestContent:
    @settings(max_examples=20)
    @given(st.lists(st.dictionaries(st.text(max_size=3), st.text() | st.integers() | st.none(), max_size=3)))
    def test_it_is_the_same_in_any_order_and_another_for_one_row_more(self, some: list[dict[str, Any]]) -> None:
        one, other = TableContent(), TableContent()
        for row in some:
            one.add(row)
        for row in reversed(some):
            other.add(row)
        assert one == other
        other.add({"one": "more"})
        assert one.digest != other.digest

    async def test_a_word_that_is_changed_changes_what_a_table_holds(self, database: Database) -> None:
        await put(database, Response({"helps": Given(words=("one", "two"))}))
        async with database.reading() as connection:
            before = await contents_of(connection, all_tables())
        async with database.writing() as connection:
            await connection.execute(text("UPDATE answer_messages SET words = 'tow' WHERE number = 2"))
        async with database.reading() as connection:
            after = await contents_of(connection, all_tables())
        assert {name for name in before if before[name] != after[name]} == {"answer_messages"}
