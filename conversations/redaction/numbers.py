"""Finds phone numbers, NHS numbers and other numbers that belong to one person. Helplines' numbers stay."""

import re
from importlib import import_module
from itertools import pairwise

from phonenumbers import NumberParseException, is_possible_number, parse

from conversations.redaction.claims import Claims
from conversations.redaction.kinds import Kind
from conversations.redaction.lexicon import lexicon
from conversations.redaction.tokens import AFTER, BEFORE

_SEPARATOR = r"[ \-.()/_*\t\n·•|]{0,3}"
GROUPS = re.compile(rf"(?<![\w])[+(]{{0,2}}[\do](?:{_SEPARATOR}[\dol]){{4,19}}(?![\w])")
NHS_CUE = re.compile(r"\bnhs\b[^\d\n]{0,40}$")
CALL_CUE = re.compile(
    r"(?:\b(?:call|ring|rung|text|txt|number|num|no|phone|mobile|mob|cell|whats\s?app|tel|telephone|landline|fone|digits|contact|bell|fax|me on|him on|her on|us on|them on)\b[^\w\n]{0,4}(?:\w+[^\w\n]{1,3}){0,4})$"
)
_ZERO_TO_NINE = "zero|oh|o|nought|naught|one|two|three|four|five|six|seven|eight|nine|hundred"
SPELLED = re.compile(
    rf"{BEFORE}(?:plus\s+)?(?:(?:double|triple|treble)[ \-]+)?(?:{_ZERO_TO_NINE}|\d+)(?:[ ,.\-]{{1,3}}(?:(?:double|triple|treble)[ \-]+)?(?:{_ZERO_TO_NINE}|\d+)){{4,15}}{AFTER}"
)
_VALUES = {
    name: str(value)
    for value, name in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
}
_VALUES |= {"oh": "0", "o": "0", "nought": "0", "naught": "0", "hundred": "00"}
_MOST_PARSED = 200


def claim_numbers(claims: Claims) -> None:
    """Claim NHS numbers and phone numbers, shield helplines' numbers that stand on their own."""
    if claims.has_digits:
        _claim_written(claims)
    _claim_spelled(claims)


def _claim_written(claims: Claims) -> None:
    seen = claims.seen
    parsed = 0
    for found in GROUPS.finditer(seen):
        start, end = found.start(), found.start() + len(found[0].rstrip(" -.()/_*\t\n·•|"))
        if not claims.is_free(start, end):
            continue
        written = seen[start:end]
        digits = re.sub(r"\D", "", written.replace("o", "0").replace("l", "1"))
        before = seen[max(0, start - 60) : start]
        if sum(c.isdigit() for c in written) < 4:
            continue
        parsed += 1
        kind = kind_of(written, digits, before, trusting=parsed > _MOST_PARSED)
        if kind is not None:
            claims.claim(start, end, kind)
        elif digits in lexicon().helplines:
            claims.shield(start, end)


def kind_of(written: str, digits: str, before: str, *, trusting: bool = False) -> Kind | None:
    """Return what a group of digits is, given what is written before it; None if it identifies nobody.

    NHS numbers have a check digit (NHS Data Dictionary, NHS NUMBER); where 'nhs' stands before, a slip in it is let
    pass. `trusting` takes every long group for a phone number without looking it up: for texts made of numbers.
    """
    count = len(digits)
    if count == 10 and not written.startswith(("+", "(")):
        named = NHS_CUE.search(before) is not None
        grouped = re.fullmatch(r"\d{3}[ \-.]\d{3}[ \-.]\d{4}", written) is not None
        if named or (is_nhs_number(digits) and not digits.startswith("0") and (grouped or digits[0] != "7")):
            return Kind.NHS_NUMBER
    if digits in lexicon().helplines:
        return None
    if re.fullmatch(r"[1-9]\d?0+", digits) and written == digits:
        return None
    if count >= 9 and (trusting or _is_possible(written, digits)):
        return Kind.PHONE
    called = CALL_CUE.search(before) is not None
    if called and count >= 5 and not re.fullmatch(r"(?:19|20)\d\d\D+(?:19|20)?\d\d", written):
        return Kind.PHONE if count <= 15 else Kind.NUMBER
    if digits.startswith("0") and count >= 8:
        return Kind.PHONE
    if count >= 9 or (count >= 7 and written.isdigit()):
        return Kind.NUMBER
    return None


def _is_possible(written: str, digits: str) -> bool:
    dialled = "+" + digits if written.lstrip("(").startswith("+") else digits
    dialled = dialled.replace("+440", "+44")
    try:
        return is_possible_number(parse(dialled, "GB"))
    except NumberParseException:
        return False


def _claim_spelled(claims: Claims) -> None:
    for found in SPELLED.finditer(claims.seen):
        words = re.findall(r"[a-z]+|\d+", found[0])
        digits, times = "", 1
        for word in words:
            if word in ("double", "triple", "treble", "plus"):
                times = {"double": 2, "plus": 1}.get(word, 3)
                continue
            digits += _VALUES.get(word, word) * times
            times = 1
        if not any(word in _VALUES for word in words) or len(digits) < 7 or digits in lexicon().helplines:
            continue
        steps = {int(b) - int(a) for a, b in pairwise(digits[:9])}
        counting = steps in ({1}, {-1})
        if not counting and (digits[0] == "0" or digits.startswith("44") or len(digits) >= 9):
            claims.claim(*found.span(), Kind.PHONE)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number."""
    # Imported with the first number that could be one: few people write any.
    valid: bool = import_module("stdnum.gb.nhs").is_valid(digits)
    return valid
