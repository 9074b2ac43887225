"""What happens when a turn fails: an apology with the help lines, and a log line that holds no words."""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.turns import Turns
from bot.webchat.cookies import Cookies
from bot.webchat.page import Shown, page_of
from bot.webchat.rendering import Renderer
from bot.webchat.submission import Submission
from bot.webchat.visit import Visit, asked_code, visit_of
from conversations.engine import new_state
from conversations.people import Channel

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SUBMISSION = web.RequestKey("submission", Submission)
"""Where a handler leaves what was sent once it is read, so that an apology can hand it back."""


def guarded(handler: Handler, turns: Turns, renderer: Renderer, cookies: Cookies) -> Handler:
    """Return the handler with every exception turned into a kind page; the turn's own transaction is rolled back."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            await turns.events.learn(asked_code(request))
            return await handler(request)
        except web.HTTPRequestEntityTooLarge:
            return trouble(renderer, visit_of(request, turns, cookies), "page.too_big", 413)
        except web.HTTPBadRequest:
            return trouble(renderer, visit_of(request, turns, cookies), "door.apology", 400)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person must not be left with nothing
            # Only the type: the message of an error can quote what it choked on.
            log.error("a page of the web chat failed", extra={"error": type(error).__name__})  # noqa: TRY400
            visit = visit_of(request, turns, cookies)
            return trouble(renderer, visit, "door.apology", 500, request.get(SUBMISSION))

    return handle


def trouble(
    renderer: Renderer, visit: Visit, key: str, status: int, submission: Submission | None = None
) -> web.Response:
    """Return one text as a page of its own, or as JSON to the page's script. It touches no stored thing."""
    state = new_state(visit.script, Channel.WEB, visit.language)
    page = page_of(visit.script, state, visit.path, Shown(ended=True))
    if visit.wants_parts:
        return renderer.problem(page.say(key), status)
    return renderer.trouble(page, page.say(key), status, submission)
