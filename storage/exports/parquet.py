"""Rows as Parquet, for DuckDB, pandas, R and the like. Imported only where somebody asks for it: pyarrow is large."""

from collections.abc import Sequence
from typing import BinaryIO

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from storage.exports.columns import Column, Holds
from storage.exports.rows import Value, Values
from storage.exports.writing import without_nul

TOGETHER = 10_000
"""Rows held in memory and written together: some tens of megabytes of ordinary answers."""

TYPES = {
    Holds.TEXT: pa.string(),
    Holds.DAY: pa.date32(),
    Holds.NUMBER: pa.int32(),
    Holds.LIST: pa.list_(pa.string()),
}


class ParquetRows:
    """Rows as Parquet: text, days, whole numbers and lists are told apart, no value is null; words as they are stored."""

    def __init__(self, sink: BinaryIO, columns: Sequence[Column]) -> None:
        self._schema = pa.schema([(column.name, TYPES[column.kind]) for column in columns])
        self._writer = ParquetWriter(sink, self._schema, compression="zstd")
        self._columns: dict[str, list[Value]] = {column.name: [] for column in columns}
        self._rows = 0

    def write(self, values: Values) -> None:
        """Write one row."""
        for name, column in self._columns.items():
            value = values.get(name)
            column.append(without_nul(value) if isinstance(value, str) else value)
        self._rows += 1
        if self._rows == TOGETHER:
            self._bring_out()

    def finish(self) -> Sequence[str]:
        """Write the last rows and the index at the end. Nothing is left out."""
        self._bring_out()
        self._writer.close()
        return ()

    def _bring_out(self) -> None:
        if self._rows:
            self._writer.write_table(pa.table(self._columns, schema=self._schema))
            for column in self._columns.values():
                column.clear()
            self._rows = 0
