"""The whole way of an alert, through the program as it is started: made by the command, told on the page and the phone."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from conversations.opening import LONDON
from tests.support.chat_page import chat_page
from tests.support.plain_browser import YOUNG_TO_QUESTIONS
from tests.support.telegram_people import BotApi, Person, until
from tests.support.whole_program import program

pytestmark = [pytest.mark.browser, pytest.mark.bot_api, pytest.mark.program]

TOLD = ("my stepdad hits me", "he did it again last night", "i am scared of him")
SOON = 20_000
"""Milliseconds for what should come within three seconds, on a busy machine."""


async def test_an_adult_in_the_room_is_told_on_the_page_and_on_telegram_and_of_nobody(
    browser: Browser, bot_api: BotApi, tmp_path: Path
) -> None:
    sayso = program(tmp_path, SAYSO_TELEGRAM_TOKEN=bot_api.token, SAYSO_TELEGRAM_API_ROOT=bot_api.url)
    async with sayso.running():
        closes = f"{(datetime.now(UTC) + timedelta(hours=2)).astimezone(LONDON):%Y-%m-%dT%H:%M}"
        returned, made = await sayso.command("event", "new", "Big Conversation", "--alerts", "--closes", closes)
        assert returned == 0, made
        code, (secret,) = re.findall(r"\b[a-z]+\d{3}\b", made)[0], re.findall(r"/event/([\w-]+)", made)
        staff = Person(bot_api, 733_000_001)
        assert "From now on this chat is told" in await staff.ask(f"/alerts {secret}")
        async with chat_page(browser, sayso.url) as adult, chat_page(browser, sayso.url) as child:
            await adult.open(f"/event/{secret}")
            await expect(adult.page.locator("#now")).to_have_text("No alerts so far")
            await child.open(f"/chat/{code}")
            assert "door.alerts" in await child.keys()
            for label in YOUNG_TO_QUESTIONS:
                await child.press(label)
            for words in TOLD:
                await child.say(words)
            told = adult.page.locator(".alert-text")
            await expect(told).to_contain_text("more than once within 10 minutes", timeout=SOON)
            assert adult.requests.count(f"{sayso.url}/event/{secret}") == 1, "it was told without a reload"
            page = await adult.page.inner_text("body")

        async def told_on_telegram() -> bool:
            return "more than once" in (await bot_api.messages(staff.chat_id))[-1]["text"]

        await until(told_on_telegram, "the joined message")
        messages = [message["text"] for message in await bot_api.messages(staff.chat_id)]
    assert len(messages) == 2, "what was answered to /alerts, and one alert"
    for telling in (*TOLD, "stepdad", "abuse", "helps"):
        assert telling not in messages[1]
        assert telling not in page
    for kept_out in (*TOLD, secret, str(staff.chat_id), bot_api.token):
        assert kept_out not in sayso.log
