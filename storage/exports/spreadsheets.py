"""Rows as XLSX (ISO/IEC 29500), written straight into the zip file, so that memory does not grow with the data.

Every text is written as text (an inline string), which no spreadsheet takes for a formula, whatever it begins with. No
temporary file ever holds words. A sheet has 1,048,576 rows and a cell 32,767 characters (Microsoft's limits for Excel):
more rows go on in another sheet with the same columns, longer words are cut, and the codebook says how many were.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import IO, BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from storage.errors import ExportError
from storage.exports.columns import Column
from storage.exports.rows import Value, Values
from storage.exports.spreadsheet_parts import about_sheets
from storage.exports.writing import MOST_KNOWN, SHORT

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_IN_CELL = 32_767
MOST_BYTES = 1_500_000_000
"""Bytes of a sheet before it is compressed, from which on another one is begun: zip files need an extension that not
every spreadsheet reads where a part has more than 2 GiB."""

DAY_ZERO = date(1899, 12, 30)
"""The day that spreadsheets count days from."""

HELD = 1 << 16
"""Characters that are held before they are compressed."""

SHEET_BEGINS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    "</sheetView></sheetViews><sheetData>"
)
SHEET_ENDS = "</sheetData></worksheet>"

_ESCAPE_LOOKALIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


class SpreadsheetRows:
    """Rows as XLSX: days are days, numbers are numbers, everything else is text."""

    def __init__(self, sink: BinaryIO, columns: Sequence[Column], sheet: str) -> None:
        if len(columns) > MOST_COLUMNS:
            raise ExportError(f"a spreadsheet holds {MOST_COLUMNS:,} columns, and these are more: export with --long")
        self._zip = ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=4)
        self._name = sheet
        self._columns = [(column.name, letters(number)) for number, column in enumerate(columns)]
        self._known: dict[str, str] = {}
        self._header: Values = {column.name: column.name for column in columns}
        self._sheets = 0
        self._cut = 0
        self._sheet = self._next_sheet()

    def write(self, values: Values) -> None:
        """Write one row, where need be in another sheet."""
        if self._row == MOST_ROWS or self._bytes > MOST_BYTES:
            self._end_sheet()
            self._sheet = self._next_sheet()
        self._put(values)

    def finish(self) -> Sequence[str]:
        """Write what stands at the end; return that cells were cut, where any were."""
        self._end_sheet()
        for name, text in about_sheets(self._name, self._sheets):
            self._zip.writestr(ZipInfo(name), text, ZIP_DEFLATED)
        self._zip.close()
        if not self._cut:
            return ()
        return (
            f"{self._cut} cells were cut after {MOST_IN_CELL:,} characters, more than a cell of a spreadsheet can hold",
        )

    def _next_sheet(self) -> IO[bytes]:
        self._sheets += 1
        self._row = self._bytes = self._waiting = 0
        self._parts = [SHEET_BEGINS]
        info = ZipInfo(f"xl/worksheets/sheet{self._sheets}.xml")
        info.compress_type = ZIP_DEFLATED
        info._compresslevel = 4  # type: ignore[attr-defined]  # noqa: SLF001 - it has no public name before Python 3.13
        self._sheet = self._zip.open(info, "w")
        self._put(self._header)
        return self._sheet

    def _end_sheet(self) -> None:
        self._parts.append(SHEET_ENDS)
        self._bring_out()
        self._sheet.close()

    def _put(self, values: Values) -> None:
        self._row += 1
        row = f'{self._row}"'
        cells = [
            self._cell(f'<c r="{letter}{row}', value)
            for name, letter in self._columns
            if (value := values.get(name)) is not None
        ]
        text = f'<row r="{row}>{"".join(cells)}</row>'
        self._parts.append(text)
        self._waiting += len(text)
        if self._waiting > HELD:
            self._bring_out()

    def _bring_out(self) -> None:
        data = "".join(self._parts).encode()
        self._sheet.write(data)
        self._bytes += len(data)
        self._parts.clear()
        self._waiting = 0

    def _cell(self, begin: str, value: Value) -> str:
        match value:
            case int():
                return f"{begin}><v>{value}</v></c>"
            case date():
                return f'{begin} s="1"><v>{(value - DAY_ZERO).days}</v></c>'
            case str():
                text = value
            case _:
                text = " ".join(value or ())
        inside = self._known.get(text)
        if inside is None:
            inside = escape(self._fitting(text))
            if len(text) < SHORT and len(self._known) < MOST_KNOWN:
                self._known[text] = inside
        return f'{begin} t="inlineStr"><is><t xml:space="preserve">{inside}</t></is></c>'

    def _fitting(self, text: str) -> str:
        """Return what a cell can hold of a text. A cell's characters are counted in UTF-16, as spreadsheets do."""
        if len(text) > MOST_IN_CELL // 2 and len(wide := text.encode("utf-16-le", "replace")) > 2 * MOST_IN_CELL:
            self._cut += 1
            text = wide[: 2 * MOST_IN_CELL].decode("utf-16-le", "ignore")
        if "_x" in text:
            text = _ESCAPE_LOOKALIKE.sub("_x005F_", text)
        return _NOT_IN_XML.sub("", text)


def letters(number: int) -> str:
    """Return a column's letters by its number from 0: A, B, ... Z, AA, AB."""
    name = ""
    number += 1
    while number:
        number, digit = divmod(number - 1, 26)
        name = chr(ord("A") + digit) + name
    return name
