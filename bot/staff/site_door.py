"""Where requests for the staff pages arrive: what makes the pages is imported when the first of them comes.

It would be a tenth of every start and several megabytes, and most starts are there for young people long before staff come.
"""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module

from aiohttp import web

from bot.settings import Settings
from bot.staff.event_page import add_event_page
from bot.staff.logo import logo_in
from bot.staff.site_security import PATH, add_headers
from bot.turns import Turns
from conversations.content import load_staff_texts
from conversations.script import Script
from storage.database import Database
from storage.staff_keys import StaffKeys


class StaffDoor(web.PlainResource):
    """Everything under /staff. `build` returns what knows all of its routes; it is called in a thread, beside the turns.

    Where `build` raises, whoever came is told that something went wrong, and the next who comes has it tried again.
    """

    def __init__(self, build: Callable[[], web.UrlDispatcher]) -> None:
        super().__init__(PATH)
        self._build = build
        self._one_at_a_time = asyncio.Lock()
        self._router: web.UrlDispatcher | None = None

    async def resolve(self, request: web.Request) -> tuple[web.UrlMappingMatchInfo | None, set[str]]:
        """Return the page that is asked for; where there is none, the methods that there would be one for."""
        found = await (await self._opened()).resolve(request)
        refused = found.http_exception
        if refused is None:
            return found, set()
        return None, refused.allowed_methods if isinstance(refused, web.HTTPMethodNotAllowed) else set()

    async def _opened(self) -> web.UrlDispatcher:
        if self._router is None:
            async with self._one_at_a_time:
                if self._router is None:
                    self._router = await asyncio.to_thread(self._build)
        return self._router


def add_staff_door(  # noqa: PLR0913, PLR0917 - it joins all that pages stand on
    app: web.Application,
    database: Database,
    keys: StaffKeys,
    now: Callable[[], datetime],
    settings: Settings,
    scripts: Mapping[str, Script],
    turns: Turns,
) -> None:
    """Add the page of events, which adults in a room need at once, and the door to the others, see `add_staff_site`.

    Raises SettingsError for a logo that cannot be used, ContentError where the texts cannot be read: now, not later.
    """
    texts = load_staff_texts()
    if settings.organisation_logo is not None:
        logo_in(settings.organisation_logo)
    add_event_page(app, database, texts, now)

    opened: list[web.Application] = []

    def build() -> web.UrlDispatcher:
        pages = web.Application()
        add = import_module("bot.staff.site_pages").add_staff_site
        add(pages, database, texts, keys, now, settings, scripts, turns)
        opened.append(pages)
        return pages.router

    async def close(_app: web.Application) -> None:
        for pages in opened:
            pages.on_cleanup.freeze()
            await pages.on_cleanup.send(pages)

    app.on_cleanup.append(close)
    app.router.register_resource(StaffDoor(build))
    app.on_response_prepare.append(add_headers)
