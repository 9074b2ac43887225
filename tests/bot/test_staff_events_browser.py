"""A youth worker at a stall, with a phone: from an idea to a square that another phone can scan."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import Browser, Page, expect

from conversations.content import load_engagements
from storage.accounts import Role
from tests.support.made_events import Clock, an_event, make, printed_for
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import PASSWORD, somebody

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path, load_engagements(), now=Clock(NOON)) as running:
        yield running


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
async def page(app: RunningApp, browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """A page that a youth worker has signed in on, in a browser without scripts: the pages must not need any."""
    context = await browser.new_context(viewport=request.param, java_script_enabled=False)
    page = await context.new_page()
    worker = await somebody(app, Role.YOUTH_WORKER)
    await page.goto(f"{app.url}/staff/sign-in")
    await page.get_by_label("Your name here").fill(worker.account.name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_label("Code from your authenticator app").fill(worker.code(app))
    await page.get_by_role("button", name="Sign in").click()
    printed_for(app)
    yield page
    await context.close()


async def test_four_taps_and_a_name_lead_to_a_square_that_a_phone_reads(app: RunningApp, page: Page) -> None:
    await page.get_by_role("main").get_by_role("link", name="Events").click()
    await page.get_by_role("button", name="New event").click()
    await expect(page.get_by_label("Tell the adult in the room")).not_to_be_checked()
    await page.get_by_label("Name").fill("Big Conversation, Detling")
    await page.get_by_role("button", name="Make the event").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Big Conversation, Detling")
    code = page.url.rpartition("/")[2]
    square = await page.get_by_alt_text("Square to scan").screenshot()
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(square)))] == [f"{app.url}/{code}"]
    width = page.viewport_size["width"] if page.viewport_size else 0
    box = await page.locator("body").bounding_box()
    assert box
    assert box["width"] <= width
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Poster, A4, black").click()
    assert (await download.value).suggested_filename == f"{code}-poster-a4-black.pdf"


async def test_the_alerts_page_comes_onto_a_phone_by_a_square_and_its_secret_is_asked_for_by_nothing(
    app: RunningApp, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{app.url}/staff/events/new")
    await page.get_by_label("Name").fill("Club")
    await page.get_by_label("Tell the adult in the room").check()
    await page.get_by_role("button", name="Make the event").click()
    square = page.get_by_role("img", name="The square that opens the alerts page")
    seen = Image.open(io.BytesIO(await square.screenshot()))
    address = await page.get_by_role("link", name=f"{app.url}/event/").inner_text()
    assert [found.text for found in zxingcpp.read_barcodes(seen)] == [address]
    secret = address.rpartition("/")[2]
    assert not [url for url in asked if secret in url]
    box = await square.bounding_box()
    assert box
    assert box["x"] + box["width"] <= (page.viewport_size or PHONE)["width"]
    await page.reload()
    await expect(page.get_by_role("heading", name="For the adult in the room")).not_to_be_visible()
    await expect(square).not_to_be_visible()


async def test_an_event_is_closed_by_two_taps_after_saying_what_that_ends(page: Page) -> None:
    await page.get_by_role("main").get_by_role("link", name="Events").click()
    await page.get_by_role("button", name="New event").click()
    await page.get_by_label("Name").fill("Club")
    await page.get_by_label("Tell the adult in the room").check()
    await page.get_by_role("button", name="Make the event").click()
    await expect(page.get_by_role("heading", name="For the adult in the room")).to_be_visible()
    close = page.get_by_role("button", name="Close the event now")
    await expect(close).not_to_be_visible()
    await page.get_by_text("Close this event before its time").click()
    await expect(page.get_by_text("Alerts stop at once")).to_be_visible()
    await close.click()
    await expect(page.get_by_text("This event is closed.")).to_be_visible()


async def test_counting_again_counts_again_each_time(app: RunningApp, page: Page) -> None:
    await make(app.database, an_event(NOON), NOON)
    await page.goto(f"{app.url}/staff/events/otter425")
    for _ in range(3):
        async with page.expect_response(lambda response: "/staff/events/otter425" in response.url) as counted:
            await page.get_by_role("link", name="Count again").click()
        assert (await counted.value).ok
        await expect(page.get_by_role("heading", name="How many so far")).to_be_in_viewport()


async def test_the_scanned_link_opens_the_chat_at_the_event(app: RunningApp, page: Page) -> None:
    await page.goto(f"{app.url}/staff/events/new")
    await page.get_by_label("Name").fill("Club")
    await page.get_by_text("Place, partner, language").click()
    await page.get_by_label("Language").select_option("en-easy")
    await page.get_by_role("button", name="Make the event").click()
    code = page.url.rpartition("/")[2]
    await page.get_by_role("main").get_by_role("link", name=app.url).click()
    assert page.url == f"{app.url}/chat/{code}"
    easy = load_engagements()["five-questions"].languages["en-easy"].texts["welcome.nobody_live"]["text"].split("\n")[0]
    await expect(page.get_by_text(easy)).to_be_visible()
