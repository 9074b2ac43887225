"""`sayso staff` and `sayso audit`: the first account, and what the trail tells of it."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main


def test_the_command_makes_the_first_account_and_audit_tells_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def sayso(*words: str) -> tuple[int, str]:
        return main(words), capsys.readouterr().out

    assert sayso("migrate")[0] == 0
    code, said = sayso("staff", "invite", "ada@example.org", "--role", "administrator")
    assert code == 0
    assert re.search(r"/staff/join/[\w-]{43}\n", said)
    assert sayso("staff", "invite", "ADA@example.org", "--role", "lead")[0] == 2
    assert sayso("staff", "role", "ada@example.org", "youth-worker")[1] == "ada@example.org is now: youth_worker\n"
    assert sayso("staff", "role", "ada@example.org", "Lead")[0] == 0
    assert sayso("staff", "list")[1] == "ada@example.org  lead           has not set up yet\n"
    code, said = sayso("audit")
    assert code == 0
    assert "command line  invited  account: ada@example.org; role: administrator" in said
    seen = said.rsplit(" ", 1)[1].strip()
    assert sayso("staff", "link", "ada@example.org")[0] == 0
    assert sayso("staff", "remove", "ada@example.org")[0] == 0
    assert sayso("staff", "remove", "ada@example.org")[0] == 2
    assert sayso("audit", "--seen", seen)[0] == 0
    assert sayso("audit", "--seen", "7")[0] == 2
    with closing(sqlite3.connect(tmp_path / "data" / "sayso.db")) as connection, connection:
        connection.execute("DROP TRIGGER audit_entries_no_delete")
        connection.execute("DELETE FROM audit_entries WHERE number = 1")
    code, said = sayso("audit")
    assert code == 1
    assert "tampered" in said
