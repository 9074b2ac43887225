"""Finds numbers in files about a person: case, hospital, pupil, candidate, registration and insurance numbers."""

import re

from conversations.redaction.claims import Claims
from conversations.redaction.kinds import Kind
from conversations.redaction.lexicon import lexicon
from conversations.redaction.tokens import AFTER, BEFORE

_CODE = r"(?=[a-z0-9/\-]*\d)[a-z0-9]+(?:[/\-][a-z0-9]+){0,5}"
_WHAT = (
    r"(?:case|hospital|patient|ref(?:erence|erral)?|upn|uln|candidate|ticket|file|client|student|pupil|membership|member|"
    r"policy|account|customer|passport|ni|national\s+insurance|insurance|driving\s+licen[cs]e|licen[cs]e|home\s+office|arc|brp|visa|"
    r"crime|incident|cad|ehcp|record|rio|mrn|hosp|sort\s+code|bank|card|booking|tracking|order|id|pin|application|liquidlogic|mosaic|port)"
)
_NUMBER = r"(?:number|num|numb|nos?\.?|ref(?:erence)?|code|id|#|details|acc(?:ount)?)"
_LINKING = r"(?:[\s:=#\-.]*(?:(?:is|was|its|it's|my|the|are|were|mine|called)\b)?){0,4}[\s:=#\-.]*"
CUED = re.compile(
    rf"{BEFORE}(?:{_WHAT}\s*{_NUMBER}(?![a-z])|(?:ref|reference|upn|uln|arc|brp|mrn|crn|uci|nino)(?![a-z])|(?:passport|patient|hospital|case|candidate|student|pupil)(?=\W{{1,3}}(?:is\s|:\s?|=\s?)?[a-z]{{0,3}}\d{{5}})){_LINKING}(?P<code>{_CODE}){AFTER}"
)
CUED_INSURANCE = re.compile(
    rf"\b(?:ni|insurance)\s*(?:number|num|no\.?)?\W+(?:is\s+)?(?P<code>[a-z]{{2}}\s?\d\d\s?\d\d\s?\d\d\s?[a-z]){AFTER}"
)
INSURANCE = re.compile(rf"{BEFORE}[a-ceghj-pr-tw-z][a-ceghj-npr-tw-z]\s?\d\d\s?\d\d\s?\d\d\s?[a-d]{AFTER}")
PUPIL = re.compile(rf"{BEFORE}[a-hj-np-z]\d{{11}}[\da-z]{AFTER}")
VEHICLE = re.compile(rf"{BEFORE}(?P<first>[a-hj-pr-y][a-hj-pr-y]\d\d)(?P<gap>[ \-]?)(?P<last>[a-hj-pr-z]{{3}}){AFTER}")
OLD_VEHICLE = re.compile(
    rf"(?:\breg(?:istration)?|\bplates?|\bnumber\s?plates?|\bcar)\b[^\d\n]{{0,15}}?(?P<code>(?=[a-z0-9]*\d)(?=\d*[a-z])[a-z0-9]{{2,4}}[ \-]?[a-z0-9]{{2,4}}){AFTER}"
)
MIXED = re.compile(rf"{BEFORE}[a-z]{{1,4}}[\-/]?\d{{6,12}}(?:[/\-]\d{{1,4}})?{AFTER}")


def claim_references(claims: Claims) -> None:
    """Claim case, hospital, pupil, insurance and registration numbers."""
    seen = claims.seen
    if not claims.has_digits:
        return
    for pattern in (CUED_INSURANCE, CUED, OLD_VEHICLE):
        for found in pattern.finditer(seen):
            if sum(c.isdigit() for c in found["code"]) >= 2 or "reg" in found[0]:
                claims.claim(*found.span("code"), Kind.NUMBER)
    for pattern in (INSURANCE, PUPIL, MIXED):
        for found in pattern.finditer(seen):
            claims.claim(*found.span(), Kind.NUMBER)
    for found in VEHICLE.finditer(seen):
        # 'yr10 and' looks the same as 'GX19 KLM': the last three letters of a plate hardly ever make a word.
        if found["last"] not in lexicon().words and found["first"][:2] not in ("yr", "ks", "ps"):
            claims.claim(*found.span(), Kind.NUMBER)
