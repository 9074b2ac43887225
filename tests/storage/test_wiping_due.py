"""That something is still to be wiped is known to the database itself: also after a crash, and to every process."""

import asyncio
import random
import sys
from pathlib import Path

import pytest
from sqlalchemy import delete, select

import bot.wiping
from bot.wiping import Pace, wiping
from conversations.inbound import Command, CommandGiven, Picked, Typed
from storage.database import Database
from storage.tables import AnswerMessage, ResponseRow, WipingDueRow
from storage.wiping import is_due, wipe
from tests.bot.turning import go_to_the_first_question, said, turns_of
from tests.support.deleting_over_and_over import QUICK, words_of
from tests.support.files_read import on_disk, which_on_disk
from tests.support.stored import rows
from tests.support.telegram_people import until
from tests.support.wiped import wipe_in_the_end

ROOT = Path(__file__).parents[2]
MARKED = "the teapot sings under the willow"


async def give_and_erase(database: Database) -> None:
    turns = turns_of(database)
    await go_to_the_first_question(turns)
    for inbound in (Typed(MARKED), CommandGiven(Command.DELETE), Picked("stopping", "erase")):
        await turns.take(said(inbound))


async def test_what_deletes_leaves_a_mark_that_wiping_takes_away(database: Database) -> None:
    assert not await is_due(database)
    await give_and_erase(database)
    assert await is_due(database)
    await wipe_in_the_end(database)
    assert not await is_due(database)
    async with database.writing() as connection:
        await connection.execute(delete(ResponseRow))  # of nobody
    assert not await is_due(database)


async def test_a_mark_says_nothing(database: Database) -> None:
    await give_and_erase(database)
    for row in await rows(database, WipingDueRow):
        assert row.keys() == {"mark"}
        assert len(row["mark"]) == 32


async def test_what_is_deleted_while_a_wiping_is_under_way_stays_due(
    database: Database, second_process: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await give_and_erase(database)
    name = "_wipe_sqlite" if database.is_sqlite else "_wipe_postgresql"
    whole = getattr(sys.modules["storage.wiping"], name)

    async def and_then_somebody_erases(connection: object) -> bool:
        done: bool = await whole(connection)
        await give_and_erase(second_process)
        return done

    monkeypatch.setattr(f"storage.wiping.{name}", and_then_somebody_erases)
    await wipe(database)
    monkeypatch.undo()
    assert await is_due(database)
    await wipe_in_the_end(database)
    assert not await is_due(database)


async def test_a_start_wipes_only_what_was_left_to_wipe(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    wipings: list[bool] = []

    async def counted(database: Database) -> bool:
        wipings.append(True)
        return await wipe(database)

    monkeypatch.setattr(bot.wiping, "wipe", counted)
    looked = asyncio.Event()

    async def looks(database: Database) -> bool:
        try:
            return await is_due(database)
        finally:
            looked.set()

    monkeypatch.setattr(bot.wiping, "is_due", looks)
    async with wiping(database, QUICK):
        await looked.wait()
    assert wipings == []
    await give_and_erase(database)
    database.deleted.clear()  # as another process would not know
    async with wiping(database, QUICK):
        await until(lambda: gone(database), "wiping what an earlier run left")
    assert wipings


async def test_where_the_database_cannot_say_it_is_wiped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(_database: Database) -> bool:
        raise OSError

    monkeypatch.setattr(bot.wiping, "is_due", fails)
    await give_and_erase(database)
    database.deleted.clear()
    async with wiping(database, Pace(after=0, between=0, share=0)):
        await until(lambda: gone(database), "wiping all the same")


async def test_a_wiping_that_is_due_is_never_lost_however_it_is_killed(database: Database) -> None:
    """Killed with -9 somewhere between writing, deleting and wiping, over and over, it is due or it is done."""
    draw, number = random.Random(20261122), 0
    for _ in range(6):
        first, killed_after = number, draw.randrange(1, 17)
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.support.deleting_over_and_over",
            database.url.render_as_string(hide_password=False), str(first), stdout=asyncio.subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        assert program.stdout is not None
        while number < first + killed_after:
            number = int(await program.stdout.readline()) + 1
        program.kill()
        await program.wait()
        number += len((await program.stdout.read()).split()) + 2
        # Before anybody opens the file: opening it alone could tidy up.
        left = await which_on_disk(database, map(words_of, range(first, number)))
        async with database.reading() as connection:
            alive = set((await connection.scalars(select(AnswerMessage.words))).all())
        assert await is_due(database) or left <= alive
    await wipe_in_the_end(database)
    assert not await is_due(database)
    assert await which_on_disk(database, map(words_of, range(number))) <= alive


async def gone(database: Database) -> bool:
    return not await on_disk(database, MARKED) and not await is_due(database)
