"""Events for staff who sign in: all of them, a new one in under a minute, and one with all that is needed to hold it."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web
from markupsafe import Markup

from bot.errors import CallError
from bot.event_codes import new_code, read_code
from bot.event_files import KINDS, PICTURES, EventFiles, file_name
from bot.event_links import address, event_links
from bot.event_making import made_event, new_page_secret
from bot.staff.event_form import TICKED, at_first, choices, wish_of
from bot.staff.event_view import standing_of
from bot.staff.second_factor import qr_code
from bot.staff.site import Site
from conversations.people import Audience
from storage.accounts import Role
from storage.audit import Kind
from storage.event_counts import FINISHED, is_enough_to_tell, taken_part
from storage.events import (
    Event,
    EventTime,
    add_event,
    all_events,
    close_event,
    event_of_code,
    event_of_page,
    renew_page,
)
from storage.moments import day_of
from storage.small_numbers import Figure

MAKERS = (Role.YOUTH_WORKER, Role.LEAD, Role.ADMINISTRATOR)
"""Who may make, close and change events. Analysts may look."""

OFFERED = tuple(kind for kind in KINDS if kind not in PICTURES) + tuple(PICTURES)
"""What can be taken away, posters first."""


def add_events(site: Site) -> None:
    """Add the pages."""
    pages = EventPages(site)
    site.add("GET", "/events", pages.show, *Role)
    site.add("GET", "/events/new", pages.ask, *MAKERS)
    site.add("POST", "/events/new", pages.make, *MAKERS)
    site.add("GET", "/events/{code}", pages.show_one, *Role)
    site.add("GET", "/events/{code}/files/{kind}", pages.send_file, *Role)
    site.add("POST", "/events/{code}/close", pages.close, *MAKERS)
    site.add("POST", "/events/{code}/page", pages.renew, *MAKERS)
    site.add_to_menu("/events", "events.title", *Role)


class EventPages:
    """Shows, makes and closes events."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._files = EventFiles(site.scripts, site.settings, site.texts)
        self._choices = choices(site.scripts)

    async def show(self, request: web.Request) -> web.Response:
        """Show every event: those that are open first, then those to come, then the newest that are over."""
        site, minute = self._site, self._site.minute()
        async with site.database.reading() as connection:
            events = await all_events(connection)
        order = [EventTime.OPEN, EventTime.TO_COME, EventTime.CLOSED]
        newest_first = sorted(events, key=lambda event: -event.opens)
        found = sorted(newest_first, key=lambda event: order.index(event.time(minute)))
        named = await site.engagements.named()
        chosen = next((one for one in named if one.engagement == request.query.get("engagement")), None)
        names = {one.engagement: one.title for one in named}
        rows = [
            (event, site.texts.say(f"events.{event.time(minute).name.lower()}"), names.get(event.engagement, ""))
            for event in found
            if chosen is None or event.engagement == chosen.engagement
        ]
        return site.render(
            request, "events.html", title=site.texts.say("events.title"), events=rows, chosen=chosen,
            engagements=named if len(named) > 1 else (), may_make=self._may_make(request),
        )  # fmt: skip

    async def ask(self, request: web.Request) -> web.Response:
        """Show the form for a new event."""
        return self._form(request, at_first(self._site.now(), self._site.settings.engagement), {})

    async def make(self, request: web.Request) -> web.Response:
        """Make an event and lead to it; what is sent again, by a second tap or a reload, leads to the one there is.

        Two events from one form would be two alerts pages, and nobody would look at one of them.
        """
        site, form = self._site, self._site.form(request)
        now = site.now()
        wish, wrong = wish_of(form, now)
        if wish is None:
            return self._form(request, form, wrong)
        secret = new_page_secret() if wish.alerts else ""
        try:
            async with site.database.writing() as connection:
                events = await all_events(connection)
                taken = {event.code for event in events} | set(site.scripts)
                event = made_event(wish, new_code(taken), now, site.scripts)
                if there := next((one for one in events if replace(event, code=one.code) == one), None):
                    return site.go(f"/events/{there.code}")
                await add_event(connection, event, day_of(now), secret)
                await site.note(connection, request, Kind.EVENT_MADE, event=event.code, name=event.name)
        except CallError:
            return self._form(request, form, {"name": "events.cannot"})
        return self._lead(event, secret)

    async def show_one(self, request: web.Request) -> web.Response:
        """Show an event."""
        site, event = self._site, await self._event(request)
        if event is None:
            return self._unknown(request)
        secret = site.cookies.page_to_show(request)
        if not secret:
            return await self._one(request, event)
        async with site.database.reading() as connection:
            its_own = await event_of_page(connection, secret) == event
        response = await self._one(request, event, secret if its_own else "")
        site.cookies.drop_page_to_show(response)
        return response

    async def send_file(self, request: web.Request) -> web.Response:
        """Send the square or a poster, made anew."""
        event, kind = await self._event(request), request.match_info["kind"]
        if event is None or kind not in KINDS:
            return self._unknown(request)
        try:
            # Beside the loop: drawing takes some tenths of a second, in which nobody's words could be taken.
            body = await asyncio.to_thread(self._files.file, event, kind, self._site.now())
        except CallError as error:
            title = self._site.texts.say("events.no_file")
            return self._site.render(request, "trouble.html", status=409, title=title, text=str(error))
        how = "inline" if kind in PICTURES and "save" not in request.query else "attachment"
        headers = {"Content-Disposition": f'{how}; filename="{file_name(event, kind)}"'}
        return web.Response(body=body, content_type=KINDS[kind], headers=headers)

    async def close(self, request: web.Request) -> web.Response:
        """Close an event now."""
        site, event = self._site, await self._event(request)
        if event is None:
            return self._unknown(request)
        minute = site.minute()
        async with site.database.writing() as connection:
            closed = await close_event(connection, event.code, minute)
            if closed:
                await site.note(connection, request, Kind.EVENT_CLOSED, event=event.code)
        if closed and site.turns is not None:
            site.turns.events.put(replace(event, closes=minute))
        return site.go(f"/events/{event.code}")

    async def renew(self, request: web.Request) -> web.Response:
        """Give the page of an event with alerts a new address, and show it, this once."""
        site, event, secret = self._site, await self._event(request), new_page_secret()
        if event is None:
            return self._unknown(request)
        if not event.alerts or event.time(site.minute()) is EventTime.CLOSED:
            return site.go(f"/events/{event.code}")
        async with site.database.writing() as connection:
            await renew_page(connection, event.code, secret)
            await site.note(connection, request, Kind.EVENT_PAGE_RENEWED, event=event.code)
        return self._lead(event, secret)

    def _lead(self, event: Event, secret: str) -> web.Response:
        """Lead to an event's page, so that a reload sends no form again; `secret` is what that page shows, this once."""
        response = self._site.go(f"/events/{event.code}")
        if secret:
            self._site.cookies.set_page_to_show(response, secret)
        return response

    async def _one(self, request: web.Request, event: Event, secret: str = "") -> web.Response:
        site, minute = self._site, self._site.minute()
        say, threshold = site.texts.say, site.settings.small_numbers
        async with site.database.writing() as connection:  # what is shown is held, see storage/event_counts.py
            counts = await taken_part(connection, event.code, threshold)
        time = event.time(minute)
        script = await site.engagements.script(event.engagement)
        page_address = f"{address(site.settings)}/event/{secret}" if secret else ""
        return site.render(
            request,
            "an_event.html",
            title=event.name,
            event=event,
            standing=standing_of(event, minute, site.texts) if event.alerts else say(f"events.{time.name.lower()}"),
            links=event_links(event, site.settings),
            prints=bool(site.settings.public_url) and event.engagement in site.scripts,
            offered=[(kind, say(f"event_file.{kind.replace('-', '_').replace('.', '_')}")) for kind in OFFERED],
            started=self._figure(counts.total),
            finished=self._figure(counts.figures[FINISHED]),
            so_far=counts.total.rounded or 0,
            # Another address each time: to the one that it shows, a browser only scrolls and asks nothing.
            again="2" if request.query.get("again") == "1" else "1",
            page_address=page_address,
            # Within the page and not as a picture with an address of its own, which would have to hold the secret.
            page_square=Markup(qr_code(page_address)) if page_address else "",  # noqa: S704 - drawn by us
            place=dict(self._choices.places).get(event.place, event.place),
            language=dict(self._choices.languages).get(event.language, event.language),
            closed=time is EventTime.CLOSED,
            engagement=site.engagements.name(script) if script else "",
            engagement_over=site.engagements.is_over(event.engagement),
            public=f"{address(site.settings)}/you-said/{event.engagement}",
            may_make=self._may_make(request),
        )

    def _figure(self, figure: Figure) -> str:
        say = self._site.texts.say
        if is_enough_to_tell(figure):
            return say("events.about", number=figure)
        return say("events.few", number=self._site.settings.small_numbers + 1)

    def _form(self, request: web.Request, values: Mapping[str, str], wrong: Mapping[str, str]) -> web.Response:
        say = self._site.texts.say
        texts = {field: say(key) for field, key in wrong.items()}
        audiences = ((audience.value, say(f"events.for_{audience.value}")) for audience in Audience)
        return self._site.render(
            request,
            "event_new.html",
            status=400 if wrong else 200,
            title=say("events.new"),
            values=values,
            wrong=texts,
            errors=[{"text": text, "href": f"#{field}"} for field, text in texts.items()],
            opened=any(values.get(field) for field in ("place", "partner", "audience", "language", "target"))
            or "target" in wrong
            or "partner" in wrong
            or values.get("permission") == TICKED,
            lists={
                "engagement": _items(self._choices.engagements, values.get("engagement", "")),
                "place": _items((("", say("events.no_place")), *self._choices.places), values.get("place", "")),
                "audience": _items((("", say("events.for_all")), *audiences), values.get("audience", "")),
                "language": _items(
                    (("", say("events.any_language")), *self._choices.languages), values.get("language", "")
                ),
            },
        )

    async def _event(self, request: web.Request) -> Event | None:
        async with self._site.database.reading() as connection:
            return await event_of_code(connection, read_code(request.match_info["code"]))

    def _unknown(self, request: web.Request) -> web.Response:
        return self._site.trouble(request, 404, "site.unknown")

    def _may_make(self, request: web.Request) -> bool:
        return self._site.who(request).role in MAKERS


def _items(offered: tuple[tuple[str, str], ...], chosen: str) -> list[dict[str, object]]:
    return [{"value": value, "text": label, "selected": value == chosen} for value, label in offered]
