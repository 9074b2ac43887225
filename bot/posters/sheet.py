"""A sheet of paper to draw on: measured in millimetres of A4, whatever its size, with words as large as their room."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import cast

import segno
from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from bot.posters.squares import QUIET, stripes
from bot.readable_pdf import ReadablePdf
from bot.typefaces import RIGHT_TO_LEFT, Typefaces

WIDTH, HEIGHT = 210.0, 297.0
"""Millimetres of A4."""

A_POINT = 25.4 / 72
LEADING = 1.22
"""The height of a line of Latin letters, in heights of its letters."""

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
    """Where something stands, from the edge where lines begin and from the top, in millimetres of A4."""

    left: float
    top: float
    width: float
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Look:
    """How words look. `between` is the room between two texts, in heights of a letter.

    `from_left` are words that are written from left to right on every sheet: an address, a line for staff.
    """

    colour: Colour = BLACK
    bold: bool = False
    centred: bool = False
    between: float = 0
    from_left: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself: its title, the language (BCP 47) and the direction (`ltr`, `rtl`) of its words, its day."""

    title: str
    language: str
    direction: str
    day: date


class NoRoomError(ValueError):
    """The words do not fit, in any size that can be read; which words, its message says."""


class Sheet:
    """One sheet, to be closed. Places and sizes are those on A4; another paper has everything smaller, alike.

    Where its words are written from right to left (`direction` is `rtl`), everything stands on the other side.
    """

    def __init__(self, paper: Paper, about: About, texts: Iterable[str]) -> None:
        self._scale = MILLIMETRES[paper][0] / WIDTH
        self._pdf = ReadablePdf(format=MILLIMETRES[paper], unit="mm")
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._typefaces = Typefaces(self._pdf, texts, alike=True)
        self._direction = about.direction
        self._pdf.set_title(about.title)
        self._pdf.set_lang(about.language)
        self._pdf.set_creator("Sayso")
        self._pdf.set_creation_date(datetime.combine(about.day, time.min).astimezone())
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
        room = Room(left, top, across, across)
        self.fill(room, WHITE)
        # The square stands on the other side where lines begin there; it is never turned round itself.
        left = self._left(room)
        self._pdf.set_fill_color(*BLACK)
        for column, row, wide in stripes(made):
            # A hair taller than it is: no white line between two rows where a printer rounds.
            x, y = left + (column + QUIET) * module, top + (row + QUIET) * module
            self._rectangle(x, y, wide * module, module * 1.01, "F")

    def words(self, texts: Iterable[str], room: Room, sizes: tuple[float, float], *, look: Look | None = None) -> float:
        """Write texts below each other, as large as they fit their room; return where they end.

        `sizes` are (largest, smallest) letters in points. What stands between `**` is bold. Raises NoRoomError.
        """
        look = look or Look()
        written = [text for text in texts if text]
        size = _largest(sizes, lambda size: self._height(written, room.width, size, look) <= room.height)
        if size is None:
            raise NoRoomError(f"these words are too long for a poster: '{' '.join(written)}'")
        self._pdf.set_text_color(*look.colour)
        left = self._left(room) * self._scale
        self._pdf.set_xy(left, room.top * self._scale)
        for number, text in enumerate(written):
            if number:
                below = self._pdf.get_y() + look.between * size * A_POINT * self._scale
                self._pdf.set_xy(left, below)
            self._cell(text, room.width, size, look)
        return self._pdf.get_y() / self._scale

    def one_line(self, text: str, room: Room, sizes: tuple[float, float]) -> float:
        """Write an address in bold letters, as large as it fits the width; return where it ends. Raises NoRoomError."""
        size = _largest(sizes, lambda size: self._width(text, size) <= room.width)
        if size is None:
            raise NoRoomError(f"this is too long for a poster: '{text}'")
        # Some more room, so that no rounding breaks the line.
        roomy = Room(room.left, room.top, room.width * 1.02, room.height)
        return self.words([text], roomy, (size, sizes[1]), look=Look(bold=True, from_left=True))

    def lacks(self, texts: Iterable[str]) -> str:
        """Return the letters of some texts that no typeface has."""
        return self._typefaces.lacks(texts)

    def finished(self) -> bytes:
        """Return the PDF."""
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Close the fonts' files, which stay open while there may be more to draw."""
        self._typefaces.close()

    def _width(self, text: str, size: float) -> float:
        self._typefaces.set(text, "B", size * self._scale, "ltr")
        return self._pdf.get_string_width(text, markdown=True) / self._scale

    def _height(self, texts: Iterable[str], width: float, size: float, look: Look) -> float:
        heights = [self._cell(text, width, size, look, dry_run=True) for text in texts]
        return sum(heights) / self._scale + look.between * size * A_POINT * (len(heights) - 1)

    def _cell(self, text: str, width: float, size: float, look: Look, *, dry_run: bool = False) -> float:
        direction = "ltr" if look.from_left else self._direction
        self._typefaces.set(text, "B" if look.bold else "", size * self._scale, direction)
        side = Align.R if self._direction == RIGHT_TO_LEFT else Align.L
        height = self._pdf.multi_cell(
            width * self._scale,
            size * A_POINT * LEADING * self._typefaces.leading(text) * self._scale,
            text,
            align=Align.C if look.centred else side,
            markdown=True,
            new_x=XPos.LEFT,
            new_y=YPos.NEXT,
            dry_run=dry_run,
            output=MethodReturnValue.HEIGHT,
        )
        return float(cast("float", height))

    def _box(self, room: Room, style: str) -> None:
        self._rectangle(self._left(room), room.top, room.width, room.height, style)

    def _rectangle(self, left: float, top: float, width: float, height: float, style: str) -> None:
        self._pdf.rect(left * self._scale, top * self._scale, width * self._scale, height * self._scale, style=style)

    def _left(self, room: Room) -> float:
        """Return how far a room is from the left edge."""
        return WIDTH - room.left - room.width if self._direction == RIGHT_TO_LEFT else room.left


def _largest(sizes: tuple[float, float], fits: Callable[[float], bool]) -> float | None:
    """Return the largest size in points at which words fit, from (largest, smallest) in steps; None where none does.

    Looked for by halves: what is shaped is slow to measure.
    """
    largest, smallest = sizes
    if fits(largest):
        return largest
    fitting, steps = None, int((largest - smallest) / STEP)
    low, high = 1, steps
    while low <= high:
        middle = (low + high) // 2
        if fits(largest - middle * STEP):
            fitting, high = largest - middle * STEP, middle - 1
        else:
            low = middle + 1
    return fitting


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
