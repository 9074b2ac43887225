"""The cookies of the web chat: who is talking, what they just did, how the talk ended. Never any words.

One browser may have several engagements open side by side, so each has cookies of its own, by name. They are sent to
`/chat` and below only, and no script can read them but the one that covers a talk, which a script may have set.
"""

import re
import secrets
from dataclasses import dataclass

from aiohttp import web

from conversations.script import Script
from conversations.turn import Reply

TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")
TOKEN_BYTES = 24

SESSION_SECONDS = 30 * 24 * 60 * 60
"""How long somebody can come back and carry on."""

JUST_POSTED_SECONDS = 20
"""Within this, a page that opens is the answer to what was sent; later, somebody has come back."""

ENDING_SECONDS = 10 * 60
"""How long the last words can be seen again by a reload."""

ENDING_PREFIX = "ending."
SEPARATOR = "~"


def new_token() -> str:
    """Return a random token of 192 bits: what the web chat knows a person by while their talk is open."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def cover_name(script: Script) -> str:
    """Return the name of the cookie that covers a talk. The page's script sets it too, and nothing else."""
    return f"sayso.left.{script.engagement}"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a talk ended: the keys of its last words and their language."""

    language: str
    keys: tuple[str, ...]

    @classmethod
    def of(cls, language: str, replies: tuple[Reply, ...]) -> "Ended":
        """Return how a talk ended, from what its last turn said."""
        return cls(language, tuple(reply.key for reply in replies if reply.key.startswith(ENDING_PREFIX)))


@dataclass(frozen=True, slots=True)
class Cookies:
    """Reads and sets the cookies. `secure` keeps them off plain http, `root` is where the chat is."""

    secure: bool
    root: str = "/chat"

    def session(self, request: web.Request, script: Script) -> str:
        """Return the token this browser has for an engagement, or nothing; what we did not make counts as nothing."""
        token = request.cookies.get(f"sayso.chat.{script.engagement}", "")
        return token if TOKEN.fullmatch(token) else ""

    def keep_session(self, response: web.StreamResponse, script: Script, token: str) -> None:
        """Let the browser keep the token for another 30 days."""
        self._set(response, f"sayso.chat.{script.engagement}", token, SESSION_SECONDS)

    def drop_session(self, response: web.StreamResponse, script: Script) -> None:
        """Take the token away: nothing is stored under it any more."""
        self._drop(response, f"sayso.chat.{script.engagement}")

    def covered(self, request: web.Request, script: Script) -> bool:
        """Whether somebody left this talk at once and has not come back to it yet."""
        return cover_name(script) in request.cookies

    def cover(self, response: web.StreamResponse, script: Script) -> None:
        """Keep the talk covered for as long as it can be carried on."""
        self._set(response, cover_name(script), "1", SESSION_SECONDS)

    def uncover(self, response: web.StreamResponse, script: Script) -> None:
        """Show the talk again, as to somebody who comes back."""
        self._drop(response, cover_name(script))
        self._drop(response, f"sayso.posted.{script.engagement}")

    def just_posted(self, request: web.Request, script: Script) -> bool:
        """Whether this page opens as the answer to something just sent."""
        return f"sayso.posted.{script.engagement}" in request.cookies

    def note_posted(self, response: web.StreamResponse, script: Script) -> None:
        """Remember for some seconds that something was just sent."""
        self._set(response, f"sayso.posted.{script.engagement}", "1", JUST_POSTED_SECONDS)

    def unknown_code(self, request: web.Request) -> bool:
        """Whether this browser was just sent here from a link that we do not know."""
        return "sayso.unknown" in request.cookies

    def note_unknown_code(self, response: web.StreamResponse) -> None:
        """Remember for some seconds that the link was not known (the code itself could be anything, even a name)."""
        self._set(response, "sayso.unknown", "1", JUST_POSTED_SECONDS)

    def event_over(self, request: web.Request) -> bool:
        """Whether this browser was just sent here from the link of an event that is over."""
        return "sayso.over" in request.cookies

    def note_event_over(self, response: web.StreamResponse) -> None:
        """Remember for some seconds that the link was that of an event that is over, never of which."""
        self._set(response, "sayso.over", "1", JUST_POSTED_SECONDS)

    def ended(self, request: web.Request, script: Script) -> Ended | None:
        """Return how this browser's talk ended, within ten minutes of it; None for anything we cannot have set."""
        language, *keys = request.cookies.get(f"sayso.ended.{script.engagement}", "").split(SEPARATOR)
        if language not in script.languages:
            return None
        known = script.languages[language].texts
        ours = tuple(key for key in keys if key.startswith(ENDING_PREFIX) and key in known)
        return Ended(language, ours) if ours else None

    def note_ended(self, response: web.StreamResponse, script: Script, ended: Ended) -> None:
        """Remember which last words to show: nothing else of the talk is left to show them from."""
        value = SEPARATOR.join((ended.language, *ended.keys))
        self._set(response, f"sayso.ended.{script.engagement}", value, ENDING_SECONDS)

    def drop_ended(self, response: web.StreamResponse, script: Script) -> None:
        """Forget how the last talk ended, since a new one begins."""
        self._drop(response, f"sayso.ended.{script.engagement}")

    def _set(self, response: web.StreamResponse, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path=self.root, httponly=True, samesite="Lax", secure=self.secure
        )

    def _drop(self, response: web.StreamResponse, name: str) -> None:
        response.del_cookie(name, path=self.root, httponly=True, samesite="Lax", secure=self.secure)
