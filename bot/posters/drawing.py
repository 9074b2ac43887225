"""Draws the poster of an event: an invitation, the square to scan, the address to type, the truth, and who helps today."""

from contextlib import closing
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from bot.posters.sheet import BLACK, WHITE, WIDTH, About, Colour, Look, NoRoomError, Paper, Room, Sheet, bolder, plain
from bot.posters.squares import square
from conversations.poster import PosterWords

EDGE = 14.0
INNER = WIDTH - 2 * EDGE
BAND = 64.0
SCAN_TOP = 72.0
SQUARE = 92.0
SQUARE_TOP = 83.0
ASIDE = EDGE + SQUARE + 6
TYPE_TOP = SQUARE_TOP + SQUARE + 3
HELP_TOP = 204.0
HELP_BOTTOM = 284.0
PADDING = 6.0


class Ink(StrEnum):
    """What a poster is printed with: `colour` has a filled band, `black` saves ink and copies well."""

    COLOUR = "colour"
    BLACK = "black"


class UnwritableError(ValueError):
    """No typeface has the letters of this language."""


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster is made of. `address` is what to type, without https://, and ends with the code; `link` is scanned.

    `note` is a small line for staff; `colour` that of the band.
    """

    words: PosterWords
    link: str
    address: str
    code: str
    note: str
    day: date
    colour: Colour


def draw(poster: Poster, paper: Paper, ink: Ink) -> bytes:
    """Return the poster as a PDF of one page.

    Raises UnwritableError where no typeface has the language's letters, NoRoomError where its words are too long.
    """
    words, texts = poster.words, (*texts_of(poster.words), poster.address, poster.note)
    about = About(words.title, words.language, words.direction, poster.day)
    with closing(Sheet(paper, about, texts)) as sheet:
        if sheet.lacks(texts):
            raise UnwritableError("no typeface has the letters of this language")
        _fill(sheet, poster, poster.colour if ink is Ink.COLOUR else None)
        return sheet.finished()


def _fill(sheet: Sheet, poster: Poster, colour: Colour | None) -> None:
    words = poster.words
    _band(sheet, words, colour)
    sheet.words([plain(words.scan)], Room(EDGE, SCAN_TOP, INNER, 10.4), (24, 12), look=Look(bold=True))
    sheet.square(square(poster.link), EDGE, SQUARE_TOP, SQUARE)
    sheet.frame(Room(EDGE, SQUARE_TOP, SQUARE, SQUARE), 0.5)
    aside = [plain(words.how), plain(words.computer), f"**{plain(words.ages)}**" if words.ages else ""]
    aside += [plain(words.who), bolder(words.telegram, [poster.code])]
    sheet.words(aside, Room(ASIDE, SQUARE_TOP, WIDTH - EDGE - ASIDE, SQUARE), (16, 10), look=Look(between=0.55))
    below = sheet.words([plain(words.type)], Room(EDGE, TYPE_TOP, INNER, 9), (17, 10))
    sheet.one_line(plain(poster.address), Room(EDGE, below, INNER), (42, 12))
    _help(sheet, words)
    staff = Look(centred=True, from_left=True)
    sheet.words([plain(poster.note)], Room(EDGE, HELP_BOTTOM + 3, INNER, 6), (9, 6), look=staff)


def _band(sheet: Sheet, words: PosterWords, colour: Colour | None) -> None:
    if colour is not None:
        sheet.fill(Room(0, 0, WIDTH, BAND), colour)
    else:
        sheet.fill(Room(EDGE, BAND - 1.5, INNER, 1.5), BLACK)
    letters = WHITE if colour is not None else BLACK
    title = Look(colour=letters, bold=True)
    below = sheet.words([plain(words.title)], Room(EDGE, 8, INNER, 31), (72, 24), look=title)
    about = Room(EDGE, below + 1, INNER, BAND - below - 5)
    sheet.words([plain(words.about)], about, (26, 12), look=Look(colour=letters))


def _help(sheet: Sheet, words: PosterWords) -> None:
    sheet.frame(Room(EDGE, HELP_TOP, INNER, HELP_BOTTOM - HELP_TOP), 0.9)
    left, width = EDGE + PADDING, INNER - 2 * PADDING
    below = sheet.words([plain(words.help)], Room(left, HELP_TOP + 4, width, 10), (20, 11), look=Look(bold=True))
    lines = [bolder(line.text, line.bold) for line in words.lines]
    room = Room(left, below + 1.5, width, HELP_BOTTOM - below - 5)
    sheet.words(lines, room, (16, 9), look=Look(between=0.35))


def texts_of(words: PosterWords) -> tuple[str, ...]:
    """Return every text of a poster."""
    named = (
        getattr(words, about.name) for about in fields(words) if about.name not in ("language", "direction", "lines")
    )
    return (*named, *(line.text for line in words.lines))


__all__ = ["Ink", "NoRoomError", "Paper", "Poster", "UnwritableError", "draw"]
