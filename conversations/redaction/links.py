"""Finds e-mail addresses and links, also when they are spelled out with 'at' and 'dot'."""

import re

from conversations.redaction.claims import Claims
from conversations.redaction.kinds import Kind
from conversations.redaction.lexicon import lexicon
from conversations.redaction.tokens import AFTER, BEFORE

# Endings that are no words: after 'me', 'to' or 'it' a full stop without a space is far more often a sentence's end.
_ENDINGS = (
    "com|co|org|net|uk|info|io|gg|tv|app|dev|xyz|site|online|eu|ly|gl|biz|club|shop|blog|link|page|pl|ro|fr|de|ie|us|ca|"
    "cz|sk|ua|bg|lt|hu|al|tr|pt|es|nl|ru|cn|vn|np|pk|bd|ng|gh|zw|so|art|fun|space|store|tech|live|cc|ee|gov|edu|ac|sch|nhs|"
    "mil|chat|wiki|zone|world|social|ink|fm|ai|nu|me|lol|wtf|bio|website|vercel|be|to|it"
)
_COMMON_WORDS = "so|al|es|us|art|fun|space|live|chat|me|world|link|page|blog|club|shop|store|social|lol|bio|tech|wtf|app|ai|be|to|it|website|de|or|no|ink|zone|wiki"
_LOCAL = r"[\w](?:[\w.+\-%']{0,62}[\w+\-])?"
_AT = r"(?:\s?@\s?|\s?[\[({<]\s?at\s?[\])}>]\s?|\s+at\s+)"
_DOT = r"(?:\.|\s?[\[({<]\s?dot\s?[\])}>]\s?|\s+dot\s+)"

EMAIL = re.compile(
    rf"{BEFORE}(?:[\w+\-]{{1,64}}\s?[\[({{<]\s?dot\s?[\])}}>]\s?){{0,2}}{_LOCAL}(?:@|\s?[\[({{<]\s?(?:at|@)\s?[\])}}>]\s?)[\w\-]{{1,63}}(?:{_DOT}[\w\-]{{1,63}}){{1,4}}{AFTER}"
)
SPELLED_EMAIL = re.compile(
    rf"{BEFORE}[\w\-+]{{1,64}}(?:(?:{_DOT}|\s+(?:underscore|dash)\s+)[\w\-+]{{1,64}}){{0,3}}{_AT}[\w\-]{{1,63}}{_DOT}(?:{_ENDINGS})(?:{_DOT}(?:uk|com)\b)?{AFTER}"
)
_PROVIDERS = ("gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "live", "aol", "protonmail", "ymail")
PROVIDER_EMAIL = re.compile(
    rf"{BEFORE}[\w.+\-]{{2,64}}\s?(?:@|\bat\b)\s?(?:{'|'.join(_PROVIDERS)})(?:\s?{_DOT}?\s?(?:com|co))?(?:{_DOT}uk)?{AFTER}"
)
LINK = re.compile(r"(?<![a-z0-9])(?:https?|ftp|hxxps?)\s?:\s?//[^\s<>\"']+|(?<![\w.@])www\.[^\s<>\"']{3,}")
HOST = re.compile(
    rf"(?<![\w.@\-])(?P<host>[a-z0-9](?:[a-z0-9\-]{{0,62}}\.)(?:[a-z0-9\-]{{1,63}}\.){{0,4}}(?P<ending>{_ENDINGS}))(?P<path>[/?#][^\s<>\"']*)?{AFTER}"
)
SPELLED_HOST = re.compile(
    rf"{BEFORE}(?:www\s?{_DOT}\s?)?[a-z0-9\-]{{2,63}}(?:\s+dot\s+[a-z0-9\-]{{2,40}}){{0,2}}\s+(?:dot)\s+(?:com|org|net|co|gg|io)(?:\s+dot\s+uk)?{AFTER}"
)
_LOOKED_AT = re.compile(r"(?P<word>[^\W\d_]+)\s+at\s+(?P<host>[\w\-]+(?:\.[\w\-]+)+)")
_AT_SIGNS = frozenset("@[({<")
_TRAILING = ".,;:!?)]}>*_"


def claim_links(claims: Claims) -> None:
    """Claim e-mail addresses and links; shield the addresses of services that anyone may name."""
    seen = claims.seen
    dot, spelled = "." in seen, "dot" in seen
    if "@" in seen or "at" in seen:
        _claim_emails(claims, dotted=dot or spelled)
    if not dot and not spelled and "/" not in seen:
        return
    if "/" in seen or "www" in seen:
        for found in LINK.finditer(seen):
            end = found.start() + len(found[0].rstrip(_TRAILING))
            _link(claims, found.start(), end)
    if dot:
        _claim_hosts(claims)
    if spelled:
        _claim_spelled_hosts(claims)


def _claim_hosts(claims: Claims) -> None:
    for found in HOST.finditer(claims.seen):
        rest, ending = found["path"] or "", found["ending"]
        dots = found["host"].count(".")
        if ending in _COMMON_WORDS.split("|") and not rest and dots == 1:
            continue
        _link(claims, found.start(), found.start() + len(found[0].rstrip(_TRAILING)))


def _claim_spelled_hosts(claims: Claims) -> None:
    for found in SPELLED_HOST.finditer(claims.seen):
        written = re.sub(r"\s*\bdot\b\s*", ".", found[0])
        if is_public(written):
            claims.shield(*found.span())
        else:
            claims.claim(*found.span(), Kind.LINK)


def _claim_emails(claims: Claims, *, dotted: bool) -> None:
    """Claim addresses, written or spelled; `dotted` says that there is a full stop or the word for one."""
    seen = claims.seen
    # Each pattern is only looked for where what it cannot do without is there: they are the slowest of all.
    if dotted and not _AT_SIGNS.isdisjoint(seen):
        for found in EMAIL.finditer(seen):
            claims.claim(*found.span(), Kind.EMAIL)
    if any(map(seen.__contains__, _PROVIDERS)):
        for found in PROVIDER_EMAIL.finditer(seen):
            claims.claim(*found.span(), Kind.EMAIL)
    if dotted:
        for found in SPELLED_EMAIL.finditer(seen):
            if not _is_sentence(found[0]):
                claims.claim(*found.span(), Kind.EMAIL)


def _is_sentence(spelled: str) -> bool:
    """Whether 'i looked at mind.org.uk' was meant and no e-mail address: an ordinary word, and no mail provider."""
    found = _LOOKED_AT.fullmatch(spelled)
    if found is None or found["host"].partition(".")[0] in _PROVIDERS:
        return False
    return is_public(found["host"]) or found["word"] in lexicon().words


def _link(claims: Claims, start: int, end: int) -> None:
    if not claims.is_free(start, end):
        return
    if is_public(claims.seen[start:end]):
        claims.shield(start, end)
    else:
        claims.claim(start, end, Kind.LINK)


def is_public(address: str) -> bool:
    """Whether this is a service's own page: it says nothing of who names it. A query may, so then it is not."""
    bare = re.sub(r"^[a-z]+\s?:\s?//", "", address).removeprefix("www.")
    host, slash, rest = bare.partition("/")
    if any(c in bare for c in "?#@=&"):
        return False
    sites = lexicon().public_sites
    if any(host == site or host.endswith("." + site) for site in sites):
        return True
    return host in lexicon().big_sites and not rest and (not slash or not rest)
