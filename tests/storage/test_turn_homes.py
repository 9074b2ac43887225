"""The two homes of turns, one class of tests for both: what is written is whole, durable, and nobody fails for another."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date

import pytest
from sqlalchemy import delete, insert, text
from sqlalchemy.exc import IntegrityError

from storage.conversations import is_handled, mark_handled
from storage.database import Database
from storage.errors import VersionClash
from storage.measured import Watch
from storage.prepared import AnyConnection, BareConnection, Prepared, given
from storage.tables import HandledMessage
from tests.support.stored import row_counts

DAY = date(2026, 11, 21)
PLAIN = Prepared(lambda _: insert(HandledMessage).values(fingerprint=given("fingerprint"), handled_on=given("day")))


def mark(name: str) -> Callable[[BareConnection], Awaitable[None]]:
    async def work(connection: BareConnection) -> None:
        await mark_handled(connection, name, DAY)

    return work


def marked(name: str) -> Callable[[BareConnection], Awaitable[bool]]:
    async def work(connection: BareConnection) -> bool:
        return await is_handled(connection, name)

    return work


class Counting(Watch):
    def __init__(self) -> None:
        self.seen: list[str] = []
        self.batches: list[int] = []

    def database(self, kind: str, seconds: float) -> None:
        assert seconds >= 0
        self.seen.append(kind)

    def batch(self, size: int) -> None:
        self.batches.append(size)


class TestTurnHomes:
    async def test_what_was_written_is_there_for_everybody(self, database: Database, second_process: Database) -> None:
        await database.turns.write(mark("a"))
        assert await database.turns.read(marked("a"))
        assert await second_process.turns.read(marked("a"))
        assert not await database.turns.read(marked("b"))

    async def test_what_fails_leaves_nothing_and_says_why(self, database: Database) -> None:
        async def fails(connection: BareConnection) -> None:
            await mark_handled(connection, "a", DAY)
            raise VersionClash("on purpose")

        with pytest.raises(VersionClash, match="on purpose"):
            await database.turns.write(fails)
        assert await row_counts(database) == {}

    async def test_a_mistake_of_ours_leaves_nothing_either(self, database: Database) -> None:
        async def fails(connection: BareConnection) -> None:
            await mark_handled(connection, "a", DAY)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await database.turns.write(fails)
        assert await row_counts(database) == {}
        await database.turns.write(mark("a"))

    async def test_of_many_at_once_the_bad_ones_fail_and_all_others_are_kept(self, database: Database) -> None:
        async def fails(connection: BareConnection) -> None:
            await mark_handled(connection, "never", DAY)
            raise VersionClash("on purpose")

        works = [fails if number % 3 == 0 else mark(f"m{number}") for number in range(100)]
        done = await asyncio.gather(*(database.turns.write(work) for work in works), return_exceptions=True)
        assert [isinstance(one, VersionClash) for one in done] == [number % 3 == 0 for number in range(100)]
        assert await row_counts(database) == {"handled_messages": 66}

    async def test_a_row_that_is_there_already_is_an_error_without_its_values(self, database: Database) -> None:
        async def twice(connection: BareConnection) -> None:
            for _ in range(2):
                await connection.run(PLAIN, {"fingerprint": "secret words", "day": DAY})

        with pytest.raises(IntegrityError) as caught:
            await database.turns.write(twice)
        assert "secret words" not in str(caught.value)
        assert "secret words" not in repr(caught.value.orig)
        assert await row_counts(database) == {}

    async def test_two_processes_that_write_at_once_lose_nothing(
        self, database: Database, second_process: Database
    ) -> None:
        homes = (database.turns, second_process.turns)
        await asyncio.gather(*(homes[number % 2].write(mark(f"m{number}")) for number in range(60)))
        assert await row_counts(database) == {"handled_messages": 60}

    async def test_another_connection_of_this_process_writes_in_between(self, database: Database) -> None:
        async def by_hand(number: int) -> None:
            async with database.writing() as connection:
                await mark_handled(connection, f"hand{number}", DAY)

        turns = [database.turns.write(mark(f"m{number}")) for number in range(30)]
        await asyncio.gather(*turns, *(by_hand(number) for number in range(10)))
        assert await row_counts(database) == {"handled_messages": 40}

    async def test_closing_writes_what_still_waits(self, database: Database) -> None:
        waiting = [asyncio.create_task(database.turns.write(mark(f"m{number}"))) for number in range(20)]
        await asyncio.sleep(0)
        if database.is_sqlite:
            await database.turns.close()
        await asyncio.gather(*waiting)
        assert await row_counts(database) == {"handled_messages": 20}

    async def test_who_stops_waiting_harms_nobody(self, database: Database) -> None:
        for _ in range(10):
            task = asyncio.create_task(database.turns.write(mark("left")))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await database.turns.write(mark("stayed"))
        assert await database.turns.read(marked("stayed"))

    async def test_who_wanted_to_write_by_hand_and_left_holds_nobody_up(self, database: Database) -> None:
        async def by_hand() -> None:
            async with database.writing() as connection:
                await mark_handled(connection, "left", DAY)

        for _ in range(10):
            before = [asyncio.create_task(database.turns.write(mark("before"))) for _ in range(2)]
            gone = asyncio.create_task(by_hand())
            await asyncio.sleep(0)
            gone.cancel()
            await asyncio.gather(gone, *before, return_exceptions=True)
        await asyncio.wait_for(database.turns.write(mark("stayed")), 30)
        await asyncio.wait_for(by_hand(), 30)
        assert await database.turns.read(marked("stayed"))
        assert await database.turns.read(marked("left"))

    async def test_deleting_rows_is_told_once_it_is_committed(self, database: Database) -> None:
        by_name = Prepared(lambda _: delete(HandledMessage).where(HandledMessage.fingerprint == given("name")))

        async def deletes(connection: BareConnection) -> None:
            await connection.run(by_name, {"name": "a"})

        async def deletes_and_fails(connection: BareConnection) -> None:
            await deletes(connection)
            raise VersionClash("on purpose")

        await database.turns.write(mark("a"))
        database.deleted.clear()
        with pytest.raises(VersionClash):
            await database.turns.write(deletes_and_fails)
        assert not database.deleted.is_set()
        await database.turns.write(deletes)
        await asyncio.wait_for(database.deleted.wait(), 30)

    async def test_who_watches_is_told_of_every_read_and_write(self, database: Database) -> None:
        database.turns.watch = watch = Counting()
        await database.turns.write(mark("a"))
        await database.turns.read(marked("a"))
        assert watch.seen == ["write", "read"]
        assert watch.batches == ([1] if database.is_sqlite else [])

    async def test_what_was_prepared_runs_through_every_kind_of_connection(self, database: Database) -> None:
        async def through(connection: AnyConnection) -> bool:
            await mark_handled(connection, "a", DAY)
            return await is_handled(connection, "a")

        async with database.writing() as connection:
            assert await through(connection)
            await connection.execute(text("DELETE FROM handled_messages"))
        assert await database.turns.write(through)
