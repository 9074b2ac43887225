"""Draws a document as a PDF, A4: the same tables with the same bars, in a typeface that is easy to read."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass
from typing import Any, cast

from fpdf.enums import Align, MethodReturnValue, XPos, YPos

from bot.figures.model import Bar, BarTable, Document, GridTable, QuoteList, Section
from bot.readable_pdf import ReadablePdf
from bot.typefaces import HOUSE, Typefaces, is_right_to_left

MARGIN = 18.0
"""Millimetres."""
WIDTH = 210.0 - 2 * MARGIN
ROW, BAR_HEIGHT, MARK = 6.2, 3.2, 0.6
LABEL, NUMBER = 74.0, 42.0
HEADING = 16.0
"""Millimetres that a section's heading takes, with the room above it."""
PICTURE = WIDTH - LABEL - NUMBER - 4.0
TEXT, SOFT, LINE, GROUND, BLUE = (33, 43, 50), (76, 98, 114), (174, 183, 189), (232, 237, 238), (0, 94, 184)


class Paper(ReadablePdf):
    """A4 paper with page numbers."""

    def footer(self) -> None:
        """Write the page's number."""
        self.set_y(-12)
        self.set_font(HOUSE, "", 9)
        self.set_text_shaping(use_shaping_engine=False)
        self.set_text_color(*SOFT)
        self.cell(0, 6, f"{self.page_no()}", align="C")


def as_pdf(document: Document) -> bytes:
    """Return a document as a PDF file."""
    with closing(Drawing(document)) as drawing:
        drawing.draw()
        return bytes(drawing.paper.output())


class Drawing:
    """Draws one document, from the top of the first page to the end."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.paper = Paper(format="A4")
        self.paper.set_margins(MARGIN, MARGIN, MARGIN)
        self.paper.set_auto_page_break(auto=True, margin=MARGIN)
        self._typefaces = Typefaces(self.paper, _texts_of(document))
        self.paper.set_lang("en-GB")
        self.paper.add_page()

    def close(self) -> None:
        """Close the typefaces' files."""
        self._typefaces.close()

    def draw(self) -> None:
        """Draw everything."""
        document = self._document
        self.paper.set_title(document.title)
        self._words(document.title, 22, bold=True, after=3)
        self._words(document.subtitle, 11, colour=SOFT)
        for words in document.words:
            self._words(words, 11)
        for section in document.sections:
            self._section(section)

    def _section(self, section: Section) -> None:
        self._keep_together(HEADING + _first_part(section))
        self.paper.ln(4)
        self.paper.start_section(section.heading)
        self._words(section.heading, 16, bold=True)
        for words in section.words:
            self._words(words, 11)
        for point in section.points:
            self._words(f"•  {point}", 11)
        for table in section.tables:
            self._bars(table)
        if section.grid:
            self._grid(section.grid)
        for quotes in section.quotes:
            self._quotes(quotes)
        for words in section.afterwords:
            self._words(words, 10, colour=SOFT)

    def _quotes(self, quotes: QuoteList) -> None:
        """Draw those quotes whose letters a typeface has; the others stand on the web page alone."""
        drawn = [(words, who) for words, who in quotes.quotes if not self._typefaces.lacks([words])]
        if not drawn:
            return
        self._keep_together(20)
        self._words(quotes.heading, 11, bold=True, after=1)
        for words, who in drawn:
            side = Align.R if is_right_to_left(words) else Align.L
            self._words(f"“{words}”", 11, after=0.5, side=side)
            if who:
                self._words(who, 10, colour=SOFT, side=side)

    def _bars(self, table: BarTable) -> None:
        self._keep_together(_height(table))
        self._words(table.heading, 11, bold=True, after=1)
        for bar in table.rows:
            self._bar(bar)
        if table.note:
            self._words(table.note, 10, colour=SOFT)
        self.paper.ln(2)

    def _bar(self, bar: Bar) -> None:
        paper = self.paper
        self._typefaces.set(bar.label, "", 10)
        paper.set_text_color(*TEXT)
        height = cast("float", paper.multi_cell(LABEL, ROW, bar.label, dry_run=True, output=MethodReturnValue.HEIGHT))
        self._keep_together(height)
        top, left = paper.get_y(), paper.l_margin
        paper.multi_cell(LABEL, ROW, bar.label, align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
        paper.set_xy(left + LABEL, top)
        self._typefaces.set(bar.number, "", 10)
        paper.cell(NUMBER, height, bar.number, align="R")
        picture, middle = left + LABEL + NUMBER + 4.0, top + (height - BAR_HEIGHT) / 2
        paper.set_fill_color(*GROUND)
        paper.rect(picture, middle, PICTURE, BAR_HEIGHT, style="F")
        if bar.width:
            paper.set_fill_color(*BLUE)
            paper.rect(picture, middle, PICTURE * bar.width / 100, BAR_HEIGHT, style="F")
        if bar.mark is not None:
            paper.set_fill_color(*TEXT)
            paper.rect(picture + (PICTURE - MARK) * bar.mark / 100, middle - 1, MARK, BAR_HEIGHT + 2, style="F")
        paper.set_draw_color(*LINE)
        paper.line(left, top + height, left + WIDTH, top + height)
        paper.set_xy(left, top + height)

    def _grid(self, table: GridTable) -> None:
        paper = self.paper
        self._keep_together(_height(table))
        self._words(table.heading, 11, bold=True, after=1)
        width = (WIDTH - LABEL) / max(1, len(table.columns))
        paper.cell(LABEL, ROW, "")
        for column in table.columns:
            self._typefaces.set(column, "B", 10)
            paper.cell(width, ROW, column, align="R")
        paper.ln(ROW)
        paper.set_draw_color(*LINE)
        for label, cells in table.rows:
            self._keep_together(ROW)
            self._typefaces.set(label, "", 10)
            paper.cell(LABEL, ROW, label, border="B")
            for number, word in cells:
                self._typefaces.set(f"{word} {number}", "", 10)
                paper.cell(width, ROW, f"{word} {number}" if word else number, border="B", align="R")
            paper.ln(ROW)
        paper.ln(3)

    def _words(  # noqa: PLR0913 - how it looks
        self,
        words: str,
        size: float,
        *,
        bold: bool = False,
        colour: tuple[int, int, int] = TEXT,
        after: float = 1.5,
        side: Align = Align.L,
    ) -> None:
        self._typefaces.set(words, "B" if bold else "", size, "rtl" if side is Align.R else "ltr")
        height = size * 0.5 * self._typefaces.leading(words)
        self.paper.set_text_color(*colour)
        self.paper.multi_cell(WIDTH, height, words, align=side, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.paper.ln(after)

    def _keep_together(self, height: float) -> None:
        if self.paper.get_y() + height > self.paper.h - MARGIN:
            self.paper.add_page()


def _height(table: BarTable | GridTable) -> float:
    """Return about how many millimetres a table takes, at most what fits under a section's heading on one page."""
    rows = ROW * len(table.rows)
    return min(rows + 20, 220) if isinstance(table, BarTable) else min(rows + 2 * ROW, 220)


def _first_part(section: Section) -> float:
    """Return about how many millimetres what comes first in a section takes: its heading stands on no page without it."""
    first = next(iter(section.tables), section.grid)
    return 24 if first is None or section.words or section.points else _height(first)


def _texts_of(part: Any) -> Iterator[str]:
    """Give every text of a document or of a part of it."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts_of(one)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _texts_of(getattr(part, field.name))
