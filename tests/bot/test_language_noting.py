"""The languages of answers are noted after their talks have ended, and go with them: on both databases."""

from collections import Counter
from datetime import timedelta

from bot.language_noting import note_all
from storage.answer_languages import languages_of, written_in
from storage.clearing import clear_answer, erase_response
from storage.database import Database
from storage.deletions import Deleted
from storage.tables import AnswerLanguageRow
from tests.support.answers import DAY, Given, Response, put
from tests.support.stored import rows

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
