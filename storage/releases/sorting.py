"""Rows in the order of the alphabet, in bounded memory: the order in which they came would join rows of one person.

What does not fit is put aside sorted, and merged at the end. Words that will be in the release are put aside in a file. What
somebody is like, which may never be told, stays in memory, packed: no disk ever holds it beside the database's own.
"""

import heapq
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from storage.exports.files import Drafts

HELD = 50_000
"""Rows held in memory before they are put aside, some tens of megabytes of ordinary answers."""

TOGETHER = 500
"""Rows that are read back together: so many of each part that was put aside are in memory while all are merged."""

Row = tuple[str, ...]


class Aside(Protocol):
    """Where rows are put that do not fit."""

    def put(self, blocks: Iterable[str]) -> Callable[[], Iterator[str]]:
        """Take blocks of text; return what gives them back in their order."""


class Sorting:
    """Takes rows and gives them back sorted."""

    def __init__(self, aside: Aside) -> None:
        self._aside = aside
        self._held: list[Row] = []
        self._parts: list[Callable[[], Iterator[str]]] = []

    def add(self, row: Row) -> None:
        """Take a row. Raises ExportError where there is no room to put rows aside."""
        self._held.append(row)
        if len(self._held) == HELD:
            self._put_aside()

    def rows(self) -> Iterator[Row]:
        """Give all rows, sorted. Nothing may be added any more."""
        self._held.sort()
        return heapq.merge(self._held, *map(_rows_of, self._parts))

    def _put_aside(self) -> None:
        self._held.sort()
        blocks = (json.dumps(self._held[first : first + TOGETHER]) for first in range(0, len(self._held), TOGETHER))
        self._parts.append(self._aside.put(blocks))
        self._held.clear()


class InFiles:
    """Puts rows aside in files beside those to be, as private and as temporary."""

    def __init__(self, begun: Drafts, beside: Path) -> None:
        self._begun = begun
        self._beside = beside

    def put(self, blocks: Iterable[str]) -> Callable[[], Iterator[str]]:
        """Write a file. Raises ExportError where there is no room for it."""
        draft = self._begun.begin_scratch(self._beside)
        for block in blocks:
            draft.write(block + "\n")
        draft.close()

        def lines() -> Iterator[str]:
            with draft.path.open(encoding="utf-8") as file:
                yield from file

        return lines


class InMemory:
    """Puts rows aside packed, a tenth of their size: sorted, each is much like the one before."""

    @staticmethod
    def put(blocks: Iterable[str]) -> Callable[[], Iterator[str]]:
        """Pack the blocks."""
        packed = [zlib.compress(block.encode()) for block in blocks]
        return lambda: (zlib.decompress(block).decode() for block in packed)


def _rows_of(part: Callable[[], Iterator[str]]) -> Iterator[Row]:
    for block in part():
        yield from map(tuple, json.loads(block))
