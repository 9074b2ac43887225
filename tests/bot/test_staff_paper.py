"""Paper at a stall, in a real browser: a sheet is printed, typed in with the keyboard alone, and exported as paper."""

import csv
import io
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from pypdf import PdfReader

from bot.cli import main
from conversations.content import load_engagements
from storage.accounts import Role
from storage.exports.exporting import ExportRequest, export_responses
from storage.exports.writing import Format
from storage.scripts import remember_wordings
from storage.tables import AnswerRow, AuditRow, ConsentRow, ResponseRow
from tests.support.made_events import TOLD, Clock, an_event, make
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import PASSWORD, signed_in, somebody

pytestmark = pytest.mark.browser

FORM = "/staff/paper/five-questions/young_person-13_15"
AT_THE_EVENT = f"{FORM}?language=en&event=otter425"


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The web chat, with an event that is open."""
    async with running_app(tmp_path, load_engagements(), now=Clock(NOON)) as running:
        await make(running.database, an_event(NOON), NOON)
        await remember_wordings(running.database, load_engagements(), date(2026, 11, 21))
        yield running


@pytest.fixture
async def page(app: RunningApp, browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """A page that a youth worker has signed in on; its parameter says whether the browser runs scripts."""
    context = await browser.new_context(
        viewport={"width": 360, "height": 740}, java_script_enabled=getattr(request, "param", True)
    )
    page = await context.new_page()
    worker = await somebody(app, Role.YOUTH_WORKER)
    await page.goto(f"{app.url}/staff/sign-in")
    await page.get_by_label("Your name here").fill(worker.account.name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_label("Code from your authenticator app").fill(worker.code(app))
    await page.get_by_role("button", name="Sign in").click()
    yield page
    await context.close()


async def test_a_sheet_is_typed_in_stored_once_and_exported_as_paper(
    app: RunningApp, page: Page, tmp_path: Path
) -> None:
    await page.get_by_role("main").get_by_role("link", name="Paper").click()
    await page.get_by_label("Event").select_option("otter425")
    await page.get_by_role("button", name="Show these sheets").click()
    await page.get_by_role("link", name="Type in Children and young people: 13 to 15").click()
    await page.get_by_label("Yes, I'd like to").check()
    await page.get_by_label("How old are you?").fill("1")
    await page.get_by_label("1. What helps you").fill("my cat. My name is Olivia Hartley.")
    await page.get_by_label("6. Where do you live?").fill("11")
    await page.get_by_label("Own words beside question 8").fill("demigirl")
    await page.get_by_label("11. Are any of these true").fill("1 2")
    await page.get_by_role("button", name="Store this sheet").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("The sheet is stored")
    assert len((await page.locator(".typed").inner_text()).split()) == 4
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("This form was stored before")
    (response,) = await app.rows(ResponseRow)
    assert (response["channel"], response["entry_code"], response["age_band"]) == ("paper", "otter425", "13_15")
    assert {row["consent"]: row["agreed"] for row in await app.rows(ConsentRow)} == {
        "take_part": True, "quotes": False, "about_you": True
    }  # fmt: skip
    options = {row["question_id"]: row["options"] for row in await app.rows(AnswerRow) if row["options"]}
    assert options == {"district": ["thanet"], "gender": ["own_words"], "life": ["care", "young_carer"]}
    assert "Olivia" not in "".join(await app.words("helps"))
    notes = [row for row in await app.rows(AuditRow) if row["kind"] == "paper_entered"]
    assert [row["about"] for row in notes] == ['{"event": "otter425"}']
    file = tmp_path / "answers.csv"
    await export_responses(app.database, ExportRequest(file, Format.CSV, date(2026, 11, 21)))
    (row,) = csv.DictReader(io.StringIO(file.read_text("utf-8-sig")))
    assert (row["channel"], row["entry_code"]) == ("paper", "otter425")


@pytest.mark.parametrize("page", [True, False], ids=["script", "plain"], indirect=True)
async def test_enter_goes_on_and_never_stores_half_a_sheet(app: RunningApp, page: Page) -> None:
    await page.goto(app.url + AT_THE_EVENT)
    await page.get_by_label("Yes, I'd like to").check()
    await page.get_by_label("How old are you?").fill("1")
    await page.get_by_label("How old are you?").press("Enter")
    assert await app.rows(ResponseRow) == []
    await expect(page.get_by_label("How old are you?")).to_have_value("1")
    await expect(page.get_by_label("Yes, I'd like to")).to_be_checked()


async def test_what_cannot_be_is_said_beside_its_box_and_nothing_is_lost(app: RunningApp, page: Page) -> None:
    await page.goto(app.url + AT_THE_EVENT)
    await page.get_by_label("1. What helps you").fill("my cat")
    await page.get_by_label("6. Where do you live?").fill("99")
    await page.get_by_label("11. Are any of these true").fill("1 6")
    await page.get_by_role("button", name="Store this sheet").click()
    summary = page.get_by_role("alert")
    for said in ("Without this tick", "numbers that stand on the sheet", "does not go with others"):
        await expect(summary).to_contain_text(said)
    await expect(page.get_by_label("1. What helps you")).to_have_value("my cat")
    assert await app.rows(ResponseRow) == []


async def test_what_tells_of_harm_says_what_to_do_now_and_where_on_the_sheet(app: RunningApp, page: Page) -> None:
    await page.goto(app.url + AT_THE_EVENT)
    await page.get_by_label("Yes, I'd like to").check()
    await page.get_by_label("How old are you?").fill("1")
    await page.get_by_label("2. What makes it hard").fill(TOLD)
    await page.get_by_role("button", name="Store this sheet").click()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("call 999")
    await expect(alert).to_contain_text("questions again now: 2.")
    await expect(page.get_by_text(TOLD)).to_have_count(0)
    assert await app.words("hard") == []


async def test_a_sheet_that_may_not_be_stored_is_read_for_harm_all_the_same(app: RunningApp, page: Page) -> None:
    await page.goto(app.url + AT_THE_EVENT)
    await page.get_by_label("2. What makes it hard").fill(TOLD)
    await page.get_by_role("button", name="Store this sheet").click()
    await expect(page.get_by_role("alert").filter(has_text="call 999")).to_contain_text("questions again now: 2.")
    assert await app.rows(ResponseRow) == []


async def test_a_printed_sheet_carries_consent_help_lines_codes_and_a_slip(app: RunningApp) -> None:
    async with signed_in(app, Role.YOUTH_WORKER, "stall@example.org") as worker:
        path = "/staff/paper/five-questions/young_person-under_10/print?event=otter425"
        async with worker.session.get(app.url + path) as answer:
            assert answer.content_type == "application/pdf"
            pages = PdfReader(io.BytesIO(await answer.read())).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    script = load_engagements()["five-questions"]
    for words in ("Would you like to take part?", "0800 1111", "Are they happy with it?", "11 Thanet", "Your receipt"):
        assert words in said
    assert f"words {script.version}, event otter425" in said
    assert len(pages) % 2 == 1, "nobody's answers are on the back of the slip"


async def test_an_old_form_is_not_taken_for_a_new_one(app: RunningApp) -> None:
    clock = app.staff.now
    assert isinstance(clock, Clock)
    fields = {"take_part": "yes", "age": "1", "words.helps": "my cat", "step": "store", "form": f"1-{'x' * 22}"}
    async with signed_in(app, Role.LEAD) as lead:
        page = await lead.send(AT_THE_EVENT, fields)
    assert page.status == 400
    assert "opened more than a day ago" in page.words
    assert await app.rows(ResponseRow) == []


def test_the_command_writes_a_sheet_for_each_wording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAYSO_DATA_DIR", str(tmp_path / "data"))
    assert main(["paper", "--language", "en-easy", "--out", str(tmp_path / "sheets")]) == 0
    written = sorted(path.name for path in (tmp_path / "sheets").iterdir())
    assert written == sorted(Path(line).name for line in capsys.readouterr().out.splitlines())
    assert "sheet-five-questions-young-person-13-15-en-easy.pdf" in written
    assert main(["paper", "--language", "xx", "--out", str(tmp_path / "sheets")]) == 2
