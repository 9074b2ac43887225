"""`sayso retention`: what is kept how long, what is due, what went, with small numbers hidden; and deleting it."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.promises import broken_promise
from bot.script_check import check
from bot.settings import Settings
from conversations.content import OWN_FOLDER
from storage.database import Database
from storage.deletions import Deleted, note_deletions, week_of
from storage.moments import day_of
from storage.tables import HandledMessage
from tests.bot.turning import DAY
from tests.storage.test_retention import promising
from tests.support.files_read import in_folder
from tests.support.migrated import migrated
from tests.support.stored import row_counts
from tests.support.telegram_people import until
from tests.support.whole_program import program

TODAY = day_of(datetime.now(UTC) + timedelta(hours=1))
"""Just before midnight it is the next day already: what begins then ends in the week after."""

MONDAY = week_of(TODAY) - timedelta(days=14)
MARKED = "the teapot sings under the willow"

ERASE_AND_DIE = """
import asyncio, os, signal, sys
from storage.database import Database
from storage.migrating import migrate
from conversations.inbound import Command, CommandGiven, Picked, Typed
from tests.bot.turning import go_to_the_first_question, said, turns_of

async def erase_and_die():
    database = Database(sys.argv[1])
    await migrate(database)
    turns = turns_of(database)
    await go_to_the_first_question(turns)
    for inbound in (Typed(sys.argv[2]), CommandGiven(Command.DELETE), Picked("stopping", "erase")):
        await turns.take(said(inbound))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(erase_and_die())
"""
"""Somebody writes and erases it; the process is killed after the commit and before anything is wiped."""


async def with_old_fingerprints(folder: Path, count: int) -> Database:
    """Return a database with fingerprints of messages that were handled long ago, and deletions of two weeks ago."""
    (folder / "data").mkdir()
    database = await migrated(f"sqlite:///{folder / 'data' / 'sayso.db'}")
    async with database.writing() as connection:
        for number in range(count):
            row = {"fingerprint": f"{number:064}", "handled_on": TODAY - timedelta(days=30)}
            await connection.execute(insert(HandledMessage).values(row))
        await note_deletions(connection, {Deleted.ERASED: 2, Deleted.HELD: 13}, MONDAY)
        await note_deletions(connection, {Deleted.ERASED: 41}, TODAY)
    return database


@pytest.mark.program
class TestCommand:
    async def test_it_shows_terms_what_is_due_and_what_went_in_weeks_that_are_over(self, tmp_path: Path) -> None:
        database = await with_old_fingerprints(tmp_path, 12)
        await database.close()
        code, shown = await program(tmp_path, SAYSO_LEFT_DAYS="14").command("retention")
        assert code == 0, shown
        assert "14 days" in shown
        assert "until 31 December 2028" in shown
        due = next(line for line in shown.splitlines() if "fingerprints of handled messages" in line and "10" in line)
        assert due.split()[0] == "10"
        week = next(line for line in shown.splitlines() if f"{MONDAY:%Y-%m-%d}" in line)
        assert week.split()[1:] == ["15", "*"]
        assert "41" not in shown
        assert "40" not in shown

    async def test_run_deletes_what_is_due_and_hides_small_numbers_in_saying_so(self, tmp_path: Path) -> None:
        database = await with_old_fingerprints(tmp_path, 3)
        code, shown = await program(tmp_path).command("retention", "--run")
        assert code == 0, shown
        assert "*  fingerprints of handled messages" in shown
        assert "hold nothing of what was deleted" in shown
        assert await row_counts(database) == {}
        await database.close()
        code, shown = await program(tmp_path).command("retention", "--run")
        assert (code, "Nothing was due." in shown) == (0, True)

    async def test_it_fails_and_says_so_while_another_program_reads_what_was_there(self, tmp_path: Path) -> None:
        database = await with_old_fingerprints(tmp_path, 3)
        async with database.reading() as connection:
            await connection.exec_driver_sql("SELECT count(*) FROM handled_messages")
            code, shown = await program(tmp_path).command("retention", "--run")
        await database.close()
        assert code == 1
        assert "still in the database's files" in shown

    async def test_where_there_is_no_database_it_says_what_to_check(self, tmp_path: Path) -> None:
        code, shown = await program(tmp_path).command("retention")
        assert (code, "SAYSO_DATA_DIR" in shown) == (1, True)

    async def test_a_setting_that_goes_against_a_promise_stops_the_start_and_says_what_to_write(
        self, tmp_path: Path
    ) -> None:
        sayso = program(tmp_path, SAYSO_RESPONSE_DAYS="30")
        for words in (("run",), ("script", "check")):
            code, shown = await sayso.command(*words)
            assert code == 1
            assert "the texts of five-questions promise until 31 December 2028" in shown
            assert 'keep_days = "30"' in shown

    async def test_words_erased_just_before_a_kill_are_gone_once_sayso_runs_again(self, tmp_path: Path) -> None:
        sayso = program(tmp_path)
        data = tmp_path / "data"
        dying = await asyncio.create_subprocess_exec(
            sys.executable, "-c", ERASE_AND_DIE, f"sqlite:///{data / 'sayso.db'}", MARKED, cwd=Path(__file__).parents[2]
        )
        assert await dying.wait() == -9
        assert in_folder(data, MARKED) == {"sayso.db-wal"}

        async def gone() -> bool:
            return not in_folder(data, MARKED)

        async with sayso.running():
            await until(gone, "wiping after the restart")
        assert await gone()


class TestPromises:
    def test_a_setting_may_have_as_many_days_as_are_promised_but_not_fewer(self) -> None:
        script = promising(keep_days="90")
        assert broken_promise(script, 90, DAY) == ""
        assert broken_promise(script, None, DAY) == ""
        assert "promise for 90 days, and never after 31 December 2028" in broken_promise(script, 89, DAY)

    def test_a_last_day_that_is_near_enough_is_no_broken_promise(self) -> None:
        assert broken_promise(promising(keep_until="25 November 2026"), 4, DAY) == ""
        assert broken_promise(promising(keep_until="25 November 2026"), 3, DAY)

    def test_script_check_says_how_long_answers_are_kept(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert check([OWN_FOLDER], sys.stdout, Settings()) == 0
        assert "answers are kept until 31 December 2028" in capsys.readouterr().out
