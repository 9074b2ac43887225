import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.script import Option, QuestionKind
from conversations.words import clean
from storage.anonymity import new_response_id
from storage.database import Database
from storage.errors import ExportError
from storage.exports.cells import unguarded
from storage.exports.columns import CONSENT_COLUMNS, LONG_COLUMNS, RESPONSE_COLUMNS
from storage.exports.exporting import ExportRequest, export_responses
from storage.exports.responses import CHUNK
from storage.exports.writing import Format
from tests.storage.exports.reading_back import csv_rows, export, json_rows, names, run_beside
from tests.support.answers import DAY, SCRIPT, Given, Response, put, remember

TALKATIVE = Response(
    {
        "helps": Given(["my friends", "and music 🎵"]),
        "hard": Given(["=HYPERLINK(1)"]),
        "reach": Given(skipped=True),
        "district": Given(options=["thanet"]),
        "gender": Given(["my own"], ["own_words"]),
        "life": Given(options=["care", "send"]),
        "services": Given(options=["not_said"]),
    },
    {"take_part": True, "quotes": False, "about_you": True, "permission": True},
)


async def put_one(url: str, response: Response) -> None:
    """Store a response as another process would."""
    database = Database(url)
    await put(database, response)
    await database.close()


class TestExporting:
    async def test_a_row_holds_everything_one_person_gave(self, database: Database, tmp_path: Path) -> None:
        await remember(database)
        await put(database, TALKATIVE)
        await export(database, tmp_path / "a.csv")
        (row,) = csv_rows(tmp_path / "a.csv")
        expected = {
            "response_id": TALKATIVE.id,
            "engagement": "five-questions",
            "script_version": SCRIPT.version,
            "channel": "web",
            "entry_code": "",
            "audience": "young_person",
            "age_band": "13_15",
            "language": "en",
            "status": "finished",
            "opened_on": "2026-11-21",
            "closed_on": "2026-11-21",
            "consent_take_part": "yes",
            "consent_quotes": "no",
            "consent_about_you": "yes",
            "consent_permission": "yes",
            "helps.status": "answered",
            "helps.words": "my friends\nand music 🎵",
            "helps.messages": "2",
            "hard.words": "'=HYPERLINK(1)",
            "reach.status": "skipped",
            "reach.words": "",
            "reach.messages": "",
            "works.status": "no_answer",
            "district.option": "thanet",
            "services.status": "answered",
            "services.option": "not_said",
            "gender.option": "own_words",
            "gender.words": "my own",
            "life.option.care": "1",
            "life.option.send": "1",
            "life.option.none": "0",
        }
        assert {name: row[name] for name in expected} == expected

    async def test_not_asked_skipped_and_not_said_are_three_things(self, database: Database, tmp_path: Path) -> None:
        await remember(database)
        agreed = {"take_part": True, "about_you": True}
        cases = {
            "answered": Response({"services": Given(options=["not_said"])}, agreed),
            "skipped": Response({"services": Given(skipped=True)}, agreed),
            "no_answer": Response({}, agreed, status="stopped_kept"),
            "not_asked": Response({}, {"take_part": True, "about_you": False}),
        }
        for_others = Response({}, agreed, audience="professional", age_band=None)
        emptied = Response({"services": Given()}, agreed)
        unknown = Response({}, agreed, version="0-lost")
        await put(database, *cases.values(), for_others, emptied, unknown)
        await export(database, tmp_path / "a.csv")
        rows = {row["response_id"]: row for row in csv_rows(tmp_path / "a.csv")}
        for status, response in cases.items():
            assert rows[response.id]["services.status"] == status
        assert rows[for_others.id]["services.status"] == "not_asked"
        assert rows[emptied.id]["services.status"] == "no_answer"
        assert rows[unknown.id]["services.status"] == "unknown"
        assert {row["services.option"] for row in rows.values()} == {"", "not_said"}

    async def test_the_long_form_has_a_row_for_each_question(self, database: Database, tmp_path: Path) -> None:
        await remember(database)
        await put(database, TALKATIVE, Response({}))
        await export(database, tmp_path / "a.jsonl", Format.JSONL, long=True)
        rows = json_rows(tmp_path / "a.jsonl")
        assert len(rows) == 2 * len(SCRIPT.questions)
        mine = {row["question"]: row for row in rows if row["response_id"] == TALKATIVE.id}
        assert mine["hard"]["words"] == "=HYPERLINK(1)"
        assert mine["life"]["options"] == ["care", "send"]
        assert (mine["reach"]["question_status"], mine["reach"]["words"]) == ("skipped", None)
        assert mine["helps"]["messages"] == 2
        assert mine["helps"]["answered_on"] == "2026-11-21"
        expected = [column.name for column in (*RESPONSE_COLUMNS, *CONSENT_COLUMNS, *LONG_COLUMNS)]
        assert list(rows[0]) == expected

    @given(words=st.lists(st.text(max_size=30).map(clean).filter(bool), min_size=1, max_size=3))
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    async def test_text_formats_give_back_what_was_stored(
        self, database: Database, tmp_path: Path, words: list[str]
    ) -> None:
        await remember(database)
        response = Response({"helps": Given(words)}, engagement=f"e-{new_response_id()}")
        await put(database, response)
        for kind in (Format.CSV, Format.JSONL):
            out = tmp_path / f"a.{kind.value}"
            await export(database, out, kind, engagement=response.engagement, overwrite=True)
        (cells,), (values,) = csv_rows(tmp_path / "a.csv"), json_rows(tmp_path / "a.jsonl")
        assert unguarded(cells["helps.words"]) == values["helps.words"] == "\n".join(words)
        assert list(cells) == list(values)

    async def test_columns_are_those_of_every_version_in_the_data(self, database: Database, tmp_path: Path) -> None:
        newer = replace(
            SCRIPT,
            version="2-newer",
            questions=(
                replace(SCRIPT.questions[0], kind=QuestionKind.ONE_OF, options=(Option("a"), Option("b"))),
                replace(SCRIPT.questions[1], id="brand_new"),
                *(replace(q, options=(*q.options, Option("later"))) for q in SCRIPT.questions if q.id == "life"),
            ),
        )
        await remember(database, SCRIPT, newer, replace(SCRIPT, version="3-unused"))
        old = Response({"helps": Given(["words"]), "life": Given(options=["care"])})
        new = Response({"helps": Given(options=["b"]), "life": Given(options=["later"])}, version="2-newer")
        await put(database, old, new)
        await export(database, tmp_path / "a.csv")
        rows = {row["response_id"]: row for row in csv_rows(tmp_path / "a.csv")}
        assert (rows[old.id]["helps.words"], rows[old.id]["helps.option"]) == ("words", "")
        assert (rows[new.id]["helps.words"], rows[new.id]["helps.option"]) == ("", "b")
        assert (rows[old.id]["brand_new.status"], rows[new.id]["brand_new.status"]) == ("not_asked", "no_answer")
        assert (rows[old.id]["hard.status"], rows[new.id]["hard.status"]) == ("no_answer", "not_asked")
        assert (rows[old.id]["life.option.later"], rows[new.id]["life.option.later"]) == ("", "1")
        versions = {line["script_versions"] for line in csv_rows(tmp_path / "a-codebook.csv")}
        assert "3-unused" not in " ".join(versions)

    async def test_answers_whose_wording_is_lost_are_exported_all_the_same(
        self, database: Database, tmp_path: Path
    ) -> None:
        lost = Response({"gone": Given(["words"], ["x", "y"])}, version="0-lost")
        await put(database, lost)
        report = await export(database, tmp_path / "a.csv")
        assert report.missing_versions == ("0-lost",)
        (row,) = csv_rows(tmp_path / "a.csv")
        assert (row["gone.status"], row["gone.option"], row["gone.words"]) == ("answered", "x y", "words")
        assert "0-lost" in (tmp_path / "a-codebook.html").read_text(encoding="utf-8")

    async def test_only_ended_responses_unless_asked_and_the_rest_is_counted(
        self, database: Database, tmp_path: Path
    ) -> None:
        await remember(database)
        kept = [Response(status="finished"), Response(status="stopped_kept")]
        still_open = Response(status="open")
        await put(database, *kept, still_open)
        report = await export(database, tmp_path / "a.csv")
        assert {row["response_id"] for row in csv_rows(tmp_path / "a.csv")} == {response.id for response in kept}
        assert report.left_out == {"open": 1}
        report = await export(database, tmp_path / "b.csv", statuses=("open",))
        assert [row["response_id"] for row in csv_rows(tmp_path / "b.csv")] == [still_open.id]
        assert report.left_out == {"finished": 1, "stopped_kept": 1}

    async def test_rows_stand_in_the_order_of_their_random_ids(self, database: Database, tmp_path: Path) -> None:
        await remember(database)
        await put(database, *(Response() for _ in range(40)))
        await export(database, tmp_path / "a.csv")
        ids = [row["response_id"] for row in csv_rows(tmp_path / "a.csv")]
        assert ids == sorted(ids)
        assert len(ids) == 40

    async def test_one_export_holds_one_engagement(self, database: Database, tmp_path: Path) -> None:
        with pytest.raises(ExportError, match="nothing to export yet"):
            await export(database, tmp_path / "a.csv")
        await remember(database, SCRIPT, replace(SCRIPT, engagement="never-used"))
        await put(database, Response(), Response(engagement="other"))
        with pytest.raises(ExportError, match=r"which with --engagement; there is: five-questions, other$"):
            await export(database, tmp_path / "a.csv")
        with pytest.raises(ExportError, match=r"no engagement 'wrong'.*: five-questions, never-used, other$"):
            await export(database, tmp_path / "a.csv", engagement="wrong")
        assert names(tmp_path) == set()
        assert (await export(database, tmp_path / "a.csv", engagement="other")).rows == 1
        assert {row["engagement"] for row in csv_rows(tmp_path / "a.csv")} == {"other"}

    async def test_an_engagement_without_answers_gives_a_file_with_its_columns(
        self, database: Database, tmp_path: Path
    ) -> None:
        await remember(database)
        report = await export(database, tmp_path / "a.csv")
        assert report.rows == 0
        assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").startswith("response_id,")
        assert "life.option.care" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")

    async def test_only_the_owner_may_read_the_files_and_they_are_what_the_report_says(
        self, database: Database, tmp_path: Path
    ) -> None:
        await remember(database)
        await put(database, TALKATIVE)
        report = await export(database, tmp_path / "a.csv")
        assert [file.path.name for file in report.files] == ["a.csv", "a-codebook.csv", "a-codebook.html"]
        for file in report.files:
            assert file.path.stat().st_mode & 0o777 == 0o600
            assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256
        assert names(tmp_path) == {"a.csv", "a-codebook.csv", "a-codebook.html"}

    async def test_what_is_written_meanwhile_is_in_no_file(
        self, database: Database, database_url: str, tmp_path: Path
    ) -> None:
        await remember(database)
        await put(database, *(Response() for _ in range(CHUNK + 2)))
        shown: list[tuple[int, int]] = []

        def one_more(done: int, total: int) -> None:
            shown.append((done, total))
            if done == CHUNK:
                run_beside(put_one(database_url, Response(id="f" * 32, version="9-later")))

        request = ExportRequest(out=tmp_path / "a.csv", kind=Format.CSV, day=DAY)
        report = await export_responses(database, request, one_more)
        assert shown == [(CHUNK, CHUNK + 2), (CHUNK + 2, CHUNK + 2)]
        assert len(csv_rows(tmp_path / "a.csv")) == CHUNK + 2
        lines = csv_rows(tmp_path / "a-codebook.csv")
        facts = {line["code"]: line["text"] for line in lines if line["entry"] == "about"}
        assert (facts["rows"], facts["data_sha256"]) == (str(CHUNK + 2), report.files[0].sha256)
        assert "9-later" not in (tmp_path / "a-codebook.html").read_text(encoding="utf-8")
        assert (await export(database, tmp_path / "b.csv")).rows == CHUNK + 3
