"""Downloads: releases, which may be shared, and whole answers, which may not. Each one stands in the audit trail.

A release is made here as by `sayso release`, and answers are taken as by `sayso export`: the same rules, the same codebooks
and hashes, packed into one file that comes whole or not at all. The trail knows who, what, why and the hash; never what
anybody wrote.
"""

from collections.abc import Collection, Mapping
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
from bot.staff.made_page import (
    ANSWERS,
    OF_A_RELEASE,
    OF_ANSWERS,
    OF_ONE_AGAIN,
    PATIENCE,
    ROLES,
    MadePages,
    refusal_of,
    sent,
    state_of,
)
from bot.staff.making_files import KEPT_MINUTES, MOST_EACH, Asked, FilesBeingMade, Packing
from bot.staff.sending_files import packed
from bot.staff.site import Site
from conversations.people import Audience
from conversations.script import Script
from storage.audit import Kind
from storage.database import Database
from storage.exports.exporting import ENDED, STATUSES, ExportRequest, Note, export_responses
from storage.exports.writing import Format
from storage.moments import day_of
from storage.releases.coarsening import KNOWN
from storage.releases.describing import WITH_WORDS
from storage.releases.ledger import releases
from storage.releases.making import FilesWanted, ReleaseRequest, make_again, make_release
from storage.showing import Show

LONG = "long"


def add_downloads(site: Site) -> None:
    """Add the pages."""
    files = FilesBeingMade(site.database, site.settings.data_dir)

    async def close(_app: web.Application) -> None:
        await files.close()

    site.app.on_cleanup.append(close)
    pages = DownloadPages(site, files)
    site.add("GET", "/downloads", pages.show, *ROLES)
    site.add("POST", "/downloads/answers", pages.send_answers, *ROLES)
    site.add("POST", "/downloads/releases", pages.send_new_release, *ROLES)
    site.add("POST", "/downloads/releases/{number}", pages.send_release_again, *ROLES)
    MadePages(site, files).add()
    site.add_to_menu("/downloads", "downloads.title", *ROLES)


class DownloadPages:
    """Shows the ledger of releases, makes new ones, and sends files."""

    def __init__(self, site: Site, files: FilesBeingMade) -> None:
        self._site = site
        self._making = files

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

        async def make(database: Database, folder: Path, show: Show) -> Path:
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
            report = await export_responses(database, asked, lambda *far: show(ANSWERS, *far), note)
            return packed(folder, report.files, (export_headline(report), *export_remarks(report)), show)

        name, what = f"restricted-{wanted.engagement}.zip", await self._called("the_answers", wanted)
        return await self._sent(request, self._asked(request, wanted, name, what, OF_ANSWERS), form, make)

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

        async def make(database: Database, folder: Path, show: Show) -> Path:
            files = self._files(request, folder, "release", wanted)
            report = await make_release(database, asked, files, show, note)
            return packed(folder, report.files, (release_headline(report), *release_remarks(report)), show)

        name, what = f"release-{wanted.engagement}.zip", await self._called("a_release", wanted)
        return await self._sent(request, self._asked(request, wanted, name, what, OF_A_RELEASE), form, make)

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

        async def make(database: Database, folder: Path, show: Show) -> Path:
            files = self._files(request, folder, f"release-{number}", wanted)
            report = await make_again(database, found.number, files, show, note)
            return packed(folder, report.files, (release_headline(report), *release_remarks(report)), show)

        name, what = f"release-{number}.zip", await self._called("a_release_again", wanted, number=number)
        return await self._sent(request, self._asked(request, wanted, name, what, OF_ONE_AGAIN), form, make)

    async def _sent(
        self, request: web.Request, asked: Asked, form: Mapping[str, str], make: Packing
    ) -> web.StreamResponse:
        """Have a file made and send it, or lead to the page that shows how far it is where that takes longer.

        Where it cannot be made the page says what to do.
        """
        site, release = self._site, asked.steps != OF_ANSWERS
        one = self._making.ask(asked, make)
        if one is None:
            refused = site.texts.say("downloads.too_many", number=MOST_EACH)
            return await self._page(request, asked.engagement, form, {}, release=release, refused=refused)
        if await one.ends_within(PATIENCE):
            if one.error is not None:
                one.drop()
                refused = refusal_of(site, one.error)
                return await self._page(request, asked.engagement, form, {}, release=release, refused=refused)
            if one.file is not None:
                return await sent(request, one)
        return site.go(f"/downloads/made/{one.id}")

    def _asked(self, request: web.Request, wanted: Wanted, name: str, what: str, steps: tuple[str, ...]) -> Asked:
        site = self._site
        key = (request.path, *(part for field in sorted(site.form(request).items()) for part in field))
        return Asked(site.who(request).id, key, name, what, wanted.engagement, site.minute(), steps)

    async def _called(self, text: str, wanted: Wanted, **more: str) -> str:
        """Return what a file is called in the list of somebody's files."""
        script = await self._site.engagements.script(wanted.engagement)
        name = script.title if script else wanted.engagement
        return self._site.texts.say(f"downloads.{text}", name=name, format=wanted.kind.value.upper(), **more)

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
            files=self._shown(request),
            minutes=KEPT_MINUTES,
            values={} if release else values,
            released={"with_words": WITH_WORDS, **(values if release else {})},
            wrong={} if release else texts,
            wrong_release=texts if release else {},
            errors=errors,
            formats=[(kind.value, say(f"downloads.{kind.value}")) for kind in Format],
            beside=[(name, say(f"downloads.with_{name}")) for name in KNOWN],
            lists=self._lists(script, values if not release else {}),
        )

    def _shown(self, request: web.Request) -> list[dict[str, object]]:
        """Return the files of whoever is signed in."""
        say, mine = self._site.texts.say, self._making.of(self._site.who(request).id)
        return [
            {
                "id": one.id,
                "what": one.asked.what,
                "state": say(f"downloads.state_{state_of(one)}"),
                "asked": one.asked.minute,
            }
            for one in mine
        ]

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
