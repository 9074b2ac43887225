"""Restoring a backup: what was erased, taken out or is over does not come back, and no link ever does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import insert, update

from storage.backing_up import KEPT
from storage.carrying import all_tables, empty
from storage.database import Database
from storage.erased_list import bring_up_to_date, read_list
from storage.erasures import erasures
from storage.errors import BackupError
from storage.receipts import erase_everything, take_out_answer
from storage.retention import delete_due
from storage.tables import (
    AnswerMessage,
    AnswerRow,
    ConsentRow,
    ResponseRow,
)
from tests.support.answers import DAY, Given, Response, put
from tests.support.any_rows import any_rows
from tests.support.backups import HELPS, MARKED, TERMS, all_rows, link, restored, saved, words
from tests.support.files_read import in_folder
from tests.support.migrated import migrated
from tests.support.stored import row_counts, rows


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=any_rows())
async def test_what_was_not_deleted_is_there_again_as_it_was(
    made: Mapping[str, list[dict[str, object]]], database: Database, tmp_path: Path
) -> None:
    async with database.writing() as connection:
        await empty(connection, all_tables())
        for table in all_tables():
            if made[table.name]:
                await connection.execute(insert(table), made[table.name])
        await connection.execute(update(ResponseRow).values(status="finished", kept_until=None))
    before = {table.name: await all_rows(database, table.name) for table in all_tables()}
    (tmp_path / "backup.sqlite").unlink(missing_ok=True)
    file, _ = await saved(database, tmp_path)
    old_marks = replace(TERMS, backup_days=36_500, count_days=36_500)
    await restored(file, database, terms=old_marks)
    for table in all_tables():
        expected = before[table.name] if table.name in KEPT else []
        if table.name == "we_did":
            # Nothing is published by a restored copy until somebody says so again.
            expected = [{**row, "published_on": None} for row in expected]
        if table.name != "deletions":
            assert await all_rows(database, table.name) == expected


async def test_a_database_that_holds_anything_is_refused_unless_it_is_to_be_replaced(
    database: Database, tmp_path: Path
) -> None:
    await put(database, Response(HELPS))
    file, _ = await saved(database, tmp_path)
    await put(database, Response({"helps": Given(words=("later",))}))
    with pytest.raises(BackupError, match="--replace"):
        await restored(file, database, over=False)
    assert "later" in await words(database)
    await restored(file, database)
    assert await words(database) == ["mondays", "my dog"]


async def test_one_that_is_in_use_is_not_restored_into(
    database: Database, second_process: Database, tmp_path: Path
) -> None:
    await put(database, Response(HELPS))
    file, _ = await saved(database, tmp_path)
    assert await second_process.answers()
    with pytest.raises(BackupError, match="in use"):
        await restored(file, database)


@pytest.mark.parametrize("lost", [False, True])
async def test_what_was_erased_or_taken_out_since_does_not_come_back_also_where_the_database_was_lost(
    database: Database, tmp_path: Path, *, lost: bool
) -> None:
    erased, shortened, kept = (Response(HELPS) for _ in range(3))
    await put(database, erased, shortened, kept)
    file, _ = await saved(database, tmp_path)
    async with database.writing() as connection:
        await erase_everything(connection, erased.id, DAY)
        await take_out_answer(connection, shortened.id, "helps", DAY)
    remembered = await bring_up_to_date(database, tmp_path / "erased.list", 30, DAY)
    target = database
    if lost:
        target = await migrated(f"sqlite:///{(tmp_path / 'anew.db').as_posix()}")
    again = await restored(file, target, read_list(tmp_path / "erased.list"))
    assert again.left_out == {"erased": 1, "answers": 1}
    assert {row["id"] for row in await rows(target, ResponseRow)} == {shortened.id, kept.id}
    assert await words(target) == ["mondays", "mondays", "my dog"]
    async with target.reading() as connection:
        assert await erasures(connection) == remembered.marks
    for table in (AnswerRow, AnswerMessage):
        assert not [
            r for r in await rows(target, table) if (r["response_id"], r["question_id"]) == (shortened.id, "helps")
        ]
    await target.close()


async def test_an_answer_given_anew_before_the_backup_comes_back_and_one_taken_out_after_it_does_not(
    database: Database, tmp_path: Path
) -> None:
    response = Response(HELPS)
    await put(database, response)
    async with database.writing() as connection:
        await take_out_answer(connection, response.id, "helps", DAY)
        await connection.execute(
            insert(AnswerMessage).values(response_id=response.id, question_id="helps", number=1, words="my cat")
        )
    file, _ = await saved(database, tmp_path)
    await restored(file, database)
    assert await words(database) == ["mondays", "my cat"]
    async with database.writing() as connection:
        await take_out_answer(connection, response.id, "helps", DAY)
    await restored(file, database)
    assert await words(database) == ["mondays"]


async def test_what_is_over_by_now_does_not_come_back(database: Database, tmp_path: Path) -> None:
    told, later, other = Response(HELPS), Response(HELPS), Response(HELPS, engagement="other-questions")
    await put(database, told, later, other)
    async with database.writing() as connection:
        await connection.execute(update(ResponseRow).where(ResponseRow.id == told.id).values(kept_until=DAY))
    file, _ = await saved(database, tmp_path)
    tomorrow = DAY + timedelta(days=1)
    again = await restored(file, database, terms=replace(TERMS, last_days={"other-questions": DAY}), today=tomorrow)
    assert again.left_out["over"] == 2
    assert [row["id"] for row in await rows(database, ResponseRow)] == [later.id]
    assert await words(database) == ["mondays", "my dog"]


async def test_what_was_deleted_because_its_day_was_over_stays_deleted_whatever_a_later_script_says(
    database: Database, tmp_path: Path
) -> None:
    await put(database, Response(HELPS))
    file, _ = await saved(database, tmp_path)
    await delete_due(database, replace(TERMS, last_days={"five-questions": DAY}), DAY + timedelta(days=1))
    await restored(file, database)
    assert await row_counts(database) == {}


async def test_no_link_comes_back_and_who_was_talking_has_not_agreed_to_be_quoted(
    database: Database, tmp_path: Path
) -> None:
    talking, done = Response(HELPS, status="open"), Response(HELPS)
    await put(database, talking, done)
    await link(database, talking.id)
    file, _ = await saved(database, tmp_path)
    again = await restored(file, database)
    assert again.left_out == {"quotes": 1}
    assert not {"conversations", "handled_messages", "held_messages"} & set(await row_counts(database))
    quotes = [row["response_id"] for row in await rows(database, ConsentRow) if row["consent"] == "quotes"]
    assert quotes == [done.id]
    assert len(await words(database)) == 4


async def test_what_was_replaced_leaves_the_files(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "backups").mkdir()
    database = await migrated(f"sqlite:///{(tmp_path / 'data' / 'sayso.db').as_posix()}")
    await put(database, Response(HELPS))
    file, _ = await saved(database, tmp_path / "backups")
    await put(database, Response({"helps": Given(words=(MARKED,))}))
    assert in_folder(tmp_path / "data", MARKED)
    assert (await restored(file, database)).wiped
    assert not in_folder(tmp_path / "data", MARKED)
    await database.close()
