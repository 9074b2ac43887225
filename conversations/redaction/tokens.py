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
    """One word: where it stands, how it is seen and folded, what stands before it, and whether it is still to be had."""

    start: int
    end: int
    seen: str
    plain: str
    gap: str
    capital: bool
    opens: bool
    free: bool
    placeholder: str = ""

    @property
    def joined(self) -> bool:
        """Whether only spaces (or nothing at all) stand between this word and the one before it."""
        return not self.gap.strip(" \t")


def tokens_of(claims: Claims) -> list[Token]:
    """Return the words of the text in order, claimed and shielded ones included but marked as not free."""
    sight, found, done = claims.sight, [], 0
    for match in _TOKEN.finditer(claims.seen):
        start, end = match.span()
        seen = match[0]
        gap = claims.seen[done:start]
        token = Token(
            start=start,
            end=end,
            seen=seen,
            plain=fold(seen) if seen[0] != "[" else "",
            gap=gap,
            capital=seen[0] != "[" and sight.is_capital(start),
            opens=done == 0 or _SENTENCE_END.search(gap) is not None,
            free=claims.is_free(start, end),
            placeholder=seen[1:-1] if seen[0] == "[" else "",
        )
        found.append(token)
        done = end
    return found


def is_name_placeholder(token: Token) -> bool:
    """Whether an earlier redaction took a name out here."""
    return token.placeholder == Kind.NAME.value
