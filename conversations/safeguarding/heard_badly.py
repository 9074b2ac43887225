"""Whether the safety net may be missing what somebody writes, because it knows their language badly or not at all.

Where that is so, the help lines stand under every question from then on: nobody must depend on being understood.
"""

import unicodedata
from functools import cache

from conversations.safeguarding.detector import default_detector
from conversations.safeguarding.tokens import pieces_of
from conversations.safeguarding.vocabulary import ENGLISH
from conversations.safeguarding_files import safety_scores

LEAST_CAUGHT = 0.75
"""Of the held-out disclosures of a language at least so many have to be caught for it to count as known."""

FEWEST_LETTERS = 3
"""So many letters of a script that no rules are written in, and we know that we cannot read the text."""

FEWEST_WORDS = 3
"""Of fewer words in Latin letters, a town's name say, nobody can tell the language."""

_READ_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "DEVANAGARI", "GURMUKHI")


@cache
def weak_languages() -> frozenset[str]:
    """Return the languages that have rules but are heard badly, as last measured (`sayso safety score --write`)."""
    scores = safety_scores()
    return frozenset(
        code
        for code in default_detector().codes
        if code != ENGLISH and scores.get(code, (0, 1))[0] < LEAST_CAUGHT * scores.get(code, (0, 1))[1]
    )


def heard_badly(text: str, language: str | None = None) -> bool:
    """Whether a text could be in a language that is heard badly, or is in letters that no rules are written in.

    `language` is the one that the writer chose to read.
    """
    cut = pieces_of(text)
    words = [piece for piece in cut.pieces if piece[0].isalpha()]
    enough = len(words) >= FEWEST_WORDS or not all(word.isascii() for word in words)
    if enough and not weak_languages().isdisjoint(default_detector().heard_in(cut, language)):
        return True
    if text.isascii():
        return False
    letters = (letter for letter in text[:2_000] if letter.isalpha() and not letter.isascii())
    unread = sum(not unicodedata.name(letter, "").startswith(_READ_SCRIPTS) for letter in letters)
    return unread >= FEWEST_LETTERS
