"""Accounts, for administrators: who there is, inviting, changing a role, a new link, signing out, removing."""

from collections.abc import Mapping

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import CallError
from bot.staff.inviting import LINK_MINUTES, invite, link_address, name_is_wrong, renew_link
from bot.staff.site import Site
from storage.accounts import Account, Role, account_of_id, all_accounts, remove_account, set_role
from storage.audit import Kind
from storage.staff_sessions import end_sessions


def add_people(site: Site) -> None:
    """Add the pages."""
    pages = PeoplePages(site)
    site.add("GET", "/people", pages.show, Role.ADMINISTRATOR)
    site.add("POST", "/people", pages.invite, Role.ADMINISTRATOR)
    site.add("GET", "/people/{id}", pages.show_one, Role.ADMINISTRATOR)
    for step, handler in (
        ("role", pages.change_role),
        ("link", pages.renew),
        ("sign-out", pages.sign_out),
        ("remove", pages.remove),
    ):
        site.add("POST", f"/people/{{id}}/{step}", handler, Role.ADMINISTRATOR)
    site.add_to_menu("/people", "people.title", Role.ADMINISTRATOR)


def role_of(written: str) -> Role | None:
    """Return the role of that id, None for anything else."""
    return next((role for role in Role if role.value == written), None)


class PeoplePages:
    """Lets administrators see to accounts: of everybody but themselves, so that one of them always stays."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.Response:
        """Show every account, and the form to invite somebody."""
        return await self._list(request, {}, "", None)

    async def invite(self, request: web.Request) -> web.Response:
        """Make an account and show its link, this once."""
        site, form = self._site, self._site.form(request)
        name, role = form.get("name", ""), role_of(form.get("role", ""))
        wrong = {"name": "people.no_name"} if name_is_wrong(name) else {}
        if role is None:
            wrong["role"] = "people.no_role"
        if wrong or role is None:
            return await self._list(request, wrong, name, role)
        try:
            async with site.database.writing() as connection:
                account, token = await invite(connection, site.keys, name, role, site.minute())
                await site.note(connection, request, Kind.INVITED, account=account.name, role=role.value)
        except CallError:
            return await self._list(request, {"name": "people.taken"}, name, role)
        return self._link(request, account, token)

    async def show_one(self, request: web.Request) -> web.Response:
        """Show one account and what can be done with it."""
        async with self._site.database.reading() as connection:
            account = await account_of_id(connection, request.match_info["id"])
        return self._one(request, account, {})

    async def change_role(self, request: web.Request) -> web.Response:
        """Give somebody another role: it counts from their next request on."""
        site, role = self._site, role_of(self._site.form(request).get("role", ""))
        async with site.database.writing() as connection:
            account = await self._other(connection, request)
            if account is None or role is None:
                return self._one(request, account, {"role": "people.no_role"})
            await set_role(connection, account.id, role)
            await site.note(connection, request, Kind.ROLE_CHANGED, account=account.name, role=role.value)
        return site.go("/people")

    async def renew(self, request: web.Request) -> web.Response:
        """End all that somebody could sign in with, and show a new link, this once."""
        site = self._site
        async with site.database.writing() as connection:
            account = await self._other(connection, request)
            if account is None:
                return self._one(request, account, {})
            token = await renew_link(connection, site.keys, account, site.minute())
            await site.note(connection, request, Kind.LINK_RENEWED, account=account.name)
        return self._link(request, account, token)

    async def sign_out(self, request: web.Request) -> web.Response:
        """Sign somebody out everywhere."""
        site = self._site
        async with site.database.writing() as connection:
            account = await self._other(connection, request)
            if account is None:
                return self._one(request, account, {})
            await end_sessions(connection, account.id)
            await site.note(connection, request, Kind.SESSIONS_ENDED, account=account.name)
        return site.go("/people")

    async def remove(self, request: web.Request) -> web.Response:
        """Remove somebody's account, if that was ticked."""
        site = self._site
        async with site.database.writing() as connection:
            account = await self._other(connection, request)
            if account is None or site.form(request).get("sure") != "yes":
                return self._one(request, account, {"sure": "people.not_sure"})
            await remove_account(connection, account.id)
            await site.note(connection, request, Kind.ACCOUNT_REMOVED, account=account.name, role=account.role.value)
        return site.go("/people")

    async def _other(self, connection: AsyncConnection, request: web.Request) -> Account | None:
        """Return whose page it is; None for one's own, and where there is none (any more)."""
        account = await account_of_id(connection, request.match_info["id"])
        return None if account is None or account.id == self._site.who(request).id else account

    async def _list(self, request: web.Request, wrong: Mapping[str, str], name: str, role: Role | None) -> web.Response:
        async with self._site.database.reading() as connection:
            accounts = await all_accounts(connection)
        return self._site.render(
            request, "people.html", status=400 if wrong else 200, title=self._site.texts.say("people.title"),
            accounts=accounts, roles=self._roles(role), name=name[:120], **self._wrong(wrong),
        )  # fmt: skip

    def _one(self, request: web.Request, account: Account | None, wrong: Mapping[str, str]) -> web.Response:
        if account is None:
            return self._site.trouble(request, 404, "site.unknown")
        return self._site.render(
            request, "person.html", status=400 if wrong else 200, title=account.name, person=account,
            own=account.id == self._site.who(request).id, roles=self._roles(account.role), **self._wrong(wrong),
        )  # fmt: skip

    def _link(self, request: web.Request, account: Account, token: str) -> web.Response:
        site = self._site
        here = site.settings.public_url or f"{request.scheme}://{request.host}"
        return site.render(
            request, "link.html", title=site.texts.say("people.link_title", name=account.name), person=account,
            link=link_address(here, token), until=site.minute() + LINK_MINUTES,
        )  # fmt: skip

    def _roles(self, chosen: Role | None) -> list[dict[str, object]]:
        say = self._site.texts.say
        return [{"value": role.value, "text": say(f"role.{role.value}"), "checked": role is chosen} for role in Role]

    def _wrong(self, wrong: Mapping[str, str]) -> dict[str, object]:
        texts = {field: self._site.texts.say(key) for field, key in wrong.items()}
        return {"wrong": texts, "errors": [{"text": text, "href": f"#{field}"} for field, text in texts.items()]}
