"""The page to sign in at, the first page, and signing out; and what is said where there is no page."""

from urllib.parse import quote

from aiohttp import web

from bot.staff.signing_in import Refused, SigningIn, Try
from bot.staff.site import Site
from bot.webchat.receipt_page import client_of
from storage.accounts import Role
from storage.audit import Kind
from storage.staff_sessions import end_session


def add_sign_in(site: Site) -> None:
    """Add the pages."""
    pages = SignInPages(site)
    site.add_open("GET", "/sign-in", pages.show)
    site.add_open("POST", "/sign-in", pages.take)
    site.add("POST", "/sign-out", pages.sign_out, *Role)
    site.add("GET", "", pages.start, *Role)
    site.add_open("GET", "/{rest:.*}", pages.nowhere)
    site.add("POST", "/{rest:.*}", pages.nowhere, *Role)


class SignInPages:
    """Signs in and out."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._signing_in = SigningIn(site.database, site.keys, site.trail)

    async def show(self, request: web.Request) -> web.Response:
        """Show the form."""
        return self._form(request, "", "", 200)

    async def take(self, request: web.Request) -> web.Response:
        """Sign in, or say that it did not work."""
        site, form = self._site, self._site.form(request)
        typed = Try(form.get("name", ""), form.get("password", ""), form.get("code", ""), client_of(request))
        done = await self._signing_in.sign_in(typed, site.now(), site.cookies.session(request))
        if isinstance(done, Refused):
            return self._form(request, done.value, typed.name, 429 if done is Refused.LIMITED else 403)
        response = site.go("")
        site.cookies.set_session(response, done)
        return response

    async def sign_out(self, request: web.Request) -> web.Response:
        """End the session, here and in the database."""
        site = self._site
        async with site.database.writing() as connection:
            await end_session(connection, site.cookies.session(request))
            await site.note(connection, request, Kind.SIGNED_OUT)
        response = site.to_sign_in()
        site.cookies.drop_session(response)
        return response

    async def start(self, request: web.Request) -> web.Response:
        """Show what the role of whoever is signed in can do."""
        return self._site.render(request, "start.html", title=self._site.texts.say("site.start"))

    async def nowhere(self, request: web.Request) -> web.Response:
        """Send those on whose address only ends with a slash too many; say to others that there is no such page.

        Who is not signed in is sent to sign in, as from a page that there is: the answer does not tell the two apart.
        """
        tidied = request.match_info["rest"].strip("/")
        if request.path.endswith("/"):
            return self._site.go(quote(f"/{tidied}") if tidied else "")
        if self._site.is_nobody(request):
            return self._site.to_sign_in()
        return self._site.trouble(request, 404, "site.unknown")

    def _form(self, request: web.Request, key: str, name: str, status: int) -> web.Response:
        say = self._site.texts.say
        errors = [{"text": say(key), "href": "#name"}] if key else []
        return self._site.render(
            request, "sign_in.html", status=status, title=say("sign_in.title"), name=name[:120], errors=errors
        )
