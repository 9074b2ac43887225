"""The chat on a device that is handed round. Opening its page always begins anew, for whoever comes next.

The page is the whole talk: it is never loaded again while one is going on, so the browser has no second page to go back
to. What is kept after an unfinished talk is what was sent, as from a phone that was put away: it was agreed to, and an
open talk that nobody can reach any more goes after some days by itself.
"""

from aiohttp import web

from bot.turns import Turns
from bot.webchat.cookies import Cookies, new_token
from bot.webchat.guard import trouble
from bot.webchat.kiosk_device import KIOSK_ROOT, KioskDevice
from bot.webchat.page import Page, Shown, page_of
from bot.webchat.rendering import Renderer
from bot.webchat.submitting import Submitting
from bot.webchat.viewing import Viewing
from bot.webchat.visit import Visit, visit_of
from conversations.engine import new_state
from conversations.people import Channel
from storage.moments import minute_of


class Kiosk:
    """Shows the page and takes what it sends, for devices that were set up."""

    def __init__(
        self, turns: Turns, renderer: Renderer, session: Cookies, submitting: Submitting, device: KioskDevice
    ) -> None:
        self._turns = turns
        self._renderer = renderer
        self._session = session
        self._submitting = submitting
        self._device = device
        self._viewing = Viewing(turns, renderer, session)

    async def show(self, request: web.Request) -> web.Response:
        """Answer a GET: the page for the next person, with what a new talk is known by. It shows nothing else, ever."""
        code = self._device.code(request)
        visit = visit_of(request, self._turns, self._session)
        if not code or not await self._is_on(code):
            # Where it is shared, a chat that is not cleared away would show the next person what this one wrote.
            chat = "" if self._device.was_set_up(request) else _chat(visit)
            return self._renderer.kiosk_refused(self._empty(visit), chat=chat)
        if request.match_info.get("code", "") != code:
            return web.Response(status=303, headers={"Location": f"{KIOSK_ROOT}/{code}", "Cache-Control": "no-store"})
        view = await self._viewing.look(visit)
        page = page_of(visit.script, view.state, visit.path, Shown(view.prompt))
        return self._renderer.kiosk(page, talk=new_token())

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Answer a POST of the page's script; anything else is refused, since no plain page can clear itself.

        Who is in the middle of a talk when the event closes goes on to its end, as on a phone of their own.
        """
        visit = visit_of(request, self._turns, self._session)
        if not self._device.was_set_up(request):
            return trouble(self._renderer, visit, "kiosk.not_set_up", 403)
        if not visit.wants_parts or not visit.token:
            return trouble(self._renderer, visit, "kiosk.no_scripts", 400)
        return await self._submitting.take(request)

    async def _is_on(self, code: str) -> bool:
        """Whether a talk may begin: asked of the database too, since a command or another process may have closed it."""
        if not self._is_known_on(code):
            return False
        await self._turns.events.look_again(code)
        return self._is_known_on(code)

    def _is_known_on(self, code: str) -> bool:
        event = self._turns.events.event(code)
        return (
            event is not None and event.alerts and (event.closes is None or minute_of(self._turns.now()) < event.closes)
        )

    def _empty(self, visit: Visit) -> Page:
        state = new_state(visit.script, Channel.WEB, visit.language)
        return page_of(visit.script, state, _chat(visit), Shown(ended=True))


def _chat(visit: Visit) -> str:
    return f"/chat/{visit.code}" if visit.code else "/chat"
