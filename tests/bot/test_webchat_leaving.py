"""'Leave this page' with JavaScript: away at once, nothing to see on the way back, and the place kept for its owner."""

import pytest
from playwright.async_api import Browser, Dialog

from tests.support.chat_page import ChatPage, chat_page
from tests.support.elsewhere import Elsewhere
from tests.support.running_app import RunningApp

pytestmark = pytest.mark.browser

SECRET = "my stepdad hits me"
SHAPES = {
    "a small phone": (320, 568),
    "400 % zoom": (320, 256),
    "a phone on its side": (844, 390),
    "a laptop": (1280, 720),
}


async def left(chat: ChatPage, elsewhere: Elsewhere) -> None:
    """Wait until the other website is there."""
    await chat.page.wait_for_url(elsewhere.url)
    await chat.page.wait_for_load_state()


async def press_shift(chat: ChatPage, times: int) -> None:
    for _ in range(times):
        await chat.page.keyboard.press("Shift")


async def test_the_button_leads_away_and_the_page_is_gone_from_the_tabs_history(
    app_with_exit: RunningApp, elsewhere: Elsewhere, browser: Browser
) -> None:
    async with chat_page(browser, app_with_exit.url) as chat:
        await chat.open_at_questions(app_with_exit)
        await chat.say(SECRET)
        assert await chat.history() == [("about:blank", ""), (f"{app_with_exit.url}/chat", "Sayso")]
        await chat.page.get_by_role("link", name="Leave this page").click()
        await left(chat, elsewhere)
        assert await chat.history() == [("about:blank", ""), (elsewhere.url, "Weather")]
        assert "Referer" not in elsewhere.requests[0]
        await chat.page.go_back()
        assert chat.page.url == "about:blank"
        assert SECRET not in await chat.page.content()


async def test_talking_adds_nothing_to_the_tabs_history(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.walk_to_questions()
        before = await chat.history()
        await chat.say("my dog")
        await chat.press("Easier words")
        await chat.press("English")
        await chat.page.locator("#skip").focus()
        await chat.page.keyboard.press("Enter")
        assert await chat.focus() == "main"
        await chat.press("Stop")
        await chat.press("Keep what I wrote")
        await chat.say("bye")
        await chat.page.get_by_role("button", name="Start again").click()
        await chat.page.wait_for_selector("[data-key='ask.audience']")
        assert await chat.history() == before == [("about:blank", ""), (f"{app.url}/chat", "Sayso")]


async def test_the_page_is_hidden_before_the_other_one_answers(
    app_with_exit: RunningApp, elsewhere: Elsewhere, browser: Browser
) -> None:
    async with chat_page(browser, app_with_exit.url) as chat:
        await chat.open_at_questions(app_with_exit)
        await chat.say(SECRET)
        seen = await chat.page.evaluate("""() => {
            document.getElementById("leave").click();
            return [document.body.textContent.trim(), getComputedStyle(document.documentElement).visibility];
        }""")
        assert seen == ["", "hidden"]
        await left(chat, elsewhere)


async def test_shift_pressed_three_times_leaves(
    app_with_exit: RunningApp, elsewhere: Elsewhere, browser: Browser
) -> None:
    async with chat_page(browser, app_with_exit.url) as chat:
        await chat.open_at_questions(app_with_exit)
        assert await chat.page.get_by_text("or press Shift 3 times").is_visible()
        await chat.page.focus("#reply")
        await press_shift(chat, 2)
        assert "Times to go: 1" in await chat.page.inner_text("#leave-status")
        await press_shift(chat, 1)
        await left(chat, elsewhere)


async def test_no_other_way_of_pressing_keys_leaves(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        keyboard = chat.page.keyboard
        await chat.page.focus("#reply")
        for key in ("Escape", "Escape", "Escape", "Shift+A", "Shift+B", "Shift+C", "Control+Shift+ArrowLeft"):
            await keyboard.press(key)
        await press_shift(chat, 2)
        await keyboard.press("x")
        await press_shift(chat, 2)
        await keyboard.press("y")
        for _ in range(3):
            await keyboard.down("Control")
            await keyboard.press("Shift")
            await keyboard.up("Control")
        for _ in range(3):
            await keyboard.down("Shift")
            await chat.page.locator("#reply").click()
            await keyboard.up("Shift")
        assert await chat.page.inner_text("#leave-status") == ""
        assert chat.page.url == f"{app.url}/chat"
        assert "question.helps" in await chat.keys()


@pytest.mark.parametrize("key", ["Enter", "Space"])
async def test_the_button_is_the_second_stop_of_the_tab_key(
    app_with_exit: RunningApp, elsewhere: Elsewhere, browser: Browser, key: str
) -> None:
    async with chat_page(browser, app_with_exit.url) as chat:
        await chat.open()
        await chat.page.keyboard.press("Tab")
        await chat.page.keyboard.press("Tab")
        assert await chat.focus() == "leave"
        await chat.page.keyboard.press(key)
        await left(chat, elsewhere)


async def test_who_comes_back_meets_a_cover_first_and_then_their_place(
    app_with_exit: RunningApp, elsewhere: Elsewhere, browser: Browser
) -> None:
    async with chat_page(browser, app_with_exit.url) as chat:
        await chat.open_at_questions(app_with_exit)
        await chat.say("my dog")
        await chat.page.click("#leave")
        await left(chat, elsewhere)
        await chat.open()
        assert await chat.keys() == ["page.covered"]
        content = await chat.page.content()
        assert "my dog" not in content
        assert "What helps you" not in content
        assert await chat.page.title() == "Sayso"
        before = await chat.history()
        await chat.press("Carry on")
        await chat.page.wait_for_selector("[data-key='question.helps']")
        assert await chat.own() == ["my dog"]
        assert await chat.history() == before
        await chat.page.reload()
        assert "question.helps" in await chat.keys()
        assert chat.trouble == []


async def test_a_page_that_a_browser_brings_back_whole_is_asked_for_anew(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.say(SECRET)
        async with chat.page.expect_navigation():
            await chat.page.evaluate("""() => {
                document.cookie = document.getElementById("leave").dataset.cover + "=1; path=/chat";
                window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
            }""")
        assert await chat.keys() == ["page.covered"]


async def test_leaving_asks_nothing_even_while_something_is_unsent(
    app_with_exit: RunningApp, elsewhere: Elsewhere, browser: Browser
) -> None:
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    async with chat_page(browser, app_with_exit.url) as chat:
        await chat.open_at_questions(app_with_exit)
        await chat.page.route("**/chat", lambda route: route.abort("connectionreset"))
        await chat.page.fill("#reply", "still on its way")
        await chat.page.click("#send")
        await chat.page.wait_for_selector(".unsent")
        chat.page.on("dialog", stay)
        await chat.page.click("#leave")
        await left(chat, elsewhere)
        assert asked == []


async def test_nothing_but_the_cover_is_left_on_the_phone(
    app_with_exit: RunningApp, elsewhere: Elsewhere, browser: Browser
) -> None:
    async with chat_page(browser, app_with_exit.url) as chat:
        await chat.open_at_questions(app_with_exit)
        await chat.say(SECRET)
        await chat.page.click("#leave")
        await left(chat, elsewhere)
        await chat.open()
        kept = await chat.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        assert kept == [0, 0, "sayso.left.five-questions=1"]


@pytest.mark.parametrize("letters", [16, 32], ids=["usual text", "large text"])
@pytest.mark.parametrize("shape", SHAPES)
async def test_the_button_is_always_in_sight_and_never_over_the_box(
    app: RunningApp, browser: Browser, shape: str, letters: int
) -> None:
    width, height = SHAPES[shape]
    async with chat_page(browser, app.url, viewport={"width": width, "height": height}) as chat:
        await chat.enlarge_letters(letters)
        await chat.open_at_questions(app)
        for words in ("one", "two", "three"):
            await chat.say(words)
        for focused in ("#reply", ".choices button"):
            await chat.page.locator(focused).first.focus()
            for top in ("0", "document.documentElement.scrollHeight / 2", "document.documentElement.scrollHeight"):
                await chat.page.evaluate(f"window.scrollTo(0, {top})")
                button = await chat.page.locator("#leave").bounding_box()
                assert button is not None
                assert button["y"] >= 0
                assert button["x"] >= 0
                assert button["x"] + button["width"] <= width
                assert button["y"] + button["height"] <= height
                assert min(button["height"], button["width"]) >= 44
        await chat.page.focus("#reply")
        await chat.page.locator("#reply").scroll_into_view_if_needed()
        button, box = await chat.page.locator("#leave").bounding_box(), await chat.page.locator("#form").bounding_box()
        assert button is not None
        assert box is not None
        assert button["y"] + button["height"] <= box["y"]
        assert await chat.sideways() <= 0
