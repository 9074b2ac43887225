"""Takes identifying words out of a text: every rule in its order, until nothing more is found."""

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


def redact(text: str, language: str | None = None) -> Redaction:
    """Return the text with placeholders for what could tell who wrote it or whom it is about.

    `language` is the one the talk is in, for callers that know it; the rules look at the words themselves, because
    people answer in another language than the one they picked. Never raises for any string. What is returned comes out
    unchanged when it is redacted again. No redactor notices everything: promise 'we take out what we notice'.
    """
    del language
    total: dict[Kind, int] = {}
    for _ in range(_MOST_ROUNDS):
        claims = claims_for(text)
        if not claims.spans:
            return Redaction(text, MappingProxyType(total))
        text, found = claims.redacted()
        for kind, count in found.items():
            total[kind] = total.get(kind, 0) + count
    # Words that keep turning up are no sentence anybody wrote: better nothing of them than a half.
    return Redaction(UNREADABLE, MappingProxyType(total))


def redact_safely(text: str, language: str | None = None) -> Redaction:
    """Return `redact`'s answer, or a placeholder and `failed` where it could not be had: never the words themselves.

    For callers that store: a missing word list or a mistake in a rule must not let anything through, nor end the talk.
    """
    try:
        return redact(text, language)
    except Exception:  # noqa: BLE001 - whatever went wrong, the words must not be stored, nor stand in a traceback
        return Redaction(UNREADABLE, MappingProxyType({}), failed=True)


def claims_for(text: str) -> Claims:
    """Return what one round of all rules would take out. Earlier rules win: a number said to be a birthday is no phone."""
    claims = Claims(see(text))
    claim_links(claims)
    claim_dates(claims)
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
