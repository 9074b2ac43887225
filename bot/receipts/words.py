"""A receipt's four words: from its value to words and back, forgiving about how they are typed.

No two words of the list are one slip apart, so a word with one slip in it is never another word of the list; where it
could be meant for two of them it is taken for none.
"""

import re
from functools import cache

from conversations.content import receipt_words

WORDS = 4
BITS = 11
"""Bits that each word carries: there are 2,048."""

LETTERS = re.compile(r"[^\W\d_]+")
IN_FRONT = frozenset({"receipt"})
"""What people write before the words; a receipt of five would not open anything."""


@cache
def listed() -> tuple[str, ...]:
    """Return the words in their order, which must never change: receipts that were given out depend on it."""
    return receipt_words()


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(listed())}


def written(value: int) -> str:
    """Return a receipt's value as four words with spaces between."""
    places = [(value >> (BITS * (WORDS - 1 - number))) % (1 << BITS) for number in range(WORDS)]
    return " ".join(listed()[place] for place in places)


def read(text: str) -> int | None:
    """Return the value that four typed words say, None where they are not four words of the list.

    Capitals, commas, hyphens, dots and spaces do not matter, nor one slip in a word: a letter missing, too many, wrong,
    or swapped with the next one.
    """
    words = LETTERS.findall(text.casefold())
    if len(words) > WORDS and words[0] in IN_FRONT:
        words = words[1:]
    if len(words) != WORDS:
        return None
    value = 0
    for word in words:
        place = place_of(word)
        if place is None:
            return None
        value = (value << BITS) | place
    return value


def place_of(word: str) -> int | None:
    """Return the place in the list of a word, or of the only one that it is one slip away from."""
    if word in _places():
        return _places()[word]
    near = [place for place, one in enumerate(listed()) if one_slip(word, one)]
    return near[0] if len(near) == 1 else None


def one_slip(typed: str, word: str) -> bool:
    """Whether exactly one slip of the fingers makes one word of the other."""
    if abs(len(typed) - len(word)) > 1 or typed == word:
        return False
    same = next((i for i, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    rest, other = typed[same:], word[same:]
    if len(typed) == len(word):
        return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    return rest[1:] == other if len(typed) > len(word) else rest == other[1:]
