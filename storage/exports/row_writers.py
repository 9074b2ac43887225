"""Gives each format its writer. What writes Parquet is imported only where somebody asks for it: it is large."""

from collections.abc import Sequence
from importlib import import_module
from typing import BinaryIO, cast

from storage.errors import ExportError
from storage.exports.columns import Column
from storage.exports.files import Draft
from storage.exports.spreadsheets import SpreadsheetRows
from storage.exports.writing import CsvRows, Format, JsonRows, RowWriter


def refuse_format(kind: Format) -> None:
    """Raise ExportError, saying what to do, where a format cannot be written by this installation."""
    if kind is Format.PARQUET:
        try:
            import_module("pyarrow")
        except ImportError:
            raise ExportError(
                "Parquet needs pyarrow, which is not installed here: run `pip install pyarrow`, or export "
                "another format"
            ) from None


def row_writer(kind: Format, draft: Draft, columns: Sequence[Column], sheet: str = "answers") -> RowWriter:
    """Return what writes rows of a format into a draft. The names of the columns are written at once.

    `sheet` is what a spreadsheet's sheet is called. Raises ExportError where a spreadsheet cannot hold the columns.
    """
    match kind:
        case Format.CSV:
            return CsvRows(draft, columns)
        case Format.JSONL:
            return JsonRows(draft, columns)
        case Format.XLSX:
            return SpreadsheetRows(cast("BinaryIO", draft.bytes), columns, sheet)
        case Format.PARQUET:
            made = import_module("storage.exports.parquet").ParquetRows(draft.bytes, columns)
            return cast("RowWriter", made)
