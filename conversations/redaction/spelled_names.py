"""Finds names spelled out letter by letter: 'k a y l a', 'J.A.K.E', 'k.j.'."""

import re

from conversations.redaction.claims import Claims
from conversations.redaction.kinds import Kind
from conversations.redaction.lexicon import lexicon
from conversations.redaction.tokens import AFTER, BEFORE
from conversations.redaction.word_sets import word_set

LETTERS = re.compile(rf"{BEFORE}[a-z](?:(?P<gap>[ .\-*_])[a-z](?=(?P=gap)|{AFTER})){{2,14}}{AFTER}")
INITIALS = re.compile(rf"{BEFORE}[a-z]\.\s?[a-z]\.(?:\s?[a-z]\.)*(?![a-z0-9])")
_COMMON = word_set(
    "e.g. i.e. a.m. p.m. p.e. r.e. i.t. u.k. u.s. g.p. p.s. o.k. a.e. m.h. t.v. p.a. i.d. n.b. h.w. s.w. f.e. e.d. a.d. c.v. b.c. v.i.p. e.u. u.n. u.s.a. d.m. d.t. e.p. r.s. p.c. a.k.a. l.o.l. o.m.g. d.o.b. i.q. a.s.d. o.c.d. n.h.s. c.b.t. d.b.t."
)


def claim_spelled_names(claims: Claims) -> None:
    """Claim letters that make a listed name when they are put together, and initials with full stops."""
    for found in LETTERS.finditer(claims.seen):
        word = re.sub(r"[^a-z]", "", found[0])
        known = lexicon()
        if word in known.names or word in known.leaning or (word in known.ambiguous and len(word) > 3):
            claims.claim(*found.span(), Kind.NAME)
    for found in INITIALS.finditer(claims.seen) if "." in claims.seen else ():
        if found[0].replace(" ", "") not in _COMMON:
            claims.claim(*found.span(), Kind.NAME)
