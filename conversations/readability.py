"""Measures every text of a script, variant by variant, against what its own readers can be asked to read.

English only: a language whose html tag begins with `en`. The formulas for other languages differ, and a wrong number
would be worse than none.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from conversations.catalogue import CATALOGUE
from conversations.catalogue_groups import BUTTON_LIMIT
from conversations.people import AgeBand, Audience
from conversations.reading_age import EASY_READ, GROWN_UPS, YOUNG_PEOPLE, Measure, Target, measure, too_hard
from conversations.script import Script
from conversations.wording import Wording

EASY_READ_ENDING = "-easy"
"""A language whose code ends so is Easy Read (en-easy)."""

GROWN_UP_VARIANTS = frozenset({Audience.PARENT_CARER.value, Audience.PROFESSIONAL.value, AgeBand.AGE_26_PLUS.value})

LABEL_GROUPS = frozenset({"button", "choice", "option", "audience", "age_band", "helpline_name"})
"""Groups of texts that stand on buttons: a few words, judged by their long words only."""

UNREAD_GROUPS = frozenset({"command_words"})
"""Groups of texts that nobody reads."""

STAND_IN = "this"
"""What a `{place}` is read as whose filling is known only while talking: one short word."""


@dataclass(frozen=True, slots=True)
class TextMeasured:
    """One text in one variant, with what was counted and what makes it too hard (nothing where it is not)."""

    language: str
    key: str
    variant: str
    text: str
    measure: Measure
    target: Target
    reasons: tuple[str, ...]


class _StandIns(dict[str, str]):
    """Fills every place that has no value of its own."""

    def __missing__(self, key: str) -> str:
        return STAND_IN


def is_measured(wording: Wording) -> bool:
    """Whether there is a formula for this language."""
    return wording.html_language.lower().split("-")[0] == "en"


def measure_script(script: Script) -> Iterator[TextMeasured]:
    """Yield every text of every English wording, in the order of the files; buttons included."""
    for wording in script.languages.values():
        if is_measured(wording):
            yield from measure_wording(script, wording)


def measure_wording(script: Script, wording: Wording) -> Iterator[TextMeasured]:
    """Yield every text of one English wording."""
    for key, variants in wording.texts.items():
        if key.partition(".")[0] in UNREAD_GROUPS:
            continue
        for variant, text in variants.items():
            target = target_for(script, wording, key, variant)
            counted = measure(filled(text, wording))
            reasons = too_hard(counted, target)
            if is_label(key):
                reasons = () if is_name(script, key) else label_reasons(counted)
            yield TextMeasured(wording.language, key, variant, text, counted, target, reasons)


def target_for(script: Script, wording: Wording, key: str, variant: str) -> Target:
    """Return what may be asked of the readers of one text: Easy Read stays easy for everybody."""
    if wording.language.endswith(EASY_READ_ENDING):
        return EASY_READ
    if variant in GROWN_UP_VARIANTS:
        return GROWN_UPS
    group, _, rest = key.partition(".")
    question = script.question(rest.partition(".")[0]) if group in ("question", "option") else None
    if question and question.audiences and Audience.YOUNG_PERSON not in question.audiences:
        return GROWN_UPS
    return YOUNG_PEOPLE


def is_label(key: str) -> bool:
    """Whether a text stands on a button."""
    slot = CATALOGUE.get(key)
    return key.partition(".")[0] in LABEL_GROUPS or (slot is not None and slot.limit <= BUTTON_LIMIT)


def is_name(script: Script, key: str) -> bool:
    """Whether a label is a name that nobody can choose another word for: a help line's, or a place's (it has a code)."""
    group, _, rest = key.partition(".")
    question_id, _, option_id = rest.partition(".")
    question = script.question(question_id) if group == "option" else None
    option = question.option(option_id) if question else None
    return group == "helpline_name" or bool(option and option.code)


def label_reasons(counted: Measure) -> tuple[str, ...]:
    """Return what makes a button hard to read: its long words, whatever its age by the formula."""
    return (f"long words on a button: {', '.join(counted.long_words)}",) if counted.long_words else ()


def filled(text: str, wording: Wording) -> str:
    """Return the text as it is read, its places filled."""
    return text.format_map(_StandIns(wording.values))
