"""Tells a misspelled word from an unknown name: 'freind' and 'teachr' are one slip away from a word of chats."""

import re
from functools import lru_cache

from conversations.redaction.lexicon import lexicon

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 14
_BUILT = re.compile(
    r"(?=.{7}).+(?:ed|ing|tion|ness|ment|less|ful|wise|ship|able|ible|ists?|isms?|ology|itis|phobia|rexi[ac]|amines?)"
)
_SHORTEST_PART = 3


@lru_cache(maxsize=4096)
def is_slip(word: str) -> bool:
    """Whether one letter added, left out, changed or swapped makes an ordinary word. Short words are given no such grace."""
    if not word.isascii() or not 5 <= len(word) <= _LONGEST:
        return False
    words = lexicon().dictionary
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        if next(words.iterkeys(head), None) is None:
            # No ordinary word begins so: whatever is changed further on, none will come of it.
            return False
        if not tail:
            return any(head + letter in words for letter in _LETTERS)
        if head + tail[1:] in words or (len(tail) > 1 and head + tail[1] + tail[0] + tail[2:] in words):
            return True
        if any(head + letter + tail[1:] in words or head + letter + tail in words for letter in _LETTERS):
            return True
    return False


@lru_cache(maxsize=4096)
def is_built(word: str) -> bool:
    """Whether an unlisted word is built as ordinary ones are: 'headbutted', 'anorexia', 'earplugs', 'babysits'."""
    if not word.isascii() or len(word) < 2 * _SHORTEST_PART:
        return False
    words = lexicon().dictionary
    if _BUILT.fullmatch(word):
        return True
    parts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return len(word) > 2 * _SHORTEST_PART and any(word[:part] in words and word[part:] in words for part in parts)
