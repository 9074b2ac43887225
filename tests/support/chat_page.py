"""The web chat as somebody with JavaScript sees it: one page in Chromium, driven the way a person would."""

from asyncio import timeout
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Request, expect
from playwright.async_api import Error as PlaywrightError

from bot.channel import Envelope
from bot.webchat.cookies import new_token
from conversations.inbound import Picked
from conversations.people import Channel
from tests.support.plain_browser import YOUNG_TO_QUESTIONS
from tests.support.running_app import RunningApp

PICKS_TO_QUESTIONS = (
    ("audience", "young_person"),
    ("age", "13_15"),
    ("check", "no"),
    ("take_part", "yes"),
    ("quotes", "yes"),
)
"""The same as YOUNG_TO_QUESTIONS, for the tests that are about what comes after."""

TRIES = 6
ANSWERS_WITHIN = 10
"""Seconds for what a browser answers at once when it answers at all."""

WATCH = """
window.seen = [];
document.addEventListener("securitypolicyviolation", (event) => window.seen.push("policy: " + event.violatedDirective));
document.addEventListener("DOMContentLoaded", () => {
  window.announced = [];
  const log = document.getElementById("log");
  if (log) {
    new MutationObserver((changes) => {
      for (const change of changes) {
        for (const node of change.addedNodes) {
          if (node.nodeType === Node.ELEMENT_NODE) { window.announced.push(node.textContent.trim()); }
        }
      }
    }).observe(log, { childList: true, subtree: true, characterData: true });
  }
});
"""


class ChatPage:
    """One page. `requests` are all addresses it asked for, `bytes` what came back, `trouble` what the browser said."""

    def __init__(self, context: BrowserContext, page: Page, url: str) -> None:
        self.context = context
        self.page = page
        self.url = url
        self.requests: list[str] = []
        self.trouble: list[str] = []
        self.bytes = 0
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.trouble.append(message.text))
        page.on("pageerror", lambda error: self.trouble.append(str(error)))

    async def count_bytes(self, request: Request) -> None:
        """Add what one request brought, packed as it came."""
        sizes = await request.sizes()
        self.bytes += sizes["responseBodySize"] + sizes["responseHeadersSize"]

    async def open(self, path: str = "/chat") -> None:
        """Open the chat."""
        await self.page.goto(self.url + path)

    async def press(self, label: str) -> None:
        """Press the button with this label, and wait for what follows."""
        async with self.page.expect_response(lambda response: response.request.method == "POST"):
            await self.page.get_by_role("button", name=label, exact=True).click()
        await self.settled()

    async def say(self, words: str) -> None:
        """Write something, press Send, and wait for what follows."""
        await self.page.fill("#reply", words)
        async with self.page.expect_response(lambda response: response.request.method == "POST"):
            await self.page.click("#send")
        await self.settled()

    async def walk_to_questions(self) -> None:
        """Open the chat and take part, press by press, up to the first question."""
        await self.open()
        for label in YOUNG_TO_QUESTIONS:
            await self.press(label)

    async def open_at_questions(self, app: RunningApp, code: str = "") -> None:
        """Open the chat as somebody who has come as far as the first question."""
        token = new_token()
        for item, option in PICKS_TO_QUESTIONS:
            await app.turns.take(Envelope(Channel.WEB, token, "", Picked(item, option), code))
        name = f"sayso.chat.{app.turns.script(code).engagement}"
        await self.context.add_cookies([{"name": name, "value": token, "domain": "127.0.0.1", "path": "/chat"}])
        await self.open(f"/chat/{code}" if code else "/chat")

    async def settled(self) -> None:
        """Wait until the page has taken up the answer."""
        await expect(self.page.locator(".unsent, .sent")).to_have_count(0)

    async def parsed(self) -> None:
        """Wait until the whole page is there: what a button without a script leads to may only have begun to come."""
        await self.page.wait_for_load_state("domcontentloaded")

    async def keys(self) -> list[str]:
        """The keys of all messages, oldest first."""
        await self.parsed()
        keys: list[str] = await self.page.eval_on_selector_all(".message", "all => all.map(m => m.dataset.key || '')")
        return keys

    async def own(self) -> list[str]:
        """The person's own written messages."""
        await self.parsed()
        return await self.page.locator(".message.own[data-key=answer] .text").all_inner_texts()

    async def box(self) -> str:
        """What stands in the box."""
        return await self.page.input_value("#reply")

    async def focus(self) -> str:
        """The id of the element that has the focus, or its tag."""
        await self.parsed()
        found: str = await self.page.evaluate("document.activeElement.id || document.activeElement.tagName")
        return found

    async def history(self) -> list[tuple[str, str]]:
        """What stands in this tab's history, oldest first, as (address, title).

        A tab that is about to go to another page may change its process, and what asked the old one is then refused or
        never answered: so it is asked of the page that stands, and again where it went meanwhile.
        """
        for _ in range(TRIES):
            await self.page.wait_for_load_state()
            with suppress(PlaywrightError, TimeoutError):
                async with timeout(ANSWERS_WITHIN):
                    session = await self.context.new_cdp_session(self.page)
                    entries = (await session.send("Page.getNavigationHistory"))["entries"]
                    return [(entry["url"], entry["title"]) for entry in entries]
        raise AssertionError("the browser did not say what stands in this tab's history")

    async def enlarge_letters(self, pixels: int) -> None:
        """Set how large letters are, as somebody does in their browser's settings; 16 is usual."""
        session = await self.context.new_cdp_session(self.page)
        await session.send("Page.setFontSizes", {"fontSizes": {"standard": pixels, "fixed": pixels}})

    async def sideways(self) -> int:
        """How many pixels the page is wider than the screen."""
        await self.parsed()
        width: int = await self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return width

    async def policy_violations(self) -> list[str]:
        """What the content security policy stopped on this page."""
        seen: list[str] = await self.page.evaluate("window.seen")
        return seen


@asynccontextmanager
async def chat_page(browser: Browser, url: str, **options: Any) -> AsyncIterator[ChatPage]:
    """Open a page in a browser context of its own; options are Playwright's own for a new context."""
    context = await browser.new_context(**options)
    try:
        await context.add_init_script(WATCH)
        yield ChatPage(context, await context.new_page(), url)
    finally:
        await context.close()
