"""What one language's patterns were read into: the longest part of making its rules ready, which may be done ahead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from conversations.prepared_files import Arrays
from conversations.reading import Problems, Source
from conversations.safeguarding.items import Items, Row
from conversations.safeguarding.packed_rows import Numbers, PackedRows, smallest
from conversations.safeguarding.patterns import PatternError, PatternReader
from conversations.safeguarding.row_index import RowIndex
from conversations.safeguarding.rules import Cue, Guard, Rule
from conversations.safeguarding.spelling import Speller
from conversations.safeguarding.stems import Kin, is_stem

Owner = Rule | Guard | Cue


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The rows of one language's patterns, where they are found, and the number of each row's owner.

    `named` are every word and stem that the patterns name, as `array_of` writes them.
    """

    packed: PackedRows
    index: RowIndex
    owner_of: Numbers
    named: Numbers

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> "ReadRows":
        """Return what `arrays` returned these of. Raises KeyError where one is missing."""
        return cls(PackedRows.from_arrays(arrays), RowIndex.from_arrays(arrays), arrays["owner_of"], arrays["named"])

    def arrays(self) -> Arrays:
        """Return everything as arrays, to be kept in a file."""
        return {**self.packed.arrays(), **self.index.arrays(), "owner_of": self.owner_of, "named": self.named}


def read_rows(
    owners: Sequence[Owner],
    reader: PatternReader,
    sources: Mapping[str, tuple[Source, str]],
    problems: Problems,
) -> tuple[list[Row], Numbers]:
    """Return the rows of all patterns, and the number of each row's owner; a pattern with a mistake is noted and left out.

    `sources` says for each id where it stands, so that its mistake is noted there.
    """
    rows: list[Row] = []
    owner_of: list[int] = []
    for number, owner in enumerate(owners):
        own: dict[Row, None] = {}
        for pattern in owner.patterns:
            try:
                own.update(dict.fromkeys(reader.rows(pattern)))
            except PatternError as error:
                source, path = sources[owner.id]
                problems.add(source, path, f"'{owner.id}': {error}", "The pattern language is in the guide.")
        rows += own
        owner_of += [number] * len(own)
    return rows, smallest(np.array(owner_of, np.int64))


def named_in(rows: Iterable[Row]) -> frozenset[str]:
    """Return every word and stem that rows name."""
    return frozenset(word for item in frozenset(chain.from_iterable(rows)) for word in item.words)


def grown(rows: Sequence[Row], named: Iterable[str], speller: Speller) -> list[Row]:
    """Return the rows with each item taking in all that its stems stand for, and words with something written onto them."""
    if not speller.has_affixes and not any(map(is_stem, named)):
        return list(rows)
    kin = Kin(speller.symbols, speller.bared)
    items = Items()
    taking = {
        item: items.of(kin.of(item.words), other=item.other, optional=item.optional, times=item.times)
        for item in frozenset(chain.from_iterable(rows))
    }
    return [tuple(taking[item] for item in row) for row in rows]
