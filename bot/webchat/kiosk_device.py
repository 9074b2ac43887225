"""A device that an adult set up to be handed round: known by a signed cookie, until the event is over.

Only the event's own page sets it, so no link can turn somebody's own phone into a shared one, where a talk is cleared
away after minutes. And nobody's talk is ever known by a cookie on a shared device: the page alone holds what a talk is
known by, and sends it along with each message. With the page it is gone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from aiohttp import web

from bot.webchat.cookies import TOKEN, Cookies, Ended
from conversations.script import Script
from storage.anonymity import ChannelKeys
from storage.events import Event
from storage.moments import day_of, minute_of

KIOSK_ROOT = "/kiosk"
DEVICE_COOKIE = "sayso.device"
SEPARATOR = "."

LONGEST_MINUTES = 24 * 60
"""How long a device stays set up for an event that has no end, or a later one."""

KNOWN_MINUTES = 24 * 60
"""How long it is still known afterwards: a talk that began before is taken to its end, and no other chat is offered there."""

TALK_HEADER = "Sayso-Talk"
"""The header in which the page sends what its talk is known by."""


@dataclass(frozen=True, slots=True)
class KioskDevice:
    """Sets devices up and knows them again. `now` gives the moment in any time zone."""

    keys: ChannelKeys
    now: Callable[[], datetime]
    secure: bool

    def set_up(self, response: web.StreamResponse, event: Event) -> None:
        """Make the browser that gets this response a shared device of an event, until it closes."""
        minute = minute_of(self.now())
        until = min(minute + LONGEST_MINUTES, event.closes if event.closes is not None else minute + LONGEST_MINUTES)
        response.set_cookie(
            DEVICE_COOKIE,
            SEPARATOR.join((event.code, str(until), self.keys.device(event.code, until))),
            max_age=(until - minute + KNOWN_MINUTES) * 60,
            path=KIOSK_ROOT,
            httponly=True,
            samesite="Strict",
            secure=self.secure,
        )

    def code(self, request: web.Request) -> str:
        """Return the code of the event that this device was set up for; nothing where it was not, or no longer is."""
        return self._code(request, 0)

    def was_set_up(self, request: web.Request) -> bool:
        """Return whether this device is set up, or was until not long ago."""
        return bool(self._code(request, KNOWN_MINUTES))

    def _code(self, request: web.Request, more_minutes: int) -> str:
        code, _, rest = request.cookies.get(DEVICE_COOKIE, "").partition(SEPARATOR)
        until, _, proof = rest.partition(SEPARATOR)
        if not (until.isascii() and until.isdecimal()) or len(until) > len(str(2**31)):
            return ""
        moment = self.now()
        proofs = [keys.device(code, int(until)) for keys in self.keys.on(day_of(moment))]
        ours = any(compare_digest(made.encode(), proof.encode(errors="replace")) for made in proofs)
        return code if ours and minute_of(moment) < int(until) + more_minutes else ""


class KioskSession(Cookies):
    """Stands where the chat's cookies stand, and sets none: on a shared device there is nothing to come back to."""

    def __init__(self) -> None:
        """Stand for the chat at the shared device's address."""
        super().__init__(secure=True, root=KIOSK_ROOT)

    def session(self, request: web.Request, script: Script) -> str:  # noqa: ARG002 - one page, one talk
        """Return what the page says its talk is known by; what we did not make counts as nothing."""
        token = request.headers.get(TALK_HEADER, "")
        return token if TOKEN.fullmatch(token) else ""

    def covered(self, request: web.Request, script: Script) -> bool:  # noqa: ARG002
        """Return that no talk is covered: leaving clears it away."""
        return False

    def just_posted(self, request: web.Request, script: Script) -> bool:  # noqa: ARG002
        """Return that nothing was posted: a page that opens begins anew."""
        return False

    def ended(self, request: web.Request, script: Script) -> Ended | None:  # noqa: ARG002
        """Return that no ending is known."""
        return None

    def _set(self, response: web.StreamResponse, name: str, value: str, seconds: int) -> None:
        pass

    def _drop(self, response: web.StreamResponse, name: str) -> None:
        pass
