"""The square that a phone scans (a QR code): as SVG and PNG, and as dark modules for a poster."""

import io
from collections.abc import Iterator

import segno

QUIET = 4
"""Modules of white that have to stay around it, by ISO/IEC 18004."""

PIXELS = 1200
"""A picture of it is at least so wide: sharp on a slide and on a sheet."""


def square(address: str) -> segno.QRCode:
    """Return the square of an address. A quarter of it may be torn off or smudged: it hangs in a youth club."""
    return segno.make_qr(address, error="q")


def svg(address: str, title: str) -> bytes:
    """Return the square as an SVG picture, black on white, with its quiet edge. `title` is read aloud."""
    written = io.BytesIO()
    square(address).save(
        written, kind="svg", scale=10, border=QUIET, light="#fff", title=title, svgclass=None, lineclass=None
    )
    return written.getvalue()


def png(address: str) -> bytes:
    """Return the square as a PNG picture, black on white, with its quiet edge."""
    made = square(address)
    across = made.symbol_size(border=QUIET)[0]
    written = io.BytesIO()
    made.save(written, kind="png", scale=-(-PIXELS // across), border=QUIET)
    return written.getvalue()


def stripes(made: segno.QRCode) -> Iterator[tuple[int, int, int]]:
    """Yield the dark parts, row by row, as (column, row, modules wide), without the quiet edge."""
    for row, modules in enumerate(made.matrix):
        begins = None
        for column, dark in enumerate((*modules, 0)):
            if dark and begins is None:
                begins = column
            elif not dark and begins is not None:
                yield begins, row, column - begins
                begins = None
