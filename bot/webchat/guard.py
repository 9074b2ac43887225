"""What happens when a turn fails or has to wait: kind words with the help lines, and a log line that holds no words."""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.admission import TooBusy
from bot.measuring import Measures
from bot.turns import Turns
from bot.webchat.cookies import Cookies
from bot.webchat.door import Door
from bot.webchat.page import Shown, page_of
from bot.webchat.rendering import Renderer
from bot.webchat.submission import Submission
from bot.webchat.visit import Visit, asked_code, visit_of
from conversations.engine import new_state
from conversations.inbound import Typed
from conversations.people import Channel
from conversations.prompts import notice
from conversations.safeguarding import Level
from conversations.signposting import signpost, signs_in
from conversations.turn import Reply, Tone
from conversations.words import clean

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SUBMISSION = web.RequestKey("submission", Submission)
"""Where a handler leaves what was sent once it is read, so that an apology can hand it back."""

COME_BACK_SECONDS = 10
"""What Retry-After says to whoever was not let in."""

WITHOUT_A_BODY = ("GET", "HEAD")


class Guard:
    """Stands around the handlers of the web chat: lets requests in, and answers where a handler could not."""

    def __init__(self, turns: Turns, renderer: Renderer, cookies: Cookies, door: Door, measures: Measures) -> None:
        self._turns = turns
        self._renderer = renderer
        self._cookies = cookies
        self._door = door
        self._measures = measures

    def around(self, handler: Handler) -> Handler:
        """Return the handler with every exception turned into a kind page; the turn's own transaction is rolled back.

        A request that brings nothing has its place from here on; one that does gets it from its handler, once it is read.
        """

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                if request.method in WITHOUT_A_BODY:
                    async with self._door.place():
                        await self._turns.events.learn(asked_code(request))
                        return await handler(request)
                await self._turns.events.learn(asked_code(request))
                return await handler(request)
            except TooBusy:
                return self._busy(self._visit(request), request.get(SUBMISSION))
            except web.HTTPRequestEntityTooLarge:
                return trouble(self._renderer, self._visit(request), "page.too_big", 413)
            except web.HTTPRequestTimeout:
                response = trouble(self._renderer, self._visit(request), "page.too_slow", 408)
                response.force_close()
                return response
            except web.HTTPBadRequest:
                return trouble(self._renderer, self._visit(request), "door.apology", 400)
            except Exception as error:  # noqa: BLE001 - whatever it is, the person must not be left with nothing
                if request.transport is None:
                    log.debug("somebody hung up before they had sent all")
                else:
                    # Only the type: the message of an error can quote what it choked on.
                    log.error("a page of the web chat failed", extra={"error": type(error).__name__})  # noqa: TRY400
                return trouble(self._renderer, self._visit(request), "door.apology", 500, request.get(SUBMISSION))

        return handle

    def _visit(self, request: web.Request) -> Visit:
        return visit_of(request, self._turns, self._cookies)

    def _busy(self, visit: Visit, submission: Submission | None) -> web.Response:
        """Say that too many are writing just now, and hand the words back. Who tells of harm is answered all the same.

        That answer is worked out of the words alone and touches no database. The adult in the room is told once the
        words are taken: they are sent again by themselves, or by the person.
        """
        self._measures.turned_away(Channel.WEB)
        words = submission.words if submission is not None else ""
        told = help_for(visit, words)
        self._measures.said(told)
        key = "page.busy" if words.strip() else "page.busy_without_words"
        response = trouble(self._renderer, visit, key, 503, submission, told=told, busy=True)
        response.headers["Retry-After"] = str(COME_BACK_SECONDS)
        return response


def help_for(visit: Visit, words: str) -> tuple[Reply, ...]:
    """Return the signpost where words tell of harm, else nothing: worked out of them alone."""
    state = new_state(visit.script, Channel.WEB, visit.language)
    signs = signs_in(state, Typed(clean(words)))
    if signs.level is Level.QUIET:
        return (notice(visit.script, state, "signpost.quiet", Tone.SIGNPOST),)
    return (signpost(visit.script, state, signs),) if signs else ()


def trouble(  # noqa: PLR0913 - what there may be to say
    renderer: Renderer,
    visit: Visit,
    key: str,
    status: int,
    submission: Submission | None = None,
    *,
    told: tuple[Reply, ...] = (),
    busy: bool = False,
) -> web.Response:
    """Return one text as a page of its own, or as JSON to the page's script. It touches no stored thing.

    `told` are signposts that go before it; `busy` says that what was sent was not taken and may be sent again soon.
    """
    state = new_state(visit.script, Channel.WEB, visit.language)
    page = page_of(visit.script, state, visit.path, Shown(told, ended=True))
    if visit.wants_parts:
        return renderer.problem(page, page.say(key), status, busy=busy)
    return renderer.trouble(page, page.say(key), status, submission)
