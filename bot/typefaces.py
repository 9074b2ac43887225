"""The typefaces that PDFs are drawn with, and which of them has the letters of a text. Imported only where one is drawn.

Latin letters are Atkinson Hyperlegible's, made for people who see badly. What it lacks is Noto Sans's, which has a file for each
script; those of its letters that a document needs are cut out of it, in two weights, since the whole takes seconds to read.
Both are under the SIL Open Font License, which lies beside their files.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import fontpkg_atkinson_hyperlegible as house_package
import manimgx_fonts as noto_package
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from fpdf import FPDF
from fpdf.fonts import TTFFont as PdfFont

HOUSE = "hyperlegible"
_HOUSE_FILES = Path(house_package.ROOT) / "files"
_HOUSE_STYLES = {"": "AtkinsonHyperlegible-Regular.ttf", "B": "AtkinsonHyperlegible-Bold.ttf"}
_NOTO_FILES = Path(noto_package.__file__).parent
_WEIGHTS = {"": 400, "B": 700}
"""The weights of the regular and the bold letters, on OpenType's axis `wght`."""

_KEPT = 8
"""Cut typefaces that are kept in memory, some 50 kilobytes each: the four posters of an event need the same two."""

_STYLE_SIGNS = frozenset("*\\")
"""What says which letters of a text are bold, and is not drawn; where it is meant as it stands, any typeface will do."""

_VARIATIONS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Signs that only choose how an emoji looks."""

RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, slots=True)
class Typeface:
    """One file of Noto Sans. `leading` is how high its lines are, in lines of Atkinson Hyperlegible."""

    file: str
    leading: float

    @property
    def family(self) -> str:
        """The name that it has in a PDF."""
        return self.file.lower()


NOTO = (
    Typeface("NotoSans", 1.05),
    Typeface("NotoSansArabic", 1.3),
    Typeface("NotoSansDevanagari", 1.2),
    Typeface("NotoSansGurmukhi", 1.2),
    Typeface("NotoSansEthiopic", 1.15),
    Typeface("NotoSansBengali", 1.2),
    Typeface("NotoSansGujarati", 1.2),
    Typeface("NotoSansTamil", 1.2),
    Typeface("NotoSansHebrew", 1.1),
    Typeface("NotoEmoji", 1.0),
)
"""Tried in this order: Latin, Greek and Cyrillic letters first."""


class Typefaces:
    """The typefaces of one document, to be closed.

    `texts` are all that may be drawn in it. What none of the typefaces has can be asked with `lacks` and is not drawn.
    `alike` draws all texts with Noto Sans that it has the letters of, as soon as one needs it: a sheet in Turkish or
    Vietnamese then has one look. A report with one quote in Ukrainian keeps its own.
    """

    def __init__(self, pdf: FPDF, texts: Iterable[str], *, alike: bool = False) -> None:
        self._pdf = pdf
        self._alike = alike
        self._folder: TemporaryDirectory[str] | None = None
        self._letters: dict[str, frozenset[str]] = {}
        for style, file in _HOUSE_STYLES.items():
            pdf.add_font(HOUSE, style, _HOUSE_FILES / file)
        self._letters[HOUSE] = frozenset(map(chr, cast("PdfFont", pdf.fonts[HOUSE]).cmap))
        self._leading = {HOUSE: 1.0}
        wanted = frozenset().union(*(map(_seen, texts)))
        for face in NOTO:
            if not wanted - frozenset().union(*self._letters.values()):
                break
            self._add(face, wanted)

    def _add(self, face: Typeface, wanted: frozenset[str]) -> None:
        there = wanted & _letters_of(face.file)
        if not there - frozenset().union(*self._letters.values()):
            return
        if self._folder is None:
            # Closed in `close`: what draws reads the files until the document is finished.
            self._folder = TemporaryDirectory(prefix="sayso-")
        for style, weight in _WEIGHTS.items():
            file = Path(self._folder.name) / f"{face.family}{weight}.ttf"
            file.write_bytes(_cut(face.file, weight, there))
            self._pdf.add_font(face.family, style, file)
        self._letters[face.family] = there
        self._leading[face.family] = face.leading
        self._pdf.set_fallback_fonts(list(self._letters), exact_match=False)

    def lacks(self, texts: Iterable[str]) -> str:
        """Return the letters of some texts that no typeface here has."""
        wanted = frozenset().union(*(map(_seen, texts)))
        return "".join(sorted(wanted - frozenset().union(*self._letters.values())))

    def set(self, text: str, style: str, size: float, direction: str = "") -> None:
        """Make ready to draw a text: `style` is empty or `B`, `size` in points, `direction` `ltr`, `rtl` or as its letters are.

        Where it is drawn with Atkinson Hyperlegible alone, nothing is shaped or turned round.
        """
        family = self._family(text)
        self._pdf.set_font(family, style, size)
        shaped = family != HOUSE or not _seen(text) <= self._letters[HOUSE]
        self._pdf.set_text_shaping(shaped, direction=direction or None)

    def leading(self, text: str) -> float:
        """Return how high a line of this text is, in lines of Latin letters."""
        return self._leading[self._family(text)]

    def _family(self, text: str) -> str:
        if self._alike and _seen(text) - _STYLE_SIGNS <= self._letters.get(NOTO[0].family, frozenset()):
            return NOTO[0].family
        lacking = {letter for letter in _seen(text) - self._letters[HOUSE] if letter.isalnum()}
        # Its own blanks and digits keep its words together; the other letters come out of the other typefaces.
        return max(self._letters, key=lambda family: len(lacking & self._letters[family]))

    def close(self) -> None:
        """Close the files, which stay open while there may be more to draw."""
        for font in self._pdf.fonts.values():
            cast("PdfFont", font).ttfont.close()
        if self._folder is not None:
            self._folder.cleanup()


def is_right_to_left(text: str) -> bool:
    """Return whether a text is written from right to left, by its first letter that has a direction."""
    directions = map(unicodedata.bidirectional, text)
    return next((found != "L" for found in directions if found in {"L", "R", "AL"}), False)


def _seen(text: str) -> frozenset[str]:
    """Return the letters of a text that have to be drawn: neither line breaks nor marks of direction, nor joiners."""
    return frozenset(letter for letter in text if unicodedata.category(letter) not in {"Cf", "Cc"}) - _VARIATIONS


@lru_cache(maxsize=len(NOTO))
def _letters_of(file: str) -> frozenset[str]:
    with TTFont(_NOTO_FILES / f"{file}[wght].ttf", lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=_KEPT)
def _cut(file: str, weight: int, letters: frozenset[str]) -> bytes:
    """Return a font file of one weight with these letters alone, and with the joiners and blanks between them."""
    options = Options()
    options.notdef_outline = True
    cutter = Subsetter(options)
    # U+200C and U+200D part and join letters; dotted circles would stand in the place of what is lacking.
    cutter.populate(text="".join(sorted(letters)) + " \u200c\u200d\u200e\u200f\u25cc")
    with TTFont(_NOTO_FILES / f"{file}[wght].ttf", lazy=True) as font:
        cutter.subset(font)
        fixed: Any = instantiateVariableFont(font, {"wght": weight}, inplace=True)
        written = BytesIO()
        fixed.save(written)
        return written.getvalue()
