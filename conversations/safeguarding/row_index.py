"""Where among ten thousands of rows those are that a word of a text could begin the search for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from conversations.safeguarding.packed_rows import Groups, Numbers, PackedRows, smallest


@dataclass(frozen=True, slots=True)
class RowIndex:
    """What is worked out of all rows of one language at once.

    `weights` say of each item how common its words are, infinitely where a row can do without it. Each row is listed under
    the item that weighs least, its rarest: `rows_of` are the rows of each item, `items_of` the rarest items that each word
    fits, in the order in which the rows come upon them. `longest` is how many words the longest row may have.
    """

    weights: Numbers
    rows_of: Groups
    items_of: Groups
    longest: int

    @classmethod
    def of(cls, rows: PackedRows, common: Sequence[str] = ()) -> "RowIndex":
        """Return the index of these rows.

        `common` are the language's commonest words, first the commonest: they are no row's rarest if that can be.
        """
        ranks = np.ones(len(rows.words), np.int64)
        for place, word in enumerate(common):
            number = rows.words.number(word)
            if number is not None:
                ranks[number] = (len(common) - place) * 20
        weights = np.where(rows.single, rows.items.sums(ranks), np.inf)
        rarest = first_least(rows.numbers, weights)
        _, firsts = np.unique(rarest, return_index=True)
        in_order = rarest[np.sort(firsts)]
        words = Groups.of([rows.items[item] for item in in_order.tolist()])
        places = Groups.by_member(words.members, len(rows.words))
        sizes = words.ends.astype(np.int64) - words.starts
        return cls(
            weights,
            Groups.by_member(rarest, len(rows.items)),
            Groups(smallest(np.repeat(in_order, sizes)[places.members]), places.ends),
            int(rows.numbers.sums(rows.times).max(initial=1)),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Numbers]) -> "RowIndex":
        """Return the index that `arrays` returned these of. Raises KeyError where one is missing."""
        return cls(
            arrays["weights"],
            Groups(arrays["rows_of"], arrays["rows_of_ends"]),
            Groups(arrays["items_of"], arrays["items_of_ends"]),
            int(arrays["longest"][0]),
        )

    def arrays(self) -> dict[str, Numbers]:
        """Return everything as arrays, to be kept in a file."""
        return {
            "weights": self.weights,
            "rows_of": self.rows_of.members,
            "rows_of_ends": self.rows_of.ends,
            "items_of": self.items_of.members,
            "items_of_ends": self.items_of.ends,
            "longest": np.array([self.longest]),
        }


def first_least(groups: Groups, weights: Numbers) -> Numbers:
    """Return of each group the first of its members that weigh least; no group is empty."""
    if not len(groups):
        return np.zeros(0, np.int64)
    weighed = weights[groups.members]
    starts = groups.starts
    sizes = groups.ends.astype(np.int64) - starts
    least = np.repeat(np.minimum.reduceat(weighed, starts), sizes)
    places = np.flatnonzero(weighed == least)
    _, firsts = np.unique(np.repeat(np.arange(len(groups)), sizes)[places], return_index=True)
    return groups.members[places[firsts]].astype(np.int64)
