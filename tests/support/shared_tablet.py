"""A tablet that is handed round at an event, set up by the event's own page as an adult does it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser

from bot.channel import Envelope
from conversations.inbound import Picked
from conversations.people import Channel
from tests.support.chat_page import PICKS_TO_QUESTIONS, ChatPage, chat_page
from tests.support.made_events import SECRET
from tests.support.plain_browser import YOUNG_TO_QUESTIONS
from tests.support.running_app import RunningApp

KIOSK = "/kiosk/otter425"


class Tablet(ChatPage):
    """The tablet's page. Whatever the browser asks about leaving the page is answered with yes."""

    async def set_up(self) -> None:
        """Press the button on the event's page."""
        await self.open(f"/event/{SECRET}")
        await self.page.check("#watched")
        await self.page.click("#share button")
        await self.page.wait_for_selector("#start:not([disabled])")

    async def start(self) -> None:
        """Press Start, as the next person does."""
        await self.page.click("#start:not([disabled])")

    async def start_and_walk_to_questions(self) -> None:
        """Press Start and take part, press by press, up to the first question."""
        await self.start()
        for label in YOUNG_TO_QUESTIONS:
            await self.press(label)

    async def start_at_questions(self, app: RunningApp) -> None:
        """Press Start as somebody who has come as far as the first question."""
        await self.start()
        token = await self.page.get_attribute("#form", "data-talk")
        assert token is not None
        for item, option in PICKS_TO_QUESTIONS:
            await app.turns.take(Envelope(Channel.WEB, token, "", Picked(item, option), "otter425"))

    async def asked_after(self) -> float:
        """Let the page's clock go on until it asks whether somebody is there; return after how many seconds."""
        before: float = await self.page.evaluate("Date.now()")
        for _ in range(60):
            await self.page.clock.run_for(10_000)
            if await self.page.locator("#still[open]").count():
                break
        after: float = await self.page.evaluate("Date.now()")
        return (after - before) / 1000

    async def ready(self) -> None:
        """Wait until the tablet is ready for the next person."""
        await self.page.wait_for_selector("#start:not([disabled])")

    async def all_text(self) -> str:
        """All that the page holds, also what is hidden and what stands in boxes."""
        text: str = await self.page.evaluate(
            """() => document.documentElement.outerHTML
                + [...document.querySelectorAll("input, textarea")].map((box) => box.value).join()"""
        )
        return text


@asynccontextmanager
async def shared_tablet(browser: Browser, url: str, **options: Any) -> AsyncIterator[Tablet]:
    """Open a tablet in a browser of its own; options are Playwright's own for a new context."""
    async with chat_page(browser, url, **options) as chat:
        chat.page.on("dialog", lambda dialog: dialog.accept())
        yield Tablet(chat.context, chat.page, url)
