"""The page of an event in a real browser: it tells by itself, says when it cannot, and fits on a small phone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from conversations.inbound import Typed
from tests.bot.turning import said
from tests.support.chat_page import chat_page
from tests.support.made_events import SECRET, TOLD, Clock, an_event, make
from tests.support.running_app import NOON, RunningApp, running_app

pytestmark = pytest.mark.browser

PAGE = f"/event/{SECRET}"
SMALLEST_TARGET = 44
SOON = 60_000
"""Milliseconds within which a page that asks every three seconds has surely asked, on a busy machine."""

LISTEN = """
window.tones = 0;
window.buzzes = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
Object.defineProperty(navigator, "vibrate", { value: () => { window.buzzes += 1; return true; } });
"""


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The web chat with an event that is open."""
    async with running_app(tmp_path, now=Clock(NOON)) as running:
        await make(running.database, an_event(NOON), NOON)
        yield running


async def disclose(app: RunningApp, address: str = "somebody") -> None:
    await app.turns.take(said(Typed(TOLD), address=address, code="otter425"))


async def test_an_alert_appears_without_a_reload_and_nothing_is_loaded_from_elsewhere(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open(PAGE)
        await expect(chat.page.locator("#now")).to_have_text("No alerts so far")
        await disclose(app)
        alert = chat.page.locator(".alert-text")
        await expect(alert).to_have_text(
            "Somebody taking part in Big Conversation was just shown urgent help.", timeout=SOON
        )
        await disclose(app, "somebody else")
        await expect(alert).to_contain_text("more than once", timeout=SOON)
        assert await chat.page.title() == "Event page"
        assert [address for address in chat.requests if address == app.url + PAGE] == [app.url + PAGE]
        assert all(address.startswith(app.url) for address in chat.requests)
        assert chat.trouble == []
        assert await chat.policy_violations() == []


async def test_a_sound_comes_only_where_it_was_asked_for_and_once_for_each_thing_that_is_new(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.context.add_init_script(LISTEN)
        await chat.open(PAGE)
        await disclose(app)
        await expect(chat.page.locator(".alert")).to_be_visible(timeout=SOON)
        assert await chat.page.evaluate("[window.tones, window.buzzes]") == [0, 0]
        button = chat.page.get_by_role("button", name="Turn on sound and buzzing")
        await button.click()
        assert await chat.page.get_attribute("#sound-button", "aria-pressed") == "true"
        assert await chat.page.evaluate("[window.tones, window.buzzes]") == [2, 1], "to try out how loud it is"
        for number in range(3):
            await disclose(app, f"person {number}")
        await expect(chat.page.locator(".alert-text")).to_contain_text("more than once", timeout=SOON)
        assert await chat.page.evaluate("[window.tones, window.buzzes]") == [4, 2]
        await chat.page.get_by_role("button", name="Turn off sound and buzzing").click()
        assert await chat.page.get_attribute("#sound-button", "aria-pressed") == "false"


async def test_a_lost_connection_is_said_clearly_and_taken_back_when_it_is_there_again(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open(PAGE)
        lost = chat.page.get_by_role("alert")
        await expect(lost).to_be_hidden()
        await chat.context.set_offline(offline=True)
        await expect(lost).to_contain_text("has lost its connection and cannot tell you of alerts now", timeout=SOON)
        await chat.context.set_offline(offline=False)
        await expect(lost).to_be_hidden(timeout=SOON)


async def test_a_server_that_answers_no_more_is_noticed_as_well(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open(PAGE)
        await chat.page.route("**/now", lambda route: route.fulfill(status=503))
        await expect(chat.page.get_by_role("alert")).to_contain_text("has lost its connection", timeout=SOON)


async def test_without_javascript_it_loads_itself_again(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url, java_script_enabled=False) as chat:
        await chat.open(PAGE)
        assert await chat.page.locator("#sound").is_hidden()
        await disclose(app)
        await expect(chat.page.locator(".alert-text")).to_be_visible(timeout=SOON)


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (1280, 800)])
async def test_it_fits_on_a_small_phone_and_at_400_percent(
    app: RunningApp, browser: Browser, width: int, height: int
) -> None:
    async with chat_page(browser, app.url, viewport={"width": width, "height": height}) as chat:
        for _ in range(2):
            await chat.open(PAGE)
            assert await chat.sideways() <= 0
            box = await chat.page.locator("#sound-button").bounding_box()
            assert box is not None
            assert box["height"] >= SMALLEST_TARGET
            await disclose(app)


async def test_what_is_new_is_announced_and_what_was_there_is_not_said_again(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open(PAGE)
        await chat.page.evaluate(
            """() => {
                window.changes = 0;
                new MutationObserver(() => { window.changes += 1; })
                    .observe(document.getElementById("now"), { childList: true, subtree: true, characterData: true });
            }"""
        )
        for _ in range(2):
            async with chat.page.expect_response("**/now", timeout=SOON):
                pass
        assert await chat.page.evaluate("window.changes") == 0
        assert await chat.page.get_attribute("#now", "aria-live") == "assertive"
        await disclose(app)
        await expect(chat.page.locator(".alert")).to_be_visible(timeout=SOON)
        assert await chat.page.evaluate("window.changes") == 1
