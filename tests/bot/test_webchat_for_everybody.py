"""Screen readers, keyboards, small screens, slow lines: the web chat has to work for whoever opens it."""

import pytest
from playwright.async_api import Browser

from tests.support.chat_page import chat_page
from tests.support.plain_browser import YOUNG_TO_QUESTIONS
from tests.support.running_app import RunningApp

pytestmark = pytest.mark.browser

LONGEST_FIRST_LOAD = 100_000
SMALLEST_TARGET = 44


@pytest.mark.parametrize("path", ["/chat", "/chat?lang=en-easy"], ids=["words", "pictures"])
async def test_the_first_load_is_small_and_comes_from_us_alone(app: RunningApp, browser: Browser, path: str) -> None:
    async with chat_page(browser, app.url) as chat:
        chat.page.on("requestfinished", chat.count_bytes)
        await chat.open(path)
        await chat.page.wait_for_load_state("networkidle")
        assert 5_000 < chat.bytes < LONGEST_FIRST_LOAD
        assert all(address.startswith(app.url + "/") for address in chat.requests)
        assert chat.trouble == []


async def test_each_message_is_announced_once_and_what_was_there_never_again(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open()
        assert await chat.page.evaluate("window.announced") == []
        for label in YOUNG_TO_QUESTIONS:
            await chat.press(label)
        await chat.say("my cat")
        await chat.press("Next")
        announced = await chat.page.evaluate("window.announced")
        log = await chat.page.locator("#log > *").all_text_contents()
        assert announced == [entry.strip() for entry in log[4:]]
        assert len(set(announced)) == len(announced)


async def test_the_whole_talk_works_by_keyboard_alone(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        keyboard = chat.page.keyboard

        async def press(label: str) -> None:
            for _ in range(60):
                focused = await chat.page.evaluate("document.activeElement.textContent.trim()")
                if focused == label:
                    break
                await keyboard.press("Tab")
            assert await chat.page.evaluate("document.activeElement.matches(':focus-visible')")
            async with chat.page.expect_response(lambda response: response.request.method == "POST"):
                await keyboard.press("Enter")
            await chat.settled()

        await chat.open()
        for label in YOUNG_TO_QUESTIONS:
            await press(label)
        assert await chat.focus() == "reply"
        await keyboard.type("line one")
        await keyboard.press("Shift+Enter")
        await keyboard.type("line two")
        await keyboard.press("Enter")
        await chat.page.wait_for_selector("[data-key='answer.first']")
        assert await chat.focus() == "reply"
        for _ in range(5):
            await keyboard.press("Shift+Tab")
        await press("Next")
        for _ in range(4):
            await keyboard.press("Shift+Tab")
            await keyboard.press("Shift+Tab")
            await keyboard.press("Shift+Tab")
            await keyboard.press("Shift+Tab")
            await press("Skip")
        assert await chat.focus() == "choices"
        await press("No, I'm done")
        assert (await chat.keys())[-1] == "ending.again"
    assert await app.words("helps") == ["line one\nline two"]


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256)], ids=["small phone", "400 % zoom"])
async def test_a_small_screen_never_scrolls_sideways(
    app: RunningApp, browser: Browser, width: int, height: int
) -> None:
    async with chat_page(browser, app.url, viewport={"width": width, "height": height}) as chat:

        async def fits() -> None:
            assert await chat.sideways() <= 0
            small = await chat.page.eval_on_selector_all(
                "button:not([hidden]), summary, a.tap, textarea",
                """(all, least) => all.filter((e) => e.offsetParent && !e.closest('[hidden]'))
                    .filter((e) => Math.round(e.getBoundingClientRect().height) < least).map((e) => e.textContent)""",
                SMALLEST_TARGET,
            )
            assert small == []

        await chat.open()
        await fits()
        for label in YOUNG_TO_QUESTIONS:
            await chat.press(label)
            await fits()
        await chat.say("averylongwordwithoutanyspaces" * 20)
        await fits()
        await chat.page.get_by_text("Help", exact=True).click()
        await fits()
        await chat.page.keyboard.press("Escape")
        await chat.press("Next")
        for _ in range(4):
            await chat.press("Skip")
        await chat.press("Yes, ask me")
        assert await chat.page.locator(".options button").count() >= 14
        await fits()
        for _ in range(5):
            await chat.press("Skip")
            await fits()
        await chat.press("Stop")
        await fits()
        await chat.press("Keep what I wrote")
        await fits()


async def test_on_a_phone_a_pick_does_not_open_the_keyboard(app: RunningApp, browser: Browser) -> None:
    options = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
    async with chat_page(browser, app.url, **options) as chat:
        await chat.open_at_questions(app)
        await chat.press("Skip")
        assert await chat.focus() == "choices"
        await chat.page.fill("#reply", "first line")
        await chat.page.press("#reply", "Enter")
        assert await chat.box() == "first line\n"


async def test_the_newest_question_is_in_sight(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url, viewport={"width": 390, "height": 700}, reduced_motion="reduce") as chat:
        await chat.open_at_questions(app)
        for words in ("one", "two", "three", "four"):
            await chat.say(words)
        await chat.press("Next")
        hidden = await chat.page.evaluate("""() => {
            const top = document.getElementById("header").getBoundingClientRect().bottom;
            const bottom = document.getElementById("form").getBoundingClientRect().top;
            const question = document.querySelector("[data-key='question.hard']").getBoundingClientRect();
            const next = document.querySelector(".choices .primary").getBoundingClientRect();
            return question.top < top || next.bottom > bottom;
        }""")
        assert not hidden


async def test_the_page_says_its_language_and_names_its_parts(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open()
        assert await chat.page.get_attribute("html", "lang") == "en-GB"
        assert await chat.page.get_attribute("html", "dir") == "ltr"
        assert await chat.page.title() == "Sayso"
        assert await chat.page.get_by_role("textbox", name="Your message", exact=True).count() == 1
        assert await chat.page.get_by_role("log", name="Messages").count() == 1
        assert await chat.page.get_by_role("group", name="What you can pick").count() == 1


async def test_the_tab_key_goes_through_the_page_in_the_order_in_which_it_reads(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.page.evaluate("document.activeElement.blur()")
        reached = []
        for _ in range(40):
            await chat.page.keyboard.press("Tab")
            reached.append(
                await chat.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
            )
            if reached[-1] == "send":
                break
        listen = reached.count("Listen")
        assert listen == await chat.page.locator("#log .listen").count() > 0
        assert [name for name in reached if name != "Listen"] == [
            "skip", "leave", "Easier words", "Help", "Next", "Skip", "Back", "Stop", "I have a receipt", "Use your voice",
            "reply", "send",
        ]  # fmt: skip


async def test_nothing_moves_for_those_who_asked_for_that(app: RunningApp, browser: Browser) -> None:
    moving = {}
    for motion in ("reduce", "no-preference"):
        async with chat_page(browser, app.url, reduced_motion=motion) as chat:
            await chat.open()
            await chat.press("A child or young person")
            moving[motion] = await chat.page.evaluate(
                "getComputedStyle(document.querySelector('#log > :last-child')).animationName"
            )
    assert moving == {"reduce": "none", "no-preference": "arrive"}
