"""Which answers are noted as to be translated, by every language that was chosen and detected, and how they are found."""

from itertools import product

import pytest
from alembic import command
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from storage.answer_languages import note_languages
from storage.answer_translations import foreign_answers, not_english, put_translation, to_translate
from storage.database import Database
from storage.migrating import migrate
from storage.migration_steps import config
from storage.tables import AnswerLanguageRow, AnswerRow
from tests.support.answers import DAY, SCRIPT, Given, Response, put
from tests.support.stored import rows

CHOSEN, DETECTED = ("en", "en-easy", "en-GB", "pl", "enm"), ("", "en", "pl", "uk")
OTHER = "another-engagement"


def everybody() -> dict[tuple[str, str, str], Response]:
    """Give somebody for every language chosen, language detected and engagement."""
    return {
        (chosen, detected, engagement): Response({"helps": Given(["some words"])}, language=chosen, engagement=engagement)
        for chosen, detected, engagement in product(CHOSEN, DETECTED, (SCRIPT.engagement, OTHER))
    }  # fmt: skip


def translated_for(chosen: str, detected: str, engagement: str) -> str:
    """Return for whom an answer is to be translated: what was detected counts, else what was chosen."""
    return "" if (detected or chosen.partition("-")[0]) == "en" else engagement


async def stored(database: Database) -> dict[str, str]:
    return {row["response_id"]: row["translate_for"] for row in await rows(database, AnswerLanguageRow)}


async def plan_of_the_page(database: Database) -> str:
    """Say how the database finds what is to be translated; PostgreSQL is kept from reading a small table whole."""
    async with database.reading() as connection:
        if not database.is_sqlite:
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        asked = to_translate(SCRIPT.engagement).limit(10)
        written = asked.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        lines = (await connection.execute(text(f"{explain} {written}"))).all()
    return "\n".join(str(line[-1]) for line in lines)


async def test_what_was_detected_counts_and_else_what_was_chosen(database: Database) -> None:
    people = everybody()
    await put(database, *people.values())
    async with database.writing() as connection:
        noted = {(one.id, "helps"): detected for (_, detected, _), one in people.items()}
        assert await note_languages(connection, noted) == len(people)
    assert await stored(database) == {one.id: translated_for(*of) for of, one in people.items()}
    async with database.reading() as connection:
        shown = await foreign_answers(connection, SCRIPT.engagement, 100)
        by_the_rule = set((await connection.scalars(select(AnswerRow.response_id).where(not_english()))).all())
    wanted = {one.id for of, one in people.items() if translated_for(*of) == SCRIPT.engagement}
    assert [one.response_id for one in shown] == sorted(wanted)
    assert by_the_rule == {one.id for of, one in people.items() if translated_for(*of)}


async def test_those_with_a_translation_are_in_the_other_list_alone(database: Database) -> None:
    people = [Response({"helps": Given(["tak"])}, language="pl") for _ in range(5)]
    await put(database, *people)
    async with database.writing() as connection:
        await note_languages(connection, {(one.id, "helps"): "" for one in people})
        done = people[0].id
        assert await put_translation(connection, SCRIPT.engagement, done, "helps", "yes", "ada", DAY)
    async with database.reading() as connection:
        waiting = await foreign_answers(connection, SCRIPT.engagement, 10)
        second = await foreign_answers(connection, SCRIPT.engagement, 1, before=1)
        translated = await foreign_answers(connection, SCRIPT.engagement, 10, translated=True)
        elsewhere = await foreign_answers(connection, OTHER, 10, translated=True)
    assert [one.response_id for one in waiting] == sorted({one.id for one in people} - {done})
    assert second == waiting[1:2]
    assert [(one.response_id, one.translation) for one in translated] == [(done, "yes")]
    assert elsewhere == []


async def test_an_answer_that_was_erased_meanwhile_is_not_noted(database: Database) -> None:
    async with database.writing() as connection:
        assert await note_languages(connection, {("0" * 32, "helps"): "pl"}) == 0
    assert await stored(database) == {}


async def test_they_are_found_by_the_index_and_not_by_reading_all_answers(database: Database) -> None:
    plan = await plan_of_the_page(database)
    assert "ix_answer_languages_translate_for" in plan
    assert "SCAN" not in plan
    assert "Seq Scan" not in plan


async def test_the_step_notes_those_of_before_and_a_program_of_before_leaves_new_ones_to_the_new_one(
    database_url: str,
) -> None:
    database, people = Database(database_url), everybody()
    async with database.writing() as connection:
        await connection.run_sync(lambda bare: command.upgrade(config(bare), "0015"))
    await put(database, *people.values())
    as_before = text("INSERT INTO answer_languages (response_id, question_id, language) VALUES (:r, 'helps', :l)")
    async with database.writing() as connection:
        for (_, detected, _), one in people.items():
            await connection.execute(as_before, {"r": one.id, "l": detected})
    await migrate(database)
    assert await stored(database) == {one.id: translated_for(*of) for of, one in people.items()}
    late = Response({"helps": Given(["tak"])}, language="pl")
    await put(database, late)
    with pytest.raises(IntegrityError):
        async with database.writing() as connection:
            await connection.execute(as_before, {"r": late.id, "l": ""})
    await database.close()
