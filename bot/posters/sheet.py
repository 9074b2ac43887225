"""A sheet of paper to draw on: measured in millimetres of A4, whatever its size, with words as large as their room."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import cast

import fontpkg_atkinson_hyperlegible as font_package
import segno
from fpdf import FPDF
from fpdf.enums import Align, MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont

from bot.posters.squares import QUIET, stripes

FAMILY = "hyperlegible"
FONTS = Path(font_package.ROOT) / "files"
WIDTH, HEIGHT = 210.0, 297.0
"""Millimetres of A4."""

A_POINT = 25.4 / 72
LEADING = 1.22
"""The height of a line, in heights of its letters."""

STEP = 0.5
"""Points by which letters get smaller until the words fit."""

MARKS = re.compile(r"([*_~-])(?=\1)")
"""What would be read as a sign for bold letters or a line."""

Colour = tuple[int, int, int]
BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)


class Paper(StrEnum):
    """The sizes of paper."""

    A4 = "A4"
    A5 = "A5"


MILLIMETRES = {Paper.A4: (210.0, 297.0), Paper.A5: (148.0, 210.0)}
"""From edge to edge, across and down."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where something stands, from the left and the top edge, in millimetres of A4."""

    left: float
    top: float
    width: float
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Look:
    """How words look. `between` is the room between two texts, in heights of a letter."""

    colour: Colour = BLACK
    bold: bool = False
    centred: bool = False
    between: float = 0


class NoRoomError(ValueError):
    """The words do not fit, in any size that can be read; which words, its message says."""


class Sheet:
    """One sheet, to be closed. Places and sizes are those on A4; another paper has everything smaller, alike."""

    def __init__(self, paper: Paper, title: str, language: str, day: date) -> None:
        self._scale = MILLIMETRES[paper][0] / WIDTH
        self._pdf = FPDF(format=MILLIMETRES[paper], unit="mm")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.add_font(FAMILY, "", FONTS / "AtkinsonHyperlegible-Regular.ttf")
        self._pdf.add_font(FAMILY, "B", FONTS / "AtkinsonHyperlegible-Bold.ttf")
        self._pdf.set_title(title)
        self._pdf.set_lang(language)
        self._pdf.set_creator("Sayso")
        self._pdf.set_creation_date(datetime.combine(day, time.min).astimezone())
        self._pdf.add_page()

    def fill(self, room: Room, colour: Colour) -> None:
        """Fill a room with a colour."""
        self._pdf.set_fill_color(*colour)
        self._box(room, "F")

    def frame(self, room: Room, line: float) -> None:
        """Draw a black line around a room, so many millimetres thick."""
        self._pdf.set_draw_color(*BLACK)
        self._pdf.set_line_width(line * self._scale)
        self._box(room, "D")

    def square(self, made: segno.QRCode, left: float, top: float, across: float) -> None:
        """Draw the square that a phone scans; `across` with its quiet edge."""
        module = across / made.symbol_size(border=QUIET)[0]
        self.fill(Room(left, top, across, across), WHITE)
        for column, row, wide in stripes(made):
            # A hair taller than it is: no white line between two rows where a printer rounds.
            x, y = left + (column + QUIET) * module, top + (row + QUIET) * module
            self.fill(Room(x, y, wide * module, module * 1.01), BLACK)

    def words(self, texts: Iterable[str], room: Room, sizes: tuple[float, float], *, look: Look | None = None) -> float:
        """Write texts below each other, as large as they fit their room; return where they end.

        `sizes` are (largest, smallest) letters in points. What stands between `**` is bold. Raises NoRoomError.
        """
        look = look or Look()
        written = [text for text in texts if text]
        size, smallest = sizes
        while self._height(written, room.width, size, look) > room.height:
            size -= STEP
            if size < smallest:
                raise NoRoomError(f"these words are too long for a poster: '{' '.join(written)}'")
        self._pdf.set_text_color(*look.colour)
        self._pdf.set_xy(room.left * self._scale, room.top * self._scale)
        for number, text in enumerate(written):
            if number:
                below = self._pdf.get_y() + look.between * size * A_POINT * self._scale
                self._pdf.set_xy(room.left * self._scale, below)
            self._cell(text, room.width, size, look)
        return self._pdf.get_y() / self._scale

    def one_line(self, text: str, room: Room, sizes: tuple[float, float]) -> float:
        """Write one line in bold letters, as large as it fits the width; return where it ends. Raises NoRoomError."""
        size, smallest = sizes
        while self._width(text, size) > room.width:
            size -= STEP
            if size < smallest:
                raise NoRoomError(f"this is too long for a poster: '{text}'")
        # Some more room, so that no rounding breaks the line.
        roomy = Room(room.left, room.top, room.width * 1.02, room.height)
        return self.words([text], roomy, (size, smallest), look=Look(bold=True))

    def lacks(self, texts: Iterable[str]) -> str:
        """Return the letters of some texts that the font does not have."""
        known = set(cast("TTFFont", self._pdf.fonts[FAMILY]).cmap)
        return "".join(sorted({letter for text in texts for letter in text if ord(letter) not in known}))

    def finished(self) -> bytes:
        """Return the PDF."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Close the fonts' files, which stay open while there may be more to draw."""
        for font in self._pdf.fonts.values():
            cast("TTFFont", font).ttfont.close()

    def _width(self, text: str, size: float) -> float:
        self._pdf.set_font(FAMILY, "B", size * self._scale)
        return self._pdf.get_string_width(text, markdown=True) / self._scale

    def _height(self, texts: Iterable[str], width: float, size: float, look: Look) -> float:
        heights = [self._cell(text, width, size, look, dry_run=True) for text in texts]
        return sum(heights) / self._scale + look.between * size * A_POINT * (len(heights) - 1)

    def _cell(self, text: str, width: float, size: float, look: Look, *, dry_run: bool = False) -> float:
        self._pdf.set_font(FAMILY, "B" if look.bold else "", size * self._scale)
        height = self._pdf.multi_cell(
            width * self._scale,
            size * A_POINT * LEADING * self._scale,
            text,
            align=Align.C if look.centred else Align.L,
            markdown=True,
            new_x=XPos.LEFT,
            new_y=YPos.NEXT,
            dry_run=dry_run,
            output=MethodReturnValue.HEIGHT,
        )
        return float(cast("float", height))

    def _box(self, room: Room, style: str) -> None:
        self._pdf.rect(
            room.left * self._scale,
            room.top * self._scale,
            room.width * self._scale,
            room.height * self._scale,
            style=style,
        )


def plain(text: str) -> str:
    """Return a text whose signs are not taken for signs of how it looks."""
    return MARKS.sub(r"\\\1", text)


def bolder(text: str, parts: Iterable[str]) -> str:
    """Return a text with parts of it in bold letters."""
    found = [re.escape(part) for part in sorted(set(parts), key=len, reverse=True) if part]
    if not found:
        return plain(text)
    pieces = re.split(f"((?<![0-9A-Za-z])(?<!\\d )(?:{'|'.join(found)})(?![0-9A-Za-z]))", text)
    return "".join(f"**{plain(piece)}**" if odd % 2 else plain(piece) for odd, piece in enumerate(pieces))
