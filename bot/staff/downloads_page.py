"""Downloads: releases, which may be shared, and whole answers, which may not. Each one stands in the audit trail.

A release is made here as by `sayso release`, and answers are taken as by `sayso export`: the same rules, the same codebooks
and hashes, packed into one file that comes whole or not at all. The trail knows who, what, why and the hash; never what
anybody wrote.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from pathlib import Path

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.export_words import export_headline, export_remarks, release_headline, release_remarks
from bot.figures.labels import Labels
from bot.staff.downloads_form import (
    LISTS,
    Wanted,
    filters_of,
    offered_of,
    statuses_of,
    ticked,
    until_of,
    wanted_of,
    with_words_of,
)
from bot.staff.sending_files import beside_the_loop, folder_of_its_own, packed, send
from bot.staff.site import Site
from conversations.people import Audience
from conversations.script import Script
from storage.accounts import Role
from storage.audit import Kind
from storage.database import Database
from storage.errors import ExportError
from storage.exports.exporting import ENDED, STATUSES, ExportRequest, Note, export_responses
from storage.exports.writing import Format
from storage.moments import day_of
from storage.releases.coarsening import KNOWN
from storage.releases.describing import WITH_WORDS
from storage.releases.ledger import releases
from storage.releases.making import FilesWanted, ReleaseRequest, make_again, make_release
from storage.showing import nobody_watches

ROLES = (Role.LEAD, Role.ANALYST)
ZIP = "application/zip"
LONG = "long"

Packing = Callable[[Database, Path], Awaitable[Path]]
"""Makes files in a folder from a database, and returns the one that they are packed into."""


def add_downloads(site: Site) -> None:
    """Add the pages."""
    pages = DownloadPages(site)
    site.add("GET", "/downloads", pages.show, *ROLES)
    site.add("POST", "/downloads/answers", pages.send_answers, *ROLES)
    site.add("POST", "/downloads/releases", pages.send_new_release, *ROLES)
    site.add("POST", "/downloads/releases/{number}", pages.send_release_again, *ROLES)
    site.add_to_menu("/downloads", "downloads.title", *ROLES)


class DownloadPages:
    """Shows the ledger of releases, makes new ones, and sends files."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def show(self, request: web.Request) -> web.Response:
        """Show what was released, and the forms."""
        return await self._page(request, request.query.get("engagement", ""), {}, {})

    async def send_answers(self, request: web.Request) -> web.StreamResponse:
        """Send answers as they are stored: the restricted kind, for whoever asked and nobody else."""
        site, form = self._site, self._site.form(request)
        wrong: dict[str, str] = {}
        wanted, filters = wanted_of(form, await self._known(), wrong), filters_of(form, wrong)
        statuses = statuses_of(form, wrong)
        if wrong:
            return await self._page(request, wanted.engagement, form, wrong)
        long, role = form.get("shape") == LONG, site.who(request).role.value
        facts = {"format": wanted.kind.value, "shape": LONG if long else "wide", **dict(filters.facts())}
        if statuses != ENDED:
            facts["statuses"] = " ".join(statuses)
        note = self._note(request, Kind.EXPORTED, wanted, **facts)

        async def make(database: Database, folder: Path) -> Path:
            day = day_of(site.now())
            asked = ExportRequest(
                out=folder / f"answers-{wanted.engagement}.{wanted.kind.value}",
                kind=wanted.kind,
                day=day,
                long=long,
                engagement=wanted.engagement,
                statuses=statuses,
                filters=filters,
                reason=f"{wanted.reason} (as {role})",
            )
            report = await export_responses(database, asked, None, note)
            return packed(folder, report.files, (export_headline(report), *export_remarks(report)))

        return await self._sent(request, f"restricted-{wanted.engagement}.zip", wanted, form, make)

    async def send_new_release(self, request: web.Request) -> web.StreamResponse:
        """Release what is in no release yet, and send it."""
        site, form = self._site, self._site.form(request)
        wrong: dict[str, str] = {}
        wanted, with_words = wanted_of(form, await self._known(), wrong), with_words_of(form, wrong)
        until = until_of(form, wrong)
        if wrong:
            return await self._page(request, wanted.engagement, form, wrong, release=True)
        asked = ReleaseRequest(
            day=day_of(site.now()),
            threshold=site.settings.small_numbers,
            with_words=with_words,
            engagement=wanted.engagement,
            until=until,
        )
        note = self._note(request, Kind.RELEASED, wanted, release="new", format=wanted.kind.value)

        async def make(database: Database, folder: Path) -> Path:
            files = self._files(request, folder, "release", wanted)
            report = await make_release(database, asked, files, nobody_watches, note)
            return packed(folder, report.files, (release_headline(report), *release_remarks(report)))

        return await self._sent(request, f"release-{wanted.engagement}.zip", wanted, form, make, release=True)

    async def send_release_again(self, request: web.Request) -> web.StreamResponse:
        """Send a release once more, if everything in it comes out as it was."""
        site, form, number = self._site, self._site.form(request), request.match_info["number"]
        async with site.database.reading() as connection:
            found = {str(release.number): release for release in await releases(connection)}.get(number)
        if found is None:
            return site.trouble(request, 404, "site.unknown")
        form["engagement"] = found.engagement
        wrong: dict[str, str] = {}
        wanted = wanted_of(form, {found.engagement}, wrong)
        if wrong:
            return await self._page(request, wanted.engagement, form, wrong, release=True)
        note = self._note(request, Kind.RELEASED, wanted, release=found.number, format=wanted.kind.value)

        async def make(database: Database, folder: Path) -> Path:
            files = self._files(request, folder, f"release-{number}", wanted)
            report = await make_again(database, found.number, files, nobody_watches, note)
            return packed(folder, report.files, (release_headline(report), *release_remarks(report)))

        return await self._sent(request, f"release-{number}.zip", wanted, form, make, release=True)

    async def _sent(  # noqa: PLR0913 - what is made, and what is shown where it cannot be
        self,
        request: web.Request,
        name: str,
        wanted: Wanted,
        form: Mapping[str, str],
        make: Packing,
        *,
        release: bool = False,
    ) -> web.StreamResponse:
        """Make files and send them; show the page with what to do where they cannot be made."""
        site = self._site
        async with folder_of_its_own(site.settings.data_dir) as folder:
            try:
                file = await beside_the_loop(site.database, lambda database: make(database, folder))
            except ExportError as error:
                return await self._page(request, wanted.engagement, form, {}, release=release, refused=str(error))
            return await send(request, file, name, ZIP)

    async def _page(  # noqa: PLR0913 - what stands in it
        self,
        request: web.Request,
        engagement: str,
        values: Mapping[str, str],
        wrong: Mapping[str, str],
        *,
        release: bool = False,
        refused: str = "",
    ) -> web.Response:
        site, say = self._site, self._site.texts.say
        script = await site.engagements.script(engagement) or site.engagements.usual(site.settings.engagement)
        chosen = script.engagement
        async with site.database.reading() as connection:
            made = [found for found in await releases(connection) if found.engagement == chosen]
        texts = {field: say(key) for field, key in wrong.items()}
        errors = [{"text": text, "href": f"#{_id(field, release=release)}"} for field, text in texts.items()]
        if refused:
            errors.append({"text": refused})
        return site.render(
            request,
            "downloads.html",
            status=400 if wrong else 409 if refused else 200,
            title=say("downloads.title"),
            engagement=chosen,
            name=script.title,
            others=await site.engagements.named(chosen),
            over=site.engagements.notice(script),
            made=made,
            values={} if release else values,
            released={"with_words": WITH_WORDS, **(values if release else {})},
            wrong={} if release else texts,
            wrong_release=texts if release else {},
            errors=errors,
            formats=[(kind.value, say(f"downloads.{kind.value}")) for kind in Format],
            beside=[(name, say(f"downloads.with_{name}")) for name in KNOWN],
            lists=self._lists(script, values if not release else {}),
        )

    def _lists(self, script: Script, values: Mapping[str, str]) -> dict[str, list[dict[str, object]]]:
        """Return what can be ticked of each filter."""
        say = self._site.texts.say
        offered = offered_of(Labels(script, self._site.texts, {}))
        audiences = tuple((audience.value, say(f"events.for_{audience.value}")) for audience in Audience)
        statuses = tuple((status, say(f"downloads.status_{status}")) for status in STATUSES)
        found = {"place": offered.places, "event_place": offered.places, "audience": audiences,
                 "language": offered.languages, "question": offered.questions, "status": statuses}  # fmt: skip
        return {
            name: [
                {"value": value, "text": label, "checked": value in ticked(values, name)}
                for value, label in found[name]
            ]
            for name in LISTS
        }

    async def _known(self) -> Collection[str]:
        return await self._site.engagements.all()

    def _files(self, request: web.Request, folder: Path, name: str, wanted: Wanted) -> FilesWanted:
        role = self._site.who(request).role.value
        return FilesWanted(folder / name, wanted.kind, f"{wanted.reason} (as {role})")

    def _note(self, request: web.Request, kind: Kind, wanted: Wanted, **about: str | int) -> Note:
        """Return what notes who took what, why, and its hash, with whatever makes the file."""
        site, who, minute = self._site, self._site.who(request), self._site.minute()

        async def note(connection: AsyncConnection, sha256: str) -> None:
            facts = {"engagement": wanted.engagement, "role": who.role.value, "reason": wanted.reason, **about}
            await site.trail.note(connection, who.name, kind, minute, **facts, sha256=sha256)

        return note


def _id(field: str, *, release: bool) -> str:
    return f"release-{field}" if release else field
