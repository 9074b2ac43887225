"""One's own account: another password, new recovery codes, signing out everywhere. Each asks for the password again."""

from aiohttp import web

from bot.staff import passwords
from bot.staff.second_factor import new_recovery_codes, recovery_code
from bot.staff.signing_in import PAIR_TRIES, recovery_hash
from bot.staff.site import Site
from bot.staff.site_security import new_token
from storage.accounts import Credentials, Role, credentials_of, set_password, set_recovery_codes
from storage.audit import Kind
from storage.staff_sessions import count_try, end_sessions, forget_tries, open_session


def add_own_account(site: Site) -> None:
    """Add the pages."""
    pages = OwnAccountPages(site)
    site.add("GET", "/account", pages.show, *Role)
    site.add("POST", "/account/password", pages.change_password, *Role)
    site.add("POST", "/account/codes", pages.renew_codes, *Role)
    site.add("POST", "/account/sign-out", pages.sign_out, *Role)


class OwnAccountPages:
    """What everybody may do with their own account."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.Response:
        """Show the account."""
        return self._page(request)

    async def change_password(self, request: web.Request) -> web.Response:
        """Change the password: every session ends, and this browser gets a new one."""
        site, account, form = self._site, self._site.who(request), self._site.form(request)
        new = form.get("new", "")
        wrong = passwords.what_is_wrong(new, account.name)
        found = await self._confirmed(request, form.get("current", ""))
        if found is None:
            return self._page(request, current="account.wrong_password")
        if wrong or form.get("again", "") != new:
            return self._page(request, **({"new": wrong} if wrong else {"again": "joining.not_alike"}))
        kept, token = await passwords.hashed(new), new_token()
        async with site.database.writing() as connection:
            if await credentials_of(connection, account.name) != found:
                return site.trouble(request, 401, "site.session_over")
            await set_password(connection, account.id, kept)
            await end_sessions(connection, account.id)
            await open_session(connection, token, account.id, site.minute())
            await site.note(connection, request, Kind.PASSWORD_CHANGED)
        response = site.go("/account?changed=yes")
        site.cookies.set_session(response, token)
        return response

    async def renew_codes(self, request: web.Request) -> web.Response:
        """Make new recovery codes and show them, this once."""
        site, account = self._site, self._site.who(request)
        found = await self._confirmed(request, site.form(request).get("current_codes", ""))
        if found is None:
            return self._page(request, current_codes="account.wrong_password")
        codes = new_recovery_codes()
        async with site.database.writing() as connection:
            if await credentials_of(connection, account.name) != found:
                return site.trouble(request, 401, "site.session_over")
            hashes = [recovery_hash(site.keys, account.id, recovery_code(code)) for code in codes]
            await set_recovery_codes(connection, account.id, hashes)
            await site.note(connection, request, Kind.RECOVERY_CODES_RENEWED)
        say = site.texts.say
        return site.render(
            request, "codes.html", title=say("account.title"), codes=codes,
            onward="/staff/account", onward_text=say("site.back"),
        )  # fmt: skip

    async def sign_out(self, request: web.Request) -> web.Response:
        """End every session of the account, this one too."""
        site, account = self._site, self._site.who(request)
        async with site.database.writing() as connection:
            await end_sessions(connection, account.id)
            await site.note(connection, request, Kind.SESSIONS_ENDED, account=account.name)
        response = site.go("/sign-in")
        site.cookies.drop_session(response)
        return response

    async def _confirmed(self, request: web.Request, password: str) -> Credentials | None:
        """Return what the account is signed in to with, if this is its password; tries are counted, as at the door."""
        site, account = self._site, self._site.who(request)
        key = site.keys.hashed("tries of a signed-in account", account.id)
        async with site.database.writing() as connection:
            tries = await count_try(connection, key, site.minute())
            found = await credentials_of(connection, account.name)
        right = await passwords.fits(password, found.password_hash if found else passwords.nobody())
        if tries > PAIR_TRIES or not right:
            return None
        async with site.database.writing() as connection:
            await forget_tries(connection, key)
        return found

    def _page(self, request: web.Request, **wrong: str) -> web.Response:
        say = self._site.texts.say
        texts = {field: say(key) for field, key in wrong.items()}
        return self._site.render(
            request, "account.html", status=400 if wrong else 200, title=say("account.title"),
            changed=request.query.get("changed") == "yes", wrong=texts,
            errors=[{"text": text, "href": f"#{field}"} for field, text in texts.items()],
        )  # fmt: skip
