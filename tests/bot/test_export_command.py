import asyncio
import io
import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.cli.export import progress_to
from bot.progress import shown_on
from storage import migrations
from storage.database import Database
from storage.exports.codebook import WARNING
from storage.migrating import migrate
from tests.support.answers import Given, Response, put, remember

WHY = ("--role", "analyst", "--reason", "a report for the board")


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to work in, with nothing set."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAYSO_DATA_DIR", str(tmp_path / "data"))
    return tmp_path


async def fill(folder: Path, *responses: Response) -> None:
    database = Database(f"sqlite:///{folder / 'data' / 'sayso.db'}")
    await migrate(database)
    await remember(database)
    await put(database, *responses)
    await database.close()


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_it_says_what_it_wrote_and_warns(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(fill(at_home, Response({"helps": Given(["music"])}), Response(status="open")))
    assert main(["export", *WHY, "--format", "jsonl", "--out", "a.jsonl"]) == 0
    shown = capsys.readouterr()
    assert "Exported 1 responses of five-questions: 1 rows, 87 columns." in shown.out
    assert "a-codebook.html  SHA-256 " in shown.out
    assert "Left out: 1 responses whose status is open" in shown.out
    assert WARNING in shown.out
    assert "0123 becomes 123" not in shown.out
    assert shown.err == ""
    assert json.loads(Path("a.jsonl").read_text(encoding="utf-8"))["helps.words"] == "music"


@pytest.mark.parametrize(
    ("others", "alone"), [([], 1), ([Response()], 0), ([Response(), Response(audience="professional")], 1)]
)
def test_it_says_how_many_stand_alone_for_whoever_saw_who_came(
    others: list[Response], alone: int, at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(fill(at_home, Response(), *others))
    assert main(["export", *WHY, "--format", "csv", "--long", "--out", "a.csv"]) == 0
    assert (f"Alone: {alone} of them" in capsys.readouterr().out) == bool(alone)


def test_open_ones_come_along_where_they_are_asked_for(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(fill(at_home, Response(), Response(status="open")))
    statuses = "open,finished,stopped_kept"
    assert main(["export", *WHY, "--format", "csv", "--long", "--out", "a.csv", "--status", statuses]) == 0
    assert "Exported 2 responses of five-questions: 22 rows" in capsys.readouterr().out


def test_without_a_database_it_says_so_and_makes_none(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", *WHY, "--format", "csv", "--out", "a.csv"]) == 1
    assert "there is no database yet" in capsys.readouterr().err
    assert list(at_home.iterdir()) == []


def test_tables_that_are_missing_have_to_be_migrated_first(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "data").mkdir()
    (at_home / "data" / "sayso.db").touch()
    assert main(["export", *WHY, "--format", "csv", "--out", "a.csv"]) == 1
    assert "run `sayso migrate`" in capsys.readouterr().err
    assert not Path("a.csv").exists()


def test_a_file_that_is_no_database_is_explained(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "data").mkdir()
    (at_home / "data" / "sayso.db").write_text("these are my notes, not a database, and long enough to be looked at")
    assert main(["export", *WHY, "--format", "csv", "--out", "a.csv"]) == 1
    assert "file is not a database" in capsys.readouterr().err


def test_a_server_that_is_not_there_is_explained_without_its_password(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAYSO_DATABASE_URL", "postgresql://sayso:hunter2@127.0.0.1:1/sayso")
    for command in (["migrate"], ["export", *WHY, "--format", "csv", "--out", str(at_home / "a.csv")]):
        assert main(command) == 1
        errors = capsys.readouterr().err
        assert "the database does not answer" in errors
        assert "check SAYSO_DATABASE_URL" in errors
        assert "hunter2" not in errors


def test_a_wrong_setting_is_named(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAYSO_PORT", "many")
    assert main(["export", *WHY, "--format", "csv", "--out", str(at_home / "a.csv")]) == 1
    assert capsys.readouterr().err == "sayso: SAYSO_PORT cannot be used: write a number from 1 to 65535\n"


@pytest.mark.parametrize(
    "wrong", [["--status", "done"], ["--status", ""], ["--format", "ods"], ["--reason", "why"], ["--role", "guest"]]
)
def test_words_it_does_not_know_are_refused_with_those_it_does(
    at_home: Path, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", *WHY, "--format", "csv", "--out", str(at_home / "a.csv"), *wrong])
    assert ended.value.code == 2
    errors = capsys.readouterr().err
    assert any(words in errors for words in ("finished", "jsonl", "some words", "analyst"))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_nowhere_else() -> None:
    terminal = Terminal()
    show = progress_to(terminal)
    assert show is not None
    show(500, 1500)
    show(1500, 1500)
    assert terminal.getvalue() == "\r500 of 1,500 responses\r1,500 of 1,500 responses\n"
    assert progress_to(io.StringIO()) is None


def test_each_part_of_a_release_has_a_bar_of_its_own_on_a_terminal() -> None:
    terminal, elsewhere = Terminal(), io.StringIO()
    for shown in (shown_on(terminal), shown_on(elsewhere)):
        shown("reading words", 500, 1500)
        shown("reading words", 1500, 1500)
    assert terminal.getvalue() == (
        "\r\033[Kreading words                [########................] 500 of 1,500"
        "\r\033[Kreading words                [########################] 1,500 of 1,500\n"
    )
    assert elsewhere.getvalue() == ""


def newest_revision() -> str:
    return max(path.name[:4] for path in Path(migrations.__file__).parent.glob("versions/[0-9]*.py"))


def test_migrating_says_from_where_to_where(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == f"The tables were migrated: none -> {newest_revision()}.\n"
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out == f"The tables are up to date ({newest_revision()}).\n"
    assert (at_home / "data" / "sayso.db").stat().st_mode & 0o777 == 0o600


def test_a_newer_database_is_left_alone(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["migrate"]) == 0
    run(raise_revision(at_home))
    for command in (["migrate"], ["export", *WHY, "--format", "csv", "--out", "a.csv"]):
        assert main(command) == 1
        assert "newer than this program: run the newer Sayso instead" in capsys.readouterr().err


async def raise_revision(folder: Path) -> None:
    database = Database(f"sqlite:///{folder / 'data' / 'sayso.db'}")
    async with database.writing() as connection:
        await connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    await database.close()
