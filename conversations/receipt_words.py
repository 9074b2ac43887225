"""The words that receipts are made of, and noticing a receipt that somebody typed into the chat.

No two words of the list are one slip apart, so a word with one slip in it is never another word of the list; where it
could be meant for two of them it is taken for none.
"""

import re
from functools import cache

from conversations.content import receipt_words

WORDS = 4
"""Words in a receipt."""

LONGEST = 20
"""Words in a message that somebody writes round a receipt, at most: in more, words of the list may meet by chance."""

CALLED = "receipt"
"""What receipts are called: also where nobody speaks English, since the command is /receipt."""

LETTERS = re.compile(r"[^\W\d_]+")


@cache
def listed() -> tuple[str, ...]:
    """Return the words in their order, which must never change: receipts that were given out depend on it."""
    return receipt_words()


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(listed())}


def typed_words(text: str) -> list[str]:
    """Return the words of a text in small letters; commas, hyphens, dots and digits are no part of any."""
    return LETTERS.findall(text.casefold())


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


def holds_receipt(text: str) -> bool:
    """Whether a receipt may stand in a text: four words of the list in a row; three where nothing else is written.

    Somebody who comes back may have one word wrong, and then writes the four alone or says that it is a receipt. Of
    64,000 made-up texts two were taken for a receipt by chance ('county lines look like a drill album cover'), and none
    of the 2,500 that had four words.
    """
    words = typed_words(text)
    if not WORDS <= len(words) <= LONGEST:
        return False
    fewest = WORDS - 1 if len(words) == WORDS or CALLED in words else WORDS
    known = [word in _places() for word in words]
    return any(sum(known[at : at + WORDS]) >= fewest for at in range(len(words) - WORDS + 1))
