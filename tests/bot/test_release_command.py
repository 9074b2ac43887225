"""`sayso release` and `sayso demo-data`, as they are called; what they did stands in the audit trail."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main

WHY = ("--role", "lead", "--reason", "for the partners' meeting")


@pytest.fixture
def made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A folder whose database holds 300 made-up people."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAYSO_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAYSO_DATA_DIR", str(tmp_path / "data"))
    assert main(["demo-data", "--responses", "300"]) == 0
    assert "300 made-up responses are in the engagement demo-five-questions" in capsys.readouterr().out
    return tmp_path


def rows(sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(Path("data") / "sayso.db")) as connection:
        return connection.execute(sql).fetchall()


def test_made_up_people_are_marked_and_go_by_themselves(made_up: Path) -> None:
    assert rows("SELECT DISTINCT entry_code, engagement, kept_until IS NULL FROM responses") == [
        ("demo", "demo-five-questions", 0)
    ]
    assert len(rows("SELECT id FROM responses")) == 300
    assert (made_up / "data" / "sayso.db").stat().st_mode & 0o777 == 0o600


def test_the_same_seed_makes_the_same_people(made_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rows("SELECT response_id, question_id, words FROM answer_messages ORDER BY 1, 2, number")
    monkeypatch.setenv("SAYSO_DATA_DIR", str(made_up / "other"))
    assert main(["demo-data", "--responses", "300"]) == 0
    with closing(sqlite3.connect(made_up / "other" / "sayso.db")) as other:
        again = other.execute("SELECT response_id, question_id, words FROM answer_messages ORDER BY 1, 2, number")
        assert again.fetchall() == first


def test_made_up_people_are_not_put_among_real_ones_unasked(made_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo-data"]) == 1
    assert "made-up people in demo-five-questions already" in capsys.readouterr().err
    with closing(sqlite3.connect(made_up / "data" / "sayso.db")) as connection, connection:
        connection.execute("UPDATE responses SET engagement = 'five-questions'")
    assert main(["demo-data", "--responses", "5"]) == 1
    assert "answers of real people" in capsys.readouterr().err
    assert main(["demo-data", "--responses", "5", "--beside-real"]) == 0
    assert len(rows("SELECT id FROM responses")) == 305


def test_a_release_is_made_listed_and_made_again(made_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", "list"]) == 0
    assert capsys.readouterr().out == "There was no release yet.\n"
    assert main(["release", "new", "--format", "csv", "--out", "a", "--words-with", "place", *WHY]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Release 1 of demo-five-questions, up to ")
    assert "somebody has to read them" in said
    assert "0123 becomes 123" in said
    assert main(["release", "again", "1", "--format", "csv", "--out", "b", *WHY]) == 0
    assert (made_up / "a-words.csv").read_bytes() == (made_up / "b-words.csv").read_bytes()
    assert main(["release", "new", "--format", "csv", "--out", "c", *WHY]) == 1
    assert "in a release already" in capsys.readouterr().err
    assert main(["release", "list"]) == 0
    assert capsys.readouterr().out.startswith("1  demo-five-questions  up to ")
    with (made_up / "a-people.csv").open(encoding="utf-8-sig", newline="") as file:
        people = list(csv.DictReader(file))
    assert people
    assert all(int(row["people"]) % 5 == 0 and int(row["people"]) > 7 for row in people)
    noted = [json.loads(str(about)) for (about,) in rows("SELECT about FROM audit_entries WHERE kind = 'released'")]
    assert {about["release"] for about in noted} == {"new", "1"}
    assert {(about["engagement"], about["format"]) for about in noted} == {("demo-five-questions", "csv")}


@pytest.mark.parametrize("wrong", [["--words-with", "audience,age_band,place"], ["--words-with", "gender"]])
def test_words_stand_with_two_characteristics_at_the_most(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["release", "new", "--format", "csv", "--out", "a", *WHY, *wrong])
    assert ended.value.code == 2
    assert "one or two of audience, age_band, place, language" in capsys.readouterr().err


def test_an_export_stands_in_the_audit_trail_with_its_reason_and_hash(made_up: Path) -> None:
    assert main(["export", "--format", "csv", "--out", "a.csv", "--place", "thanet", *WHY]) == 0
    ((about,),) = rows("SELECT about FROM audit_entries WHERE kind = 'exported'")
    assert "for the partners' meeting" in str(about)
    assert "thanet" in str(about)
    assert json.loads(str(about))["engagement"] == "demo-five-questions"
    book = (made_up / "a-codebook.csv").read_text(encoding="utf-8-sig")
    (sha256,) = (line.split(",")[4] for line in book.splitlines() if line.startswith("about,,,data_sha256"))
    assert sha256 in str(about)


def test_after_a_restored_backup_no_release_is_made_until_those_since_are_in_the_ledger(
    made_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", "before.sqlite"]) == 0
    assert main(["release", "adopt", "a-codebook.csv", *WHY]) == 1
    assert main(["release", "new", "--format", "csv", "--out", "a", "--words-with", "place", *WHY]) == 0
    in_it = rows("SELECT response_id FROM released_responses ORDER BY 1")
    assert main(["release", "adopt", "a-codebook.csv", *WHY]) == 1
    assert main(["restore", "before.sqlite", "--replace"]) == 0
    assert rows("SELECT * FROM releases") == []
    capsys.readouterr()
    assert main(["release", "new", "--format", "csv", "--out", "b", *WHY]) == 1
    assert "a backup was restored" in capsys.readouterr().err
    with closing(sqlite3.connect(made_up / "data" / "sayso.db")) as connection, connection:
        connection.execute(
            "INSERT INTO responses (id, engagement, script_version, channel, entry_code, audience, language, status, "
            "opened_on) SELECT 'open', engagement, script_version, 'web', '', 'professional', 'en', 'open', '2020-01-01' "
            "FROM responses LIMIT 1"
        )
    assert main(["release", "adopt", "a-people.csv", *WHY]) == 1
    assert "is not the CSV codebook of a release" in capsys.readouterr().err
    assert main(["release", "adopt", "a-codebook.csv", *WHY]) == 0
    assert main(["release", "adopt", "a-codebook.csv", *WHY]) == 1
    entered = rows("SELECT response_id FROM released_responses ORDER BY 1")
    assert set(entered) >= {*in_it, ("open",)}, "whoever may have been in it is never released again"
    assert main(["release", "new", "--format", "csv", "--out", "b", *WHY]) == 1
    capsys.readouterr()
    assert main(["release", "confirm", *WHY]) == 0
    assert main(["release", "new", "--format", "csv", "--out", "b", *WHY]) == 1
    assert "in a release already" in capsys.readouterr().err
    assert main(["release", "again", "1", "--format", "csv", "--out", "b", *WHY]) == 0
    assert (made_up / "a-words.csv").read_bytes() == (made_up / "b-words.csv").read_bytes()
    assert main(["audit"]) == 0
    said = capsys.readouterr().out
    for kind in ("restored", "release_adopted", "releases_confirmed"):
        assert kind in said
    assert "The trail is whole" in said


def test_a_release_that_was_being_made_at_the_backup_can_be_entered_after_it(made_up: Path) -> None:
    assert main(["release", "new", "--format", "csv", "--out", "a", *WHY]) == 0
    in_it = rows("SELECT response_id FROM released_responses ORDER BY 1")
    with closing(sqlite3.connect(made_up / "data" / "sayso.db")) as connection, connection:
        connection.execute("UPDATE releases SET content_hash = NULL")  # as it is while its files are written
    assert main(["backup", "before.sqlite"]) == 0
    assert main(["restore", "before.sqlite", "--replace"]) == 0
    assert main(["release", "adopt", "a-codebook.csv", *WHY]) == 0
    assert set(rows("SELECT response_id FROM released_responses")) >= set(in_it)
    assert main(["release", "confirm", *WHY]) == 0
    assert main(["release", "new", "--format", "csv", "--out", "b", *WHY]) == 1
    assert main(["release", "again", "1", "--format", "csv", "--out", "b", *WHY]) == 0
    assert (made_up / "a-words.csv").read_bytes() == (made_up / "b-words.csv").read_bytes()


def test_a_report_is_made_of_an_engagement_whose_content_is_gone(
    made_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--engagement", "demo-five-questions", "--out", "report"]) == 0
    report = (made_up / "report" / "report.html").read_text(encoding="utf-8")
    assert "<h1>Made up: Five questions about mental health support: Response-monitoring report</h1>" in report
    capsys.readouterr()
    assert main(["report", "--engagement", "never-was", "--out", "other"]) == 2
    assert "There are: five-questions, demo-five-questions." in capsys.readouterr().err
