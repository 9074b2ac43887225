"""A file that takes longer than somebody waits: they see how far it is, find it again, stop it, and it is gone once they have it."""

import asyncio
import io
import json
import re
import threading
import zipfile
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import func, select

from bot.settings import Settings
from bot.staff import downloads_page, making_files
from bot.staff.making_files import MadeFile
from storage.accounts import Role
from storage.private_folders import PREFIX
from storage.releases.contents import COUNTING
from storage.tables import AuditRow, ReleasedRow, ReleaseRow
from tests.bot.test_staff_downloads import ANSWERS, DEMO, RELEASES, WHY, fill_with_people
from tests.support.findings import findings
from tests.support.running_app import RunningApp, running_app
from tests.support.staff_people import Page, StaffBrowser, signed_in
from tests.support.telegram_people import until

MADE = re.compile(r"/staff/downloads/made/[\w-]+")


class Gate:
    """Holds up every release where people are counted, until it is opened."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    async def wait(self) -> None:
        """Wait until a release is held up."""
        assert await asyncio.to_thread(self.reached.wait, 60)

    def holding(self, one: MadeFile, what: str, done: int, number: int) -> None:
        """Pass on how far it is, and hold it up."""
        show(one, what, done, number)
        if what == COUNTING:
            self.reached.set()
            assert self.open.wait(60)


show = MadeFile.show


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """What every release is held up at."""
    held = Gate()

    def holding(one: MadeFile, what: str, done: int, number: int) -> None:
        held.holding(one, what, done, number)

    monkeypatch.setattr(MadeFile, "show", holding)
    yield held
    held.open.set()


@pytest.fixture
async def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[RunningApp]:
    """The staff site over 300 made-up people, where nobody is kept waiting for a file."""
    monkeypatch.setattr(downloads_page, "PATIENCE", timedelta(0))
    async with running_app(tmp_path, settings=Settings(data_dir=tmp_path / "data")) as running:
        await fill_with_people(running.database)
        yield running
    assert folders(tmp_path) == [], "nothing is left of what was made for a download"


@pytest.fixture
async def analyst(app: RunningApp) -> AsyncIterator[StaffBrowser]:
    """The browser of an analyst."""
    async with signed_in(app, Role.ANALYST) as browser:
        yield browser


def folders(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "data").glob(f"{PREFIX}*"))


async def ask(browser: StaffBrowser, path: str = RELEASES, **more: str) -> Page:
    """Ask for a file; return the page that is shown then."""
    fields = {"engagement": DEMO, "format": "csv", "reason": WHY, "with_words": "audience", "status": "finished"}
    return await browser.send(path, fields | more, shown_at="/staff/downloads")


def place_of(page: Page) -> str:
    found = MADE.search(page.url)
    assert found, page.words
    return found[0]


async def seen(browser: StaffBrowser, place: str, words: str) -> Page:
    """Look again until the page says something; return it."""
    pages: list[Page] = []

    async def says() -> bool:
        pages.append(await browser.get(place))
        return words in pages[-1].words

    await until(says, words)
    return pages[-1]


async def fetched(browser: StaffBrowser, place: str) -> dict[str, bytes]:
    async with browser.session.get(f"{browser.app.url}{place}/file") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/zip"
        body = await answer.read()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


async def released(app: RunningApp) -> tuple[int, int]:
    """How many releases there are in the ledger, whole or not, and how many people."""
    async with app.database.reading() as connection:
        begun = await connection.scalar(select(func.count()).select_from(ReleaseRow)) or 0
        return begun, await connection.scalar(select(func.count()).select_from(ReleasedRow)) or 0


async def test_how_far_it_is_is_shown_then_the_file_and_then_nothing_is_left_of_it(
    app: RunningApp, analyst: StaffBrowser, gate: Gate, tmp_path: Path
) -> None:
    place = place_of(await ask(analyst))
    await gate.wait()
    page = await analyst.get(place)
    assert "Your file is being made" in page.words
    assert "A new release of" in page.words
    assert "Part 2 of 5: counting who is alike" in page.words
    assert page.soup.select_one("progress")["value"] == "100"  # type: ignore[index] # it is there
    assert page.soup.select_one("noscript meta[http-equiv=refresh]")
    assert not page.soup.select("script:not([src])")
    assert (await analyst.get(f"{place}/file")).url.endswith(place)
    gate.open.set()
    page = await seen(analyst, place, "Your file is ready")
    assert page.soup.select_one(f"a[href='{place}/file']")
    assert not page.soup.select_one("noscript meta")
    assert set(await fetched(analyst, place)) >= {"release-people.csv", "release-words.csv", "read-me-first.txt"}
    await until(lambda: nothing_in(tmp_path), "the file is gone")
    assert (await analyst.get(place)).status == 404
    assert len(await app.rows(ReleaseRow)) == 1


async def nothing_in(tmp_path: Path) -> bool:
    return not folders(tmp_path)


async def test_whoever_closed_the_page_finds_the_file_under_downloads_and_nobody_else_does(
    app: RunningApp, analyst: StaffBrowser, gate: Gate
) -> None:
    place = place_of(await ask(analyst))
    await gate.wait()
    page = await analyst.get("/staff/downloads")
    assert "CSV : being made" in page.words
    assert page.soup.select_one(f"#files a[href='{place}']")
    async with signed_in(app, Role.LEAD) as somebody_else:
        assert not (await somebody_else.get("/staff/downloads")).soup.select_one("#files")
        token = (await somebody_else.get("/staff/downloads")).token
        gate.open.set()
        await seen(analyst, "/staff/downloads", "CSV : ready")
        assert (await somebody_else.get(place)).status == 404
        assert (await somebody_else.get(f"{place}/file")).status == 404
        assert (await somebody_else.send(f"{place}/stop", {}, token=token)).status == 404
    assert await fetched(analyst, place)


async def test_who_presses_twice_gets_one_file(app: RunningApp, analyst: StaffBrowser, gate: Gate) -> None:
    place = place_of(await ask(analyst))
    await gate.wait()
    assert place_of(await ask(analyst)) == place
    gate.open.set()
    await seen(analyst, place, "Your file is ready")
    asked_again = await analyst.get("/staff/downloads")
    fields = {"engagement": DEMO, "format": "csv", "reason": WHY, "with_words": "audience", "status": "finished"}
    sent = {"form_token": asked_again.token, **fields}
    async with analyst.session.post(app.url + RELEASES, data=sent, allow_redirects=False) as answer:
        assert answer.headers["Content-Type"] == "application/zip"
        assert await answer.read()
    assert len(await app.rows(ReleaseRow)) == 1


async def test_a_release_that_is_stopped_is_none(app: RunningApp, analyst: StaffBrowser, gate: Gate) -> None:
    place = place_of(await ask(analyst))
    await gate.wait()
    assert (await released(app))[0] == 1
    page = await analyst.send(f"{place}/stop", {}, shown_at=place)
    assert (page.status, "There was no release yet." in page.words) == (200, True)
    gate.open.set()

    async def taken_back() -> bool:
        return await released(app) == (0, 0)

    await until(taken_back, "the release is taken back")
    assert (await analyst.get(place)).status == 404
    entries = [row for row in await app.rows(AuditRow) if row["kind"] == "released"]
    assert entries == []
    again = place_of(await ask(analyst))
    await seen(analyst, again, "Your file is ready")
    assert "Release 1, of everybody" in (await analyst.get(f"/staff/downloads?engagement={DEMO}")).words


async def test_a_file_that_is_ready_can_be_removed_and_goes_by_itself(
    analyst: StaffBrowser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(await ask(analyst, ANSWERS))
    await seen(analyst, place, "Your file is ready")
    assert len(folders(tmp_path)) == 1
    await analyst.send(f"{place}/stop", {}, shown_at=place)
    await until(lambda: nothing_in(tmp_path), "the file is gone")
    monkeypatch.setattr(making_files, "KEPT_MINUTES", 0)
    place = place_of(await ask(analyst, ANSWERS))
    await until(lambda: nothing_in(tmp_path), "the file is gone")
    page = await seen(analyst, place, "This file is not here any more")
    assert page.status == 404


async def test_why_a_file_could_not_be_made_is_said_on_its_page(app: RunningApp, analyst: StaffBrowser) -> None:
    place = place_of(await ask(analyst, until="1999-01-01"))
    page = await seen(analyst, place, "Your file could not be made")
    assert "there are too few answers up to 1998-12-27" in page.words
    assert "could not be made" in (await analyst.get("/staff/downloads")).words
    assert place_of(await ask(analyst, until="1999-01-01")) != place
    assert await released(app) == (0, 0)


async def test_nobody_has_more_than_a_few_files_at_a_time(analyst: StaffBrowser) -> None:
    places = [place_of(await ask(analyst, ANSWERS, reason=f"for part {number}")) for number in "123"]
    page = await ask(analyst, ANSWERS, reason="for part 4")
    assert page.status == 409
    assert "You have 3 files already" in page.words
    for place in places:
        await seen(analyst, place, "Your file is ready")
        await fetched(analyst, place)
    assert place_of(await ask(analyst, ANSWERS, reason="for part 4"))


async def test_a_file_goes_with_the_program_and_a_release_that_was_under_way_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: Gate
) -> None:
    monkeypatch.setattr(downloads_page, "PATIENCE", timedelta(0))
    async with running_app(tmp_path, settings=Settings(data_dir=tmp_path / "data")) as app:
        await fill_with_people(app.database)
        async with signed_in(app, Role.ANALYST) as analyst:
            place = place_of(await ask(analyst, ANSWERS))
            await seen(analyst, place, "Your file is ready")
            await ask(analyst)
            await gate.wait()
            assert len(folders(tmp_path)) == 2
        gate.open.set()
    assert folders(tmp_path) == []
    async with running_app(tmp_path, settings=Settings(data_dir=tmp_path / "data")) as app:
        assert await released(app) == (0, 0)
        async with signed_in(app, Role.ANALYST, "other@example.org") as analyst:
            assert "This file is not here any more" in (await analyst.get(place)).words


async def test_what_the_audit_trail_says_of_it_is_who_asked_and_why(app: RunningApp, analyst: StaffBrowser) -> None:
    place = place_of(await ask(analyst, ANSWERS))
    await seen(analyst, place, "Your file is ready")
    (entry,) = [row for row in await app.rows(AuditRow) if row["kind"] == "exported"]
    assert (entry["who"], json.loads(entry["about"])["reason"]) == ("analyst@example.org", WHY)


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
async def test_the_page_goes_on_by_itself_and_nothing_is_wrong_with_it(
    app: RunningApp, analyst: StaffBrowser, gate: Gate, browser: Browser, *, scripts: bool
) -> None:
    place = place_of(await ask(analyst))
    await gate.wait()
    context = await browser.new_context(reduced_motion="reduce", java_script_enabled=scripts)
    cookie = {"name": "sayso.staff", "value": analyst.session_token, "domain": "127.0.0.1", "path": "/staff"}
    await context.add_cookies([cookie])  # type: ignore[list-item] # a cookie as Playwright takes one
    page = await context.new_page()
    await page.goto(app.url + place)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your file is being made")
    await expect(page.get_by_role("progressbar", name="How much of this part is done")).to_be_visible()
    if scripts:
        assert await findings(page) == []
    gate.open.set()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Your file is ready", timeout=60_000)
    if scripts:
        assert await findings(page) == []
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Download it").click()
    assert (await download.value).suggested_filename == f"release-{DEMO}.zip"
    await context.close()
