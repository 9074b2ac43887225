"""One request's surroundings: which engagement its address opens, and what this browser is known by there."""

from dataclasses import dataclass

from aiohttp import web

from bot.turns import Turns
from bot.webchat.accepted_language import accepted_language
from bot.webchat.cookies import Cookies, Ended
from conversations.script import Script


@dataclass(frozen=True, slots=True, repr=False)
class Visit:
    """What a request comes with. `code` is empty for the default engagement, `token` where there is no session.

    `language` is the link's wish, else the browser's, `ended` how the last talk ended a moment ago, `covered` whether they left at once
    and have not come back, `wants_parts` whether the page's own script asks rather than a plain form.
    `root` is the beginning of the chat's address.
    """

    script: Script
    code: str
    token: str
    language: str
    ended: Ended | None
    just_posted: bool
    covered: bool
    wants_parts: bool
    root: str = "/chat"
    asked_language: str = ""
    """The language that the link itself names, as in /chat?lang=pl; it goes before the browser's wish."""

    @property
    def path(self) -> str:
        """Where this chat is, with the language that its link names: so the first press is taken in it, too."""
        address = f"{self.root}/{self.code}" if self.code else self.root
        return f"{address}?lang={self.asked_language}" if self.asked_language else address


def visit_of(request: web.Request, turns: Turns, cookies: Cookies) -> Visit:
    """Return what a request comes with; an unknown code opens the default engagement."""
    code = turns.entry_code(asked_code(request))
    script = turns.script(code)
    asked = request.query.get("lang", "").lower()
    asked = asked if asked in script.languages else ""
    return Visit(
        script=script,
        code=code,
        token=cookies.session(request, script),
        language=asked or accepted_language(request.headers.get("Accept-Language", ""), script),
        ended=cookies.ended(request, script),
        covered=cookies.covered(request, script),
        just_posted=cookies.just_posted(request, script),
        wants_parts="application/json" in request.headers.get("Accept", ""),
        root=cookies.root,
        asked_language=asked,
    )


def asked_code(request: web.Request) -> str:
    """Return the code in the address, in small letters: people type it from a poster."""
    return request.match_info.get("code", "").lower()
