"""A receipt on a small phone, in a real browser: written down on one device, used on another."""

import pytest
from playwright.async_api import Browser, Page, expect

from storage.tables import ResponseRow
from tests.support.chat_page import ChatPage, chat_page
from tests.support.running_app import RunningApp

BAKING, ROOM = "Baking with my nan", "A quiet room at school"


async def sideways(page: Page) -> int:
    width: int = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return width


async def finish_in_browser(chat: ChatPage, app: RunningApp) -> str:
    """Answer one question, stop and keep it, as somebody with JavaScript does; return the words shown."""
    await chat.open_at_questions(app)
    await chat.say(BAKING)
    await chat.press("Next")
    await chat.say(ROOM)
    await chat.press("Stop")
    await chat.press("Keep what I wrote")
    return await chat.page.locator(".receipt-words").inner_text()


@pytest.mark.browser
async def test_a_whole_walk_on_a_small_phone(app: RunningApp, browser: Browser) -> None:
    small = {"viewport": {"width": 360, "height": 640}}
    async with chat_page(browser, app.url, **small) as chat:
        words = await finish_in_browser(chat, app)
        assert await sideways(chat.page) <= 0
        assert chat.trouble == []
    async with chat_page(browser, app.url, **small) as other:
        page = other.page
        await other.open("/chat")
        await page.get_by_role("link", name="I have a receipt").click()
        await page.get_by_label("Your four words").fill(words.upper())
        await page.get_by_role("button", name="Open").click()
        await expect(page.locator(".held-answer .own")).to_have_text([BAKING, ROOM])
        assert await sideways(page) <= 0
        await expect(page.locator("#leave")).to_be_visible()
        assert page.url == f"{app.url}/receipt"
        await page.get_by_role("button", name="Take out this answer").first.click()
        await expect(page.locator(".held-answer .own")).to_have_text([ROOM])
        await page.get_by_role("button", name="Erase it all").click()
        await expect(page.get_by_role("button", name="No, keep my answers")).to_be_visible()
        await page.get_by_role("button", name="Yes, erase it all").click()
        assert await other.keys() == ["receipt_page.erased"]
        await other.open("/receipt")
        await page.get_by_label("Your four words").fill(words)
        await page.get_by_role("button", name="Open").click()
        assert await other.keys() == ["receipt_page.wrong"]
        assert other.trouble == []
        assert await other.policy_violations() == []
    assert await app.rows(ResponseRow) == []
