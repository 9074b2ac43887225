"""An analyst in a real browser without scripts, on a phone and at a desk: codes by keyboard, then hides a name."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from storage.accounts import Role
from storage.tables import ThemeCodingRow
from tests.support.answers import SCRIPT, Given, Response, put
from tests.support.running_app import RunningApp, running_app
from tests.support.staff_people import PASSWORD, somebody

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path) as running:
        yield running


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
async def page(app: RunningApp, browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """A page that an analyst has signed in on."""
    context = await browser.new_context(viewport=request.param, java_script_enabled=False)
    page = await context.new_page()
    analyst = await somebody(app, Role.ANALYST)
    await page.goto(f"{app.url}/staff/sign-in")
    await page.get_by_label("Your name here").fill(analyst.account.name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_label("Code from your authenticator app").fill(analyst.code(app))
    await page.get_by_role("button", name="Sign in").click()
    yield page
    await context.close()


async def fits(page: Page) -> bool:
    """Whether nothing stands out to the side."""
    box = await page.locator("body").bounding_box()
    return bool(box and page.viewport_size and box["width"] <= page.viewport_size["width"])


async def test_answers_are_coded_with_the_keyboard_alone_and_a_name_is_hidden(app: RunningApp, page: Page) -> None:
    await put(app.database, *(Response({"helps": Given(words=("Ravensworth listens",))}) for _ in range(3)))
    await page.get_by_role("main").get_by_role("link", name="Themes").click()
    await page.get_by_role("link", name="What helps you").first.click()
    await page.get_by_label("Name").fill("Being heard")
    await page.get_by_role("button", name="Add a theme").click()
    await page.get_by_role("link", name="Code answers that nobody has coded").click()
    await expect(page.get_by_text("Ravensworth listens")).to_be_visible()
    for _ in range(2):
        await page.get_by_label("Being heard").focus()
        await page.keyboard.press("Space")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Change the one before")).to_be_visible()
        await expect(page.get_by_label("Being heard")).not_to_be_checked()
    assert len(await app.rows(ThemeCodingRow)) == 2
    assert await fits(page)
    await page.get_by_role("button", name="Hide words").click()
    await page.get_by_label("The words to hide").fill("ravensworth")
    await page.get_by_label("A name").check()
    await page.get_by_role("button", name="Show what would be left").click()
    await expect(page.get_by_text("[name] listens")).to_be_visible()
    assert await fits(page)
    await page.get_by_role("button", name="Hide them").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("The words are hidden")
    assert sorted(await app.words("helps")) == ["Ravensworth listens", "Ravensworth listens", "[name] listens"]
    await page.get_by_role("button", name="Code this answer").click()
    await expect(page.get_by_text("[name] listens")).to_be_visible()
    assert page.url == f"{app.url}/staff/themes/{SCRIPT.engagement}/helps/code"
