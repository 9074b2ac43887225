"""PDFs that can be read back: by a screen reader, by a search, by whoever copies out of them."""

from codecs import BOM_UTF16_BE
from typing import Any

from fpdf import FPDF
from fpdf.line_break import TextLine

_DIRECTION_MARKS = dict.fromkeys((0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Marks that only say in which order a line is drawn."""


class ReadablePdf(FPDF):
    """A PDF whose shaped lines carry their words as they were written (`ActualText`, ISO 32000-1, 14.9.4).

    A shaped letter may be drawn in parts that are no letters of Unicode, and a line from right to left is drawn from its end.
    """

    def _render_styled_text_line(self, text_line: TextLine, h: float | None = None, *others: Any, **more: Any) -> bool:
        if not any(fragment.text_shaping_parameters for fragment in text_line.fragments):
            return super()._render_styled_text_line(text_line, h, *others, **more)
        # A new page begins before the words do, so that they stand on one page with their line.
        begun = self._perform_page_break_if_need_be(self.font_size if h is None else h)
        words = "".join(fragment.string for fragment in text_line.fragments).translate(_DIRECTION_MARKS)
        self._out(f"/Span <</ActualText <{(BOM_UTF16_BE + words.encode('utf-16-be')).hex()}>>> BDC")
        super()._render_styled_text_line(text_line, h, *others, **more)
        self._out("EMC")
        return begun
