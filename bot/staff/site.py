"""The staff pages: one place that every page goes through, which knows who is signed in and what their role may see.

A part adds its pages with `site.add(...)`, naming the roles that each is for; nothing is shown to anybody else, and a page
that names none cannot be added. What a handler is given: `site.who(request)` is signed in, `site.form(request)` holds a form
that came from our own page.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from aiohttp import web
from jinja2 import Template
from markupsafe import Markup
from multidict import MultiDict
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.settings import Settings
from bot.staff.engagements import Engagements
from bot.staff.site_files import STATIC_PATH, SiteFiles
from bot.staff.site_rendering import MenuItem, environment, values_of_every_page
from bot.staff.site_security import FORM_FIELD, PATH, StaffCookies, add_headers, new_token
from bot.turns import Turns
from bot.webchat.security import is_from_elsewhere
from conversations.script import Script
from conversations.staff_texts import StaffTexts
from storage.accounts import Account, Role
from storage.audit import Entry, Kind, Trail
from storage.database import Database
from storage.moments import minute_of
from storage.staff_keys import StaffKeys
from storage.staff_sessions import SEEN_EVERY, note_seen, session_of

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ACCOUNT = web.RequestKey("account", Account)
FORM = web.RequestKey("form", MultiDict[str])

BODY_LIMIT = 256 * 1024
"""Bytes of one form."""


class Site:
    """Every staff page of one running Sayso. `now` gives the moment, in any time zone."""

    def __init__(  # noqa: PLR0913, PLR0917 - it joins all that pages stand on
        self,
        app: web.Application,
        database: Database,
        texts: StaffTexts,
        keys: StaffKeys,
        now: Callable[[], datetime],
        settings: Settings,
        scripts: Mapping[str, Script],
        turns: Turns | None = None,
    ) -> None:
        """Stand on these. `scripts` are those that people are asked with; `engagements` knows those that are over, too.

        `turns` take what staff type in for others; without them no sheet of paper is taken.
        """
        self.app = app
        self.database = database
        self.texts = texts
        self.keys = keys
        self.now = now
        self.settings = settings
        self.scripts = scripts
        self.engagements = Engagements(database, scripts, texts)
        self.turns = turns
        self.trail = Trail(keys)
        self.cookies = StaffCookies(settings.public_url.startswith("https://"), keys)
        self.access: dict[tuple[str, str], frozenset[Role] | None] = {}
        self._menu: list[MenuItem] = []
        self._files = SiteFiles(settings)
        self._values = values_of_every_page(self._files, texts, settings)
        self._add("GET", STATIC_PATH.removeprefix(PATH), self._files.serve, None)
        app.on_response_prepare.append(add_headers)

    def add(self, method: str, path: str, handler: Handler, *roles: Role) -> None:
        """Add a page under /staff for these roles: `path` is what follows, such as `/events/{code}`.

        Raises ValueError where no role is named.
        """
        if not roles:
            raise ValueError("name the roles that the page is for")
        self._add(method, path, self._guarded(handler, frozenset(roles)), frozenset(roles))

    def add_open(self, method: str, path: str, handler: Handler) -> None:
        """Add a page for whoever is not signed in: signing in, and one-time links. Nothing else should be one."""
        self._add(method, path, self._guarded(handler, None), None)

    def add_to_menu(self, path: str, text_key: str, *roles: Role) -> None:
        """Show a page in the menu, and on the first page, of these roles."""
        self._menu.append(MenuItem(PATH + path, self.texts.say(text_key), frozenset(roles)))

    def who(self, request: web.Request) -> Account:
        """Return who is signed in. Raises KeyError on an open page."""
        return request[ACCOUNT]

    def is_nobody(self, request: web.Request) -> bool:
        """Whether whoever asks is not signed in: only an open page can be asked by them."""
        return ACCOUNT not in request

    def form(self, request: web.Request) -> MultiDict[str]:
        """Return the form that was sent: its texts, without the token. Raises KeyError where none was."""
        return request[FORM]

    def minute(self) -> int:
        """Return the minute it is."""
        return minute_of(self.now())

    async def note(self, connection: AsyncConnection, request: web.Request, kind: Kind, /, **about: str | int) -> Entry:
        """Note in the audit trail what whoever is signed in does, in the transaction that does it."""
        return await self.trail.note(connection, self.who(request).name, kind, self.minute(), **about)

    def render(self, request: web.Request, name: str, /, *, status: int = 200, **values: Any) -> web.Response:
        """Answer with a page made of a template in `templates/site`, which is given `values`, the menu and the account."""
        account = request.get(ACCOUNT)
        known_by = self.cookies.shown_to(request)
        fresh = "" if known_by else new_token()
        token = self.cookies.form_token(known_by or fresh)
        field = Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, token)
        template: Template = environment().get_template(name)
        text = template.render(
            **self._values,
            account=account,
            menu=[item.on(request.path) for item in self._menu if account and account.role in item.roles],
            form_token=field,
            **values,
        )
        response = web.Response(text=text, status=status, content_type="text/html")
        if fresh:
            self.cookies.set_shown_to(response, fresh)
        return response

    def trouble(self, request: web.Request, status: int, key: str) -> web.Response:
        """Answer with a page that says one thing, and what to do."""
        return self.render(request, "trouble.html", status=status, title=self.texts.say(key), text="")

    def go(self, path: str) -> web.Response:
        """Send the browser on to another staff page after a form: `path` is what follows /staff."""
        return web.Response(status=303, headers={"Location": PATH + path})

    def to_sign_in(self) -> web.Response:
        """Send the browser to the page to sign in at."""
        return self.go("/sign-in")

    @property
    def roles(self) -> Mapping[tuple[str, str], frozenset[Role] | None]:
        """Whom each page is for, by method and whole path; None for those that need nobody signed in."""
        return self.access

    def _add(self, method: str, path: str, handler: Handler, roles: frozenset[Role] | None) -> None:
        route = self.app.router.add_route(method, PATH + path, handler)
        self.access[method, route.resource.canonical if route.resource else PATH + path] = roles

    def _guarded(self, handler: Handler, roles: frozenset[Role] | None) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                return await self._checked(request, handler, roles)
            except web.HTTPRequestEntityTooLarge:
                return self.trouble(request, 413, "site.too_large")
            except (SQLAlchemyError, OSError):
                log.warning("a staff page could not be made: the database does not answer")
                return self.trouble(request, 503, "site.down")
            except web.HTTPException:
                raise
            except Exception as error:  # noqa: BLE001 - whoever it is must not be shown what went wrong inside
                log.error("a staff page failed", extra={"error": type(error).__name__})  # noqa: TRY400
                return self.trouble(request, 500, "site.failed")

        return handle

    async def _checked(
        self, request: web.Request, handler: Handler, roles: frozenset[Role] | None
    ) -> web.StreamResponse:
        account = await self._signed_in(request)
        if account is not None:
            request[ACCOUNT] = account
        if roles is not None and account is None:
            if request.method != "GET":
                return self.trouble(request, 401, "site.session_over")
            return self.to_sign_in()
        if roles is not None and account is not None and account.role not in roles:
            return self.trouble(request, 403, "site.not_for_you")
        if request.method != "GET":
            form = await self._read_form(request)
            if form is None:
                return self.trouble(request, 403, "site.stale_form")
            request[FORM] = form
        return await handler(request)

    async def _signed_in(self, request: web.Request) -> Account | None:
        token = self.cookies.session(request)
        if not token:
            return None
        minute = self.minute()
        async with self.database.reading() as connection:
            found = await session_of(connection, token, minute)
        if found is None:
            return None
        account, seen = found
        if minute - seen >= SEEN_EVERY:
            async with self.database.writing() as connection:
                await note_seen(connection, token, minute)
        return account

    async def _read_form(self, request: web.Request) -> MultiDict[str] | None:
        """Return the form's texts; None where it did not come from a page that this browser was shown."""
        if is_from_elsewhere(request, self.settings.public_url):
            return None
        if (request.content_length or 0) > BODY_LIMIT:
            raise web.HTTPRequestEntityTooLarge(BODY_LIMIT, request.content_length or 0)
        try:
            sent = await request.clone(client_max_size=BODY_LIMIT).post()
        except ValueError:
            return None
        form = MultiDict((name, value) for name, value in sent.items() if isinstance(value, str))
        carried = form.popall(FORM_FIELD, [""])
        return form if self.cookies.is_ours(request, carried[0]) else None
