"""Rows as Parquet, for DuckDB, pandas, R and the like. Imported only where somebody asks for it: pyarrow is large."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from storage.exports.columns import Column, Holds
from storage.exports.rows import Value, Values
from storage.exports.writing import without_nul

TOGETHER = 5_000
"""Rows held as Python's objects, before they are packed as Arrow's: some tens of megabytes of ordinary answers."""

GROUP = 16 * 1024 * 1024
"""Bytes of packed rows after which they are written as one row group. What the file's end has to tell of every group stays in
memory until it is written, so many small groups would take more than a few large ones."""

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
        self._held: list[Values] = []
        self._packed: list[pa.RecordBatch] = []

    def write(self, values: Values) -> None:
        """Write one row."""
        self._held.append(values)
        if len(self._held) == TOGETHER:
            self._pack()

    def finish(self) -> Sequence[str]:
        """Write the last rows and the index at the end. Nothing is left out."""
        self._pack()
        self._bring_out()
        self._writer.close()
        return ()

    def _pack(self) -> None:
        arrays = [self._array(part) for part in self._schema]
        self._held.clear()
        self._packed.append(pa.record_batch(arrays, schema=self._schema))
        if sum(batch.nbytes for batch in self._packed) >= GROUP:
            self._bring_out()

    def _bring_out(self) -> None:
        table = pa.Table.from_batches(self._packed, schema=self._schema)
        self._packed.clear()
        if table.num_rows:
            self._writer.write_table(table)

    def _array(self, part: pa.Field) -> pa.Array:
        """Return what the rows that are held have in one column: no more than one column is held twice."""
        values: Iterator[Value] = (row.get(part.name) for row in self._held)
        if part.type == pa.string():
            values = (without_nul(value) if isinstance(value, str) else value for value in values)
        return pa.array(values, type=part.type)
