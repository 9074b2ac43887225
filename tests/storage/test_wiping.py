"""What was deleted is in no file any more, also while connections are open; what was not deleted stays."""

import random
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text

from bot.turns import Turns
from bot.wiping import Pace, wiped, wiping
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Typed
from storage.anonymity import new_response_id
from storage.database import Database
from storage.retention import Terms, delete_due
from storage.tables import AnswerMessage, ResponseRow
from storage.wiping import wipe
from tests.bot.turning import DAY, go_to_the_first_question, said, turns_of
from tests.storage.test_database import a_message, a_response
from tests.support.files_read import in_folder, on_disk
from tests.support.migrated import migrated
from tests.support.telegram_people import until
from tests.support.wiped import wipe_in_the_end

MARKED = "the teapot sings under the willow"
TOLD = f"my stepdad hits me when {MARKED}"
OTHERS = "my friends listen to me by the harbour"
QUICK = Pace(after=0.01, between=0.01, share=0, again=0.01, at_most=0.1)

Deleting = Callable[[Turns, Database], Awaitable[None]]


async def do(turns: Turns, *inbounds: Inbound) -> None:
    """Have the one whose words go do some things."""
    for inbound in inbounds:
        await turns.take(said(inbound))


async def erased_by_its_writer(turns: Turns, _database: Database) -> None:
    await do(turns, Typed(MARKED), CommandGiven(Command.DELETE), Picked("stopping", "erase"))


async def taken_out_of_held_words(turns: Turns, _database: Database) -> None:
    await do(turns, Typed(TOLD), Picked("helps", ".take_out"))


async def moved_on_from_held_words(turns: Turns, _database: Database) -> None:
    await do(turns, Typed(TOLD), Picked("helps", ".next"))


async def changed_answer(turns: Turns, _database: Database) -> None:
    await do(turns, Typed(MARKED), Picked("helps", ".change"), Typed("something else"))


async def skipped_with_words(turns: Turns, _database: Database) -> None:
    await do(turns, Typed(MARKED), Picked("helps", ".skip"), Picked("helps", ".leave_out"))


async def retention_after_their_last_day(turns: Turns, database: Database) -> None:
    await do(turns, Typed(MARKED))
    await turns.take(said(CommandGiven(Command.STOP)))
    await turns.take(said(Picked("stopping", "keep")))
    async with database.writing() as connection:
        # Only this one is that old.
        await connection.execute(text("UPDATE responses SET kept_until = '2026-11-20' WHERE status = 'stopped_kept'"))
    await delete_due(database, Terms(30, 3, 730, {}), DAY)


async def retention_of_a_left_talk(turns: Turns, database: Database) -> None:
    await do(turns, Typed(TOLD))
    await delete_due(database, Terms(30, 3, 730, {}), DAY + timedelta(days=31))


WAYS = (
    erased_by_its_writer, taken_out_of_held_words, moved_on_from_held_words, changed_answer, skipped_with_words,
    retention_after_their_last_day, retention_of_a_left_talk,
)  # fmt: skip


async def among_others(turns: Turns, deleting: Deleting, database: Database) -> None:
    """Let some people write, then somebody whose words are deleted in one way, then some more."""
    for number in range(3):
        await go_to_the_first_question(turns, address=f"other {number}")
        await turns.take(said(Typed(OTHERS), address=f"other {number}"))
    await go_to_the_first_question(turns)
    await deleting(turns, database)


class TestWiping:
    @pytest.mark.parametrize("deleting", WAYS, ids=lambda way: way.__name__)
    async def test_deleted_words_are_in_no_file_while_connections_stay_open_and_other_words_stay(
        self, database: Database, second_process: Database, deleting: Deleting
    ) -> None:
        await second_process.answers()  # its connection stays in its pool
        await among_others(turns_of(database), deleting, database)
        assert await on_disk(database, MARKED)  # deleted, and yet there
        assert database.deleted.is_set()
        await wipe_in_the_end(database)
        assert not await on_disk(database, MARKED)
        assert await on_disk(database, OTHERS)
        async with second_process.reading() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM answer_messages")) >= 3

    async def test_it_waits_for_whoever_still_reads_what_was_there_and_is_tried_again(
        self, database: Database, second_process: Database
    ) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        await turns.take(said(Typed(MARKED)))
        async with second_process.reading() as connection:
            assert await connection.scalar(text("SELECT count(*) FROM answer_messages")) == 1
            await do(turns, CommandGiven(Command.DELETE), Picked("stopping", "erase"))
            for _ in range(2):
                assert not await wiped(database)
            assert database.deleted.is_set()
            assert await on_disk(database, MARKED)
            await do(turns, Picked("audience", "young_person"))  # nobody's turn is held up by it for good
        async with wiping(database, QUICK):
            await until(lambda: gone(database), "wiping once the reader has gone")

    @pytest.mark.postgres
    @pytest.mark.parametrize("of", ["this database", "another database of the server"])
    async def test_it_is_not_done_while_an_older_transaction_writes_anything_anywhere_on_the_server(
        self, postgres_database_url: str, postgres_url: str, of: str
    ) -> None:
        database = await migrated(postgres_database_url)
        writer = Database(postgres_database_url if of == "this database" else postgres_url)
        async with writer.engine.begin() as writing:
            # It holds no lock and sees nothing between its statements; but what is deleted from now on is younger than it.
            await writing.execute(text("SELECT pg_current_xact_id()"))
            await among_others(turns_of(database), erased_by_its_writer, database)
            assert not await wiped(database)
            assert database.deleted.is_set()
            assert await on_disk(database, MARKED)
        await wipe_in_the_end(database)
        assert await gone(database)
        await writer.close()
        await database.close()

    async def test_the_running_program_wipes_by_itself_after_a_turn_that_deleted(self, database: Database) -> None:
        async with wiping(database, QUICK):
            await among_others(turns_of(database), erased_by_its_writer, database)
            await until(lambda: gone(database), "wiping after the turn")

    async def test_what_was_deleted_last_is_wiped_when_the_program_stops(self, database: Database) -> None:
        async with wiping(database, Pace(after=3600)):
            await among_others(turns_of(database), erased_by_its_writer, database)
        assert await gone(database)

    async def test_what_deletes_nothing_asks_for_no_wiping(self, database: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        await turns.take(said(Typed("my friends"), "m1"))
        await delete_due(database, Terms(30, 3, 730, {}), DAY)
        assert not database.deleted.is_set()

    async def test_a_deletion_that_was_rolled_back_asks_for_none_either(self, database: Database) -> None:
        await go_to_the_first_question(turns_of(database))

        async def fail_half_way() -> None:
            async with database.writing() as connection:
                await connection.execute(delete(ResponseRow))
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await fail_half_way()
        assert not database.deleted.is_set()

    async def test_it_can_be_done_again_and_with_nothing_to_wipe(self, database: Database) -> None:
        await wipe_in_the_end(database)
        await wipe_in_the_end(database)


def sizes(folder: Path) -> dict[str, int]:
    """Return how many bytes each file of a folder has."""
    return {path.name: path.stat().st_size for path in folder.iterdir()}


async def gone(database: Database) -> bool:
    """Whether the marked words have left the files."""
    return not await on_disk(database, MARKED)


class TestSQLite:
    @pytest.mark.parametrize("seed", range(3))
    async def test_what_moving_rows_left_behind_in_a_page_goes_too(self, tmp_path: Path, seed: int) -> None:
        """`secure_delete` overwrites the row that is deleted, not the copies that earlier moves of it left behind."""
        draw = random.Random(seed)
        database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
        async with database.writing() as connection:
            await connection.run_sync(ResponseRow.metadata.create_all)
        alive: dict[str, str] = {}
        deleted: list[str] = []
        async with database.writing() as connection:
            for number in range(500):
                if alive and draw.random() < 0.45:
                    response_id = draw.choice(sorted(alive))
                    deleted.append(alive.pop(response_id))
                    await connection.execute(delete(ResponseRow).where(ResponseRow.id == response_id))
                    continue
                response_id, words = new_response_id(), f"number {number:06} of all"
                alive[response_id] = words
                await connection.execute(insert(ResponseRow).values(a_response(response_id)))
                padded = words + "x" * draw.choice([5, 50, 300, 900, 5000])
                await connection.execute(insert(AnswerMessage).values(a_message(response_id, padded)))
        assert await wipe(database)
        assert [words for words in deleted if in_folder(tmp_path, words)] == []
        assert [words for words in alive.values() if not in_folder(tmp_path, words)] == []
        await database.close()

    async def test_the_journal_is_empty_and_nothing_else_is_left_in_the_folder(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
        async with database.writing() as connection:
            await connection.run_sync(ResponseRow.metadata.create_all)
        assert await wipe(database)
        assert sizes(tmp_path)["sayso.db-wal"] == 0
        assert set(sizes(tmp_path)) == {"sayso.db", "sayso.db-wal", "sayso.db-shm"}
        await database.close()

    async def test_nothing_is_written_to_temporary_files_and_waiting_is_as_long_as_before(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
        async with database.writing() as connection:
            await connection.run_sync(ResponseRow.metadata.create_all)
        await wipe(database)
        async with database.reading() as connection:
            assert await connection.scalar(text("PRAGMA temp_store")) == 2
            assert await connection.scalar(text("PRAGMA busy_timeout")) == 30_000
            assert await connection.scalar(text("PRAGMA integrity_check")) == "ok"
        await database.close()

    async def test_beside_a_long_reading_the_journal_grows_once_and_not_at_each_try(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
        async with database.writing() as connection:
            await connection.run_sync(ResponseRow.metadata.create_all)
            for _ in range(50):
                response_id = new_response_id()
                await connection.execute(insert(ResponseRow).values(a_response(response_id)))
                await connection.execute(insert(AnswerMessage).values(a_message(response_id, "x" * 5000)))
        assert await wiped(database)
        with closing(sqlite3.connect(tmp_path / "sayso.db", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            assert reader.execute("SELECT count(*) FROM responses").fetchone() == (50,)
            assert not await wiped(database)
            once = sizes(tmp_path)["sayso.db-wal"]
            assert once > 50 * 5000
            for _ in range(3):
                assert not await wiped(database)
            assert sizes(tmp_path)["sayso.db-wal"] == once
            reader.execute("COMMIT")
        assert await wiped(database)
        assert sizes(tmp_path)["sayso.db-wal"] == 0
        await database.close()

    async def test_a_writer_that_takes_its_time_is_not_disturbed(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
        async with database.writing() as connection:
            await connection.run_sync(ResponseRow.metadata.create_all)
        with closing(sqlite3.connect(tmp_path / "sayso.db", isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            assert not await wiped(database)
            writer.execute("COMMIT")
        assert await wiped(database)
        await database.close()
