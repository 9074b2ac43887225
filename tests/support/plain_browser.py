"""A browser without JavaScript: opens pages, presses buttons, sends the form. Cookies and redirects work as in life."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar, FormData
from bs4 import BeautifulSoup, Tag

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}


class PlainBrowser:
    """One browser with its own cookies. After each step it holds the page, its status and the last response."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self.session = session
        self.url = url
        self.page = BeautifulSoup("", "html.parser")
        self.response: ClientResponse

    async def open(self, path: str = "/chat", **headers: str) -> None:
        """Open an address."""
        async with self.session.get(self.url + path, headers=headers) as response:
            await self._keep(response)

    async def press(self, label: str, words: str = "") -> None:
        """Press the button with this label; `words` are what stands in the box."""
        for button in self.page.find_all("button"):
            if button.get_text(strip=True) == label:
                fields = {str(button["name"]): str(button["value"])} if button.get("name") else {}
                own_form = button.find_parent("form")
                if button.get("form") or (isinstance(own_form, Tag) and own_form.find("textarea")):
                    fields = {**self.hidden, **fields, "typed": words}
                await self.submit(fields)
                return
        raise AssertionError(f"there is no button {label!r}, but {self.buttons}")

    async def say(self, words: str) -> None:
        """Write something and press Send."""
        await self.submit({**self.hidden, "typed": words})

    async def submit(self, fields: Mapping[str, str], headers: Mapping[str, str] = SAME_ORIGIN) -> None:
        """Send the page's form with these fields and follow where it leads."""
        async with self.session.post(self.url + self.action, data=self.form(fields), headers=headers) as response:
            await self._keep(response)

    async def ask_parts(self, fields: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
        """Send the form as the page's script does; return the status and the parts."""
        headers = {**SAME_ORIGIN, "Accept": "application/json"}
        async with self.session.post(self.url + self.action, data=self.form(fields), headers=headers) as response:
            self.response = response
            return response.status, await response.json()

    def form(self, fields: Mapping[str, str]) -> FormData:
        """The page's form as a browser would send it."""
        data = FormData(default_to_multipart=True)
        for name, value in {"message_id": self.message_id, **fields}.items():
            data.add_field(name, value)
        return data

    @property
    def action(self) -> str:
        """Where the page's form goes."""
        form = self.page.find("form")
        assert isinstance(form, Tag)
        return str(form["action"])

    @property
    def hidden(self) -> dict[str, str]:
        """What the page's form sends without anybody's seeing it."""
        return {str(field["name"]): str(field["value"]) for field in self.page.select("#form input[type=hidden]")}

    @property
    def message_id(self) -> str:
        """The random id that this page was given."""
        field = self.page.find("input", attrs={"name": "message_id"})
        return str(field["value"]) if isinstance(field, Tag) else ""

    @property
    def status(self) -> int:
        """The status of the last page."""
        return self.response.status

    @property
    def texts(self) -> list[str]:
        """Every message on the page."""
        return [text.get_text(" ", strip=True) for text in self.page.select(".message > .text")]

    @property
    def keys(self) -> list[str]:
        """The keys of every message on the page."""
        return [str(message["data-key"]) for message in self.page.select(".message[data-key]")]

    @property
    def own(self) -> list[str]:
        """The messages that are shown as the person's own."""
        return [text.get_text() for text in self.page.select(".message.own > .text")]

    @property
    def box(self) -> str:
        """What stands in the box."""
        box = self.page.find("textarea")
        return box.get_text().removeprefix("\n") if isinstance(box, Tag) else ""

    @property
    def buttons(self) -> list[str]:
        """The labels of all buttons that do something without JavaScript."""
        return [button.get_text(strip=True) for button in self.page.select("button:not(.scripted)")]

    def cookie(self, kind: str, engagement: str = "five-questions") -> str:
        """The value of one of our cookies, or nothing."""
        name = f"sayso.{kind}.{engagement}"
        return next((cookie.value for cookie in self.session.cookie_jar if cookie.key == name), "")

    def forget(self, kind: str) -> None:
        """Let one kind of cookie run out."""
        self.session.cookie_jar.clear(lambda morsel: morsel.key.startswith(f"sayso.{kind}."))

    async def _keep(self, response: ClientResponse) -> None:
        self.response = response
        self.page = BeautifulSoup(await response.text(), "html.parser")


@asynccontextmanager
async def plain_browser(url: str) -> AsyncIterator[PlainBrowser]:
    """Open a browser with no cookies yet."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield PlainBrowser(session, url)


YOUNG_TO_QUESTIONS = ("A child or young person", "13 to 15", "No", "Yes, I'd like to", "Yes, you may")
"""What a 14-year-old presses from the first page to the first question."""


async def walk_to_questions(browser: PlainBrowser, path: str = "/chat") -> None:
    """Open the chat and take part, up to the first question."""
    await browser.open(path)
    for label in YOUNG_TO_QUESTIONS:
        await browser.press(label)
