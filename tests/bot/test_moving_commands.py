"""`sayso move`, `sayso backup` and `sayso restore` as an operator meets them, on a folder that Sayso ran in."""

import asyncio
import os
import re
from pathlib import Path

import pytest

from bot.age_files import decrypt, encrypt, identities, new_key, recipient
from bot.cli.backup import refuse_file
from bot.cli.move import address, shown
from bot.errors import CallError
from bot.progress import bar
from storage.database import Database, database_url
from storage.errors import BackupError
from storage.private_folders import private_folder
from storage.receipts import erase_everything
from storage.tables import AnswerMessage, ResponseRow
from tests.support.answers import DAY, Given, Response, put
from tests.support.files_read import in_folder
from tests.support.migrated import migrated
from tests.support.stored import rows
from tests.support.whole_program import Program, program

MARKED = "the seal keeps the blue umbrella"


async def with_answers(sayso: Program, *texts: str) -> Database:
    """Return the database of a folder, with a response for each text."""
    (sayso.folder / "data").mkdir(exist_ok=True)
    database = await migrated(f"sqlite:///{sayso.folder / 'data' / 'sayso.db'}")
    await put(database, *(Response({"helps": Given(words=(text,))}) for text in texts))
    return database


def names_in(folder: Path) -> set[str]:
    """Return the names of what is in a folder."""
    return {path.name for path in folder.iterdir()}


@pytest.mark.program
@pytest.mark.postgres
async def test_from_sqlite_to_postgresql_and_the_old_one_emptied_afterwards(
    postgres_database_url: str, tmp_path: Path
) -> None:
    sayso = program(tmp_path)
    await (await with_answers(sayso, MARKED, "two")).close()
    with_password = database_url(postgres_database_url).set(password="hush-hush").render_as_string(hide_password=False)
    code, said = await sayso.command("move", "--to", with_password)
    assert code == 0, said
    assert "Moved 10 rows of 4 tables" in said
    assert "SAYSO_DATABASE_URL" in said
    assert "sayso move --wipe sqlite:///" in said
    assert "hush-hush" not in said
    moved = Database(postgres_database_url)
    assert {row["words"] for row in await rows(moved, AnswerMessage)} == {MARKED, "two"}
    await moved.close()
    assert in_folder(tmp_path / "data", MARKED)
    now = program(tmp_path, SAYSO_DATABASE_URL=postgres_database_url)
    code, said = await now.command("move", "--wipe", f"sqlite:///{tmp_path / 'data' / 'sayso.db'}")
    assert (code, "is empty" in said) == (0, True), said
    assert not in_folder(tmp_path / "data", MARKED)


@pytest.mark.program
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "postgresql://sayso:hush-hush@127.0.0.1:1/sayso"), "check --to and that it runs"),
        (("--to", "sqlite:////dev/null/new.db"), "name a folder that Sayso may write in with --to"),
        (("--wipe", "sqlite:////nowhere/old.db"), "there is no database yet at /nowhere/old.db: check --wipe"),
    ],
)
async def test_a_wrong_address_is_said_of_the_word_that_gave_it(
    words: tuple[str, str], said: str, tmp_path: Path
) -> None:
    sayso = program(tmp_path)
    await (await with_answers(sayso, MARKED)).close()
    code, wrote = await sayso.command("move", *words)
    assert (code, wrote.count("\n")) == (1, 1)
    assert said in wrote
    assert "hush-hush" not in wrote


@pytest.mark.program
async def test_a_move_from_nowhere_makes_no_file(tmp_path: Path) -> None:
    code, said = await program(tmp_path).command("move", "--to", f"sqlite:///{tmp_path / 'new.db'}")
    assert (code, "there is no database yet at" in said) == (1, True)
    assert names_in(tmp_path) == set()


@pytest.mark.program
async def test_while_sayso_runs_a_backup_is_made_but_nothing_is_moved_or_restored(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    async with sayso.running():
        code, said = await sayso.command("backup", "while.sqlite")
        assert (code, "is not encrypted" in said) == (0, True), said
        for words in (("move", "--to", f"sqlite:///{tmp_path / 'new.db'}"), ("restore", "while.sqlite", "--replace")):
            code, said = await sayso.command(*words)
            assert (code, "in use" in said) == (1, True), said
    assert (tmp_path / "while.sqlite").stat().st_mode & 0o077 == 0
    assert names_in(tmp_path) == {"data", "log", "new.db", "while.sqlite"}


@pytest.mark.program
async def test_an_encrypted_backup_is_opened_by_its_key_alone_and_what_was_erased_since_stays_away(
    tmp_path: Path,
) -> None:
    sayso = program(tmp_path)
    database = await with_answers(sayso, MARKED, "two")
    public = new_key(tmp_path / "key")
    code, said = await sayso.command("backup", "all.age", "--for", public)
    assert (code, "is not encrypted" in said) == (0, False), said
    assert not in_folder(tmp_path, MARKED) - {"sayso.db", "sayso.db-wal"}
    marked, _ = sorted(await rows(database, AnswerMessage), key=lambda row: str(row["words"] != MARKED))
    async with database.writing() as connection:
        await erase_everything(connection, marked["response_id"], DAY)
    await database.close()

    code, said = await sayso.command("restore", "all.age", "--replace")
    assert (code, "--key" in said) == (2, True), said
    code, said = await sayso.command("restore", "all.age", "--key", "key", "--replace")
    assert (code, "Left out: * responses erased since" in said) == (0, True), said
    # Whoever knows that the backup held two must not see that there is one now.
    assert "rows in all" not in said
    assert "* responses, to the nearest 5." in said
    database = Database(f"sqlite:///{tmp_path / 'data' / 'sayso.db'}")
    assert [row["words"] for row in await rows(database, AnswerMessage)] == ["two"]
    await database.close()
    assert not in_folder(tmp_path, MARKED)
    assert not list((tmp_path / "data").glob(".sayso-*"))


@pytest.mark.program
async def test_without_the_secret_or_the_list_nothing_is_restored_unless_it_is_said_that_they_are_lost(
    tmp_path: Path,
) -> None:
    first, other = program(tmp_path / "first"), program(tmp_path / "other")
    for sayso in (first, other):
        sayso.folder.mkdir()
    await (await with_answers(first, "one")).close()
    (first.folder / "data" / "secret.key").write_bytes(bytes(range(32)))
    assert (await first.command("backup", str(tmp_path / "b.sqlite")))[0] == 0
    backup = str(tmp_path / "b.sqlite")
    code, said = await other.command("restore", backup)
    assert (code, "another secret" in said) == (1, True), said
    code, said = await other.command("restore", backup, "--without-secret")
    assert (code, "list of erasures" in said) == (1, True), said
    assert not (other.folder / "data" / "secret.key").exists()
    for name in ("secret.key", "erased.list"):
        (other.folder / "data" / name).write_bytes((first.folder / "data" / name).read_bytes())
    code, said = await other.command("restore", backup)
    assert (code, "1 responses" in said) == (0, True), said
    restored = Database(f"sqlite:///{other.folder / 'data' / 'sayso.db'}")
    assert len(await rows(restored, ResponseRow)) == 1
    await restored.close()


@pytest.mark.program
async def test_the_list_of_erasures_is_kept_while_sayso_runs(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    await (await with_answers(sayso)).close()
    async with sayso.running():
        kept = tmp_path / "data" / "erased.list"
        for _ in range(300):
            if kept.exists():
                break
            await asyncio.sleep(0.1)
        assert kept.read_text(encoding="ascii").startswith("Sayso: ")


class TestKeys:
    def test_only_the_secret_key_opens_it_and_any_change_is_noticed(self, tmp_path: Path) -> None:
        public = new_key(tmp_path / "key")
        new_key(tmp_path / "another")
        plain, sealed = tmp_path / "plain", tmp_path / "sealed"
        plain.write_bytes(os.urandom(200_000))
        encrypt(plain, sealed, [recipient(public)])
        decrypt(sealed, tmp_path / "again", identities(tmp_path / "key"))
        assert (tmp_path / "again").read_bytes() == plain.read_bytes()
        with pytest.raises(BackupError, match="cannot be opened"):
            decrypt(sealed, tmp_path / "no", identities(tmp_path / "another"))
        whole = bytearray(sealed.read_bytes())
        whole[-1000] ^= 1
        for number, damaged in enumerate((bytes(whole), sealed.read_bytes()[:100_000])):
            sealed.write_bytes(damaged)
            with pytest.raises(BackupError, match="cannot be opened"):
                decrypt(sealed, tmp_path / f"damaged-{number}", identities(tmp_path / "key"))

    def test_a_key_file_is_its_owners_alone_and_is_never_written_over(self, tmp_path: Path) -> None:
        new_key(tmp_path / "key")
        assert (tmp_path / "key").stat().st_mode & 0o077 == 0
        with pytest.raises(CallError, match="not there yet"):
            new_key(tmp_path / "key")
        (tmp_path / "other").write_text("no key", encoding="ascii")
        with pytest.raises(CallError, match="no secret key"):
            identities(tmp_path / "other")
        with pytest.raises(ValueError, match="public key"):
            recipient((tmp_path / "key").read_text(encoding="ascii"))


class TestAddresses:
    def test_an_address_is_never_shown_with_its_password(self) -> None:
        assert shown(database_url("postgresql://sayso:hush@db/sayso")) == "postgresql://sayso:***@db/sayso"

    @pytest.mark.parametrize("written", ["mysql://root:hush@db/x", "nonsense hush", "sqlite://"])
    def test_one_that_cannot_be_is_refused_without_showing_it(self, written: str) -> None:
        with pytest.raises(CallError) as refused:
            address(written)
        assert not re.search("hush|root", str(refused.value))

    def test_the_bar_is_as_long_as_what_is_done(self) -> None:
        assert bar("carrying", 0, 0).count("#") == bar("carrying", 9, 9).count("#") == 24
        assert bar("carrying", 1, 2).count("#") == 12
        assert "1,000 of 2,000 rows" in bar("carrying", 1000, 2000)


def test_a_file_that_is_there_is_not_replaced_unasked(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    refuse_file(tmp_path / "there", overwrite=True)
    for file in (tmp_path / "there", tmp_path, tmp_path / "nowhere" / "file"):
        with pytest.raises(BackupError):
            refuse_file(file, overwrite=False)


class TestPrivateFolders:
    def test_nothing_is_left_of_it_nor_of_one_that_a_killed_process_left(self, tmp_path: Path) -> None:
        left = tmp_path / ".sayso-left"
        left.mkdir()
        (left / "lock").touch()
        (left / "words").write_text(MARKED, encoding="utf-8")
        with private_folder(tmp_path) as folder, private_folder(tmp_path) as second:
            assert folder.stat().st_mode & 0o077 == 0
            (folder / "words").write_text(MARKED, encoding="utf-8")
            assert second.exists()
            assert folder.exists()
            assert not left.exists()
        assert not list(tmp_path.iterdir())
