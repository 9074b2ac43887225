"""Parts a seen text into words, so that rules speak of the word before and the word after."""

import re
from dataclasses import dataclass

from conversations.redaction.claims import Claims
from conversations.redaction.kinds import PLACEHOLDER, Kind
from conversations.redaction.sight import fold

WORD = (
    r"\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff\u0e30-\u0e4e"
)
"""What a word is made of, for a character class: Python's own \\w lacks the vowel signs of many scripts."""

BEFORE = rf"(?<![{WORD}])"
AFTER = rf"(?![{WORD}])"

_TOKEN = re.compile(rf"{PLACEHOLDER.pattern}|[{WORD}]+(?:['`][{WORD}]+)*")
_SENTENCE_END = re.compile(r"[.!?\n:]")


@dataclass(slots=True)
class Token:
    """One word: where it stands, how it is seen and folded, what stands before it, and whether it is still to be had.

    `joined` says that only spaces (or nothing at all) stand between this word and the one before it.
    """

    start: int
    end: int
    seen: str
    plain: str
    gap: str
    joined: bool
    capital: bool
    opens: bool
    free: bool
    placeholder: str = ""


def tokens_of(claims: Claims) -> list[Token]:
    """Return the words of the text in order, claimed and shielded ones included but marked as not free."""
    sight, text, found, done = claims.sight, claims.seen, [], 0
    untouched = claims.is_free(0, len(text))
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        seen = match[0]
        gap = text[done:start]
        spaced = gap == " "  # as nearly always, and then the rest need not be looked at
        is_word = seen[0] != "["
        token = Token(
            start,
            end,
            seen,
            fold(seen) if is_word else "",
            gap,
            joined=spaced or not gap.strip(" \t"),
            capital=is_word and sight.is_capital(start),
            opens=done == 0 or (not spaced and _SENTENCE_END.search(gap) is not None),
            free=untouched or claims.is_free(start, end),
            placeholder="" if is_word else seen[1:-1],
        )
        found.append(token)
        done = end
    return found


def is_name_placeholder(token: Token) -> bool:
    """Whether an earlier redaction took a name out here."""
    return token.placeholder == Kind.NAME.value
