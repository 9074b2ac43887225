"""The canary's browser: goes through the real pages, keeps every answer, and asks for what no page offers."""

import re
from dataclasses import dataclass
from typing import Any

import aiohttp

from conversations.inbound import CommandGiven, Inbound, Picked, Started, Typed, Unsupported

PICK = re.compile(r'name="pick" value="([^"]+)"')
ASKS = 'name=\\"asked\\"'
"""What stands in an answer, which is JSON, where the page asks about the words before they are taken."""

SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
TOO_MUCH = 80_000
"""Characters: more than one form may have."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the program, as a browser has it. `path` is ours and holds no mark."""

    path: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def kind(self) -> str:
        """What it is, as `text/html`."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), "").partition(";")[0]


class WebTalk:
    """One browser with its own cookies, at one address. `answers` are all it was answered, in order."""

    def __init__(self, session: aiohttp.ClientSession, url: str, answers: list[Answer], path: str = "/chat") -> None:
        self.session = session
        self.url = url
        self.path = path
        self.answers = answers
        self._count = 0

    @property
    def tokens(self) -> tuple[str, ...]:
        """What the web chat knows this browser by."""
        return tuple(cookie.value for cookie in self.session.cookie_jar if cookie.key.startswith("sayso.chat."))

    async def open(self, path: str = "", called: str = "", **headers: str) -> Answer:
        """Open an address; `called` is what the report calls it where the address itself holds a mark."""
        where = path or self.path
        async with self.session.get(self.url + where, headers=headers, allow_redirects=False) as response:
            return await self._keep(called or where, response)

    async def send(self, fields: dict[str, str], called: str = "", **headers: str) -> Answer:
        """Send a form as a browser without scripts does."""
        form = aiohttp.FormData(default_to_multipart=True)
        for name, value in fields.items():
            form.add_field(name, value)
        asked = {**SAME_ORIGIN, **headers}
        address = self.url + self.path
        async with self.session.post(address, data=form, headers=asked, allow_redirects=False) as response:
            return await self._keep(called or f"{self.path} (form)", response)

    async def do(self, inbound: Inbound) -> tuple[str, ...]:
        """Do one thing as the page's script does; return what can be pressed now."""
        if isinstance(inbound, Started):
            return tuple(PICK.findall((await self.open()).body))
        self._count += 1
        fields = {"message_id": f"canary-{id(self)}-{self._count}", **form_fields(inbound)}
        answer = await self.send(fields, Accept="application/json")
        if ASKS in answer.body:
            # The page asks before it takes the words: the second time they are sent on.
            answer = await self.send({**fields, "asked": "1"}, Accept="application/json")
        return tuple(PICK.findall(answer.body.replace('\\"', '"')))

    async def _keep(self, path: str, response: aiohttp.ClientResponse) -> Answer:
        body = await response.text(errors="replace")
        answer = Answer(path, response.status, tuple(response.headers.items()), body)
        self.answers.append(answer)
        return answer


def form_fields(inbound: Inbound) -> dict[str, str]:
    """Return what the chat's form sends for one thing that a person does."""
    match inbound:
        case Typed(text):
            return {"typed": text}
        case Picked(item, option):
            return {"pick": f"{item}:{option}"}
        case CommandGiven(command):
            return {"command": command.value}
        case Unsupported(kind):
            return {"unsupported": kind.value}
        case Started():
            return {"started": "again"}


async def go_wrong(browser: WebTalk, words: str, marked_path: str) -> None:
    """Do all that a browser can do wrong, with marks in it: addresses, forms, cookies, headers."""
    for path in ("/chat/", "/event/", "/event/{}/now", "/static/", "/"):
        where = path.format(marked_path) if "{}" in path else path + marked_path
        await browser.open(where, called=f"{path} and something unknown")
    await browser.open(
        f"/chat?name={marked_path}", called="/chat with a query", Referer=f"http://{marked_path}.invalid/"
    )
    await browser.send({"typed": words * (TOO_MUCH // len(words))}, called="a form that is too big")
    await browser.send({"pick": words, "message_id": words}, called="a button that is none")
    await browser.send({"typed": words}, called="a form from elsewhere", **{"Sec-Fetch-Site": "cross-site"})
    garbled: dict[str, Any] = {"data": words.encode(), "headers": {"Content-Type": "multipart/form-data; boundary=x"}}
    async with browser.session.post(browser.url + browser.path, allow_redirects=False, **garbled) as response:
        body = await response.text(errors="replace")
        browser.answers.append(Answer("no form at all", response.status, tuple(response.headers.items()), body))
    odd = {"Cookie": f"sayso.chat.five-questions={marked_path}; sayso.ended.five-questions={marked_path}"}
    async with aiohttp.ClientSession() as stranger:
        await WebTalk(stranger, browser.url, browser.answers).open(called="/chat with odd cookies", **odd)


async def look_around(browser: WebTalk) -> None:
    """Open every address that anybody can: the page, the way out, what supervisors ask, metrics if there are any."""
    for path in ("/", "/live", "/ready", "/metrics", "/favicon.ico", "/robots.txt"):
        await browser.open(path)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as leaving:
        stranger = WebTalk(leaving, browser.url, browser.answers)
        await stranger.open("/leave")
        await stranger.open("/chat", called="/chat after leaving at once")
    page = await browser.open("/chat")
    for static in sorted(set(re.findall(r"/static/[\w.-]+", page.body))):
        await browser.open(static)
