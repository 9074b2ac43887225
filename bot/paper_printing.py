"""Prints the sheets that people fill in by hand: for one kind of reader, perhaps for an event, in one of the languages."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from bot.errors import CallError
from bot.event_links import address
from bot.settings import Settings
from bot.webchat.receipt_page import RECEIPT_PATH
from conversations.paper import SheetKind, SheetWords, sheet_kinds, sheet_words
from conversations.script import Script
from conversations.staff_texts import StaffTexts
from storage.events import Event
from storage.moments import day_of

BEFORE_THE_NAME = re.compile(r"^https?://(www\.)?")
"""What nobody has to type of an address."""


@dataclass(frozen=True, slots=True)
class PaperPrinting:
    """Makes the sheets of every engagement. Raises CallError, saying what to do, where one cannot be made."""

    scripts: Mapping[str, Script]
    settings: Settings
    texts: StaffTexts

    def kind(self, engagement: str, kind_id: str) -> SheetKind | None:
        """Return a kind of sheet, None where there is none of that name."""
        script = self.scripts.get(engagement)
        return next((kind for kind in sheet_kinds(script) if kind.id == kind_id), None) if script else None

    def words(
        self, engagement: str, kind: SheetKind, language: str, event: Event | None, moment: datetime
    ) -> SheetWords:
        """Return what stands on a sheet, and so what its form asks for. Raises KeyError for an unknown engagement."""
        place = event.place if event else ""
        where = BEFORE_THE_NAME.sub("", f"{address(self.settings)}{RECEIPT_PATH}")
        return sheet_words(self.scripts[engagement], kind, language, place, where, moment)

    def pdf(self, engagement: str, kind: SheetKind, language: str, event: Event | None, moment: datetime) -> bytes:
        """Return a sheet as a PDF."""
        # What draws is imported here: reading fonts would slow down every command and the start.
        drawing: Any = import_module("bot.posters.paper_sheet")
        words = self.words(engagement, kind, language, event, moment)
        try:
            drawn: bytes = drawing.draw_sheet(
                drawing.PaperSheet(words, self.note(engagement, words, event), day_of(moment))
            )
        except drawing.UnwritableError:
            name = self.scripts[engagement].languages[words.language].name
            raise CallError(f"There is no sheet in the letters of {name} yet. Choose another language.") from None
        return drawn

    def note(self, engagement: str, words: SheetWords, event: Event | None) -> str:
        """Return the small line for staff, by which a sheet and the form for it find each other."""
        facts = {
            "sheet": words.kind.id,
            "language": words.language,
            "words": self.scripts[engagement].version,
            "engagement": engagement,
        }
        if event is None:
            return self.texts.say("paper_sheet.note", **facts)
        return self.texts.say("paper_sheet.note_event", **facts, code=event.code)


def file_name(engagement: str, kind: SheetKind, language: str, event: Event | None) -> str:
    """Return the name of a sheet's file."""
    return "-".join(["sheet", event.code if event else engagement, kind.id.replace("_", "-"), language]) + ".pdf"
