"""Paper, for staff: sheets to print, and the form that each filled-in sheet is typed into, once."""

import asyncio
import logging
from collections.abc import Mapping, Sequence

from aiohttp import web
from multidict import MultiDict
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import CallError
from bot.event_codes import read_code
from bot.paper_printing import PaperPrinting, file_name
from bot.paper_sheets import Entered, enter, read_for_harm
from bot.staff.paper_form import PaperForm, is_good, needs_permission, new_form_id
from bot.staff.site import Site
from conversations.paper import SheetKind, SheetWords, sheet_kinds
from conversations.words import MESSAGE_LIMIT
from storage.accounts import Role
from storage.audit import Kind
from storage.errors import StorageError
from storage.events import Event, EventTime, all_events, event_of_code

log = logging.getLogger(__name__)

ROLES = (Role.YOUTH_WORKER, Role.LEAD)
"""Who may read a sheet: those who stand at the stall."""

SEND = "store"
"""What the button that stores a sheet sends. Enter alone presses another one, which only shows the form again."""


def add_paper(site: Site) -> None:
    """Add the pages."""
    pages = PaperPages(site)
    site.add("GET", "/paper", pages.show, *ROLES)
    site.add("GET", "/paper/{engagement}/{kind}", pages.ask, *ROLES)
    site.add("POST", "/paper/{engagement}/{kind}", pages.take, *ROLES)
    site.add("GET", "/paper/{engagement}/{kind}/print", pages.print, *ROLES)
    site.add_to_menu("/paper", "paper.title", *ROLES)


class PaperPages:
    """Prints sheets and takes those that were filled in."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._printing = PaperPrinting(site.scripts, site.settings, site.texts)

    async def show(self, request: web.Request) -> web.Response:
        """Show the kinds of sheet, for the engagement, event and language that were chosen."""
        site = self._site
        async with site.database.reading() as connection:
            events = [event for event in await all_events(connection) if event.engagement in site.scripts]
        event = next((event for event in events if event.code == read_code(request.query.get("event", ""))), None)
        wished = event.engagement if event else request.query.get("engagement", "")
        script = (
            site.scripts.get(wished) or site.scripts.get(site.settings.engagement) or next(iter(site.scripts.values()))
        )
        language = request.query.get("language") or (event.language if event else "")
        language = language if language in script.languages else script.default_language
        return site.render(
            request,
            "paper.html",
            title=site.texts.say("paper.title"),
            script=script,
            kinds=[(kind, self._name(script.engagement, kind)) for kind in sheet_kinds(script)],
            asked=_query(event, language),
            lists={
                "engagement": [_item(s.engagement, s.title, script.engagement) for s in site.scripts.values()],
                "event": [
                    _item("", site.texts.say("paper.no_event"), event.code if event else ""),
                    *(_item(e.code, f"{e.name} ({e.code})", event.code if event else "") for e in reversed(events)),
                ],
                "language": [_item(code, wording.name, language) for code, wording in script.languages.items()],
            },
        )

    async def print(self, request: web.Request) -> web.Response:
        """Send a sheet to print."""
        kind, event, language = await self._asked_for(request)
        if kind is None:
            return self._site.trouble(request, 404, "site.unknown")
        engagement, moment = request.match_info["engagement"], self._site.now()
        try:
            # Beside the loop: drawing takes some tenths of a second, in which nobody's words could be taken.
            body = await asyncio.to_thread(self._printing.pdf, engagement, kind, language, event, moment)
        except CallError as error:
            title = self._site.texts.say("events.no_file")
            return self._site.render(request, "trouble.html", status=409, title=title, text=str(error))
        name = file_name(engagement, kind, language, event)
        return web.Response(
            body=body, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    async def ask(self, request: web.Request) -> web.Response:
        """Show an empty form for one sheet."""
        kind, event, language = await self._asked_for(request)
        if kind is None:
            return self._site.trouble(request, 404, "site.unknown")
        if event is not None and event.time(self._site.minute()) is EventTime.TO_COME:
            return self._site.trouble(request, 409, "paper.event_to_come")
        return self._form(request, kind, event, language, {}, {})

    async def take(self, request: web.Request) -> web.Response:
        """Store a sheet, once, and say what came of it; or show the form again, with what is wrong."""
        site, form = self._site, self._site.form(request)
        kind, event, language = await self._asked_for(request)
        if kind is None or site.turns is None:
            return site.trouble(request, 404, "site.unknown")
        if event is not None and event.time(site.minute()) is EventTime.TO_COME:
            return site.trouble(request, 409, "paper.event_to_come")
        engagement = request.match_info["engagement"]
        words = self._printing.words(engagement, kind, language, event, site.now())
        read = PaperForm(site.scripts[engagement], words, form, permission=bool(event and event.permission))
        sheet = read.sheet(form.get("form", ""), event.code if event else engagement)
        if form.get("step") != SEND or read.wrong:
            # Whether or not a sheet may be stored, what it tells of harm is told at once.
            told_at = await read_for_harm(site.scripts[engagement], sheet)
            if form.get("step") != SEND:
                return self._form(request, kind, event, language, form, {}, "paper.not_yet", told_at)
            return self._form(request, kind, event, language, form, read.wrong, told_at=told_at)
        if not is_good(sheet.id, site.minute()):
            form["form"] = new_form_id(site.minute())
            return self._form(request, kind, event, language, form, {"form": "paper.too_old"})
        try:
            entered = await enter(site.turns, sheet)
        except (SQLAlchemyError, OSError, StorageError):
            log.warning("a sheet of paper could not be stored: the database does not answer")
            return self._form(request, kind, event, language, form, {"form": "paper.down"})
        if entered.kept:
            async with site.database.writing() as connection:
                await site.note(connection, request, Kind.PAPER_ENTERED, event=event.code if event else engagement)
        return self._done(request, words, event, entered)

    def _done(self, request: web.Request, words: SheetWords, event: Event | None, entered: Entered) -> web.Response:
        say = self._site.texts.say
        key = "paper.before" if entered.before else "paper.stored" if entered.kept else "paper.not_stored"
        return self._site.render(
            request,
            "paper_done.html",
            title=say(key),
            entered=entered,
            told=entered.told,
            told_at=_numbers(words, entered.told_at),
            onward=self._path(request, words.kind, event, words.language),
        )

    def _form(  # noqa: PLR0913, PLR0917 - what stands in it
        self,
        request: web.Request,
        kind: SheetKind,
        event: Event | None,
        language: str,
        values: Mapping[str, str],
        wrong: Mapping[str, str],
        note: str = "",
        told_at: Sequence[str] = (),
    ) -> web.Response:
        site, say = self._site, self._site.texts.say
        engagement = request.match_info["engagement"]
        words = self._printing.words(engagement, kind, language, event, site.now())
        texts = {field: say(key) for field, key in wrong.items()}
        asks = words.permission and not (event and event.permission)
        shown: MultiDict[str] = MultiDict(values)
        shown.setdefault("form", new_form_id(site.minute()))
        return site.render(
            request,
            "paper_sheet.html",
            status=400 if wrong else 200,
            title=say("paper.type_in_title", kind=self._name(engagement, kind)),
            words=words,
            event=event,
            foot=self._printing.note(engagement, words, event),
            asks_permission=asks and any(needs_permission(site.scripts[engagement], kind, age) for age in kind.ages),
            values=shown,
            wrong=texts,
            errors=[{"text": text, "href": f"#{field}"} for field, text in texts.items()],
            note=say(note) if note else "",
            told=bool(told_at),
            told_at=_numbers(words, told_at),
            longest=MESSAGE_LIMIT,
            send=SEND,
        )

    async def _asked_for(self, request: web.Request) -> tuple[SheetKind | None, Event | None, str]:
        """Return the kind of sheet, the event and the language that an address names; no kind where something is unknown."""
        engagement = request.match_info["engagement"]
        kind = self._printing.kind(engagement, request.match_info["kind"])
        code, language = request.query.get("event", ""), request.query.get("language", "")
        script = self._site.scripts.get(engagement)
        if kind is None or script is None:
            return None, None, ""
        event = None
        if code:
            async with self._site.database.reading() as connection:
                event = await event_of_code(connection, read_code(code))
            if event is None or event.engagement != engagement:
                return None, None, ""
        return kind, event, language if language in script.languages else script.default_language

    def _name(self, engagement: str, kind: SheetKind) -> str:
        """Return what staff call a kind of sheet."""
        say, script = self._site.texts.say, self._site.scripts[engagement]
        who = say(f"events.for_{kind.audience.value}")
        ages = [script.wording(script.default_language).texts[f"age_band.{age.value}"]["text"] for age in kind.ages]
        return f"{who}: {', '.join(ages)}" if ages else who

    def _path(self, request: web.Request, kind: SheetKind, event: Event | None, language: str) -> str:
        return f"/staff/paper/{request.match_info['engagement']}/{kind.id}?{_query(event, language)}"


def _numbers(words: SheetWords, questions: Sequence[str]) -> str:
    """Return the numbers of some questions as they stand on the sheet."""
    return ", ".join(str(question.number) for question in words.questions if question.id in questions)


def _query(event: Event | None, language: str) -> str:
    return f"language={language}" + (f"&event={event.code}" if event else "")


def _item(value: str, text: str, chosen: str) -> dict[str, object]:
    return {"value": value, "text": text, "selected": value == chosen}
