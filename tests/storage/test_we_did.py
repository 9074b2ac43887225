"""What is published of themes: for whom, after a merge, after a backup. On both kinds of database."""

from dataclasses import replace
from pathlib import Path

from storage.database import Database
from storage.receipts import take_out_answer, what_is_held
from storage.themes import merge_themes
from storage.we_did import (
    add_draft,
    all_entries,
    change_draft,
    delete_draft,
    entry_of_id,
    people_who_said,
    published,
    words_not_to_quote,
)
from tests.support.answers import DAY
from tests.support.backups import restored, saved
from tests.support.files_read import on_disk
from tests.support.made_themes import FIVE, PHONES, QUESTION, WAITS, coded, made_public, made_theme, said_by
from tests.support.wiped import wipe_in_the_end


class TestWeDid:
    async def test_a_receipt_shows_what_came_of_its_own_answers_and_of_nobody_elses(self, database: Database) -> None:
        waits, phones = await made_theme(database, "Waits"), await made_theme(database, "Phones")
        await made_public(database, WAITS, [waits])
        await made_public(database, PHONES, [phones])
        (one,), (other,) = await said_by(database, waits, 1), await said_by(database, phones, 1)
        async with database.writing() as connection:
            held = [await what_is_held(connection, response.id) for response in (one, other)]
            assert [found.came for found in held if found] == [(WAITS,), (PHONES,)]
            await take_out_answer(connection, one.id, QUESTION, DAY)
            found = await what_is_held(connection, one.id)
            assert found
            assert found.came == ()

    async def test_a_theme_counts_only_where_half_of_those_who_read_the_answer_saw_it(self, database: Database) -> None:
        waits, phones = await made_theme(database, "Waits"), await made_theme(database, "Phones")
        first, *_ = await said_by(database, waits, 3)
        for coder in ("eve", "bob"):
            await coded(database, first.id, phones, coder=coder)
        async with database.reading() as connection:
            assert await people_who_said(connection, [waits.id]) == 2
            assert await people_who_said(connection, [phones.id]) == 1
            assert await people_who_said(connection, [waits.id, phones.id]) == 3

    async def test_only_the_words_of_those_who_did_not_agree_are_kept_from_being_quoted(
        self, database: Database
    ) -> None:
        waits, phones = await made_theme(database, "Waits"), await made_theme(database, "Phones")
        await said_by(database, waits, 1, ["no"])
        await said_by(database, waits, 1, ["yes"], quotes=True)
        await said_by(database, phones, 1, ["of another theme"])
        async with database.reading() as connection:
            assert await words_not_to_quote(connection, [waits.id]) == ["no"]

    async def test_what_is_published_of_a_theme_follows_it_into_the_one_it_is_merged_with(
        self, database: Database
    ) -> None:
        waits, queues = await made_theme(database, "Waits"), await made_theme(database, "Queues")
        of_one = await made_public(database, WAITS, [queues])
        of_both = await made_public(database, PHONES, [waits, queues])
        async with database.writing() as connection:
            await merge_themes(connection, queues, waits)
            for entry in [await entry_of_id(connection, made) for made in (of_one, of_both)]:
                assert entry
                assert entry.themes == {waits.id}

    async def test_what_is_published_can_be_neither_changed_nor_deleted(self, database: Database) -> None:
        made = await made_public(database, WAITS)
        async with database.writing() as connection:
            entry = await entry_of_id(connection, made)
            assert entry
            assert not await change_draft(connection, entry, PHONES, [])
            assert not await delete_draft(connection, made)
            assert await published(connection) == {FIVE: (WAITS,)}

    async def test_the_words_of_a_draft_before_leave_the_files(self, database: Database) -> None:
        async with database.writing() as connection:
            made = await add_draft(connection, FIVE, replace(WAITS, words="Ask Wilhelmina Otterburn."), [])
        async with database.writing() as connection:
            entry = await entry_of_id(connection, made)
            assert entry
            assert await change_draft(connection, entry, WAITS, [])
        assert database.deleted.is_set()
        await wipe_in_the_end(database)
        assert not await on_disk(database, "Otterburn")
        assert await on_disk(database, WAITS.words)


async def test_a_restored_backup_publishes_nothing_by_itself(database: Database, tmp_path: Path) -> None:
    waits = await made_theme(database, "Waits")
    made = await made_public(database, WAITS, [waits])
    backup, _ = await saved(database, tmp_path)
    await restored(backup, database)
    async with database.reading() as connection:
        assert await published(connection) == {}
        assert [entry.says for entry in await all_entries(connection)] == [WAITS]
        entry = await entry_of_id(connection, made)
        assert entry
        assert entry.themes == {waits.id}
