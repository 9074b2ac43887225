"""The languages of answers are noted after their talks have ended, and go with them: on both databases."""

import asyncio
import gc
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import language_noting
from bot.finishing import begin, stop
from bot.language_noting import note_all, note_languages_now_and_then
from storage.answer_languages import languages_of, written_in
from storage.clearing import clear_answer, erase_response
from storage.database import Database
from storage.deletions import Deleted
from storage.measuring import Work
from storage.migrating import migrate
from storage.tables import AnswerLanguageRow
from tests.bot.turning import NOW
from tests.support.answers import DAY, Given, Response, put
from tests.support.stored import rows
from tests.support.telegram_people import until

POLISH = "wolę pisać niż mówić przez telefon"
ANSWERS = {
    "helps": Given([POLISH, "i z mamą"]),
    "hard": Given(["talking to my friends about it"]),
    "reach": Given(["tak 🙂"]),
    "works": Given(skipped=True),
}


async def noted(database: Database) -> dict[tuple[str, str], str]:
    return {
        (row["response_id"], row["question_id"]): row["language"] for row in await rows(database, AnswerLanguageRow)
    }


async def test_what_somebody_wrote_in_is_noted_once_the_talk_has_ended(database: Database) -> None:
    ended, under_way = Response(ANSWERS), Response(ANSWERS, status="open")
    await put(database, ended, under_way)
    assert await note_all(database) == 3
    assert await noted(database) == {(ended.id, "helps"): "pl", (ended.id, "hard"): "en", (ended.id, "reach"): ""}
    assert await note_all(database) == 0


async def test_a_later_look_leaves_out_talks_that_ended_long_before(database: Database) -> None:
    await put(database, Response(ANSWERS))
    assert await note_all(database, DAY + timedelta(days=1)) == 0
    assert await note_all(database, DAY) == 3


async def test_it_goes_with_the_answer_and_with_the_response(database: Database) -> None:
    one, other = Response(ANSWERS), Response(ANSWERS)
    await put(database, one, other)
    await note_all(database)
    gone: Counter[Deleted] = Counter()
    async with database.writing() as connection:
        await clear_answer(connection, one.id, "helps", gone, DAY)
        await erase_response(connection, other.id, gone, DAY)
    assert (await noted(database)).keys() == {(one.id, "hard"), (one.id, "reach")}


async def test_staff_see_what_was_detected_and_else_what_was_chosen(database: Database) -> None:
    response = Response(ANSWERS)
    await put(database, response)
    await note_all(database)
    async with database.reading() as connection:
        detected = await languages_of(connection, [response.id])
    assert written_in(detected.get((response.id, "helps")), "en") == ("pl", "detected")
    assert written_in(detected.get((response.id, "reach")), "en-easy") == ("en", "chosen")


async def test_many_are_noted_lot_by_lot(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_noting, "AT_ONCE", 2)
    monkeypatch.setattr(language_noting, "BETWEEN", 0)
    await put(database, *(Response(ANSWERS) for _ in range(5)))
    assert await note_all(database) == 15
    assert await note_all(database) == 0


@pytest.mark.parametrize("stopped", [False, True], ids=["tried again", "stopped meanwhile"])
async def test_a_locked_database_is_told_in_one_line_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, stopped: bool
) -> None:
    monkeypatch.setattr("storage.database.LOCK_SECONDS", 0.2)
    unread: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, about: unread.append(about["message"]))
    database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
    await migrate(database)
    await put(database, Response(ANSWERS))
    looking_at = asyncio.Event()
    monkeypatch.setattr(database, "writing", telling(looking_at, database.writing))
    with closing(sqlite3.connect(tmp_path / "sayso.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        task = begin(note_languages_now_and_then(database, lambda: NOW, every=3600 if stopped else 0.01))
        await looking_at.wait()
        if stopped:
            await stop(task)
        else:
            await until(lambda: has_failed(database), "a failure that is counted")
        assert await noted(database) == {}
        other.execute("COMMIT")
    if stopped:
        assert await note_all(database) == 3
    else:
        await until(lambda: all_noted(database), "noting once the lock is gone")
        await stop(task)
    gc.collect()
    await asyncio.sleep(0)
    assert unread == []
    lines = {record.getMessage() for record in caplog.records}
    assert lines == {
        "work in the background failed: _note_some"
        if stopped
        else "the languages of answers could not be noted this time; it will be tried again"
    }
    await database.close()


def telling(
    asked: asyncio.Event, writing: Callable[[], AbstractAsyncContextManager[AsyncConnection]]
) -> Callable[[], AbstractAsyncContextManager[AsyncConnection]]:
    """Return the same way into the database, which says when somebody goes there."""

    def told() -> AbstractAsyncContextManager[AsyncConnection]:
        asked.set()
        return writing()

    return told


async def has_failed(database: Database) -> bool:
    return database.measures.failures[Work.NOTING_LANGUAGES] > 0


async def all_noted(database: Database) -> bool:
    return len(await noted(database)) == 3
