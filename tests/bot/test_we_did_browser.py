"""What came of the answers, in a real browser: a lead publishes it, a young person finds it on a small phone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from conversations.content import load_engagements
from storage.accounts import Role
from tests.support.chat_page import chat_page
from tests.support.made_events import an_event, closed, make, printed_for
from tests.support.made_themes import ENOUGH, NIGHTS, PHONES, WAITS, made_public, made_theme, said_by
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import PASSWORD, somebody

pytestmark = pytest.mark.browser
SMALL = {"width": 320, "height": 640}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The web chat with a language that is written from right to left."""
    async with running_app(tmp_path, load_engagements(drafts=frozenset({"ar"}))) as running:
        printed_for(running)
        yield running


async def sideways(page: Page) -> int:
    """By how many pixels a page is wider than the screen."""
    width: int = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return width


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_a_lead_publishes_what_came_of_a_theme(app: RunningApp, browser: Browser, size: dict[str, int]) -> None:
    await said_by(app.database, await made_theme(app.database, "Waiting times"), ENOUGH)
    lead = await somebody(app, Role.LEAD)
    context = await browser.new_context(viewport=size, java_script_enabled=False)  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto(f"{app.url}/staff/sign-in")
    await page.get_by_label("Your name here").fill(lead.account.name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_label("Code from your authenticator app").fill(lead.code(app))
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_role("main").get_by_role("link", name="You said, we did").click()
    await page.get_by_role("button", name="Write one").first.click()
    await page.get_by_label("You said", exact=True).fill(WAITS.you_said)
    await page.get_by_label("We did", exact=True).check()
    await page.get_by_label("In a few sentences").fill(WAITS.words)
    await page.get_by_label("Waiting times").check()
    await page.get_by_role("button", name="Save the draft").click()
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("alert")).to_contain_text("tick the box")
    await page.get_by_label("I have read it once more").check()
    await page.get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("button", name="Withdraw it")).to_be_visible()
    box = await page.locator("body").bounding_box()
    assert box
    assert box["width"] <= size["width"]
    await page.get_by_role("link", name="/you-said/").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("You said, we did")
    await expect(page.get_by_role("heading", level=2)).to_contain_text(WAITS.you_said)
    await context.close()


async def test_whoever_scans_the_square_again_finds_it_and_the_way_back_to_the_questions(
    app: RunningApp, browser: Browser
) -> None:
    await make(app.database, closed(an_event(NOON), NOON), NOON)
    for says in (WAITS, PHONES, NIGHTS):
        await made_public(app.database, says)
    await app.turns.events.read()
    async with chat_page(browser, app.url, viewport=SMALL, color_scheme="dark") as chat:
        page = chat.page
        await chat.open("/otter425")
        await page.locator(".message").get_by_role("link", name="What happened next").click()
        await expect(page.locator(".came-said .own")).to_have_text([says.you_said for says in (WAITS, PHONES, NIGHTS)])
        await expect(page.locator("#leave")).to_be_in_viewport()
        assert await sideways(page) <= 0
        await page.get_by_role("link", name="العربية").click()
        await expect(page.locator("html")).to_have_attribute("dir", "rtl")
        await expect(page.get_by_text(WAITS.words)).to_have_attribute("dir", "ltr")
        said, answered = (
            await page.locator(".own").first.bounding_box(),
            await page.locator(".bot").first.bounding_box(),
        )
        assert said
        assert answered
        assert said["x"] < answered["x"], "in Arabic their own words stand on the left"
        assert await sideways(page) <= 0
        await page.get_by_role("link", name="English").click()
        await page.get_by_role("link", name="Go to the chat").click()
        await expect(page.locator("[data-key='ask.audience']")).to_be_visible()
        assert chat.trouble == []
        assert await chat.policy_violations() == []
