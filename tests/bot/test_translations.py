"""Translations of answers: typed in by staff, beside the answer, redacted, exported, and gone with the answer."""

from collections import Counter
from pathlib import Path

from bot.language_noting import note_all
from conversations.redaction.by_hand import KINDS
from storage.accounts import Role
from storage.answer_translations import foreign_answers, put_translation, translations_of
from storage.clearing import clear_answer, erase_response
from storage.counting import Period, count_responses
from storage.database import Database
from storage.deletions import Deleted
from storage.exports.filters import Filters
from storage.hiding import hide_words
from storage.receipts import take_out_answer
from storage.tables import AnswerMessage, AnswerTranslationRow
from tests.storage.exports.reading_back import csv_rows, export
from tests.support.answers import DAY, SCRIPT, Given, Response, put, remember
from tests.support.backups import restored, saved
from tests.support.running_app import RunningApp
from tests.support.staff_people import signed_in
from tests.support.stored import rows

POLISH = "długo czekałam na pomoc w szkole"
ENGLISH = "talking to my friends about it"
HERE = f"/staff/translations/{SCRIPT.engagement}"


async def translate(database: Database, response: Response, question: str, words: str) -> bool:
    async with database.writing() as connection:
        return await put_translation(connection, SCRIPT.engagement, response.id, question, words, "ada", DAY)


async def test_only_answers_in_another_language_whose_talk_has_ended_need_one(database: Database) -> None:
    answers = {
        "helps": Given([POLISH]),
        "hard": Given([ENGLISH]),
        "works": Given(skipped=True),
    }
    ended, under_way = Response(answers), Response(answers, status="open")
    short, easy = (
        Response({"helps": Given(["tak"])}, language="pl"),
        Response({"helps": Given(["ok"])}, language="en-easy"),
    )
    await put(database, ended, under_way, short, easy)
    await note_all(database)
    async with database.reading() as connection:
        found = await foreign_answers(connection, SCRIPT.engagement, 10)
    assert {(one.response_id, one.question_id, one.words, one.written_in) for one in found} == {
        (ended.id, "helps", POLISH, ("pl", "detected")), (short.id, "helps", "tak", ("pl", "chosen"))
    }  # fmt: skip
    assert not await translate(database, under_way, "helps", "no")
    assert not await translate(database, ended, "hard", "no")


async def test_a_translation_goes_with_the_answer_and_with_the_response(database: Database) -> None:
    one, other = Response({"helps": Given([POLISH]), "hard": Given([POLISH])}), Response({"helps": Given([POLISH])})
    await put(database, one, other)
    await note_all(database)
    for response, question in ((one, "helps"), (one, "hard"), (other, "helps")):
        assert await translate(database, response, question, "I waited long")
    gone: Counter[Deleted] = Counter()
    async with database.writing() as connection:
        await clear_answer(connection, one.id, "helps", gone, DAY)
        await erase_response(connection, other.id, gone, DAY)
    async with database.reading() as connection:
        left = await translations_of(connection, [one.id, other.id])
    assert left == {(one.id, "hard"): ("I waited long", DAY)}


async def test_the_long_form_has_the_translation_beside_the_answer(database: Database, tmp_path: Path) -> None:
    response = Response({"helps": Given([POLISH]), "hard": Given([ENGLISH])})
    await remember(database)
    await put(database, response)
    await note_all(database)
    assert await translate(database, response, "helps", "I waited long")
    await export(database, tmp_path / "a.csv", long=True, filters=Filters(needs_translator=True))
    found = {row["question"]: row for row in csv_rows(tmp_path / "a.csv")}
    helps = found["helps"]
    assert (helps["words"], helps["translation"], helps["translated_on"]) == (POLISH, "I waited long", DAY.isoformat())
    assert (found["hard"]["translation"], found["hard"]["translated_on"]) == ("", "")


async def test_the_wide_form_says_too_what_the_words_are_in_and_what_they_say_in_english(
    database: Database, tmp_path: Path
) -> None:
    # The talk was in English: without these columns a row would not tell that its words are in Polish.
    answers = {"helps": Given([POLISH]), "hard": Given([ENGLISH]), "reach": Given(skipped=True)}
    response = Response(answers, {"take_part": True})
    await remember(database)
    await put(database, response)
    await note_all(database)
    assert await translate(database, response, "helps", "I waited long")
    await export(database, tmp_path / "a.csv")
    (row,) = csv_rows(tmp_path / "a.csv")
    said = {
        question: [row[f"{question}.{name}"] for name in ("written_in", "written_in_how", "translation")]
        for question in answers
    }
    assert said == {
        "helps": ["pl", "detected", "I waited long"],
        "hard": ["en", "detected", ""],
        "reach": ["", "", ""],
    }
    assert "district.translation" not in row


async def test_a_backup_brings_no_translation_of_a_taken_out_answer_back(database: Database, tmp_path: Path) -> None:
    response = Response({"helps": Given([POLISH]), "hard": Given([POLISH])})
    await put(database, response)
    await note_all(database)
    for question in ("helps", "hard"):
        assert await translate(database, response, question, f"of {question}")
    file, _ = await saved(database, tmp_path)
    async with database.writing() as connection:
        await take_out_answer(connection, response.id, "helps", DAY)
    await restored(file, database)
    assert [row["words"] for row in await rows(database, AnswerTranslationRow)] == ["of hard"]


async def test_words_hidden_in_an_answer_take_its_translation_with_them(database: Database) -> None:
    response = Response(
        {q: Given([POLISH]) for q in ("hard", "reach")} | {"helps": Given(["u cioci Zosi w Herne"])}, language="pl"
    )
    await put(database, response)
    for question, words in (("helps", "at aunt Zosia's"), ("hard", "Zosi helped"), ("reach", "I waited")):
        assert await translate(database, response, question, words)
    async with database.writing() as connection:
        assert await hide_words(connection, response.id, ["Zosi"], next(iter(KINDS)), DAY) == 1
    assert [row["question_id"] for row in await rows(database, AnswerTranslationRow)] == ["reach"]


async def test_people_are_counted_by_the_language_they_wrote_in(database: Database) -> None:
    both = Response({"helps": Given([POLISH]), "hard": Given([ENGLISH])})
    polish, silent = (
        Response({"helps": Given([POLISH]), "hard": Given([POLISH])}),
        Response({"helps": Given(skipped=True)}),
    )
    await put(database, both, polish, silent)
    await note_all(database)
    async with database.reading() as connection:
        counts = await count_responses(connection, SCRIPT, Period(None, DAY))
    assert counts.by["written_in"] == {"several_languages": 1, "pl": 1, "no_words": 1}


async def test_staff_translate_and_the_answer_stays_as_it_was(app: RunningApp) -> None:
    response = Response({"helps": Given([POLISH])})
    await put(app.database, response)
    await note_all(app.database)
    async with signed_in(app, Role.ANALYST, "ada") as ada:
        page = await ada.get(HERE)
        original = page.soup.select_one("blockquote.original")
        assert original is not None
        assert (original["lang"], original["dir"], original.get_text()) == ("pl", "ltr", POLISH)
        assert "Polish" in page.words
        assert response.id not in page.url
        fields = {"response": response.id, "question": "helps", "translation": "  "}
        empty = await ada.send(HERE, fields)
        assert empty.status == 400
        assert "Type in what the answer says." in empty.words
        fields["translation"] = "My name is Zosia Kowalska and I waited long. <b>&"
        kept = await ada.send(HERE, fields)
        assert "was taken out" in kept.words
        assert "No answer needs a translation now" in kept.words
        done = await ada.get(f"{HERE}/done")
        assert "<b>&" in done.words
        assert "&lt;b&gt;&amp;" in done.html
        await ada.send(f"{HERE}/done", {**fields, "translation": "I waited a long time"}, shown_at=f"{HERE}/done")
    stored = await rows(app.database, AnswerTranslationRow)
    assert [(row["words"], row["translated_by"]) for row in stored] == [("I waited a long time", "ada")]
    assert [row["words"] for row in await rows(app.database, AnswerMessage)] == [POLISH]
    async with signed_in(app, Role.ADMINISTRATOR) as administrator:
        trail = (await administrator.get("/staff/audit")).words
    assert "was shown answers that are to be translated" in trail
    assert "translated an answer" in trail
    assert POLISH not in trail


async def test_names_do_not_come_back_by_a_translation(app: RunningApp) -> None:
    response = Response({"helps": Given([POLISH])})
    await put(app.database, response)
    await note_all(app.database)
    async with signed_in(app, Role.LEAD) as lead:
        await lead.send(
            HERE, {"response": response.id, "question": "helps", "translation": "My name is Zosia Kowalska. I waited."}
        )
    (stored,) = await rows(app.database, AnswerTranslationRow)
    assert "Kowalska" not in stored["words"]
