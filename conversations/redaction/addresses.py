"""Finds postcodes and the addresses of homes. Districts, towns and streets that nobody is said to live in stay.

The first half of a postcode ('ME7') stays on its own: thousands of homes share it, and where help is missing is what
people are asked about. Beside the word 'postcode', or beside an address, it goes.
"""

import re

from conversations.redaction.claims import Claims
from conversations.redaction.kinds import Kind
from conversations.redaction.lexicon import lexicon
from conversations.redaction.tokens import AFTER, BEFORE
from conversations.redaction.word_sets import word_set

# Areas: Royal Mail's 124. The second half never has the letters C I K M O V, which also keeps '4am' and '5pm' out.
_AREA = (
    r"(?:a[bl]|b[abdhlnrst]?|c[abfhmortvw]|d[adeghlnty]|e[chnx]?|f[ky]|g[luy]?|h[adgprsux]|i[gmpv]|j[e]|k[atwy]|l[adelnsu]?|"
    r"m[ekl]?|n[egnprw]?|o[lx]|p[aehlor]|r[ghm]|s[aegk-pr-twy]?|t[adfnqrsw]|u[b]|w[acdfnrsv]?|y[o]|z[e])"
)
_SPACED_AREA = r"[a-z](?:[ .\-]?[a-z])?"
POSTCODE = re.compile(rf"{BEFORE}{_AREA}(?:\d[\da-hjkmnp-y]?)[\s.\-_]{{0,3}}\d[abd-hjlnp-uw-z]{{2}}{AFTER}")
SPACED = re.compile(
    rf"{BEFORE}{_SPACED_AREA}[ .\-](?:\d[ .\-]?\d?)[ .\-]{{1,3}}\d[ .\-]?[abd-hjlnp-uw-z][ .\-]?[abd-hjlnp-uw-z]{AFTER}"
)
SPLIT = re.compile(
    rf"{BEFORE}{_AREA}\d\d?[ ]{{1,2}}\d[ ](?!(?:at|as|be|by|he|hr|st|nd|rd|th|up|us|we|ppl|to|so|go|do|yr|wk|an|us|ed)\b)[abd-hjlnp-uw-z]{{2}}{AFTER}"
)
WRONG_O = re.compile(rf"{BEFORE}{_AREA}[\do]{{1,2}}[\s]?[\do][abd-hjlnp-uw-z]{{2}}{AFTER}")
HALF = re.compile(
    rf"\bpost\s?code\b[^\w\n]*(?:(?:is|was|its|starts|with|begins|area|in|my|the)\W+){{0,3}}(?P<half>{_AREA}\d[\da-z]?){AFTER}"
)
BESIDE = re.compile(rf"[ ,]{{0,3}}(?P<half>{_AREA}\d[\da-z]?){AFTER}")

_STREET = (
    r"(?:road|rd|street|str|st|avenue|ave?|close|cl|lane|ln|drive|drv?|way|court|crt|ct|crescent|cres|gardens|gdns|place|terrace|"
    r"grove|hill|park|square|mews|row|walk|rise|view|parade|quay|green|wharf|mount|vale|chase|fields?|meadows?|heights|"
    r"villas|cottages?|buildings|estate|broadway|approach|common|end|path|house|lodge|tower|point|drove|broomfield|bank)"
)
_SURE_STREET = r"(?:road|rd|street|avenue|ave|close|lane|ln|drive|crescent|cres|gardens|gdns|terrace|grove|mews|cottages?|rise|villas)"
_NAME = r"(?:(?:the|st\.?|st|old|new|upper|lower|great|little)\s+)?[a-z][a-z'\-]+(?:\s+[a-z][a-z'\-]+){0,2}?"
_NOT_NAMES = (
    r"(?!(?:the|my|a|in|at|on|of|to|and|for|is|are|was|were|years?|weeks?|months?|days?|hours?|mins?|minutes?|people|kids|times?|"
    r"out|or|no|miles?|pounds?|of|that|this|other|different|more|old|x|am|pm|yrs?|wks?|friends|sessions?|appointments?|days|ppl|"
    r"children|staff|teachers|students|schools|lessons?|down|up|per|percent|years|year|stars|bus|buses|minute|hour|week|month)\b)"
)
NUMBERED = re.compile(
    rf"{BEFORE}(?:(?:flat|apartment|apt|unit|room|rm)\s+\w{{1,4}}[\s,]{{1,3}})?(?:(?:number|no\.?|house|at)\s+)?\d{{1,4}}\s?[a-f]?(?:\s?[\-/]\s?\d{{1,4}})?[,\s]\s?(?:{_NOT_NAMES}{_NAME}\s+{_STREET}|the\s+(?:street|lane|maltings|paddock|paddocks|oaks|limes|elms|green|gardens|court|row|rise|mount|orchard|meadows|brow|shrubbery|coppice|crescent|close|avenue|street|green|terrace|grove|mews|drive|broadway|parade|square|chase|rise)){AFTER}(?!\s+(?:to|from)\s+(?:get|be|go)\b)"
)
FLAT = re.compile(
    rf"{BEFORE}(?:(?:flat|apartment|apt)\s+(?:no(?:\.\s*|\s+)|number\s+)?(?:\d{{1,4}}\s?[a-z]?|[a-z]\d{{0,3}})(?!\s+(?:days?|weeks?|months?|years?|times?|hours?|of|people|kids))|(?:plot|pitch|caravan|(?:room|rm)(?=\s+(?!101)\d{{3}}))\s+(?:no\.?\s*)?\d{{1,4}}[a-z]?)(?:[\s,]{{1,3}}(?:\d{{1,4}}[a-f]?\s+)?(?:{_NOT_NAMES}{_NAME}\s+{_STREET}|the\s+(?:maltings|close|street|lane|paddock|oaks|limes|elms|green|crescent|orchard|mount|avenue)))?{AFTER}"
)
NUMBER_ON = re.compile(
    rf"{BEFORE}(?:(?:house\s+)?(?:number|no\.?)\s+)?\d{{1,4}}\s?[a-f]?\s+(?:on|in|down|at)\s+{_NOT_NAMES}{_NAME}\s+{_STREET}{AFTER}"
)
LIVING = re.compile(
    rf"\b(?P<cue>live[sd]?|living|stay(?:s|ed|ing)?|moved?|moving|home|house(?:\s+is)?|flat(?:\s+is)?|address(?:\s+is)?|addy(?:\s+is)?|place\s+is|nans?|dads?|mums?|based|neighbours?)\s+(?:(?:just|right|now|here|up|is|was|round|back|over)\s+){{0,2}}(?:(?:in|on|at|off|down|near|to|by|behind|opposite|along|into|next to)\s+)?(?P<street>(?:the\s+)?{_NOT_NAMES}{_NAME}\s+{_STREET}){AFTER}"
)
NAMED = re.compile(
    rf"\b(?:in|on|at|off|down|near|along|from|up|by|behind|of|to)\s+(?P<street>{_NOT_NAMES}(?P<name>{_NAME})\s+{_SURE_STREET}){AFTER}"
)
ADDRESS_IS = re.compile(
    r"\b(?:my|our|home|the|his|her)\s+(?:home\s+)?(?:address|addy|addie)\s*(?:is|:|=|-)\s*(?P<street>\d[^,.\n;!?]{3,40})"
)
_ROOM = r"(?:room|rm|flat|unit|block|floor)\s+\w{1,4}[\s,]{1,3}(?:(?:at|in|of)\s+)?"
HOTEL = re.compile(
    rf"(?:{BEFORE}(?P<room>{_ROOM})|\b(?:live[sd]?|living|stay(?:s|ed|ing)?|moved?|put|placed|hotel)\s+(?:(?:us|me|them|is|called|now|here)\s+){{0,2}}(?:(?:in|at|to|into)\s+)?)"
    rf"(?P<hotel>(?:the\s+)?{_NOT_NAMES}(?P<name>{_NAME})\s+(?:hotel|hostel|inn|b&b|lodge)){AFTER}"
)
_LODGINGS = ("hotel", "hostel", "inn", "b&b", "lodge")
HOUSE = re.compile(
    rf"{BEFORE}(?P<street>[a-z]+\s+(?:cottage|lodge|farm|house|villa))\s*,\s*{_NAME}\s+(?:{_STREET}){AFTER}"
)
_TOWN = re.compile(rf"\s*,?\s*(?:in\s+)?(?P<town>[a-z]+(?:\s(?:bay|wells|malling|green|on\ssea))?){AFTER}")
_GENERIC = frozenset(["high", "main", "long", "middle", "home", "own", "same", "other", "next", "busy", "whole", "first", "last", "right", "wrong", "hard", "safe", "dark", "long-term", "memory", "up", "down", "out", "across", "side", "back", "front", "my", "your", "our", "their", "any", "every", "country", "rocky", "private", "bus", "only"])  # fmt: skip


def claim_postcodes(claims: Claims) -> None:
    """Claim whole postcodes, also spaced out, and halves that are said to be one's postcode."""
    seen = claims.seen
    if not claims.has_digits:
        return
    for pattern in (POSTCODE, SPACED, SPLIT, WRONG_O):
        for found in pattern.finditer(seen):
            if any(c.isdigit() for c in re.sub(r"\W", "", found[0])[:4]):
                claims.claim(*found.span(), Kind.POSTCODE)
    for found in HALF.finditer(seen):
        claims.claim(*found.span("half"), Kind.POSTCODE)


def claim_addresses(claims: Claims) -> None:
    """Claim the addresses of homes, with the town or half postcode that follows them."""
    seen = claims.seen
    _claim_numbered(claims)
    if any(map(seen.__contains__, _LODGINGS)):
        _claim_hotels(claims)
    if claims.has_digits:
        for found in ADDRESS_IS.finditer(seen):
            _claim(claims, *found.span("street"))
    for found in LIVING.finditer(seen):
        if _is_lived_in(found):
            _claim(claims, *found.span("street"))
    for found in NAMED.finditer(seen):
        if not _is_generic(found["name"]):
            _claim(claims, *found.span("street"))


def _claim_numbered(claims: Claims) -> None:
    seen = claims.seen
    numbered = (NUMBERED, NUMBER_ON) if claims.has_digits else ()
    house = (HOUSE,) if "," in seen else ()
    flat = (FLAT,) if claims.has_digits or "flat" in seen or "ap" in seen else ()
    for pattern in (*house, *numbered, *flat):
        for found in pattern.finditer(seen):
            if pattern not in (NUMBERED, NUMBER_ON) or not _is_prose(found[0]):
                _claim(claims, *found.span())


def _claim_hotels(claims: Claims) -> None:
    for found in HOTEL.finditer(claims.seen):
        if not all(word in lexicon().words for word in found["name"].split()):
            _claim(claims, found.start("room") if found["room"] else found.start("hotel"), found.end("hotel"))


_NOT_LIVING = word_set("home dad dads mum mums nan nans house flat neighbour neighbours")
_OTHER_THINGS = word_set("way end house path point view walk row rise place bank chase park field fields")
_OF_SENTENCES = word_set(
    "mph had have has to all is was and but so from for with my i we he she they it his her out up get got or by when then this that"
)


def _is_lived_in(found: re.Match[str]) -> bool:
    name, _, kind = found["street"].rpartition(" ")
    vague = found["cue"] in _NOT_LIVING and kind in _OTHER_THINGS  # 'dad smashes the house', 'home the normal way'
    return not vague and not _is_generic(name)


def _is_prose(written: str) -> bool:
    """Whether a number and a street's word only happen to meet: '11, had the row', '100 mph on thanet way'."""
    return not _OF_SENTENCES.isdisjoint(re.findall(r"[a-z]+", written))


def _is_generic(name: str) -> bool:
    words = name.split()
    return any(
        word in _GENERIC or word in lexicon().function_words for word in words if word not in ("the", "st", "old")
    )


def _claim(claims: Claims, start: int, end: int) -> None:
    if not claims.claim(start, end, Kind.ADDRESS):
        return
    town = _TOWN.match(claims.seen, end)
    if town and town["town"] in lexicon().towns and claims.claim(end, town.end(), Kind.ADDRESS):
        end = town.end()
    half = BESIDE.match(claims.seen, end)
    if half:
        claims.claim(*half.span("half"), Kind.POSTCODE)
