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

    `language` is the browser's wish, `ended` how the last talk ended a moment ago, `covered` whether they left at once
    and have not come back, `wants_parts` whether the page's own script asks rather than a plain form.
    """

    script: Script
    code: str
    token: str
    language: str
    ended: Ended | None
    just_posted: bool
    covered: bool
    wants_parts: bool

    @property
    def path(self) -> str:
        """Where this chat is."""
        return f"/chat/{self.code}" if self.code else "/chat"


def visit_of(request: web.Request, turns: Turns, cookies: Cookies) -> Visit:
    """Return what a request comes with; an unknown code opens the default engagement."""
    code = turns.entry_code(asked_code(request))
    script = turns.script(code)
    return Visit(
        script=script,
        code=code,
        token=cookies.session(request, script),
        language=accepted_language(request.headers.get("Accept-Language", ""), script),
        ended=cookies.ended(request, script),
        covered=cookies.covered(request, script),
        just_posted=cookies.just_posted(request, script),
        wants_parts="application/json" in request.headers.get("Accept", ""),
    )


def asked_code(request: web.Request) -> str:
    """Return the code in the address, in small letters: people type it from a poster."""
    return request.match_info.get("code", "").lower()
