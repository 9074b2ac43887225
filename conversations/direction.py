"""Keeps what is filled into lines written from right to left in order: numbers, and names in Latin letters.

Without marks '0800 1111' would be shown as '1111 0800' in a line of Arabic, and a full stop behind 'NHS' on its wrong side
(Unicode Annex 9: an isolate takes its direction from what is in it, left to right for digits alone).
"""

import unicodedata

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
RIGHT_TO_LEFT = frozenset({"R", "AL"})


def isolated(value: object) -> str:
    """Return a value as it stands in a line from right to left.

    It is left as it is where it is written that way itself, and where it is one number or one word: those are shown right,
    and a time such as '16:30', put together of two, must stay together.
    """
    text = str(value)
    alone = text.isalnum() or not any(letter.isalnum() for letter in text)
    if alone or any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text):
        return text
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"
