"""The form for 'You said, we did': what stands in it, and what staff made of it. All of it is in words of their own."""

from collections.abc import Mapping
from datetime import date

from multidict import MultiDict

from conversations.words import clean
from conversations.you_said import WhatCame, YouSaid

LONGEST_SAID = 200
LONGEST_WORDS = 600
"""Characters: what many people said is a sentence or two, what came of it a few."""


def values_of(says: YouSaid) -> dict[str, str]:
    """Return what stands in the form of something that is written already."""
    return {"you_said": says.you_said, "came": says.came.value, "words": says.words, "on": says.on.isoformat()}


def says_of(form: MultiDict[str], today: date) -> tuple[YouSaid | None, Mapping[str, str]]:
    """Return what staff wrote, or None and what is wrong: the key of a text by the name of a field."""
    wrong: dict[str, str] = {}
    you_said, words = (clean(form.get(field, "")).strip() for field in ("you_said", "words"))
    if not you_said:
        wrong["you_said"] = "we_did.no_said"
    elif len(you_said) > LONGEST_SAID:
        wrong["you_said"] = "we_did.long_said"
    came = form.get("came", "")
    if came not in set(WhatCame):
        wrong["came"] = "we_did.no_came"
    if not words:
        wrong["words"] = "we_did.no_words"
    elif len(words) > LONGEST_WORDS:
        wrong["words"] = "we_did.long_words"
    day = _day(form.get("on", ""))
    if day is None:
        wrong["on"] = "we_did.no_day"
    elif day > today:
        wrong["on"] = "we_did.day_to_come"
    if wrong or day is None:
        return None, wrong
    return YouSaid(you_said, WhatCame(came), words, day), {}


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
