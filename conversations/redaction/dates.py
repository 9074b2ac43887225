"""Finds dates of birth. Other dates stay: they say when something happened, not who somebody is."""

import re
from datetime import date

from conversations.redaction.claims import Claims
from conversations.redaction.kinds import Kind
from conversations.redaction.tokens import AFTER, BEFORE

_MONTH = r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty|thirty)[ \-](?:first|second|third|fourth|"
    r"fifth|sixth|seventh|eighth|ninth))"
)
_DAY = rf"(?:(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?|{_ORDINAL})"
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "eighth", "ninth", "twelfth", "enth", "tieth")
_YEAR = r"(?:(?:19|20)\d\d|'?\d\d(?!\d))"
_SPELLED_YEAR = r"(?:(?:two thousand(?: and)?|twenty|nineteen)(?:[ \-](?:oh|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine|ninety|eighty|seventy)){0,2})"
NUMERIC = r"(?:\d{4}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{1,2}|\d{1,2}(?:\s?[/.\-]\s?|\s)\d{1,2}(?:\s?[/.\-]\s?|\s)(?:\d{4}|\d\d)(?!\d))"
WORDED = (
    rf"(?:{_DAY}(?:\s+(?:of\s+)?|[\-/.])(?:the\s+)?{_MONTH}(?:,?[\s\-/.]+(?:{_YEAR}|{_SPELLED_YEAR}))?"
    rf"|{_MONTH}\s+(?:the\s+)?{_DAY}(?:,?\s+(?:{_YEAR}|{_SPELLED_YEAR}))?)"
)
_CUE = r"(?:d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birth\s?(?:day|date)s?|b-?days?|bdays?|born|birth)"
_FILLER = r"(?:[\s:=\-.,]*(?:(?:is|was|s|are|it'?s|on|in|the|my|mine|for|him|her|falls|comes|that|which|i|and)\b)?){0,6}?[\s:=\-]*"

CUED = re.compile(
    rf"{BEFORE}{_CUE}(?![a-z]){_FILLER}(?P<date>{NUMERIC}|{WORDED}|{_MONTH}\s+(?:of\s+)?(?:19|20)\d\d|\d{{6}}(?:\d\d)?|\d{{1,2}}\s?/\s?\d{{1,2}}|(?:19[3-9]|20[0-2])\d){AFTER}"
)
AGED = re.compile(
    rf"{BEFORE}(?:turn(?:s|ed|ing)?|be|im|i'm|am|is|hes|he's|shes|she's|became|got)\s+(?:\d{{1,2}}|[a-z]+teen)\s+(?:years\s+old\s+)?on\s+(?:the\s+)?(?P<date>{WORDED}|{NUMERIC}|{_DAY}){AFTER}"
)
REVERSED = re.compile(
    rf"{BEFORE}(?P<date>{NUMERIC}|{WORDED}){AFTER}[\s,:=\-()]*(?:(?:is|was|thats|that's|its)\s+)?(?:my|her|his|our|their)?\s*(?:{_CUE})(?![a-z])"
)
FULL = re.compile(rf"(?<![\w/.\-])(?:(?:{NUMERIC})|(?:{WORDED}))(?![\w/\-])")
_ENDING_YEAR = re.compile(r"(?:(?<!\d)(?P<long>(?:19|20)\d\d)(?!\d)|(?P<short>(?<!\d)\d\d)$)")

# A whole date as long ago as whoever writes may be old is taken for a birthday even where nothing says so: hardly anyone
# gives the day on which something happened so long ago. Years of two digits are read for young people only.
YOUNGEST = 10
_OLDEST_YOUNG_PERSON = 25
_OLDEST = 96


def claim_dates(claims: Claims, today: date | None = None) -> None:
    """Claim dates of birth; shield other dates, so that no later rule takes their digits for a phone number.

    Who does not say which day it is cannot know which dates are long ago: then every whole date goes.
    """
    seen = claims.seen
    if not claims.has_digits and not any(map(seen.__contains__, _ORDINALS)):
        return
    for pattern in (CUED, AGED, REVERSED):
        for found in pattern.finditer(seen):
            claims.claim(*found.span("date"), Kind.DATE_OF_BIRTH)
    for found in FULL.finditer(seen):
        start, end = found.span()
        if claims.is_free(start, end):
            if _is_long_ago(found[0], today):
                claims.claim(start, end, Kind.DATE_OF_BIRTH)
            elif " " not in found[0] or not found[0].replace(" ", "").isdigit():
                claims.shield(start, end)


def _is_long_ago(written: str, today: date | None) -> bool:
    year = _ENDING_YEAR.search(written)
    if year is None or not any(c.isdigit() for c in written):
        return False
    if year["long"]:
        parts = re.findall(r"\d+", written)
        whole = len(parts) == 3 or any(c.isalpha() for c in written)
        old = today.year - int(year["long"]) if today else YOUNGEST
        return whole and not re.fullmatch(r"\d\d? \d\d? \d{4}", written) and YOUNGEST <= old <= _OLDEST
    if not re.fullmatch(r"\d{1,2}([/.\-])\d{1,2}\1\d\d", written):
        return False
    return today is None or YOUNGEST <= (today.year - int(written[-2:])) % 100 <= _OLDEST_YOUNG_PERSON
