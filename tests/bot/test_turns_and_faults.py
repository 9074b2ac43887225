"""What becomes of a turn where the database fails under it: nothing half, nothing twice, and it works again afterwards."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.turns import Turns
from conversations.inbound import Typed
from storage.conversations import mark_handled
from storage.database import Database, sqlite_file
from storage.prepared import BareConnection
from storage.sqlite_batch import SqliteConnection
from storage.tables import AnswerMessage
from tests.bot.turning import go_to_the_first_question, said, turns_of
from tests.support.broken_wire import Cut, Wire, wire_to
from tests.support.migrated import migrated
from tests.support.stored import rows

FAILURES = (SQLAlchemyError, OSError)
WORDS = said(Typed("my friends"), "m1")


async def kept(database: Database) -> list[str]:
    return [row["words"] for row in await rows(database, AnswerMessage)]


class TestOnSqlite:
    @pytest.fixture
    async def database(self, tmp_path: Path) -> AsyncIterator[Database]:
        opened = await migrated(f"sqlite:///{(tmp_path / 'sayso.db').as_posix()}")
        yield opened
        await opened.close()

    async def test_a_full_disk_fails_the_turn_and_every_other_of_its_commit_and_room_mends_it(
        self, database: Database
    ) -> None:
        turns = turns_of(database)
        for person in ("somebody", "other"):
            await go_to_the_first_question(turns, address=person)

        async def room(pages: int) -> None:
            async def work(connection: BareConnection) -> None:
                assert isinstance(connection, SqliteConnection)
                connection.bare.execute(f"PRAGMA max_page_count = {pages}")

            await database.turns.write(work)

        await room(1)
        long = [said(Typed("word " * 700), "m1"), said(Typed("word " * 700), "m1", address="other")]
        failed = await asyncio.gather(*(turns.take(one) for one in long), return_exceptions=True)
        assert all(isinstance(error, FAILURES) for error in failed)
        assert await kept(database) == []
        await room(1_000_000)
        for one in long:
            assert not (await turns.take(one)).repeated
        assert len(await kept(database)) == 2

    async def test_turns_wait_for_a_lock_that_another_program_holds(self, database: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        file = sqlite_file(database.url)
        assert file is not None
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        waiting = [asyncio.create_task(turns.take(said(Typed("words"), f"m{n}"))) for n in range(5)]
        await asyncio.sleep(0.3)
        assert not any(task.done() for task in waiting)
        # Whoever only looks waits for nobody.
        assert (await turns.look(WORDS.channel, WORDS.address)).open
        other.execute("COMMIT")
        other.close()
        await asyncio.gather(*waiting)
        assert await kept(database) == ["words"] * 5

    async def test_a_commit_that_fails_fails_every_turn_of_it_and_stores_nothing(self, database: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        before = await rows(database, AnswerMessage)

        async def owes_a_row(connection: BareConnection) -> None:
            assert isinstance(connection, SqliteConnection)
            # Asked for when it is committed, and not before.
            connection.bare.execute("PRAGMA defer_foreign_keys = ON")
            connection.bare.execute("INSERT INTO answer_messages VALUES ('nobody', 'q', 1, 'words')")

        async def harmless(connection: BareConnection) -> None:
            await mark_handled(connection, "somebody else", date(2026, 11, 21))

        works = (owes_a_row, harmless)
        failed = await asyncio.gather(*map(database.turns.write, works), return_exceptions=True)
        assert [type(error) for error in failed] == [IntegrityError, IntegrityError]
        assert await rows(database, AnswerMessage) == before
        await database.turns.write(harmless)
        await turns.take(WORDS)
        assert await kept(database) == ["my friends"]


@pytest.mark.postgres
class TestOnPostgresql:
    @pytest.fixture
    async def wired(self, postgres_database_url: str) -> AsyncIterator[tuple[Wire, Database, Turns]]:
        await (await migrated(postgres_database_url)).close()
        async with wire_to(postgres_database_url) as (wire, url):
            database = Database(url)
            yield wire, database, turns_of(database)
            await database.close()

    async def test_a_server_that_is_gone_for_a_while_costs_nobody_a_word(
        self, wired: tuple[Wire, Database, Turns]
    ) -> None:
        wire, database, turns = wired
        await go_to_the_first_question(turns)
        await wire.down()
        for _ in range(3):
            with pytest.raises(FAILURES):
                await turns.take(WORDS)
        await wire.open()
        assert not (await turns.take(WORDS)).repeated
        assert (await turns.take(WORDS)).repeated
        assert await kept(database) == ["my friends"]

    @pytest.mark.parametrize("cut", [Cut.BEFORE_COMMIT, Cut.AFTER_COMMIT])
    async def test_a_connection_that_breaks_inside_a_commit_is_found_out_by_the_repeat(
        self, wired: tuple[Wire, Database, Turns], cut: Cut
    ) -> None:
        wire, database, turns = wired
        await go_to_the_first_question(turns)
        wire.cut = cut
        with pytest.raises(FAILURES):
            await turns.take(WORDS)
        again = await turns.take(WORDS)
        assert again.repeated == (cut is Cut.AFTER_COMMIT)
        assert await kept(database) == ["my friends"]
        once_more = await turns.take(WORDS)
        assert (once_more.replies, once_more.repeated) == (again.replies, True)

    async def test_connections_that_the_server_ended_are_not_used_again(
        self, wired: tuple[Wire, Database, Turns]
    ) -> None:
        wire, database, turns = wired
        people = [f"person {n}" for n in range(8)]
        await asyncio.gather(*(go_to_the_first_question(turns, address=person) for person in people))
        await wire.down()
        await wire.open()
        await asyncio.gather(*(turns.take(said(Typed("words"), "m1", address=person)) for person in people))
        assert await kept(database) == ["words"] * 8
