"""`sayso privacy check` as an auditor meets it: what it says, what it writes, what it returns."""

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.support import whole_program
from tests.support.whole_program import program

PARTS = [
    "Data dictionary",
    "What leaves the process",
    "Canary",
    "Retention honoured",
    "Secrets not readable",
    "Only promised by the operator",
]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that is not running, in the folder the command is called in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAYSO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("SAYSO_SECRET", "q7Jx-0Zr_3mVbYt5KdWn8HsLpG1fUc6A")
    monkeypatch.setenv("SAYSO_PORT", "9")
    assert main(["migrate"]) == 0
    return tmp_path


@pytest.mark.program
async def test_a_running_installation_as_sayso_makes_it_holds_and_nothing_of_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_program, "PATIENCE", 300.0)
    sayso = program(tmp_path, SAYSO_LOG_LEVEL="info")
    async with sayso.running():
        before = sorted(path.name for path in (tmp_path / "data").iterdir())
        code, said = await sayso.command("privacy", "check", "--markdown", "report.md")
        after = sorted(path.name for path in (tmp_path / "data").iterdir())
    assert code == 0, said
    assert "All that code can check holds" in said
    assert [said.index(part) for part in PARTS] == sorted(said.index(part) for part in PARTS)
    # The running program writes its own list of erasures, seconds after it began.
    assert set(after) - set(before) <= {"erased.list"}
    assert set(before) <= set(after)
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "| answer_messages | words | text | what they wrote |" in report
    assert "None of" in report


def test_the_report_as_json_holds_every_part_and_says_what_was_not_checked(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["privacy", "check", "--json", "--no-canary"]) == 2
    report = json.loads(capsys.readouterr().out)
    assert [part["title"] for part in report["parts"]] == PARTS
    assert report["exit_code"] == 2
    unchecked = [f for part in report["parts"] for f in part["findings"] if f["standing"] == "could not check"]
    assert ["--no-canary" in finding["seen"] + finding["do"] for finding in unchecked].count(True) == 1
    assert all(finding["do"] for finding in unchecked)
    assert (installed / "data" / "sayso.db").is_file()


def test_a_database_that_others_may_read_is_said_with_what_to_do_and_fails(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (installed / "data" / "sayso.db").chmod(0o644)
    assert main(["privacy", "check", "--no-canary"]) == 1
    said = capsys.readouterr().out
    assert "[FAILS]" in said
    assert "chmod 600" in said


@pytest.mark.usefixtures("installed")
def test_a_report_that_cannot_be_written_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["privacy", "check", "--no-canary", "--markdown", "nowhere/report.md"]) == 2
    assert "choose another file" in capsys.readouterr().err


def test_without_a_database_nothing_can_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SAYSO_DATA_DIR", str(tmp_path / "data"))
    assert main(["privacy", "check"]) == 2
    assert "there is no database yet" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
