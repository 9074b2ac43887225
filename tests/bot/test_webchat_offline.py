"""Bad signal: nothing is lost, nothing is doubled, and the page says what is going on."""

import asyncio

import pytest
from playwright.async_api import Browser, Route, expect

from tests.support.chat_page import chat_page
from tests.support.running_app import RunningApp

pytestmark = pytest.mark.browser


async def test_what_was_written_offline_arrives_once_and_in_order(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.say("one")
        await chat.context.set_offline(offline=True)
        for words in ("two", "three"):
            await chat.page.fill("#reply", words)
            await chat.page.click("#send")
        await chat.page.get_by_role("button", name="Next", exact=True).click()
        await expect(chat.page.locator("#status")).to_contain_text("No signal")
        assert await chat.own() == ["one", "two", "three"]
        assert await chat.page.locator(".unsent").count() == 2
        assert await chat.page.is_visible("#again")
        await chat.context.set_offline(offline=False)
        await chat.page.wait_for_selector("[data-key='question.hard']")
        await chat.settled()
        assert await chat.page.inner_text("#status") == ""
        assert await chat.page.is_hidden("#again")
    assert await app.words("helps") == ["one", "two", "three"]
    assert await app.words("hard") == []


async def test_an_answer_that_gets_lost_on_the_way_back_doubles_nothing(app: RunningApp, browser: Browser) -> None:
    lost: list[str] = []

    async def lose_the_first_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            await route.fetch()
            await route.abort("connectionreset")
        else:
            await route.continue_()

    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.page.route("**/chat", lose_the_first_answer)
        await chat.page.fill("#reply", "said once")
        await chat.page.click("#send")
        await chat.page.wait_for_selector("[data-key='answer.first']")
        assert await chat.own() == ["said once"]
        assert (await chat.keys()).count("answer.first") == 1
    assert lost
    assert await app.words("helps") == ["said once"]


async def test_trouble_on_our_side_is_said_kindly_and_tried_again(app: RunningApp, browser: Browser) -> None:
    failures: list[int] = []

    async def fail_twice(route: Route) -> None:
        if route.request.method == "POST" and len(failures) < 2:
            failures.append(503)
            await route.fulfill(status=503, body="<html>proxy</html>", content_type="text/html")
        else:
            await route.continue_()

    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.page.route("**/chat", fail_twice)
        await chat.page.fill("#reply", "still here")
        await chat.page.click("#send")
        for _ in range(2):
            await chat.page.click("#again")
            await asyncio.sleep(0.1)
        await chat.page.wait_for_selector("[data-key='answer.first']")
    assert failures == [503, 503]
    assert await app.words("helps") == ["still here"]


async def test_a_page_that_comes_back_from_the_browsers_memory_still_works(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.say("before leaving")
        await chat.page.goto("about:blank")
        await chat.page.go_back()
        await chat.page.wait_for_selector("[data-key='question.helps']")
        await chat.say("after coming back")
        assert (await chat.own())[-1] == "after coming back"
    assert await app.words("helps") == ["before leaving", "after coming back"]


async def test_nothing_is_written_onto_the_phone(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.say("not for the next person")
        stored = await chat.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
        databases = await chat.page.evaluate("indexedDB.databases()")
        assert stored == [0, 0, ""]
        assert databases == []
