"""The page of an event, at an address with a secret: it tells the adult in the room when urgent help was shown.

It works without JavaScript, by loading itself again every 15 seconds, and better with it. Whoever has the address needs
no account, so the address is long, is shown once, and is stored only as a hash.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy.exc import SQLAlchemyError

from bot.staff.event_view import EventView, view_of
from bot.webchat.security import page_headers
from bot.webchat.static_files import static_files
from conversations.staff_texts import StaffTexts
from storage.alerts import alerts_of
from storage.database import Database
from storage.events import event_of_page
from storage.moments import minute_of

log = logging.getLogger(__name__)

EVENT_PATH = "/event/{secret}"
NOW_PATH = "/event/{secret}/now"


def add_event_page(app: web.Application, database: Database, texts: StaffTexts, now: Callable[[], datetime]) -> None:
    """Add the page, and what its script asks for, to an application. `now` gives the moment in any time zone."""
    page = EventPage(database, texts, now)
    app.router.add_get(EVENT_PATH, page.show)
    app.router.add_get(NOW_PATH, page.look)


class EventPage:
    """Shows events to whoever has the secret of their page. Any replica can: everything is in the database."""

    def __init__(self, database: Database, texts: StaffTexts, now: Callable[[], datetime]) -> None:
        self._database = database
        self._texts = texts
        self._now = now
        self._environment = Environment(
            loader=PackageLoader("bot.staff"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(static=static_files().path, say=texts.say)

    async def show(self, request: web.Request) -> web.Response:
        """Answer with the whole page."""
        return await self._answer(request, self._page)

    async def look(self, request: web.Request) -> web.Response:
        """Answer the page's script: what there is now, and whether it is new."""
        return await self._answer(request, self._parts)

    async def _answer(
        self, request: web.Request, shown: Callable[[EventView], Awaitable[web.Response]]
    ) -> web.Response:
        try:
            view = await self._view(request.match_info["secret"])
        except (SQLAlchemyError, OSError):
            log.warning("the page of an event could not look for alerts: the database does not answer")
            return self._html("trouble.html", 503, text=self._texts.say("event_page.down"), again=True)
        if view is None:
            return self._html("trouble.html", 404, text=self._texts.say("event_page.unknown"), again=False)
        return await shown(view)

    async def _view(self, secret: str) -> EventView | None:
        moment = self._now()
        async with self._database.reading() as connection:
            event = await event_of_page(connection, secret)
            if event is None:
                return None
            alerts = await alerts_of(connection, event.code, minute_of(moment))
        return view_of(event, alerts, moment, self._texts)

    async def _page(self, view: EventView) -> web.Response:
        return self._html("event.html", 200, view=view)

    async def _parts(self, view: EventView) -> web.Response:
        parts = {
            "now": self._render("_now.html", view=view),
            "standing": view.standing,
            "checked": view.checked,
            "mark": view.mark,
        }
        return web.json_response(parts, headers=page_headers())

    def _html(self, template: str, status: int, **values: object) -> web.Response:
        text = self._render(template, **values)
        return web.Response(text=text, status=status, content_type="text/html", headers=page_headers())

    def _render(self, template: str, **values: object) -> str:
        return self._environment.get_template(template).render(**values)
