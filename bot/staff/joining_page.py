"""The page behind a one-time link: its owner chooses a password and sets up an authenticator app."""

from collections.abc import Mapping

from aiohttp import web
from markupsafe import Markup

from bot.staff import passwords
from bot.staff.second_factor import app_address, new_recovery_codes, qr_code, recovery_code, step_of, typed_secret
from bot.staff.signing_in import recovery_hash
from bot.staff.site import Site
from storage.accounts import Account, link_of, set_credentials, set_recovery_codes, use_code_step, use_link
from storage.audit import Kind


def add_joining(site: Site) -> None:
    """Add the page."""
    page = JoiningPage(site)
    site.add_open("GET", "/join/{token}", page.show)
    site.add_open("POST", "/join/{token}", page.take)


class JoiningPage:
    """Sets accounts up. Opening the page uses nothing up; finishing does."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.Response:
        """Show what there is to do, with the picture for the app."""
        found = await self._found(request)
        return self._unknown(request) if found is None else self._form(request, *found, {})

    async def take(self, request: web.Request) -> web.Response:
        """Set the account up and show its recovery codes, this once; or say what is still wrong."""
        site, form = self._site, self._site.form(request)
        found = await self._found(request)
        if found is None:
            return self._unknown(request)
        account, masked = found
        password, secret = form.get("password", ""), site.keys.unmasked(account.id, masked)
        step = step_of(secret, form.get("code", ""), site.now())
        wrong = {"password": passwords.what_is_wrong(password, account.name)}
        wrong["again"] = "joining.not_alike" if form.get("again", "") != password else ""
        wrong["code"] = "joining.wrong_code" if step is None else ""
        wrong = {field: key for field, key in wrong.items() if key}
        if wrong or step is None:
            return self._form(request, account, masked, wrong)
        codes = new_recovery_codes()
        kept = await passwords.hashed(password)
        async with site.database.writing() as connection:
            if not await use_link(connection, request.match_info["token"]):
                return self._unknown(request)
            await set_credentials(connection, account.id, kept, masked)
            await use_code_step(connection, account.id, step)
            hashes = [recovery_hash(site.keys, account.id, recovery_code(code)) for code in codes]
            await set_recovery_codes(connection, account.id, hashes)
            await site.trail.note(connection, account.name, Kind.JOINED, site.minute(), role=account.role.value)
        say = site.texts.say
        return site.render(
            request, "codes.html", title=say("joining.done"), codes=codes,
            onward="/staff/sign-in", onward_text=say("joining.to_sign_in"),
        )  # fmt: skip

    async def _found(self, request: web.Request) -> tuple[Account, str] | None:
        async with self._site.database.reading() as connection:
            return await link_of(connection, request.match_info["token"], self._site.minute())

    def _unknown(self, request: web.Request) -> web.Response:
        return self._site.trouble(request, 404, "joining.unknown")

    def _form(self, request: web.Request, account: Account, masked: str, wrong: Mapping[str, str]) -> web.Response:
        site, say = self._site, self._site.texts.say
        secret = site.keys.unmasked(account.id, masked)
        address = app_address(secret, account.name, site.settings.organisation or "Sayso")
        texts = {field: say(key) for field, key in wrong.items()}
        return site.render(
            request,
            "join.html",
            status=400 if wrong else 200,
            title=say("joining.title"),
            joining=account,
            address=address,
            qr=Markup(qr_code(address)),  # noqa: S704 - drawn by us
            key=typed_secret(secret),
            wrong=texts,
            errors=[{"text": text, "href": f"#{field}"} for field, text in texts.items()],
        )
