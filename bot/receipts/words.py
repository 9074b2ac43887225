"""A receipt's four words: from its value to words and back, forgiving about how they are typed."""

from conversations.receipt_words import CALLED, WORDS, listed, place_of, typed_words

BITS = 11
"""Bits that each word carries: there are 2,048."""


def written(value: int) -> str:
    """Return a receipt's value as four words with spaces between."""
    places = [(value >> (BITS * (WORDS - 1 - number))) % (1 << BITS) for number in range(WORDS)]
    return " ".join(listed()[place] for place in places)


def read(text: str) -> int | None:
    """Return the value that four typed words say, None where they are not four words of the list.

    Capitals, commas, hyphens, dots and spaces do not matter, nor one slip in a word: a letter missing, too many, wrong,
    or swapped with the next one.
    """
    words = typed_words(text)
    if len(words) > WORDS and words[0] == CALLED:
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
