"""Ten thousands of rows in a few numbers each: most are in no text for days, so that only those asked for are unpacked."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from conversations.safeguarding.items import Item, Row
from conversations.safeguarding.tokens import STOP
from conversations.word_tries import Words

Numbers = NDArray[Any]
_OTHER, _OPTIONAL = 1, 2


class Groups:
    """Groups of numbers, one after the other in one array."""

    __slots__ = ("ends", "members")

    def __init__(self, members: Numbers, ends: Numbers) -> None:
        """`ends` says for each group where it ends among all members; it begins where the one before it ends."""
        self.members, self.ends = members, ends

    @classmethod
    def of(cls, groups: Sequence[Sequence[int]]) -> "Groups":
        """Return these groups, packed."""
        members = np.fromiter(chain.from_iterable(groups), np.int64)
        ends = np.fromiter(accumulate(map(len, groups)), np.int64, len(groups))
        return cls(smallest(members), smallest(ends))

    @classmethod
    def by_member(cls, members: Numbers, count: int) -> "Groups":
        """Return for each number below `count` the places, in order, where it stands among these members."""
        places = np.argsort(members, kind="stable")
        return cls(smallest(places), smallest(np.cumsum(np.bincount(members, minlength=count))))

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, number: int) -> list[int]:
        """Return one group."""
        start = int(self.ends[number - 1]) if number else 0
        found: list[int] = self.members[start : int(self.ends[number])].tolist()
        return found

    @property
    def starts(self) -> Numbers:
        """Where each group begins."""
        return np.concatenate((np.zeros(1, np.int64), self.ends[:-1].astype(np.int64)))

    def sums(self, of: Numbers) -> Numbers:
        """Return for each group the sum of what stands in `of` for each of its members."""
        up_to = np.concatenate((np.zeros(1), np.cumsum(of[self.members])))
        result: Numbers = up_to[self.ends] - up_to[self.starts]
        return result


class PackedRows:
    """The rows of one language. The same row and the same item are the same object whenever they are asked for."""

    def __init__(self, words: Words, items: Groups, traits: Numbers, times: Numbers, rows: Groups) -> None:
        """`items` are groups of numbers of words, `rows` groups of numbers of items."""
        self.words = words
        self.items, self.times, self.numbers = items, times, rows
        self._traits = traits
        self._unpacked: dict[int, Item] = {}

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "PackedRows":
        """Return these rows, packed."""
        items = dict.fromkeys(chain.from_iterable(rows))
        # Whatever the rows name: where a sentence ends is always asked.
        words = Words(frozenset((STOP, *chain.from_iterable(item.words for item in items))))
        number_of_item = {item: number for number, item in enumerate(items)}
        return cls(
            words,
            Groups.of([sorted(map(words.trie.__getitem__, item.words)) for item in items]),
            np.array([_OTHER * item.other + _OPTIONAL * item.optional for item in items], np.uint8),
            np.array([item.times for item in items], np.uint8),
            Groups.of([[number_of_item[item] for item in row] for row in rows]),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Numbers]) -> "PackedRows":
        """Return the rows that `arrays` returned these of. Raises KeyError where one is missing."""
        return cls(
            Words.from_array(arrays["words"]),
            Groups(arrays["item_words"], arrays["item_ends"]),
            arrays["traits"],
            arrays["times"],
            Groups(arrays["row_items"], arrays["row_ends"]),
        )

    def arrays(self) -> dict[str, Numbers]:
        """Return everything as arrays, to be kept in a file."""
        return {
            "words": self.words.array(),
            "item_words": self.items.members,
            "item_ends": self.items.ends,
            "traits": self._traits,
            "times": self.times,
            "row_items": self.numbers.members,
            "row_ends": self.numbers.ends,
        }

    @property
    def single(self) -> Numbers:
        """Of each item whether a word must stand there that is named."""
        return np.equal(self._traits, 0)

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, number: int) -> Row:
        """Return one row."""
        return tuple(map(self.item, self.numbers[number]))

    def item(self, number: int) -> Item:
        """Return one item."""
        found = self._unpacked.get(number)
        if found is None:
            traits = int(self._traits[number])
            words = frozenset(map(self.words.numbered, self.items[number]))
            made = Item.of(
                words, other=bool(traits & _OTHER), optional=bool(traits & _OPTIONAL), times=int(self.times[number])
            )
            # Of two threads that come to it at once, one has it first and both use that one.
            found = self._unpacked.setdefault(number, made)
        return found


def smallest(numbers: Numbers) -> Numbers:
    """Return numbers from 0 upwards in as few bytes each as hold the largest."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def array_of(words: Iterable[str]) -> Numbers:
    """Return words as an array, to be kept in a file; none of them has a line break."""
    return np.frombuffer("\n".join(words).encode(), np.uint8)


def words_in(array: Numbers) -> tuple[str, ...]:
    """Return the words that `array_of` made this array of."""
    return tuple(array.tobytes().decode().split("\n")) if array.size else ()
