"""What is printed and shown for an event: the square to scan as a picture, and posters. Made anew whenever asked for."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from importlib import import_module
from types import MappingProxyType
from typing import Any

from bot.errors import CallError
from bot.event_links import event_links
from bot.settings import Settings
from conversations.people import Audience
from conversations.poster import Invited, poster_words
from conversations.script import Script
from conversations.staff_texts import StaffTexts
from storage.events import Event
from storage.moments import day_of, moment_of

POSTERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "poster-a4.pdf": ("A4", "colour"),
        "poster-a4-black.pdf": ("A4", "black"),
        "poster-a5.pdf": ("A5", "colour"),
        "poster-a5-black.pdf": ("A5", "black"),
    }
)
"""The posters by the end of their names: paper and ink."""

PICTURES: Mapping[str, str] = MappingProxyType({"link.svg": "image/svg+xml", "link.png": "image/png"})
"""The pictures of the square by the end of their names, with their types."""

KINDS: Mapping[str, str] = MappingProxyType({**PICTURES, **dict.fromkeys(POSTERS, "application/pdf")})
"""Every file of an event by the end of its name, with its type."""

HEX = re.compile(r"[0-9a-f]{2}")
NO_ADDRESS = (
    "Set SAYSO_PUBLIC_URL to the address that others reach Sayso at: without it a poster would lead nowhere. "
    "An event without files is made by `sayso event new`."
)


def file_name(event: Event, kind: str) -> str:
    """Return the name of a file: the event's code, which everybody in the room knows, and what it is."""
    return f"{event.code}-{kind}"


def check_address(settings: Settings) -> None:
    """Raise CallError where nothing can be printed yet, since nobody has said where people reach Sayso."""
    if not settings.public_url:
        raise CallError(NO_ADDRESS)


class EventFiles:
    """Makes the files of events. Raises CallError, from every method, saying what to do where a file cannot be made."""

    def __init__(self, scripts: Mapping[str, Script], settings: Settings, texts: StaffTexts) -> None:
        self._scripts = scripts
        self._settings = settings
        self._texts = texts

    def every(self, event: Event, moment: datetime) -> Mapping[str, bytes]:
        """Return all files of an event by their names."""
        return {file_name(event, kind): self.file(event, kind, moment) for kind in KINDS}

    def file(self, event: Event, kind: str, moment: datetime) -> bytes:
        """Return a file of an event as it is made at a moment. `kind` is one of KINDS."""
        check_address(self._settings)
        if kind in POSTERS:
            return self._poster(event, POSTERS[kind], moment)
        # What draws is imported here: reading fonts and pictures would slow down every command and the start.
        squares = import_module("bot.posters.squares")
        links = event_links(event, self._settings)
        made: bytes = squares.svg(links.web, links.typed) if kind == "link.svg" else squares.png(links.web)
        return made

    def _poster(self, event: Event, look: tuple[str, str], moment: datetime) -> bytes:
        drawing: Any = import_module("bot.posters.drawing")
        script = self._scripts.get(event.engagement)
        if script is None:
            raise CallError(
                f"There is no engagement '{event.engagement}' any more, so there are no words for a poster."
            )
        links = event_links(event, self._settings)
        for language in dict.fromkeys((event.language, script.default_language)):
            invited = invited_to(event, language)
            poster = drawing.Poster(
                words=poster_words(script, invited, event.code, self._settings.telegram_name, moment),
                link=links.web,
                address=links.typed,
                code=event.code,
                note=note(event, self._texts, day_of(moment)),
                day=day_of(moment),
                colour=tuple(int(part, 16) for part in HEX.findall(self._settings.organisation_colour.lower())),
            )
            try:
                drawn: bytes = drawing.draw(poster, drawing.Paper(look[0]), drawing.Ink(look[1]))
            except drawing.UnwritableError:
                continue  # a poster in the engagement's own language is better than one with holes
            except drawing.NoRoomError as error:
                raise CallError(f"The poster cannot be made: {error}. Shorten them in the content.") from None
            return drawn
        raise CallError("There is no poster in the letters of this language yet. The link and the square work.")


def invited_to(event: Event, language: str) -> Invited:
    """Return whom the poster of an event is for: young people where it names nobody."""
    return Invited(
        audience=Audience(event.audience or Audience.YOUNG_PERSON),
        place=event.place,
        language=language,
        permission=event.permission,
        until=moment_of(event.closes) if event.closes is not None else None,
    )


def note(event: Event, texts: StaffTexts, day: date) -> str:
    """Return the small line for staff: when it was made, and when to take it down."""
    if event.closes is None:
        return texts.say("poster.made", made=said(day))
    return texts.say("poster.made_until", made=said(day), until=said(day_of(moment_of(event.closes))))


def said(day: date) -> str:
    """Return a day as people say it."""
    return f"{day.day} {day:%B %Y}"
