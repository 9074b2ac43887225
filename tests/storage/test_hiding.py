"""Words hidden by hand: gone from the database and its files, also from a backup that is restored; nothing else changes."""

from pathlib import Path

import pytest

from conversations.redaction import redact
from conversations.redaction.by_hand import KINDS, take_out
from storage.database import Database
from storage.hiding import hide_words, release_with, try_hiding
from storage.receipts import take_out_answer
from storage.tables import AnswerMessage, DeletionRow
from storage.word_search import answers_with
from tests.support.answers import DAY, SCRIPT, Given, Response, put
from tests.support.backups import restored, saved
from tests.support.files_read import on_disk
from tests.support.stored import rows
from tests.support.wiped import wipe_in_the_end

MISSED = "Ravensworth"
TOLD = {
    "helps": Given(words=("I like music", f"only miss {MISSED} listens")),
    "hard": Given(words=(f"{MISSED.upper()} left and nobody came",)),
}


@pytest.mark.parametrize(
    ("text", "phrases", "expected", "places"),
    [
        ("Sam said so, sam's the same", ["Sam"], "[name] said so, [name]'s the same", 2),
        ("Ann Smith and Ann", ["Ann", "ann  SMITH"], "[name] and [name]", 2),
        ("ask Mr\nBlue", ["mr blue"], "ask [name]", 1),
        ("[name] has a name", ["name"], "[name] has a [name]", 1),
        ("小明说了很多", ["小明"], "[name]说了很多", 1),
        ("a (b) \\1 c", ["(b)", "\\1"], "a [name] [name] c", 2),
        ("nothing of it", ["thin", " "], "nothing of it", 0),
    ],
)
def test_exactly_the_words_that_are_named_go(text: str, phrases: list[str], expected: str, places: int) -> None:
    assert take_out(text, phrases, "name") == (expected, places)


@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_in_their_place_is_what_redaction_leaves_alone(kind: str) -> None:
    text, _ = take_out("we met Zed there", ["Zed"], kind)
    assert redact(text).text == text
    assert take_out(text, [kind], "name") == (text, 0)


async def test_hidden_words_leave_the_database_its_files_and_the_search(database: Database) -> None:
    hidden, other = Response(TOLD), Response({"helps": Given(words=("a quiet room",))})
    await put(database, hidden, other)
    async with database.reading() as connection:
        tried = await try_hiding(connection, hidden.id, "helps", [MISSED], "name")
        assert (await answers_with(connection, SCRIPT.engagement, "ravensWORTH")).found
    assert (tried.messages, tried.here, tried.elsewhere) == (("I like music", "only miss [name] listens"), 1, 1)
    assert not database.deleted.is_set()
    async with database.writing() as connection:
        assert await hide_words(connection, hidden.id, [MISSED], "name", DAY) == 2
        assert await hide_words(connection, hidden.id, [MISSED], "name", DAY) == 0
    assert database.deleted.is_set()
    texts = {row["words"] for row in await rows(database, AnswerMessage)}
    assert texts == {"I like music", "only miss [name] listens", "[name] left and nobody came", "a quiet room"}
    await wipe_in_the_end(database)
    assert [written for written in (MISSED, MISSED.upper()) if await on_disk(database, written)] == []
    async with database.reading() as connection:
        assert not (await answers_with(connection, SCRIPT.engagement, MISSED)).found
        assert await release_with(connection, hidden.id) is None
    assert {row["kind"]: row["rows"] for row in await rows(database, DeletionRow)} == {"hidden": 2}


async def test_an_older_backup_does_not_bring_them_back_and_a_newer_one_keeps_the_answer(
    database: Database, tmp_path: Path
) -> None:
    response = Response(TOLD)
    await put(database, response)
    before, _ = await saved(database, tmp_path, "before.sqlite")
    async with database.writing() as connection:
        await hide_words(connection, response.id, [MISSED], "name", DAY)
    after, _ = await saved(database, tmp_path, "after.sqlite")
    await restored(after, database)
    assert len(await rows(database, AnswerMessage)) == 3
    await restored(before, database)
    assert await rows(database, AnswerMessage) == []


@pytest.mark.parametrize("standing", ["open", "taken out"])
async def test_nothing_is_written_to_a_talk_that_goes_on_nor_of_an_answer_that_is_gone(
    database: Database, standing: str
) -> None:
    response = Response(TOLD, status="open" if standing == "open" else "finished")
    await put(database, response)
    if standing == "taken out":
        async with database.writing() as connection:
            for question in TOLD:
                await take_out_answer(connection, response.id, question, DAY)
    stored = await rows(database, AnswerMessage)
    async with database.writing() as connection:
        assert await hide_words(connection, response.id, [MISSED], "name", DAY) == 0
    assert await rows(database, AnswerMessage) == stored
