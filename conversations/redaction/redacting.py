"""Takes identifying words out of a text: every rule in its order, until nothing more is found."""

import re
from datetime import date
from types import MappingProxyType

from conversations.redaction.accounts import claim_accounts
from conversations.redaction.addresses import claim_addresses, claim_postcodes
from conversations.redaction.claims import Claims
from conversations.redaction.dates import claim_dates
from conversations.redaction.kinds import UNREADABLE, Kind, Redaction
from conversations.redaction.links import claim_links
from conversations.redaction.names import claim_names
from conversations.redaction.numbers import claim_numbers
from conversations.redaction.references import claim_references
from conversations.redaction.schools import claim_schools
from conversations.redaction.sight import see
from conversations.redaction.spelled_names import claim_spelled_names
from conversations.redaction.tokens import tokens_of

_MOST_ROUNDS = 6


def redact(text: str, before: str = "", today: date | None = None) -> Redaction:
    """Return the text with placeholders for what could tell who wrote it or whom it is about.

    `before` is what the same person wrote just before, in other messages: people send 'my name is' and then the name.
    It is only read. `today` tells dates of birth from the days of what happened lately; without it every whole date
    goes. Which language the talk is in does not matter: the rules look at the words themselves, because
    people answer in another one than they picked. Never raises for any string. What is returned comes out unchanged
    when it is redacted again. No redactor notices everything: promise 'we take out what we notice'.
    """
    lead = _lead_of(before)
    total: dict[Kind, int] = {}
    for _ in range(_MOST_ROUNDS):
        changed, found = _round(text, lead, today)
        if not found:
            return Redaction(text, MappingProxyType(total))
        text = changed
        for kind, count in found.items():
            total[kind] = total.get(kind, 0) + count
    # Words that keep turning up are no sentence anybody wrote: better nothing of them than a half.
    return Redaction(UNREADABLE, MappingProxyType(total))


def redact_safely(text: str, before: str = "", today: date | None = None) -> Redaction:
    """Return `redact`'s answer, or a placeholder and `failed` where it could not be had: never the words themselves.

    For callers that store: a missing word list or a mistake in a rule must not let anything through, nor end the talk.
    """
    try:
        return redact(text, before, today)
    except Exception:  # noqa: BLE001 - whatever went wrong, the words must not be stored, nor stand in a traceback
        return Redaction(UNREADABLE, MappingProxyType({}), failed=True)


_SENTENCE_END = re.compile(r"[.!?\n:](?=\s|$)")
_LONGEST_LEAD = 80


def _lead_of(before: str) -> str:
    """Return the words of an unfinished sentence that the next message may go on with, and a space; or nothing."""
    tail = before[-_LONGEST_LEAD:].rstrip(" \t\r\n")
    begin = 0
    for ending in _SENTENCE_END.finditer(tail):
        if ending[0] != ":" or ending.end() < len(tail):
            begin = ending.end()
    if begin == 0 and len(before) > _LONGEST_LEAD:
        begin = tail.find(" ") + 1  # half a word says something else
    lead = tail[begin:].strip()
    return f"{lead} " if lead else ""


def _round(text: str, lead: str, today: date | None) -> tuple[str, dict[Kind, int]]:
    """Return the text after one round of all rules, and what went: first by itself, then as the end of what came before."""
    claims = claims_for(text, today)
    if claims.spans or not lead or not text:
        return claims.redacted()
    # A message's first letter is often a capital, which inside a sentence would look like a name.
    first = text[0].lower() if text[0].isascii() else text[0]
    changed, found = claims_for(f"{lead}{first}{text[1:]}", today).redacted(len(lead))
    if not found:
        return text, found
    return (text[0] + changed[1:] if changed.startswith(first) else changed), found


def claims_for(text: str, today: date | None = None) -> Claims:
    """Return what one round of all rules would take out. Earlier rules win: a number said to be a birthday is no phone."""
    claims = Claims(see(text))
    claim_links(claims)
    claim_dates(claims, today)
    claim_references(claims)
    claim_numbers(claims)
    claim_postcodes(claims)
    claim_accounts(claims)
    claim_addresses(claims)
    claim_spelled_names(claims)
    tokens = tokens_of(claims)
    claim_schools(claims, tokens)
    claim_names(claims, tokens)
    return claims
