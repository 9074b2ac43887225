"""Hearing a message instead of reading it, and speaking instead of typing: with what the device has, and nobody else."""

import json
from itertools import pairwise
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from tests.support.chat_page import ChatPage, chat_page
from tests.support.made_events import an_event, make
from tests.support.running_app import NOON, RunningApp
from tests.support.shared_tablet import shared_tablet

pytestmark = pytest.mark.browser

OWN = {"lang": "en-GB", "localService": True, "name": "own"}
SENT_AWAY = {"lang": "en-GB", "localService": False, "name": "sends words away"}

DEVICE = """
window.said = [];
class Words { constructor(text) { this.text = text; } }
const voices = %s;
const device = {
    pending: [],
    getVoices: () => voices,
    addEventListener: () => {},
    speak(words) { window.said.push([words.voice.name, words.lang, words.text]); this.pending.push(words); },
    cancel() { this.pending = []; window.silenced = (window.silenced || 0) + 1; },
    finish() { for (const words of this.pending.splice(0)) { words.onstart(); words.onend(); } },
};
Object.defineProperty(window, "speechSynthesis", { value: device });
window.SpeechSynthesisUtterance = Words;
"""
"""A device's own voices, which a headless browser has none of; it notes what it is asked to say."""


async def with_voices(chat: ChatPage, *voices: dict[str, Any]) -> None:
    await chat.context.add_init_script(DEVICE % json.dumps(voices))


async def listen(page: Page, key: str) -> None:
    await page.locator(f".message[data-key='{key}']").last.get_by_role("button", name="Listen").click()


async def said(page: Page) -> list[str]:
    found: list[list[str]] = await page.evaluate("window.said.splice(0)")
    return [text for _, _, text in found]


async def test_a_message_is_read_with_a_voice_of_the_device_and_stopped_again(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, app.url) as chat:
        await with_voices(chat, SENT_AWAY, {**OWN, "lang": "fr_FR", "name": "another"}, OWN)
        await chat.open()
        await listen(chat.page, "welcome.how")
        assert await chat.page.evaluate("window.said[0].slice(0, 2)") == ["own", "en-GB"]
        assert (await said(chat.page))[0].startswith("There are 5 questions.")
        stop = chat.page.get_by_role("button", name="Stop listening")
        await stop.click()
        await expect(stop).to_have_count(0)
        assert await chat.page.evaluate("speechSynthesis.pending.length") == 0
        await listen(chat.page, "ask.audience")
        assert await said(chat.page) == [
            "First, which of these are you?",
            "A child or young person", "A parent or carer", "Someone who works with young people",
        ]  # fmt: skip
        await chat.page.evaluate("speechSynthesis.finish()")
        await expect(stop).to_have_count(0)
        assert chat.trouble == []


async def test_help_lines_can_be_heard(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await with_voices(chat, OWN)
        await chat.open_at_questions(app)
        await chat.say("i want to die")
        await chat.page.locator(".message.signpost").last.get_by_role("button", name="Listen").click()
        heard = await said(chat.page)
        assert heard[0].startswith("Thank you for telling us.")
        assert any("0800 1111" in line for line in heard)
        await chat.page.click("#help summary")
        await chat.page.locator(".help-panel").get_by_role("button", name="Listen").click()
        assert any("0800 1111" in line for line in await said(chat.page))
        await chat.page.keyboard.press("Escape")
        await chat.context.set_offline(offline=True)
        await chat.page.fill("#reply", "is anybody there")
        await chat.page.click("#send")
        await chat.page.locator("#not-sent").get_by_role("button", name="Listen").click()
        heard = await said(chat.page)
        assert heard[0].startswith("Your words are not sent yet.")
        assert any("0800 1111" in line for line in heard)


async def test_words_are_never_sent_away_to_be_spoken(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await with_voices(chat, SENT_AWAY)
        await chat.open()
        await listen(chat.page, "welcome.how")
        await expect(chat.page.get_by_text("Your device has no voice for this language.")).to_be_visible()
        assert await said(chat.page) == []


async def test_a_receipt_s_words_are_not_said_out_loud(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await with_voices(chat, OWN)
        await chat.open_at_questions(app)
        await chat.say("my cat")
        await chat.press("Stop")
        await chat.press("Keep what I wrote")
        receipt = await chat.page.inner_text(".receipt-words")
        await listen(chat.page, "receipt.kept")
        heard = " ".join(await said(chat.page))
        assert "Your four words are on the screen." in heard
        # One word alone is an ordinary one, which may be said anyway.
        assert [f"{one} {next_}" for one, next_ in pairwise(receipt.split()) if f"{one} {next_}" in heard.lower()] == []


async def test_whoever_leaves_leaves_in_silence(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await with_voices(chat, OWN)
        await chat.open()
        await listen(chat.page, "welcome.how")
        await chat.page.evaluate("document.dispatchEvent(new Event('leaving', { cancelable: true }))")
        await expect(chat.page.get_by_role("button", name="Stop listening")).to_have_count(0)
        assert await chat.page.evaluate("speechSynthesis.pending.length") == 0


async def test_near_the_box_it_says_who_may_get_the_sound_of_a_voice(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url, java_script_enabled=False) as chat:
        await chat.open()
        words = chat.page.get_by_text("The maker of your phone may get the sound of your voice.")
        await expect(words).to_be_hidden()
        await chat.page.get_by_text("Use your voice").click()
        await expect(words).to_be_visible()
        assert await chat.page.get_by_role("button", name="Listen").count() == 0, "nothing would happen without scripts"


async def test_whoever_listens_at_a_shared_tablet_is_not_taken_for_gone_and_leaves_no_voice_behind(
    app: RunningApp, browser: Browser
) -> None:
    await make(app.database, an_event(NOON), NOON)
    async with shared_tablet(browser, app.url) as tablet:
        await with_voices(tablet, OWN)
        await tablet.page.clock.install()
        await tablet.set_up()
        await tablet.start()
        await listen(tablet.page, "welcome.how")
        await tablet.page.clock.run_for(100_000)
        await tablet.page.evaluate("speechSynthesis.pending[0].onstart()")
        assert await tablet.asked_after() >= 110, "as after a touch"
        await tablet.page.get_by_role("button", name="Yes, I'm still here").click()
        await listen(tablet.page, "ask.audience")
        await tablet.page.evaluate("document.dispatchEvent(new Event('cleared'))")
        assert await tablet.page.evaluate("speechSynthesis.pending.length") == 0
