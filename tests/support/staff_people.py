"""Staff for tests: somebody of a role who signs in over HTTP, as a browser without scripts does."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

import aiohttp
import pyotp
from bs4 import BeautifulSoup

from bot.staff import passwords
from bot.staff.second_factor import STEP_SECONDS, _base32, new_secret
from storage.accounts import Account, Role, add_account, new_account, set_credentials
from tests.support.running_app import RunningApp

PASSWORD = "seven quiet otters knit"


@cache
def kept_password() -> str:
    """The hash of that password, worked out once a run."""
    return passwords._hasher.hash(PASSWORD)


@dataclass
class Page:
    """One answer, as it was read."""

    status: int
    html: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def soup(self) -> BeautifulSoup:
        """The page, parsed."""
        return BeautifulSoup(self.html, "html.parser")

    @property
    def words(self) -> str:
        """What one reads on it."""
        return " ".join(self.soup.get_text(" ").split())

    @property
    def token(self) -> str:
        """The token of its forms; empty where it has none."""
        found = self.soup.find("input", {"name": "form_token"})
        return str(found["value"]) if found else ""


class StaffBrowser:
    """A browser of somebody of staff's: keeps cookies, sends forms with their token."""

    def __init__(self, app: RunningApp, session: aiohttp.ClientSession) -> None:
        self.app = app
        self.session = session

    @property
    def session_token(self) -> str:
        """The cookie of whoever is signed in."""
        return next(cookie.value for cookie in self.session.cookie_jar if cookie.key == "sayso.staff")

    async def get(self, path: str, *, follow: bool = True) -> Page:
        """Open a page; `path` begins with /staff."""
        async with self.session.get(self.app.url + path, allow_redirects=follow) as answer:
            return Page(answer.status, await answer.text(), str(answer.url), answer.headers)

    async def send(
        self, path: str, fields: dict[str, str], *, shown_at: str = "", follow: bool = True, token: str | None = None
    ) -> Page:
        """Send a form of the page `shown_at` (else of the same path) to `path`, with the token that stands there."""
        if token is None:
            token = (await self.get(shown_at or path)).token
        sent = {"form_token": token, **fields}
        async with self.session.post(self.app.url + path, data=sent, allow_redirects=follow) as answer:
            return Page(answer.status, await answer.text(), str(answer.url), answer.headers)

    async def sign_in(self, person: "Person", **changed: str) -> Page:
        """Sign in as somebody, or nearly so."""
        fields = {"name": person.account.name, "password": PASSWORD, "code": person.code(self.app), **changed}
        return await self.send("/staff/sign-in", fields)


@dataclass(frozen=True)
class Person:
    """Somebody of staff, with what they sign in with."""

    account: Account
    secret: bytes

    @classmethod
    def of_secret(cls, secret: bytes) -> "Person":
        """Somebody whose app has this secret."""
        return cls(new_account("somebody", Role.LEAD), secret)

    def code(self, app: RunningApp, steps: int = 0) -> str:
        """What their app shows at the moment that `app` has, or some steps later."""
        return self.at(app.staff.now(), steps)

    def at(self, moment: datetime, steps: int = 0) -> str:
        """What their app shows at a moment, or some steps later."""
        step = int(moment.timestamp()) // STEP_SECONDS
        return pyotp.TOTP(_base32(self.secret)).generate_otp(step + steps)


def secret_on(page: Page) -> str:
    """The key that a page offers to type into an app."""
    key = page.soup.select_one(".key")
    assert key is not None
    return key.get_text().partition(":")[2]


def code_of(key: str, app: RunningApp) -> str:
    """What an app shows that was given this key."""
    return pyotp.TOTP(key.replace(" ", "").strip()).at(app.staff.now())


async def somebody(app: RunningApp, role: Role, name: str = "") -> Person:
    """Store somebody who has set up their account."""
    account, secret = new_account(name or f"{role.value}@example.org", role), new_secret()
    async with app.database.writing() as connection:
        await add_account(connection, account)
        await set_credentials(connection, account.id, kept_password(), app.staff.keys.masked(account.id, secret))
    return Person(account, secret)


@asynccontextmanager
async def staff_browser(app: RunningApp) -> AsyncIterator[StaffBrowser]:
    """A browser that nobody is signed in on."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield StaffBrowser(app, session)


@asynccontextmanager
async def signed_in(app: RunningApp, role: Role, name: str = "") -> AsyncIterator[StaffBrowser]:
    """A browser that somebody of a role has signed in on."""
    person = await somebody(app, role, name)
    async with staff_browser(app) as browser:
        page = await browser.sign_in(person)
        assert page.status == 200, page.words
        yield browser
