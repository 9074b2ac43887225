"""One walk through every step of the web chat, by what buttons are for and not what they say: the same in any language."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from playwright.async_api import Page, expect

from conversations.content import load_script
from conversations.script import Script
from storage.database import Database
from tests.support.made_events import SECRET, an_event, make
from tests.support.running_app import NOON

ENGAGEMENT = Path(__file__).parent / "every_kind"
CODES = {"en": "otter425", "en-easy": "otter427", "ar": "otter475"}
"""The event that opens each language."""
DISCLOSURE = "i want to die"
NUMBER = "call me on 07700 900123"


@cache
def every_kind() -> Mapping[str, Script]:
    """An engagement with one question of every kind, in English, Easy Read and Arabic."""
    script = load_script(ENGAGEMENT, drafts=frozenset({"ar"}))
    return {script.engagement: script}


async def make_events(database: Database) -> None:
    """Store an event in each language."""
    for language, code in CODES.items():
        event = replace(an_event(NOON, code), engagement="every-kind", language=language)
        await make(database, event, NOON, f"{SECRET}-{language}" if language != "en" else SECRET)


class Walk:
    """A walk in one page that has opened the chat; `steps` stops at each step and says its name."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def pick(self, option: str) -> None:
        """Press the button of an option or a command."""
        await self._post(f".choices button[value$=':{option}']")

    async def write(self, words: str) -> None:
        """Write and send."""
        await self._page.fill("#reply", words)
        await self._post("#send")

    async def rate(self, step: int) -> None:
        """Choose a step of a scale and send it."""
        await self._page.check(f".scale input[value$=':{step}']")
        await self._post("#choices button[name=rated]")

    async def steps(self) -> AsyncIterator[str]:
        """Walk from the first message to the last, with all that can come between."""
        page = self._page
        yield "front"
        await page.click("#help summary")
        yield "help is open"
        await page.keyboard.press("Escape")
        for option, asked in (("young_person", "age"), ("13_15", "check"), ("no", "consent"), ("yes", "quotes")):
            await self.pick(option)
            yield asked
        await self.pick("yes")
        yield "a question for words"
        await self.write(NUMBER)
        yield "asks before it takes something out"
        await self._post("#asking button")
        yield "an answer was taken"
        await self.write(DISCLOSURE)
        yield "signpost"
        await self.pick(".keep_words")
        await self.pick(".next")
        yield "scale"
        await self.rate(4)
        yield "several of several"
        await self.pick("bus")
        yield "one of them is chosen"
        await page.context.set_offline(offline=True)
        await self.write_unsent()
        yield "not sent"
        await page.context.set_offline(offline=False)
        await self._settled()
        await self.pick(".next")
        yield "one of several"
        await self.pick("another")
        yield "in words of their own"
        await self.pick(".back")
        await self.pick(".back")
        yield "scale with an answer"
        await self.pick(".stop")
        yield "stopping"
        await self.pick("keep")
        yield "the end, with a receipt"

    async def write_unsent(self) -> None:
        """Write something that does not get through."""
        await self._page.fill("#reply", "walk")
        await self._page.click("#send")
        await self._page.wait_for_selector("#not-sent")

    async def _post(self, selector: str) -> None:
        async with self._page.expect_response(lambda response: response.request.method == "POST"):
            await self._page.click(selector)
        await self._settled()

    async def _settled(self) -> None:
        await expect(self._page.locator(".unsent, .sent, .settling")).to_have_count(0)
