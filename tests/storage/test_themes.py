"""Code frames and coding: what is offered, what was given, what goes with an answer, on both kinds of database."""

import json
from collections.abc import Collection
from pathlib import Path

import pytest
from sqlalchemy import update

from storage.answer_languages import note_languages
from storage.database import Database
from storage.errors import ThemeError
from storage.exports.exporting import ExportRequest, export_responses
from storage.exports.writing import Format
from storage.receipts import erase_everything, take_out_answer
from storage.tables import AnswerLanguageRow, ResponseRow, ThemeCodingRow, ThemeReadingRow
from storage.theme_coding import (
    code_answer,
    how_many_left,
    next_to_code,
    theme_counts,
    themes_given,
    themes_of_response,
)
from storage.themes import Theme, add_theme, change_theme, code_frame, merge_themes, retire_theme, theme_of_id
from tests.support.answers import DAY, SCRIPT, Given, Response, put, remember
from tests.support.backups import restored, saved
from tests.support.stored import rows

FIVE = SCRIPT.engagement
WAITING = {"helps": Given(words=("the wait was long", "too long"))}


async def framed(database: Database, *names: str) -> list[Theme]:
    """Make themes for the first question."""
    async with database.writing() as connection:
        return [await add_theme(connection, FIVE, "helps", name) for name in names]


async def coded(database: Database, response: Response, coder: str, themes: Collection[Theme]) -> bool:
    """Code somebody's answer to the first question."""
    async with database.writing() as connection:
        return await code_answer(connection, FIVE, response.id, "helps", coder, [theme.id for theme in themes])


class TestCodeFrames:
    async def test_themes_are_offered_in_their_order_until_retired_and_have_names_of_their_own(
        self, database: Database
    ) -> None:
        waiting, people = await framed(database, "Waiting", "Kind people")
        async with database.writing() as connection:
            await change_theme(connection, waiting, "Long waits", "More than a month.")
            with pytest.raises(ThemeError):
                await add_theme(connection, FIVE, "helps", "long WAITS")
            with pytest.raises(ThemeError):
                await change_theme(connection, people, "Long waits", "")
            await add_theme(connection, FIVE, "harder", "Long waits")
            await retire_theme(connection, people.id)
            offered = await code_frame(connection, FIVE, "helps")
            everything = await code_frame(connection, FIVE, "helps", retired=True)
        assert [(theme.name, theme.description) for theme in offered] == [("Long waits", "More than a month.")]
        assert [theme.name for theme in everything] == ["Long waits", "Kind people"]

    async def test_merging_keeps_every_coding_once_and_only_within_a_question(self, database: Database) -> None:
        one, other, third = await framed(database, "Waiting", "Queues", "People")
        both, only = Response(WAITING), Response(WAITING)
        await put(database, both, only)
        await coded(database, both, "ada", [one, other])
        await coded(database, only, "ada", [other, third])
        async with database.writing() as connection:
            elsewhere = await add_theme(connection, FIVE, "harder", "Queues")
            for goes, stays in ((one, one), (elsewhere, one)):
                with pytest.raises(ThemeError):
                    await merge_themes(connection, goes, stays)
            await merge_themes(connection, other, one)
            assert await theme_of_id(connection, other.id) is None
            assert await themes_given(connection, both.id, "helps", "ada") == frozenset({one.id})
            assert await themes_given(connection, only.id, "helps", "ada") == frozenset({one.id, third.id})


class TestCoding:
    async def test_none_fits_is_not_the_same_as_not_coded_and_coding_again_takes_its_place(
        self, database: Database
    ) -> None:
        one, other = await framed(database, "Waiting", "People")
        response = Response(WAITING)
        await put(database, response)
        async with database.reading() as connection:
            assert await themes_given(connection, response.id, "helps", "ada") is None
        for themes in ([one, other], [other], []):
            assert await coded(database, response, "ada", themes)
            async with database.reading() as connection:
                given = await themes_given(connection, response.id, "helps", "ada")
            assert given == frozenset(theme.id for theme in themes)

    async def test_only_answers_with_words_of_talks_that_ended_are_given_out_each_once(
        self, database: Database
    ) -> None:
        await framed(database, "Waiting")
        mine, theirs = Response(WAITING), Response(WAITING)
        others = (Response(WAITING, status="open"), Response({"helps": Given(skipped=True)}), Response())
        await put(database, mine, theirs, *others, Response(WAITING, engagement="another"))
        await coded(database, theirs, "bo", [])
        assert not any([await coded(database, other, "ada", []) for other in others])
        async with database.reading() as connection:
            for start in ("0" * 32, mine.id, "f" * 32):
                found = await next_to_code(connection, FIVE, "helps", "ada", start)
                again = await next_to_code(connection, FIVE, "helps", "ada", start, again=True)
                assert found
                assert again
                assert (found.response_id, found.messages) == (mine.id, ("the wait was long", "too long"))
                assert again.response_id == theirs.id
            assert await how_many_left(connection, FIVE, "helps", "ada") == (0, 1)
        await coded(database, mine, "ada", [])
        async with database.reading() as connection:
            assert await next_to_code(connection, FIVE, "helps", "ada", "8") is None
            assert await how_many_left(connection, FIVE, "helps", "ada") == (1, 0)

    async def test_an_answer_is_about_what_at_least_half_of_its_coders_say(self, database: Database) -> None:
        one, other, third = await framed(database, "Waiting", "People", "Places")
        response, alone, nothing = Response(WAITING), Response(WAITING), Response(WAITING)
        await put(database, response, alone, nothing)
        for coder, themes in (("ada", [one, other]), ("bo", [one, third]), ("cy", [one, other])):
            assert await coded(database, response, coder, themes)
        await coded(database, alone, "ada", [third])
        await coded(database, nothing, "ada", [])
        async with database.reading() as connection:
            assert await themes_of_response(connection, response.id) == {"helps": [one, other]}
            assert await themes_of_response(connection, alone.id) == {"helps": [third]}
            assert await themes_of_response(connection, nothing.id) == {}
            counts = await theme_counts(connection, FIVE, "helps")
        assert (counts.coded, counts.none_fits) == (3, 1)
        assert counts.themes == {one.id: 1, other.id: 1, third.id: 1}

    @pytest.mark.parametrize("erasing", ["erased", "taken out"])
    async def test_what_goes_takes_its_coding_along(self, database: Database, erasing: str) -> None:
        themes = await framed(database, "Waiting")
        goes, stays = Response(WAITING), Response(WAITING)
        await put(database, goes, stays)
        for response in (goes, stays):
            await coded(database, response, "ada", themes)
        async with database.writing() as connection:
            if erasing == "erased":
                await erase_everything(connection, goes.id, DAY)
            else:
                await take_out_answer(connection, goes.id, "helps", DAY)
        for table in (ThemeReadingRow, ThemeCodingRow):
            assert [row["response_id"] for row in await rows(database, table)] == [stays.id]
        assert not await coded(database, goes, "ada", themes)

    async def test_a_backup_brings_coding_back_but_not_that_of_what_was_taken_out_since(
        self, database: Database, tmp_path: Path
    ) -> None:
        themes = await framed(database, "Waiting")
        goes, stays = Response(WAITING), Response(WAITING)
        await put(database, goes, stays)
        for response in (goes, stays):
            await coded(database, response, "ada", themes)
        async with database.writing() as connection:
            await note_languages(connection, {(goes.id, "helps"): "en", (stays.id, "helps"): "en"})
        file, _ = await saved(database, tmp_path)
        async with database.writing() as connection:
            await take_out_answer(connection, goes.id, "helps", DAY)
        await restored(file, database)
        for table in (ThemeReadingRow, ThemeCodingRow, AnswerLanguageRow):
            assert [row["response_id"] for row in await rows(database, table)] == [stays.id]

    async def test_a_theme_of_another_question_is_not_given(self, database: Database) -> None:
        response = Response(WAITING)
        await put(database, response)
        async with database.writing() as connection:
            other = await add_theme(connection, FIVE, "harder", "Waiting")
        await coded(database, response, "ada", [other])
        async with database.writing() as connection:
            assert await themes_given(connection, response.id, "helps", "ada") == frozenset()
            await connection.execute(update(ResponseRow).values(engagement="another"))
        assert not await coded(database, response, "ada", [])


@pytest.mark.parametrize("long", [True, False], ids=["long", "wide"])
async def test_both_forms_of_an_export_tell_themes_and_by_whom_without_their_names(
    database: Database,
    tmp_path: Path,
    long: bool,  # noqa: FBT001 - pytest passes it by name
) -> None:
    await remember(database)
    one, other = await framed(database, "=Waiting", "People")
    both, nothing, unread = Response(WAITING), Response(WAITING), Response(WAITING)
    await put(database, both, nothing, unread)
    for response, mine, theirs in ((both, [one, other], [one]), (nothing, [], [])):
        await coded(database, response, "ada@example.org", mine)
        await coded(database, response, "bo@example.org", theirs)
    async with database.writing() as connection:
        await retire_theme(connection, other.id)
    file, of_question = tmp_path / "a.jsonl", "" if long else "helps."
    await export_responses(database, ExportRequest(out=file, kind=Format.JSONL, day=DAY, long=long))
    found = {
        row["response_id"]: (row[f"{of_question}themes"], row[f"{of_question}themes_by_coder"])
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())
        if row.get("question", "helps") == "helps"
    }
    themes, by_coder = found[both.id]
    assert themes == "=Waiting; People"
    assert sorted(json.loads(by_coder).values()) == [["=Waiting"], ["=Waiting", "People"]]
    assert found[nothing.id][0] == "(none fits)"
    assert list(json.loads(found[nothing.id][1]).values()) == [[], []]
    assert found[unread.id] == (None, None)
    assert "example.org" not in file.read_text(encoding="utf-8")
