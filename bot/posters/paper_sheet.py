"""Draws a sheet to fill in by hand, A4 in black: large letters, boxes to tick with their codes, lines to write on, a slip."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time

from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from bot.posters.drawing import UnwritableError
from bot.posters.sheet import bolder, plain
from bot.readable_pdf import ReadablePdf
from bot.typefaces import RIGHT_TO_LEFT, Typefaces
from conversations.paper import SheetOption, SheetQuestion, SheetWords, texts_of_sheet

MARGIN, FOOT = 17.0, 20.0
WIDTH = 210.0 - 2 * MARGIN
"""Millimetres."""

BODY, QUESTION, SMALL = 12.5, 14.0, 9.0
"""Points."""

BOX, LINE, CODE = 5.0, 10.0, 7.0
LINES_TO_WRITE = 6
TICK_HEIGHT = 8.2
"""Millimetres from one box to the next, and what each further line of its label adds to it."""

LABEL_LINE = 5.6
BESIDE = 2.0
LABEL_EDGE = 3.0

ABOUT_YOU = 125.0
"""Millimetres that the first question about the person may need, with the sentence above it."""

SLIP = 62.0
RECEIPT_WORDS = 4
BETWEEN_WORDS = 6.0


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """What a sheet is made of. `note` is the small line for staff on every page, `day` the one it is made on."""

    words: SheetWords
    note: str
    day: date


def draw_sheet(sheet: PaperSheet) -> bytes:
    """Return the sheet as a PDF. Raises UnwritableError where no typeface has the language's letters."""
    with closing(_Drawing(sheet)) as drawing:
        drawing.draw()
        return bytes(drawing.output())


class _Drawing(ReadablePdf):
    """Draws one sheet, from the top of the first page to the slip."""

    def __init__(self, sheet: PaperSheet) -> None:
        super().__init__(format="A4", unit="mm")
        self._sheet = sheet
        self.set_margins(MARGIN, 14, MARGIN)
        self.set_auto_page_break(auto=True, margin=FOOT)
        self._texts = (*texts_of_sheet(sheet.words), sheet.note, "0123456789.")
        self._typefaces = Typefaces(self, self._texts, alike=True)
        self._mirrored = sheet.words.direction == RIGHT_TO_LEFT
        self._side = Align.R if self._mirrored else Align.L
        self.set_title(sheet.words.title)
        self.set_lang(sheet.words.html_language)
        self.set_creator("Sayso")
        self.set_creation_date(datetime.combine(sheet.day, time.min).astimezone())

    def close(self) -> None:
        """Close the fonts' files."""
        self._typefaces.close()

    def footer(self) -> None:
        """Write the small line for staff."""
        self.set_y(-13)
        note = f"{self._sheet.note}   {self.page_no()}"
        self._typefaces.set(note, "", SMALL, "ltr")
        self.cell(0, 5, note, align="C")

    def draw(self) -> None:
        """Draw everything."""
        words = self._sheet.words
        if self._typefaces.lacks(self._texts):
            raise UnwritableError("no typeface has the letters of this language")
        self.add_page()
        self._say(words.title, 30, bold=True, after=1)
        self._say(words.about, 16, after=3)
        for text in words.intro:
            self._say(text, BODY, after=1.6)
        self._help()
        self._consent()
        for question in words.main:
            self._question(question)
        if words.about_you:
            self._room_for(ABOUT_YOU)
            self._say(words.ask_about_you, BODY, after=4)
        for question in words.about_you:
            self._question(question)
        self._slip()

    def _help(self) -> None:
        words = self._sheet.words
        top = self.get_y() + 1
        self.set_y(top + 2.5)
        self._say(words.help, BODY, bold=True, after=1, inset=4)
        for line in words.lines:
            self._say(bolder(line.text, line.bold), BODY - 1, after=0.8, inset=4, marked=True)
        self.set_draw_color(0)
        self.set_line_width(0.6)
        self.rect(MARGIN, top, WIDTH, self.get_y() + 1.5 - top)
        self.set_y(self.get_y() + 5)

    def _consent(self) -> None:
        words = self._sheet.words
        if words.permission:
            who, asked, yes = words.permission
            self._tick(f"{who} {asked}", (SheetOption(0, "", yes),))
        self._tick(words.take_part[0], (SheetOption(0, "", words.take_part[1]),), note=words.needed)
        self._tick(words.quotes[0], (SheetOption(0, "", words.quotes[1]),))
        if words.ages:
            self._tick(words.ask_age, words.ages)

    def _question(self, question: SheetQuestion) -> None:
        if question.options:
            note = self._sheet.words.many_of if question.many else ""
            self._tick(f"{question.number}. {question.text}", question.options, note=note)
            return
        self._room_for(20 + LINES_TO_WRITE * LINE)
        self._say(f"{question.number}. {question.text}", QUESTION, bold=True, after=1)
        for _ in range(LINES_TO_WRITE):
            self._line_to_write()
        self.ln(6)

    def _tick(self, asked: str, options: Sequence[SheetOption], note: str = "") -> None:
        """Draw something to tick: short labels stand in two columns."""
        half = WIDTH / 2
        columns = 2 if len(options) > 1 and all(self._lines(option, half) == 1 for option in options) else 1
        column = WIDTH / columns
        rows = -(-len(options) // columns)
        lines = [max(self._lines(option, column) for option in options[row::rows]) for row in range(rows)]
        tops = [row * TICK_HEIGHT + (sum(lines[:row]) - row) * self._label_line for row in range(rows + 1)]
        own = sum(option.own_words for option in options)
        self._room_for(24 + tops[-1] + own * LINE)
        self._say(asked, QUESTION, bold=True, after=1)
        if note:
            self._say(note, BODY - 1, after=1)
        top = self.get_y() + 1
        for place, option in enumerate(options):
            self._box((place // rows) * column, top + tops[place % rows], column, option)
        self.set_xy(MARGIN, top + tops[-1])
        for _ in range(own):
            self._line_to_write()
        self.ln(4)

    def _box(self, begins: float, top: float, width: float, option: SheetOption) -> None:
        """Draw a box with its code and its label. It `begins` so far from where lines begin and may be so wide."""
        self.set_line_width(0.4)
        self.set_draw_color(0)
        self.rect(self._left(begins, BOX), top, BOX, BOX)
        beside = begins + BOX + BESIDE
        if option.code:
            self._typefaces.set(str(option.code), "", SMALL, "ltr")
            self.set_xy(self._left(beside, CODE), top)
            self.cell(CODE, BOX, str(option.code), align=self._side)
        beside, room = self._beside(begins, width, option)
        self._typefaces.set(option.label, "", BODY, self._sheet.words.direction)
        self.set_xy(self._left(beside, room), top + (BOX - self._label_line) / 2)
        self.multi_cell(room, self._label_line, option.label, align=self._side)

    def _beside(self, begins: float, width: float, option: SheetOption) -> tuple[float, float]:
        """Return where a label begins and how wide it may be."""
        before = BOX + BESIDE + (CODE if option.code else 0)
        return begins + before, width - before - LABEL_EDGE

    def _lines(self, option: SheetOption, width: float) -> int:
        self._typefaces.set(option.label, "", BODY, self._sheet.words.direction)
        room = self._beside(0, width, option)[1]
        return len(self.multi_cell(room, 1, option.label, dry_run=True, output=MethodReturnValue.LINES))  # type: ignore[arg-type]

    @property
    def _label_line(self) -> float:
        return LABEL_LINE * self._typefaces.leading(self._sheet.words.title)

    def _left(self, begins: float, width: float) -> float:
        """Return how far something is from the left edge: it `begins` so far from the margin where lines begin."""
        return self.w - MARGIN - begins - width if self._mirrored else MARGIN + begins

    def _line_to_write(self) -> None:
        self.ln(LINE)
        self.set_draw_color(110)
        self.set_line_width(0.25)
        self.line(MARGIN, self.get_y(), MARGIN + WIDTH, self.get_y())

    def _slip(self) -> None:
        title, about = self._sheet.words.slip
        self._room_for(SLIP)
        if self.page_no() % 2 == 0:
            # Printed on both sides, nobody's answers are on the back of what is torn off.
            self.add_page()
        self.ln(4)
        self.set_draw_color(0)
        self.set_line_width(0.4)
        self.set_dash_pattern(dash=2, gap=2)
        self.line(0, self.get_y(), 210, self.get_y())
        self.set_dash_pattern()
        self.ln(5)
        self._say(title, 16, bold=True, after=1)
        self._say(about, BODY, after=1)
        self.ln(LINE + 2)
        room = WIDTH / RECEIPT_WORDS
        for word in range(RECEIPT_WORDS):
            left, across = self._left(word * room, room - BETWEEN_WORDS), room - BETWEEN_WORDS
            self.line(left, self.get_y(), left + across, self.get_y())

    def _say(  # noqa: PLR0913 - how it looks
        self, text: str, size: float, *, bold: bool = False, after: float, inset: float = 0, marked: bool = False
    ) -> None:
        self._typefaces.set(text, "B" if bold else "", size, self._sheet.words.direction)
        self.set_x(MARGIN + inset)
        shown = text if marked else plain(text)
        self.multi_cell(
            WIDTH - 2 * inset, size * 0.45 * self._typefaces.leading(text), shown, align=self._side, markdown=True, new_x=XPos.LMARGIN, new_y=YPos.NEXT,
            output=MethodReturnValue.PAGE_BREAK,
        )  # fmt: skip
        self.ln(after)

    def _room_for(self, height: float) -> None:
        if self.get_y() + height > self.h - FOOT:
            self.add_page()
