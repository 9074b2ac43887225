"""An analyst in a real browser, on a phone and at a desk: codes by keyboard and hides a name without scripts; marks it with."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from storage.accounts import Role
from storage.tables import ThemeCodingRow
from tests.support.answers import SCRIPT, Given, Response, put
from tests.support.findings import findings
from tests.support.running_app import RunningApp, running_app
from tests.support.staff_people import PASSWORD, somebody

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path) as running:
        yield running


@asynccontextmanager
async def analyst_s_page(app: RunningApp, browser: Browser, **context_options: Any) -> AsyncIterator[Page]:
    """A page that an analyst has signed in on."""
    context = await browser.new_context(**context_options)
    page = await context.new_page()
    analyst = await somebody(app, Role.ANALYST)
    await page.goto(f"{app.url}/staff/sign-in")
    await page.get_by_label("Your name here").fill(analyst.account.name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_label("Code from your authenticator app").fill(analyst.code(app))
    await page.get_by_role("button", name="Sign in").click()
    yield page
    await context.close()


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
async def page(app: RunningApp, browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Page]:
    """Such a page without scripts."""
    async with analyst_s_page(app, browser, viewport=request.param, java_script_enabled=False) as plain:
        yield plain


@pytest.fixture
async def marking(app: RunningApp, browser: Browser) -> AsyncIterator[Page]:
    """The page to mark words on, with scripts, of an answer of two messages."""
    told = ("only miss Ravensworth of", "Hill School listens", "小明说了很多")
    await put(app.database, Response({"helps": Given(words=told)}))
    async with analyst_s_page(app, browser, viewport=DESK) as page:
        await page.goto(f"{app.url}/staff/themes/{SCRIPT.engagement}/helps/code")
        await page.get_by_role("button", name="Hide words").click()
        await expect(page.get_by_role("status")).to_have_text("Nothing is marked yet.")
        yield page


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
    await page.get_by_label("From this word").focus()
    await page.keyboard.type("Rav")
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("From this word")).to_have_value("1")
    await page.get_by_label("A name").check()
    await page.get_by_role("button", name="Hide these words").click()
    await expect(page.get_by_text("[name] listens")).to_be_visible()
    assert await fits(page)
    await page.get_by_role("button", name="Hide them").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("The words are hidden")
    assert sorted(await app.words("helps")) == ["Ravensworth listens", "Ravensworth listens", "[name] listens"]
    await page.get_by_role("button", name="Code this answer").click()
    await expect(page.get_by_text("[name] listens")).to_be_visible()
    assert page.url == f"{app.url}/staff/themes/{SCRIPT.engagement}/helps/code"


async def select(page: Page, first: tuple[int, int], last: tuple[int, int]) -> None:
    """Select from a letter of a word to one of another, as a mouse or a finger does: (number of the word, letter)."""
    await page.evaluate(
        """([first, last]) => {
            const letters = (number) => document.querySelector(`[data-word="${number}"]`).firstChild;
            getSelection().setBaseAndExtent(letters(first[0]), first[1], letters(last[0]), last[1]);
        }""",
        [list(first), list(last)],
    )


async def test_words_that_are_selected_are_marked_whole_and_hidden(app: RunningApp, marking: Page) -> None:
    status = marking.get_by_role("status")
    await select(marking, (3, 4), (6, 2))
    await expect(status).to_have_text("Marked: Ravensworth of Hill School")
    await expect(marking.get_by_label("From this word")).to_have_value("3")
    assert await findings(marking) == []
    await marking.get_by_text("Hill", exact=True).click()
    await expect(status).to_have_text("Marked: Hill")
    await marking.get_by_text("School", exact=True).click(modifiers=["Shift"])
    await expect(status).to_have_text("Marked: Hill School")
    await marking.get_by_role("button", name="Hide these words").first.click()
    await expect(marking.get_by_text("[taken out] listens")).to_be_visible()
    await expect(marking.get_by_text("Ravensworth")).to_be_visible()
    assert "Hill" not in marking.url
    await marking.get_by_role("button", name="Hide them").click()
    await expect(marking.get_by_role("heading", level=1)).to_have_text("The words are hidden")
    assert await app.words("helps") == ["only miss Ravensworth of", "[taken out] listens", "小明说了很多"]


async def test_with_the_keyboard_the_lists_mark_in_the_answer_too(app: RunningApp, marking: Page) -> None:
    await marking.get_by_label("From this word").focus()
    await marking.keyboard.type("Rav")
    await expect(marking.get_by_role("status")).to_have_text("Marked: Ravensworth")
    assert await marking.locator(".marked").all_inner_texts() == ["Ravensworth"]
    await marking.keyboard.press("Tab")
    await marking.keyboard.type("School")
    await expect(marking.locator(".marked")).to_have_count(4)
    while await marking.evaluate("document.activeElement.value") != "try":
        await marking.keyboard.press("Tab")
    await marking.keyboard.press("Enter")
    await expect(marking.get_by_text("only miss [taken out]")).to_be_visible()
    await marking.get_by_role("button", name="Hide them").click()
    await expect(marking.get_by_role("heading", level=1)).to_have_text("The words are hidden")
    assert await app.words("helps") == ["only miss [taken out]", "[taken out] listens", "小明说了很多"]


async def test_a_part_of_what_has_no_spaces_can_be_selected(app: RunningApp, marking: Page) -> None:
    await select(marking, (8, 0), (8, 2))
    await expect(marking.get_by_role("status")).to_have_text("Marked: 小明")
    await marking.get_by_role("button", name="Hide these words").first.click()
    await expect(marking.get_by_text("[taken out]说了很多")).to_be_visible()
    await marking.get_by_role("button", name="Hide them").click()
    await expect(marking.get_by_role("heading", level=1)).to_have_text("The words are hidden")
    assert (await app.words("helps"))[2] == "[taken out]说了很多"
