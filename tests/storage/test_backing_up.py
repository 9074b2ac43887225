"""What a backup holds and what it never does, and the list of what was erased."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from storage.backing_up import KEPT, LEFT_OUT
from storage.carrying import all_tables
from storage.database import Database
from storage.deletions import week_of
from storage.erased_list import ErasedList, bring_up_to_date, read_list, write_list
from storage.erasures import Noted, erased_mark, erasures, put_erasures, since, together
from storage.errors import BackupError
from storage.manifests import Manifest, read_manifest
from storage.receipts import erase_everything
from storage.restoring import is_covered
from storage.retention import delete_due
from tests.support.answers import DAY, Given, Response, put
from tests.support.backups import HELPS, MARKED, SECRET, TERMS, link, saved
from tests.support.files_read import in_folder


def names_in(folder: Path) -> set[str]:
    """Return the names of what is in a folder."""
    return {path.name for path in folder.iterdir()}


class TestBackup:
    def test_every_table_is_either_in_a_backup_or_left_out_of_it(self) -> None:
        assert {table.name for table in all_tables()} == KEPT | LEFT_OUT
        assert not KEPT & LEFT_OUT

    async def test_it_holds_no_link_no_words_put_aside_and_nothing_that_was_deleted(
        self, database: Database, tmp_path: Path
    ) -> None:
        response = Response(HELPS, status="open")
        gone = Response({"helps": Given(words=("never mind the gap",))})
        await put(database, response, gone)
        await link(database, response.id)
        async with database.writing() as connection:
            await erase_everything(connection, gone.id, DAY)
        (tmp_path / "backups").mkdir()
        file, manifest = await saved(database, tmp_path / "backups")
        assert {path.name for path in (tmp_path / "backups").iterdir()} == {file.name}
        for never in ("c" * 64, "f" * 64, MARKED, "never mind the gap", gone.id):
            assert not in_folder(tmp_path / "backups", never)
        assert in_folder(tmp_path / "backups", "mondays")
        assert manifest.tables["responses"][0] == 1
        assert file.stat().st_mode & 0o077 == 0

    async def test_it_is_seen_at_one_moment_while_others_write(
        self, database: Database, second_process: Database, tmp_path: Path
    ) -> None:
        await put(database, Response(HELPS))
        async with second_process.reading() as connection:
            await connection.execute(text("SELECT count(*) FROM responses"))
            await put(database, Response(HELPS))
        _, manifest = await saved(second_process, tmp_path)
        assert manifest.tables["responses"][0] == 2

    async def test_any_change_to_it_is_noticed(self, database: Database, tmp_path: Path) -> None:
        await put(database, Response(HELPS))
        file, manifest = await saved(database, tmp_path)
        assert read_manifest(file) == manifest
        whole = file.read_bytes()
        for change in (
            "UPDATE answer_messages SET words = 'my cat' WHERE question_id = 'helps'",
            "DELETE FROM consents",
            "UPDATE consents SET agreed = 1 - agreed",
            "INSERT INTO handled_messages VALUES ('f', '2026-11-21')",
            "CREATE TABLE more (id TEXT)",
            "DELETE FROM backup_manifest",
        ):
            with closing(sqlite3.connect(file)) as changed:
                changed.execute(change)
                changed.commit()
            with pytest.raises(BackupError, match="damaged"):
                read_manifest(file)
            file.write_bytes(whole)
        assert read_manifest(file) == manifest

    async def test_a_file_cut_short_and_another_kind_of_file_are_refused(
        self, database: Database, tmp_path: Path
    ) -> None:
        await put(database, Response(HELPS))
        file, _ = await saved(database, tmp_path)
        whole = file.read_bytes()
        for damaged in (whole[: len(whole) // 2], b"", b"PK\x03\x04 something else altogether", bytes(len(whole))):
            file.write_bytes(damaged)
            with pytest.raises(BackupError):
                read_manifest(file)

    async def test_who_changes_it_and_what_it_says_of_itself_cannot_seal_it_again(
        self, database: Database, tmp_path: Path
    ) -> None:
        _, manifest = await saved(database, tmp_path)
        assert manifest.seal == manifest.sealed(SECRET)
        assert manifest.seal != replace(manifest, made_on=DAY + timedelta(days=1)).sealed(SECRET)
        assert manifest.seal != manifest.sealed(b"another secret of 32 bytes ......")
        assert manifest.sealed(None) == ""


class TestList:
    async def test_it_has_what_the_database_has_and_what_it_had_before_and_nothing_that_is_too_old(
        self, database: Database, tmp_path: Path
    ) -> None:
        path = tmp_path / "erased.list"
        old, here = {"a" * 64: Noted(week_of(DAY), 1)}, {"b" * 64: Noted(week_of(DAY), 2)}
        too_old = {"c" * 64: Noted(week_of(DAY - timedelta(days=60)), 1)}
        write_list(path, ErasedList("the-list", {**old, **too_old}))
        async with database.writing() as connection:
            await put_erasures(connection, here)
        assert await bring_up_to_date(database, path, 30, DAY) == ErasedList("the-list", {**old, **here})
        assert read_list(path) == ErasedList("the-list", {**old, **here})
        assert path.stat().st_mode & 0o077 == 0
        assert not {name for name in names_in(tmp_path) if name.startswith(".")}

    def test_one_that_was_lost_and_begun_anew_covers_no_earlier_backup(self) -> None:
        manifest = Manifest("1", DAY, "the-list", {})
        assert is_covered(manifest, ErasedList("the-list"), 30, DAY + timedelta(days=30))
        assert not is_covered(manifest, ErasedList("the-list"), 30, DAY + timedelta(days=31))
        assert not is_covered(manifest, ErasedList(), 30, DAY)
        assert not is_covered(manifest, None, 30, DAY)

    @pytest.mark.parametrize(
        "damaged", ["", "nothing of ours\n", "TITLE\n2026-11-16 1 abc\n", "TITLE\nyesterday 1 " + "a" * 64]
    )
    def test_a_damaged_one_is_never_taken_for_an_empty_one(self, damaged: str, tmp_path: Path) -> None:
        write_list(tmp_path / "list", ErasedList("x"))
        title = (tmp_path / "list").read_text(encoding="ascii").strip()
        (tmp_path / "list").write_text(damaged.replace("TITLE", title), encoding="ascii")
        with pytest.raises(BackupError, match="put back its copy"):
            read_list(tmp_path / "list")

    @settings(max_examples=50)
    @given(
        st.lists(
            st.dictionaries(st.sampled_from("abc"), st.tuples(st.dates(), st.integers(1, 9)).map(Noted._make)),
            max_size=4,
        )
    )
    def test_what_several_know_is_the_same_in_any_order_and_nothing_is_forgotten(
        self, several: list[dict[str, Noted]]
    ) -> None:
        known = together(*several)
        assert known == together(*reversed(several))
        for one in several:
            assert all(known[mark] >= noted for mark, noted in one.items())
            assert since(known, one) == {mark for mark in known if known[mark] != one.get(mark)}

    def test_a_mark_tells_nothing_of_the_id_it_is_made_of(self) -> None:
        response = Response()
        assert response.id not in erased_mark(response.id)
        assert len(erased_mark(response.id)) == 64

    async def test_marks_older_than_backups_are_deleted(self, database: Database) -> None:
        await put(database, response := Response(HELPS))
        async with database.writing() as connection:
            await erase_everything(connection, response.id, DAY)
        await delete_due(database, TERMS, DAY + timedelta(days=30))
        async with database.reading() as connection:
            assert len(await erasures(connection)) == 1
        await delete_due(database, TERMS, DAY + timedelta(days=40))
        async with database.reading() as connection:
            assert await erasures(connection) == {}
