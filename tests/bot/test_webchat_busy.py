"""More people write than can be answered soon: they are told kindly, lose no word, and who tells of harm is answered."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from bot.admission import Admission
from bot.measuring import Result
from conversations.people import Channel
from storage.tables import AnswerMessage, HeldMessage
from tests.support.chat_page import ChatPage, chat_page
from tests.support.plain_browser import PlainBrowser, plain_browser, walk_to_questions
from tests.support.running_app import RunningApp, running_app

WORDS = "the waiting was too long"
HARM = "i want to kill myself"
PHONE = {"viewport": {"width": 360, "height": 640}}
TRIES = 4
"""How often the page's script sends before it says anything."""


@pytest.fixture
async def small(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """A web chat with one place, where nobody may wait for it."""
    async with running_app(tmp_path, admission=Admission(at_once=1, most_waiting=0)) as running:
        yield running


@pytest.fixture
async def small_plain(small: RunningApp) -> AsyncIterator[PlainBrowser]:
    """A browser without JavaScript in front of it, at the first question."""
    async with plain_browser(small.url) as browser:
        await walk_to_questions(browser)
        yield browser


@asynccontextmanager
async def overrun(app: RunningApp) -> AsyncIterator[None]:
    """Have every place taken inside the block."""
    async with app.admission.place():
        yield


async def test_a_plain_page_says_so_kindly_with_the_words_still_there(
    small: RunningApp, small_plain: PlainBrowser
) -> None:
    async with overrun(small):
        await small_plain.say(WORDS)
        assert small_plain.status == 503
        assert small_plain.texts[0].startswith("Lots of people are writing just now. Your words are still here.")
        assert small_plain.box == WORDS
        assert int(small_plain.response.headers["Retry-After"]) > 0
        assert small_plain.page.select_one("#help .points li") is not None
        assert await small.rows(AnswerMessage) == []
    await small_plain.press("Try again now", words=small_plain.box)
    assert small_plain.status == 200
    assert await small.words("helps") == [WORDS]
    assert small.measures.turns[Channel.WEB, Result.TOO_BUSY] == 1


async def test_who_tells_of_harm_is_answered_without_the_database(small: RunningApp, small_plain: PlainBrowser) -> None:
    async with overrun(small):
        await small_plain.say(HARM)
        assert small_plain.status == 503
        assert small_plain.keys[0].startswith("signpost.")
        assert "999" in small_plain.page.select(".message.signpost .points")[0].get_text()
        assert small_plain.box == HARM
        assert await small.rows(HeldMessage) == []
    await small_plain.press("Try again now", words=small_plain.box)
    assert any(key.startswith("signpost.") for key in small_plain.keys)
    assert len(await small.rows(HeldMessage)) == 1


async def test_opening_the_page_and_pressing_a_button_are_answered_kindly_too(
    small: RunningApp, small_plain: PlainBrowser
) -> None:
    async with overrun(small):
        await small_plain.press("Skip")
        assert small_plain.status == 503
        assert "try again" in small_plain.texts[0]
        assert small_plain.box == ""
        status, parts = await small_plain.ask_parts({"pick": "helps:.skip"})
        assert (status, parts["busy"], parts["messages"]) == (503, True, "")
        for path in ("/chat", "/receipt"):
            await small_plain.open(path)
            assert small_plain.status == 503
            assert "Lots of people" in small_plain.texts[0]


async def test_many_at_once_are_all_answered_and_their_words_are_kept_once(tmp_path: Path) -> None:
    async with running_app(tmp_path, admission=Admission(at_once=2)) as app, AsyncExitStack() as stack:
        people = [await stack.enter_async_context(plain_browser(app.url)) for _ in range(6)]
        for person in people:
            await walk_to_questions(person)
        await asyncio.gather(*(person.say(f"{WORDS} {number}") for number, person in enumerate(people)))
        assert [person.status for person in people] == [200] * 6
        assert sorted(await app.words("helps")) == [f"{WORDS} {number}" for number in range(6)]


@asynccontextmanager
async def hurried(chat: ChatPage) -> AsyncIterator[None]:
    """Cut the pauses of the page's script short inside the block, as a phone that finds its signal again does."""
    await chat.page.evaluate('window.hurry = setInterval(() => window.dispatchEvent(new Event("online")), 20)')
    yield
    await chat.page.evaluate("clearInterval(window.hurry)")


def count_posts(chat: ChatPage) -> list[str]:
    """Return a list that grows by one with every form the page sends."""
    posts: list[str] = []
    chat.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    return posts


@pytest.mark.browser
async def test_the_script_tries_again_by_itself_before_it_gives_the_words_back(
    small: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, small.url, **PHONE) as chat:
        await chat.open_at_questions(small)
        posts = count_posts(chat)
        async with overrun(small):
            await chat.page.fill("#reply", WORDS)
            await chat.page.click("#send")
            await chat.page.get_by_role("button", name="Next", exact=True).click()
            async with hurried(chat):
                await expect(chat.page.locator(".message.error")).to_contain_text("Lots of people are writing just now")
            assert len(posts) == TRIES
            assert await chat.box() == WORDS
            assert await chat.own() == []
            assert await chat.page.locator(".sent").count() == 0
            assert await chat.sideways() <= 0
        await chat.page.click("#send")
        await chat.page.wait_for_selector("[data-key='answer.first']")
        await chat.settled()
    assert await small.words("helps") == [WORDS]


@pytest.mark.browser
async def test_the_script_shows_help_at_once_and_once_and_then_sends_by_itself(
    small: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, small.url, **PHONE) as chat:
        await chat.open_at_questions(small)
        async with overrun(small):
            await chat.page.fill("#reply", HARM)
            await chat.page.click("#send")
            await chat.page.wait_for_selector(".signpost .points")
            async with chat.page.expect_response(lambda response: response.request.method == "POST"):
                await chat.page.evaluate('window.dispatchEvent(new Event("online"))')
            assert await chat.page.locator(".message.signpost").count() == 1
        async with hurried(chat):
            await chat.settled()
        assert await chat.page.locator(".message.signpost").count() == 2
        assert await chat.page.locator(".message.error").count() == 0
    assert len(await small.rows(HeldMessage)) == 1


@pytest.mark.browser
async def test_words_that_may_have_arrived_are_never_given_back_to_be_sent_twice(
    small: RunningApp, browser: Browser
) -> None:
    lost: list[str] = []
    async with chat_page(browser, small.url) as chat:
        await chat.open_at_questions(small)

        async def lose_the_first_answer(route: Route) -> None:
            if not lost:
                lost.append("once")
                await route.fetch()
                await route.abort("connectionreset")
            else:
                await route.continue_()

        await chat.page.route("**/chat", lose_the_first_answer)
        await chat.page.fill("#reply", WORDS)
        async with chat.page.expect_event("requestfailed"):
            await chat.page.click("#send")
        posts = count_posts(chat)
        async with overrun(small), hurried(chat):
            await expect(chat.page.locator("#status")).to_contain_text("Your words are still here")
            for _ in range(TRIES + 1):
                async with chat.page.expect_response(lambda response: response.request.method == "POST"):
                    pass
            assert len(posts) > TRIES
            assert await chat.box() == ""
            assert await chat.own() == [WORDS]
        # Whether the page tries again by itself just now, or because the signal is back: the words go once.
        async with hurried(chat):  # after so many tries it would wait for half a minute
            await chat.page.wait_for_selector("[data-key='answer.first']")
    assert await small.words("helps") == [WORDS]
