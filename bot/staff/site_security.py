"""What the staff pages' browser is told to keep to; the cookies; and the token without which no form is taken.

Three things stand against forms sent from elsewhere (CSRF): cookies that no other site's request carries
(SameSite=Strict), the browser's own word on where a form comes from, and a token in the form that only a page shown to this
browser holds (a keyed hash of the cookie).
"""

import re
import secrets
from dataclasses import dataclass

from aiohttp import web

from bot.webchat.security import SECURITY_HEADERS
from storage.staff_keys import StaffKeys

TOKEN = re.compile(r"[A-Za-z0-9_-]{32,43}")
"""Ours, and those of `bot.event_making.new_page_secret`."""

TOKEN_BYTES = 32
PATH = "/staff"

PAGE_SECONDS = 60
"""How long the address of an event's page waits to be shown by the page that a form leads to."""
FORM_FIELD = "form_token"

SITE_HEADERS = {
    **SECURITY_HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Vary": "Cookie",
}
"""Sent with everything under /staff, unless a file says itself how long it may be kept."""


def new_token() -> str:
    """Return a random token of 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Give every answer under /staff its headers, whoever made it: also a file, also an error."""
    if request.path == PATH or request.path.startswith(f"{PATH}/"):
        for name, value in SITE_HEADERS.items():
            response.headers.setdefault(name, value)


@dataclass(frozen=True, slots=True)
class StaffCookies:
    """The cookies: who is signed in, and before that which browser a form was shown to. `secure` keeps them off http."""

    secure: bool
    keys: StaffKeys

    def session(self, request: web.Request) -> str:
        """Return the token of whoever is signed in; empty for none and for what we cannot have set."""
        return self._read(request, "sayso.staff")

    def set_session(self, response: web.StreamResponse, token: str) -> None:
        """Let the browser keep the token until it is closed; the server ends it before that."""
        self._set(response, "sayso.staff", token)

    def drop_session(self, response: web.StreamResponse) -> None:
        """Take the token away."""
        self._drop(response, "sayso.staff")

    def shown_to(self, request: web.Request) -> str:
        """Return what this browser is known by: its session, else what it was given with a form; empty for neither."""
        return self.session(request) or self._read(request, "sayso.staff.form")

    def set_shown_to(self, response: web.StreamResponse, token: str) -> None:
        """Let a browser that nobody is signed in on be known by a token."""
        self._set(response, "sayso.staff.form", token)

    def page_to_show(self, request: web.Request) -> str:
        """Return the secret of an event's page that the next page is to show, this once; empty for none."""
        return self._read(request, "sayso.staff.page")

    def set_page_to_show(self, response: web.StreamResponse, secret: str) -> None:
        """Carry the secret of an event's page over to the page that the answer leads to."""
        self._set(response, "sayso.staff.page", secret, seconds=PAGE_SECONDS)

    def drop_page_to_show(self, response: web.StreamResponse) -> None:
        """Take that secret away: it was shown."""
        self._drop(response, "sayso.staff.page")

    def form_token(self, known_by: str) -> str:
        """Return what a form has to carry that was shown to a browser."""
        return self.keys.hashed("form", known_by)

    def is_ours(self, request: web.Request, carried: str) -> bool:
        """Whether a form carries what the page that was shown to this browser gave it."""
        known_by = self.shown_to(request)
        return known_by != "" and secrets.compare_digest(self.form_token(known_by).encode(), carried.encode())

    def _name(self, name: str) -> str:
        # Browsers take a cookie of this name from https alone, so that nobody on the line can put one in its place.
        return f"__Secure-{name}" if self.secure else name

    def _read(self, request: web.Request, name: str) -> str:
        value = request.cookies.get(self._name(name), "")
        return value if TOKEN.fullmatch(value) else ""

    def _set(self, response: web.StreamResponse, name: str, value: str, seconds: int | None = None) -> None:
        response.set_cookie(
            self._name(name), value, max_age=seconds, path=PATH, secure=self.secure, httponly=True, samesite="Strict"
        )

    def _drop(self, response: web.StreamResponse, name: str) -> None:
        response.del_cookie(self._name(name), path=PATH, secure=self.secure, httponly=True, samesite="Strict")
