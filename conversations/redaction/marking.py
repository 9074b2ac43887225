"""Words that a reader marks in an answer, from one to another: which words there are, and what marking some of them means.

What was marked becomes phrases as `by_hand.take_out` takes them, so the same words are found wherever else their writer
wrote them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.redaction.kinds import PLACEHOLDER

_SPACE_OR_NOT = re.compile(r"\s+|\S+")
_EDGES = re.compile(r"^[^\w@#+(]+|[^\w)]+$")
"""What stands around words and is none: full stops, quotes, brackets that open nothing."""
_POSSESSIVE = re.compile(r"['\u2019]s$", re.IGNORECASE)
"""'Sam's' is marked for Sam: hiding 'Sam' hides both."""


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A piece of a message: a word with its number within the answer, from 1; or what stands between words, number 0."""

    text: str
    number: int = 0


def pieces_of(messages: Sequence[str]) -> Sequence[Sequence[Piece]]:
    """Return each message in pieces that make it up again. What is hidden already is no word that could be marked."""
    number = 0
    found: list[list[Piece]] = []
    for message in messages:
        pieces: list[Piece] = []
        begin = 0
        for there in (*PLACEHOLDER.finditer(message), None):
            for part in _SPACE_OR_NOT.findall(message[begin : there.start() if there else None]):
                if part.isspace():
                    pieces.append(Piece(part))
                else:
                    number += 1
                    pieces.append(Piece(part, number))
            if there:
                pieces.append(Piece(there[0]))
                begin = there.end()
        found.append(pieces)
    return found


def phrases_between(messages: Sequence[str], first: int, last: int) -> Sequence[str]:
    """Return the words from one number to another, whichever comes first, as phrases to take out.

    A phrase ends with its message, and where something is hidden already. Numbers of no word leave out what is not there.
    """
    first, last = sorted((first, last))
    phrases: list[str] = []
    for pieces in pieces_of(messages):
        run: list[str] = []
        for piece in (*pieces, Piece("]")):
            if piece.number and first <= piece.number <= last:
                run.append(piece.text)
            elif run and not piece.text.isspace():
                phrases.append(" ".join(run))
                run = []
    return tuple(dict.fromkeys(filter(None, map(_bare, phrases))))


def _bare(phrase: str) -> str:
    """Return a phrase without what stands around it; as it is where nothing else is in it."""
    bare = _POSSESSIVE.sub("", _EDGES.sub("", phrase))
    return bare or phrase
