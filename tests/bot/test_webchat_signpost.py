"""Somebody tells of harm on a small phone: what can help is what they see, and it can be reached by any finger or key."""

import pytest
from playwright.async_api import Browser

from tests.support.chat_page import ChatPage, chat_page
from tests.support.running_app import RunningApp

pytestmark = pytest.mark.browser

PHONES = {"small": (320, 568), "usual": (390, 844)}
TOLD = "i want to kill myself"

IN_SIGHT = """(element) => {
    const box = element.getBoundingClientRect();
    const top = document.getElementById("header").getBoundingClientRect().bottom;
    const bottom = document.getElementById("form").getBoundingClientRect().top;
    return box.top >= top && box.bottom <= bottom;
}"""

TARGETS = """() => [...document.querySelectorAll("#log a, #choices button, #form button, #form textarea, header a, header summary")]
    .filter((element) => element.offsetParent)
    .filter((element) => Math.min(element.offsetWidth, element.offsetHeight) < 44)
    .map((element) => element.textContent)"""

STOPS = """() => [...document.querySelectorAll("#log a, #choices button, #form textarea")]
    .filter((element) => element.offsetParent)
    .map((element) => element.closest("#log") ? "help" : element.closest("#choices") ? "choice" : "box")"""


async def tell(chat: ChatPage, app: RunningApp, *, scripts: bool) -> None:
    """Answer a little, then tell."""
    await chat.open_at_questions(app)
    for words in ("my dog", TOLD):
        await chat.page.fill("#reply", words)
        await chat.page.click("#send")
        await chat.page.wait_for_selector(
            f"[data-key='{'answer.first' if words == 'my dog' else 'signpost.what_next'}']"
        )
        if scripts:
            await chat.settled()
        else:
            await chat.page.wait_for_load_state()  # from then on it stands where it is read from


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
@pytest.mark.parametrize("phone", PHONES)
async def test_the_help_fills_the_screen(app: RunningApp, browser: Browser, phone: str, *, scripts: bool) -> None:
    width, height = PHONES[phone]
    async with chat_page(
        browser,
        app.url,
        viewport={"width": width, "height": height},
        java_script_enabled=scripts,
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    ) as chat:
        await tell(chat, app, scripts=scripts)
        log = chat.page.locator("#log")
        assert await log.locator(".signpost > .text").evaluate(IN_SIGHT)
        assert await log.get_by_role("link", name="Call 999").evaluate(IN_SIGHT)
        if phone == "usual":
            assert await log.get_by_role("link", name="Call Childline").evaluate(IN_SIGHT)
        assert (
            not await chat.page.get_by_text(TOLD).locator("visible=true").evaluate_all(f"all => all.some({IN_SIGHT})")
        )
        assert await chat.page.evaluate(TARGETS) == []
        stops = await chat.page.evaluate(STOPS)
        assert stops == sorted(stops, key=["help", "choice", "box"].index)
        assert await chat.sideways() <= 0


async def test_a_phones_keyboard_closes_over_the_help_but_not_over_words_half_written(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(
        browser, app.url, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    ) as chat:
        await tell(chat, app, scripts=True)
        assert await chat.focus() == "BODY"
        await chat.page.fill("#reply", TOLD)
        async with chat.page.expect_response(lambda response: response.request.method == "POST"):
            await chat.page.click("#send")
            await chat.page.fill("#reply", "please")
        await chat.settled()
        assert await chat.focus() == "reply"
        assert await chat.box() == "please"


async def test_with_real_keys_writing_on_is_not_broken_off(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await tell(chat, app, scripts=True)
        assert await chat.focus() == "reply"
        announced = await chat.page.evaluate("window.announced")
        assert len([said for said in announced if "Nobody reads this live" in said]) == 1
        assert await chat.page.locator("[role=alert]").count() == 0
