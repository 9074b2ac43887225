"""'You said, we did' for engagement leads: drafts, what is published, publishing and withdrawing. Administrators may withdraw.

What goes out is looked at first (`bot/staff/we_did_checks.py`), and every publication and withdrawal stands in the audit
trail: which entry, and a hash of its words, never the words, since nothing can be taken out of the trail again.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.event_links import address
from bot.staff.site import Site
from bot.staff.we_did_checks import refusal, warnings_of
from bot.staff.we_did_form import says_of, values_of
from conversations.script import Script
from conversations.you_said import WhatCame
from storage.accounts import Role
from storage.audit import Kind
from storage.moments import day_of
from storage.themes import code_frame
from storage.we_did import (
    WeDid,
    add_draft,
    all_entries,
    change_draft,
    delete_draft,
    entry_of_id,
    publish,
    withdraw,
)

PATH = "/you-said"
TICKED = "yes"
READERS = (Role.LEAD, Role.ADMINISTRATOR)
"""Who may look, and take back at once what should not be there."""


def add_we_did(site: Site) -> None:
    """Add the pages."""
    pages = WeDidPages(site)
    site.add("GET", PATH, pages.show, *READERS)
    site.add("GET", f"{PATH}/new/{{engagement}}", pages.ask, Role.LEAD)
    site.add("POST", f"{PATH}/new/{{engagement}}", pages.make, Role.LEAD)
    site.add("GET", f"{PATH}/{{id}}", pages.show_one, *READERS)
    site.add("POST", f"{PATH}/{{id}}", pages.change, Role.LEAD)
    site.add("POST", f"{PATH}/{{id}}/publish", pages.publish, Role.LEAD)
    site.add("POST", f"{PATH}/{{id}}/withdraw", pages.withdraw, *READERS)
    site.add("POST", f"{PATH}/{{id}}/delete", pages.delete, Role.LEAD)
    site.add_to_menu(PATH, "we_did.title", *READERS)


class WeDidPages:
    """Shows and changes what is published of what came of the answers."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.Response:
        """Show every entry, by engagement."""
        site = self._site
        async with site.database.reading() as connection:
            entries = await all_entries(connection)
        parts = [
            (
                script,
                site.engagements.name(script),
                self._public(script),
                [entry for entry in entries if entry.engagement == script.engagement],
            )
            for script in (await site.engagements.all()).values()
        ]
        return site.render(
            request, "we_did.html", title=site.texts.say("we_did.title"), parts=parts, may=self._may(request)
        )

    async def ask(self, request: web.Request) -> web.Response:
        """Show the form for a new draft."""
        script = await self._script(request)
        if script is None:
            return self._unknown(request)
        return await self._form(request, script, {"on": day_of(self._site.now()).isoformat()}, frozenset(), {})

    async def make(self, request: web.Request) -> web.Response:
        """Store a new draft and lead to it."""
        site, form, script = self._site, self._site.form(request), await self._script(request)
        if script is None:
            return self._unknown(request)
        says, wrong = says_of(form, day_of(site.now()))
        themes = frozenset(form.getall("themes", []))
        if says is None:
            return await self._form(request, script, form, themes, wrong)
        async with site.database.writing() as connection:
            made = await add_draft(connection, script.engagement, says, themes)
        return site.go(f"{PATH}/{made}")

    async def show_one(self, request: web.Request) -> web.Response:
        """Show an entry, and what can be done with it."""
        entry = await self._entry(request)
        return self._unknown(request) if entry is None else await self._one(request, entry)

    async def change(self, request: web.Request) -> web.Response:
        """Store a draft anew."""
        site, form, entry = self._site, self._site.form(request), await self._entry(request)
        if entry is None:
            return self._unknown(request)
        says, wrong = says_of(form, day_of(site.now()))
        themes = frozenset(form.getall("themes", []))
        if says is None:
            return await self._one(request, entry, values=form, themes=themes, wrong=wrong)
        async with site.database.writing() as connection:
            await change_draft(connection, entry, says, themes)
        return site.go(f"{PATH}/{entry.id}")

    async def publish(self, request: web.Request) -> web.Response:
        """Publish a draft as it was shown, unless a rule is against it or nobody says that it was read."""
        site, form, entry = self._site, self._site.form(request), await self._entry(request)
        if entry is None:
            return self._unknown(request)
        async with site.database.reading() as connection:
            why_not = await refusal(connection, entry, site.settings.small_numbers, site.texts)
        if not why_not and form.get("shown") != mark_of(entry):
            why_not = site.texts.say("we_did.changed")
        if not why_not and form.get("sure") != TICKED:
            why_not = site.texts.say("we_did.not_sure")
        if why_not:
            return await self._one(request, entry, refused=why_not)
        async with site.database.writing() as connection:
            if await entry_of_id(connection, entry.id) == entry and await publish(
                connection, entry.id, day_of(site.now())
            ):
                await self._note(connection, request, Kind.WE_DID_PUBLISHED, entry)
        return site.go(f"{PATH}/{entry.id}")

    async def withdraw(self, request: web.Request) -> web.Response:
        """Make a draft of what is published, at once."""
        site = self._site
        async with site.database.writing() as connection:
            entry = await entry_of_id(connection, request.match_info["id"])
            if entry is None:
                return self._unknown(request)
            if await withdraw(connection, entry.id):
                await self._note(connection, request, Kind.WE_DID_WITHDRAWN, entry)
        return site.go(f"{PATH}/{entry.id}")

    async def delete(self, request: web.Request) -> web.Response:
        """Delete a draft for good."""
        async with self._site.database.writing() as connection:
            await delete_draft(connection, request.match_info["id"])
        return self._site.go(PATH)

    async def _note(self, connection: AsyncConnection, request: web.Request, kind: Kind, entry: WeDid) -> None:
        about = {"engagement": entry.engagement, "entry": entry.id, "sha256": mark_of(entry)}
        await self._site.note(connection, request, kind, **about)

    async def _one(  # noqa: PLR0913 - what a page is made of
        self,
        request: web.Request,
        entry: WeDid,
        *,
        values: Mapping[str, str] | None = None,
        themes: Collection[str] | None = None,
        wrong: Mapping[str, str] | None = None,
        refused: str = "",
    ) -> web.Response:
        site, script = self._site, await self._site.engagements.script(entry.engagement)
        if script is None:
            return self._unknown(request)
        return await self._form(
            request,
            script,
            values or values_of(entry.says),
            entry.themes if themes is None else themes,
            wrong or {},
            entry=entry,
            refused=refused,
            warnings=() if entry.published_on else warnings_of(entry.says, site.texts),
        )

    async def _form(  # noqa: PLR0913, PLR0917 - what a page is made of
        self,
        request: web.Request,
        script: Script,
        values: Mapping[str, str],
        themes: Collection[str],
        wrong: Mapping[str, str],
        entry: WeDid | None = None,
        **more: object,
    ) -> web.Response:
        site, say = self._site, self._site.texts.say
        texts = {field: say(key) for field, key in wrong.items()}
        errors = [{"text": text, "href": f"#{field}"} for field, text in texts.items()]
        if more.get("refused"):
            errors.append({"text": str(more["refused"]), "href": "#publish"})
        return site.render(
            request,
            "we_did_one.html",
            status=409 if more.get("refused") else 400 if wrong else 200,
            title=say("we_did.one" if entry else "we_did.new"),
            script=script,
            over=site.engagements.notice(script),
            entry=entry,
            shown=mark_of(entry) if entry else "",
            public=self._public(script),
            may=self._may(request),
            values=values,
            wrong=texts,
            errors=errors,
            came=[
                {"value": came.value, "text": say(f"we_did.{came.value}"), "checked": values.get("came") == came.value}
                for came in WhatCame
            ],
            frames=await self._frames(script, themes),
            **more,
        )

    async def _frames(self, script: Script, chosen: Collection[str]) -> Sequence[tuple[str, list[dict[str, object]]]]:
        """Return the themes to tick, by question; a retired one only where it is ticked already."""
        wording = script.wording(script.default_language)
        found: list[tuple[str, list[dict[str, object]]]] = []
        async with self._site.database.reading() as connection:
            for question in script.questions:
                frame = await code_frame(connection, script.engagement, question.id, retired=True)
                items: list[dict[str, object]] = [
                    {"value": theme.id, "text": theme.name, "checked": theme.id in chosen}
                    for theme in frame
                    if not theme.retired or theme.id in chosen
                ]
                if items:
                    found.append((wording.texts[f"question.{question.id}"]["text"], items))
        return found

    def _public(self, script: Script) -> str:
        return f"{address(self._site.settings)}/you-said/{script.engagement}"

    async def _script(self, request: web.Request) -> Script | None:
        return await self._site.engagements.script(request.match_info["engagement"])

    async def _entry(self, request: web.Request) -> WeDid | None:
        async with self._site.database.reading() as connection:
            return await entry_of_id(connection, request.match_info["id"])

    def _unknown(self, request: web.Request) -> web.Response:
        return self._site.trouble(request, 404, "site.unknown")

    def _may(self, request: web.Request) -> bool:
        return self._site.who(request).role is Role.LEAD


def mark_of(entry: WeDid) -> str:
    """Return what an entry is known by as it stands now: a hash of what it says and what it is about."""
    says = entry.says
    parts = (says.you_said, says.came.value, says.words, says.on.isoformat(), *sorted(entry.themes))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
