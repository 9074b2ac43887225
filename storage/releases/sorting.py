"""Rows in the order of the alphabet, in bounded memory: the order in which they came would join rows of one person."""

import heapq
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from storage.exports.files import Drafts

HELD = 50_000
"""Rows held in memory before they are put aside, some tens of megabytes of ordinary answers."""

Row = tuple[str, ...]


class Sorting:
    """Takes rows and gives them back sorted. What is put aside lies beside the files to be, as private and as temporary."""

    def __init__(self, begun: Drafts, beside: Path) -> None:
        self._begun = begun
        self._beside = beside
        self._held: list[Row] = []
        self._aside: list[Path] = []

    def add(self, row: Row) -> None:
        """Take a row. Raises ExportError where there is no room to put rows aside."""
        self._held.append(row)
        if len(self._held) == HELD:
            self._put_aside()

    def rows(self) -> Iterator[Row]:
        """Give all rows, sorted. Nothing may be added any more."""
        self._held.sort()
        yield from heapq.merge(self._held, *(_read(path) for path in self._aside))

    def _put_aside(self) -> None:
        draft = self._begun.begin_scratch(self._beside)
        self._held.sort()
        for row in self._held:
            draft.write(json.dumps(row) + "\n")
        draft.finish()
        self._aside.append(draft.path)
        self._held.clear()


def _read(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            row: Sequence[str] = json.loads(line)
            yield tuple(row)
