"""No signal: what was written lies locked on the device, goes out once when the signal is back, and leaves nothing."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import Browser, Route, expect

from tests.support.chat_page import ChatPage, chat_page
from tests.support.running_app import RunningApp
from tests.support.telegram_people import until

pytestmark = pytest.mark.browser

KEPT = """async () => {
    const names = (await indexedDB.databases()).map((database) => database.name);
    if (!names.includes("sayso")) { return null; }
    const database = await new Promise((done) => {
        const request = indexedDB.open("sayso");
        request.onupgradeneeded = () => request.transaction.abort();
        request.onerror = () => done(null);
        request.onsuccess = () => done(request.result);
    });
    if (!database) { return null; }
    const get = database.transaction("unsent").objectStore("unsent").getAll();
    const [kept] = await new Promise((done) => { get.onsuccess = () => done(get.result); });
    database.close();
    if (!kept) { return null; }
    const readable = await crypto.subtle.exportKey("raw", kept.key).then(() => true, () => false);
    const letters = new TextDecoder("latin1").decode(kept.locked) + JSON.stringify(kept);
    return { readable, letters, until: kept.until - Date.now(), fields: Object.keys(kept).sort() };
}"""


LEAST = 50
"""Letters that one more message takes at least: its id alone has 36, and what else lies there varies by less."""


async def kept(chat: ChatPage) -> Any:
    return await chat.page.evaluate(KEPT)


async def how_much(chat: ChatPage) -> int:
    """How many letters lie on the device, locked or not."""
    found = await kept(chat)
    return len(found["letters"]) if found else 0


async def until_kept(chat: ChatPage, *, is_kept: bool = True) -> None:
    async def as_it_should_be() -> bool:
        return (await kept(chat) is not None) == is_kept

    await until(as_it_should_be, "the page " + ("keeps" if is_kept else "deletes") + " what could not be sent")


async def write_offline(chat: ChatPage, words: str) -> None:
    await chat.context.set_offline(offline=True)
    await chat.page.fill("#reply", words)
    await chat.page.click("#send")
    await chat.page.wait_for_selector("#not-sent")
    await until_kept(chat)


async def write_on_a_dead_line(chat: ChatPage, *messages: str) -> None:
    """Write while nothing gets through; each message lies on the device before the next is written.

    The line is dead inside the page: what a page sends in its last moment outlives it, past what a test holds up outside.
    """
    await chat.page.evaluate("() => { window.fetch = async () => { throw new TypeError('a dead line'); }; }")
    lies = 0
    for words in messages:
        await chat.page.fill("#reply", words)
        await chat.page.click("#send")
        await chat.page.wait_for_selector("#not-sent")

        async def one_more(before: int = lies) -> bool:
            return await how_much(chat) > before + LEAST

        await until(one_more, "the page keeps what could not be sent")
        lies = await how_much(chat)


async def another_page(chat: ChatPage) -> ChatPage:
    """Close the page as a phone does that needs the room, and open the chat again."""
    chat.page.on("dialog", lambda dialog: dialog.accept())
    await chat.page.goto("about:blank")
    await chat.page.close()
    await chat.context.set_offline(offline=False)
    fresh = ChatPage(chat.context, await chat.context.new_page(), chat.url)
    await fresh.open()
    return fresh


async def test_words_that_a_closed_page_could_not_send_arrive_once_and_in_order(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await write_on_a_dead_line(chat, "one", "two")
        await expect(chat.page.locator("#status")).to_contain_text("Not sent yet: 2.")
        fresh = await another_page(chat)
        await fresh.page.wait_for_selector("[data-key='answer.more']")
        await fresh.settled()
        await until_kept(fresh, is_kept=False)
        await fresh.page.reload()
        assert (await fresh.own())[-2:] == ["one", "two"]
    assert await app.words("helps") == ["one", "two"]


async def test_what_was_taken_but_not_answered_is_not_doubled_by_the_next_page(
    app: RunningApp, browser: Browser
) -> None:
    async def lose_every_answer(route: Route) -> None:
        if route.request.method == "POST":
            await route.fetch()
            await route.abort("connectionreset")
        else:
            await route.continue_()

    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.page.route("**/chat", lose_every_answer)
        await chat.page.fill("#reply", "said once")
        await chat.page.click("#send")
        await chat.page.wait_for_selector("#not-sent")
        await until_kept(chat)
        fresh = await another_page(chat)
        await until_kept(fresh, is_kept=False)
        await fresh.settled()
    assert await app.words("helps") == ["said once"]


async def test_what_lies_on_the_device_cannot_be_read_there(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        assert await kept(chat) is None, "with a signal nothing lies there at all"
        await write_offline(chat, "a very secret thing")
        found = await kept(chat)
        assert found["fields"] == ["iv", "key", "locked", "mark", "until"]
        assert found["readable"] is False
        assert "secret" not in found["letters"]
        assert 0 < found["until"] <= 24 * 60 * 60 * 1000
        assert await chat.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        await chat.context.set_offline(offline=False)
        await chat.page.wait_for_selector("[data-key='answer.first']")
        await until_kept(chat, is_kept=False)


async def test_who_to_call_is_said_at_once_also_without_a_signal(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.context.set_offline(offline=True)
        await chat.page.fill("#reply", "my stepdad hits me")
        await chat.page.click("#send")
        said = chat.page.locator("#log #not-sent")
        await expect(said).to_contain_text("Your words are not sent yet. Nobody has seen them.")
        for number in ("999", "0800 1111", "85258", "116 123", "111"):
            await expect(said).to_contain_text(number)
        assert await chat.page.locator(".unsent").count() == 1
        await chat.context.set_offline(offline=False)
        await chat.page.wait_for_selector(".signpost[data-key^='signpost']")
        await expect(said).to_have_count(0)


async def test_a_line_that_only_hangs_is_told_of_as_well(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.page.clock.install()
        await chat.page.reload()
        released = asyncio.Event()

        async def hang(route: Route) -> None:
            if route.request.method == "POST":
                await released.wait()
            await route.continue_()

        await chat.page.route("**/chat", hang)
        await chat.page.fill("#reply", "is anybody there")
        await chat.page.click("#send")
        await chat.page.clock.run_for(6_000)
        await chat.page.wait_for_selector("#not-sent")
        await until_kept(chat)
        released.set()
        await chat.page.wait_for_selector("[data-key='answer.first']")
        await until_kept(chat, is_kept=False)
    assert await app.words("helps") == ["is anybody there"]


async def test_leaving_at_once_takes_what_was_kept_along(app_with_exit: RunningApp, browser: Browser) -> None:
    app = app_with_exit
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await write_on_a_dead_line(chat, "nobody may find this")
        await chat.page.click("#leave")
        fresh = await another_page(chat)
        assert "Carry on" in await fresh.page.inner_text("main")
        await until_kept(fresh, is_kept=False)
        await fresh.page.get_by_role("button", name="Carry on").click()
        await fresh.page.wait_for_selector("#reply")
        assert await fresh.page.locator(".unsent").count() == 0
    assert await app.words("helps") == []


@pytest.mark.parametrize("why", ["another talk", "a day later"])
async def test_what_was_kept_for_another_talk_or_for_too_long_is_deleted_unread(
    app: RunningApp, browser: Browser, why: str
) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await write_on_a_dead_line(chat, "not for the next person")
        if why == "another talk":
            await chat.context.clear_cookies()
        else:
            await chat.context.add_init_script(
                "Date.now = ((now) => () => now() + 25 * 60 * 60 * 1000)(Date.now.bind(Date))"
            )
        fresh = await another_page(chat)
        await until_kept(fresh, is_kept=False)
        assert "not for the next person" not in await fresh.page.inner_text("body")
    assert await app.words("helps") == []


async def test_erasing_everything_leaves_nothing_on_the_device(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await write_offline(chat, "to be erased")
        await chat.page.get_by_role("button", name="Stop", exact=True).click()
        await chat.context.set_offline(offline=False)
        await chat.page.wait_for_selector("[data-key='answer.first']")
        await chat.page.get_by_role("button", name="Erase it all", exact=True).click()
        await chat.page.wait_for_selector("[data-key^='ending']")
        await until_kept(chat, is_kept=False)
    assert await app.words("helps") == []
