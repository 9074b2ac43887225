"""Downloads of staff: one whole file with codebooks and hashes, in the audit trail with its reason; nothing left behind."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, update

from bot.settings import Settings
from bot.staff import downloads_page
from conversations.content import load_script
from storage.accounts import Role
from storage.database import Database
from storage.demo.filling import fill, remember_script
from storage.demo.people import MadeUpPeople
from storage.exports.exporting import ENDED, STATUSES
from storage.exports.filters import Filters
from storage.private_folders import PREFIX
from storage.tables import AnswerRow, AuditRow, ReleaseRow, ResponseRow
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import StaffBrowser, signed_in

DEMO = "demo-five-questions"
WHY = "for the partners' meeting"
ANSWERS, RELEASES = "/staff/downloads/answers", "/staff/downloads/releases"


@pytest.fixture
async def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningApp]:
    """The staff site over 300 made-up people, where every file comes at once, however long it takes."""
    monkeypatch.setattr(downloads_page, "PATIENCE", timedelta(minutes=10))
    async with running_app(tmp_path, settings=Settings(data_dir=tmp_path / "data")) as running:
        await fill_with_people(running.database)
        yield running
    assert not list((tmp_path / "data").glob(f"{PREFIX}*")), "nothing is left of what was made for a download"


@pytest.fixture
async def analyst(app: RunningApp) -> AsyncIterator[StaffBrowser]:
    """The browser of an analyst."""
    async with signed_in(app, Role.ANALYST) as browser:
        yield browser


async def fill_with_people(database: Database) -> None:
    people = MadeUpPeople(load_script(), 1, 300, NOON.date())
    await remember_script(database, load_script(), people, NOON.date())
    await fill(database, people, 300, lambda _some: None)


async def download(browser: StaffBrowser, path: str, status: Sequence[str] = ENDED, **fields: str) -> tuple[int, bytes]:
    """Send the form of the page of downloads; return the status and what came. `status` are the boxes ticked of that name."""
    token = (await browser.get("/staff/downloads")).token
    sent = {"form_token": token, "engagement": DEMO, "format": "csv", "reason": WHY, **fields}
    ticked = [("status", one) for one in status]
    async with browser.session.post(browser.app.url + path, data=[*sent.items(), *ticked]) as answer:
        return answer.status, await answer.read()


def unpacked(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


async def trail(app: RunningApp, kind: str) -> list[dict[str, Any]]:
    rows = sorted(await app.rows(AuditRow), key=lambda row: row["number"])
    return [{"who": row["who"], **json.loads(row["about"])} for row in rows if row["kind"] == kind]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "parquet"])
async def test_answers_come_with_codebooks_and_hashes_and_stand_in_the_trail(
    app: RunningApp, analyst: StaffBrowser, kind: str
) -> None:
    status, body = await download(analyst, ANSWERS, format=kind, audience="young_person", shape="long")
    assert status == 200
    files = unpacked(body)
    data = files[f"answers-{DEMO}.{kind}"]
    digest = hashlib.sha256(data).hexdigest()
    assert digest in files["read-me-first.txt"].decode()
    assert ("0123 becomes 123" in files["read-me-first.txt"].decode()) == (kind == "csv")
    assert {f"answers-{DEMO}-codebook.csv", f"answers-{DEMO}-codebook.html"} <= set(files)
    assert digest in files[f"answers-{DEMO}-codebook.csv"].decode("utf-8-sig")
    (entry,) = await trail(app, "exported")
    assert entry == {
        "who": "analyst@example.org", "engagement": DEMO, "role": "analyst", "reason": WHY, "format": kind,
        "shape": "long", "audiences": "young_person", "sha256": digest,
    }  # fmt: skip
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert {row["audience"] for row in rows} == {"young_person"}


@pytest.mark.parametrize(
    "wrong",
    [{"reason": "answers"}, {"format": "docx"}, {"engagement": "other"}, {"first": "soon"},
     {"first": "2026-11-02", "last": "2026-11-01"}, {"reason": "x " * 200}],
)  # fmt: skip
async def test_what_is_not_whole_gives_no_file_and_no_entry(
    app: RunningApp, analyst: StaffBrowser, wrong: dict[str, str]
) -> None:
    status, body = await download(analyst, ANSWERS, **wrong)
    assert status == 400
    assert "There is a problem" in body.decode()
    assert await trail(app, "exported") == []


def in_csv(body: bytes) -> list[dict[str, str]]:
    """The rows of the answers that were downloaded."""
    data = unpacked(body)[f"answers-{DEMO}.csv"]
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


async def test_the_form_has_every_filter_that_an_export_knows(analyst: StaffBrowser) -> None:
    page = (await analyst.get("/staff/downloads?engagement=five-questions")).soup
    boxes = {str(box["name"]) for box in page.select("form[action='/staff/downloads/answers'] [name]")}
    asked = {"events": "events", "needs_translator": "needs_translator", "first": "first", "last": "last"}
    assert {asked.get(one.name, one.name.removesuffix("s")) for one in fields(Filters)} <= boxes
    ticked = [str(box["value"]) for box in page.select("input[name=status][checked]")]
    assert ticked == list(ENDED)
    assert {str(box["value"]) for box in page.select("input[name=status]")} == set(STATUSES)


async def test_only_those_who_need_a_translator_are_downloaded_where_that_is_ticked(
    app: RunningApp, analyst: StaffBrowser
) -> None:
    _, body = await download(analyst, ANSWERS)
    everybody = in_csv(body)
    one = next(row["response_id"] for row in everybody if row["helps.words"])
    async with app.database.writing() as connection:
        await connection.execute(
            update(AnswerRow)
            .where(AnswerRow.response_id == one, AnswerRow.question_id == "helps")
            .values(language="pl")
        )
    status, body = await download(analyst, ANSWERS, needs_translator="yes")
    assert status == 200
    assert [row["response_id"] for row in in_csv(body)] == [one]
    assert (await trail(app, "exported"))[-1]["needs_translator"] == "yes"


async def test_how_their_talks_ended_can_be_chosen_and_stands_in_the_trail(
    app: RunningApp, analyst: StaffBrowser
) -> None:
    async with app.database.writing() as connection:
        await connection.execute(update(ResponseRow).values(status="finished"))
        one = await connection.scalar(select(func.min(ResponseRow.id)))
        still = {"status": "open", "closed_on": None}
        await connection.execute(update(ResponseRow).where(ResponseRow.id == one).values(**still))
    _, body = await download(analyst, ANSWERS)
    assert one not in {row["response_id"] for row in in_csv(body)}
    status, body = await download(analyst, ANSWERS, status=("open",))
    assert status == 200
    assert [row["response_id"] for row in in_csv(body)] == [one]
    assert [entry.get("statuses") for entry in await trail(app, "exported")] == [None, "open"]
    status, body = await download(analyst, ANSWERS, status=())
    assert status == 400
    assert "Tick one or more" in body.decode()


async def test_a_filter_that_nobody_knows_says_what_there_is(app: RunningApp, analyst: StaffBrowser) -> None:
    status, body = await download(analyst, ANSWERS, place="atlantis")
    assert status == 409
    assert "no question offers the place" in body.decode()
    assert await trail(app, "exported") == []


async def test_a_release_is_made_once_listed_and_had_again(app: RunningApp, analyst: StaffBrowser) -> None:
    status, body = await download(analyst, RELEASES, with_words="audience")
    assert status == 200
    first = unpacked(body)
    status, body = await download(analyst, RELEASES, with_words="audience")
    assert status == 409
    assert "in a release already" in body.decode()
    (row,) = await app.rows(ReleaseRow)
    page = await analyst.get(f"/staff/downloads?engagement={DEMO}")
    assert "Release 1, of everybody who ended by Sunday 15 November 2026" in page.words
    assert row["content_hash"] in page.words
    status, body = await download(analyst, f"{RELEASES}/1")
    assert status == 200
    again = unpacked(body)
    assert again["release-1-people.csv"] == first["release-people.csv"]
    assert again["release-1-words.csv"] == first["release-words.csv"]
    entries = await trail(app, "released")
    assert [(entry["release"], entry["who"], entry["sha256"]) for entry in entries] == [
        ("new", "analyst@example.org", row["content_hash"]), ("1", "analyst@example.org", row["content_hash"])
    ]  # fmt: skip
    assert (await download(analyst, f"{RELEASES}/2"))[0] == 404


async def test_a_release_reaches_up_to_a_day_by_the_rule_of_the_command(app: RunningApp, analyst: StaffBrowser) -> None:
    status, body = await download(analyst, RELEASES, with_words="audience", until="soon")
    assert status == 400
    assert "Type a day." in body.decode()
    status, body = await download(analyst, RELEASES, with_words="audience", until="1999-01-01")
    assert status == 409
    assert "there are too few answers up to 1998-12-27 that are in no release yet" in body.decode()
    assert 'value="1999-01-01"' in body.decode()
    status, body = await download(analyst, RELEASES, with_words="audience", until="2026-11-11")
    assert status == 200
    (row,) = await app.rows(ReleaseRow)
    assert row["until"].isoformat() == "2026-11-08"
    status, body = await download(analyst, RELEASES, with_words="audience", until="2026-11-14")
    assert status == 409
    assert "answers up to 2026-11-08 are in a release already" in body.decode()


async def test_a_report_is_downloaded_as_a_page_and_as_a_pdf(app: RunningApp, analyst: StaffBrowser) -> None:
    hashes = []
    for kind in ("pdf", "page"):
        token = (await analyst.get("/staff/report")).token
        sent = {"form_token": token, "as": kind, "quotes": "yes"}
        async with analyst.session.post(f"{app.url}/staff/report/five-questions", data=sent) as answer:
            assert answer.status == 200
            body = await answer.read()
        hashes.append(hashlib.sha256(body).hexdigest())
        said = (
            "".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
            if kind == "pdf"
            else body.decode()
        )
        assert re.search(r"Response-monitoring\s+report", said)
    assert [(entry["as"], entry["sha256"]) for entry in await trail(app, "report_made")] == [
        ("pdf", hashes[0]), ("page", hashes[1])
    ]  # fmt: skip
