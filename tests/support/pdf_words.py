"""What a screen reader is told of a PDF: the words of its lines as they were written."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream

DIRECTION_MARKS = re.compile("[\u200e\u200f\u2066-\u2069]")


def shaped_words(pdf: bytes) -> str:
    """Return the words of all lines that are drawn with shaped letters, in one line."""
    return one_line(" ".join(operands[1]["/ActualText"] for operands, name in operations(pdf) if name == b"BDC"))


def operations(pdf: bytes) -> Iterator[tuple[Any, bytes]]:
    """Give what draws each page: operands and the operator's name."""
    reader = PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        contents = page.get_contents()
        assert contents is not None
        yield from ContentStream(contents, reader).operations


def one_line(text: str) -> str:
    """Return a text with single blanks, without the marks that say in which order it is drawn."""
    return " ".join(DIRECTION_MARKS.sub("", text).split())
