"""CSV that spreadsheets open as it is, and JSON Lines for programs; which formats there are."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Protocol

from storage.exports.cells import guarded
from storage.exports.columns import Column
from storage.exports.rows import Value, Values

_LINE_ENDS = ("\x85", "\u2028", "\u2029")
"""Line ends of Unicode: some readers of lines would break a row there."""


SHORT, MOST_KNOWN = 32, 4096
"""Cells of fewer characters come again and again, since most are codes: so many are held ready while a file is written."""


class Format(StrEnum):
    """The kind of data file, and the end of its name."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    PARQUET = "parquet"

    @property
    def encoding(self) -> str | None:
        """UTF-8; in CSV with a byte order mark, without which Excel takes it for another encoding; None for bytes."""
        return {Format.CSV: "utf-8-sig", Format.JSONL: "utf-8"}.get(self)


class Sink(Protocol):
    """Anything that takes text."""

    def write(self, text: str, /) -> int:
        """Take some text."""


class RowWriter(Protocol):
    """Writes rows of one format."""

    def write(self, values: Values) -> None:
        """Write one row; a column that has no value is empty."""

    def finish(self) -> Sequence[str]:
        """Write what stands at the end; return what had to be left out on the way, in words, for the codebook."""


class CsvRows:
    """Rows as CSV (RFC 4180): commas, quotes where needed, line breaks inside cells kept, no cell a formula."""

    def __init__(self, sink: Sink, columns: Sequence[Column]) -> None:
        self._writer = csv.writer(sink)
        self._columns = [column.name for column in columns]
        self._known: dict[str, str] = {}
        self._writer.writerow([guarded(column) for column in self._columns])

    def write(self, values: Values) -> None:
        """Write one row."""
        known, cell = self._known, self._cell
        self._writer.writerow(
            [
                "" if value is None else (known.get(value) or cell(value)) if isinstance(value, str) else cell(value)
                for value in map(values.get, self._columns)
            ]
        )

    def finish(self) -> Sequence[str]:
        """Nothing stands at the end, and nothing is left out."""
        return ()

    def _cell(self, value: Value) -> str | int:
        match value:
            case None:
                return ""
            case int():
                return value
            case date():
                return value.isoformat()
            case str():
                made = guarded(without_nul(value))
                if len(value) < SHORT and len(self._known) < MOST_KNOWN:
                    self._known[value] = made
                return made
            case _:
                return guarded(" ".join(value))


class JsonRows:
    """Rows as JSON Lines: an object on each line, every column in it, words exactly as they are stored."""

    def __init__(self, sink: Sink, columns: Sequence[Column]) -> None:
        self._sink = sink
        self._columns = [column.name for column in columns]
        self._encoder = json.JSONEncoder(ensure_ascii=False)

    def write(self, values: Values) -> None:
        """Write one row."""
        whole = {
            column: None if (value := values.get(column)) is None else self._value(value) for column in self._columns
        }
        self._sink.write(on_one_line(self._encoder.encode(whole)) + "\n")

    def finish(self) -> Sequence[str]:
        """Nothing stands at the end, and nothing is left out."""
        return ()

    def _value(self, value: Value) -> object:
        if isinstance(value, str):
            return without_nul(value)
        return value.isoformat() if isinstance(value, date) else value


def without_nul(text: str) -> str:
    """Return the text without NUL, which no database can be sent and no reader of these files expects."""
    return text.replace("\x00", "")


def on_one_line(text: str) -> str:
    """Return JSON with Unicode's line ends, which can only stand inside its strings, as escapes."""
    for end in _LINE_ENDS:
        if end in text:
            text = text.replace(end, f"\\u{ord(end):04x}")
    return text
