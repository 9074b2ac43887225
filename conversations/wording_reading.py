"""Turns the files of one language into its words, the general file first and the engagement's own after it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from conversations.catalogue import CATALOGUE, Slot
from conversations.catalogue_groups import BUTTON_LIMIT
from conversations.helplines import Helpline, Way
from conversations.reading import Problems, Source
from conversations.script import Question, QuestionKind
from conversations.text_checks import Expected, TextChecker
from conversations.wording import DEFAULT, Wording

THREE_LEVELS = frozenset({"option", "choice"})
"""Groups whose texts are named by three words (option.gender.girl); all others by two (ask.age)."""

OUTSIDE_TEXTS = frozenset({"language", "values", "scale"})
LANGUAGE_KEYS = frozenset({"name", "html", "direction", "checked_by", "checked_on"})
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
DIRECTIONS = frozenset({"ltr", "rtl"})


@dataclass(frozen=True, slots=True)
class Ready:
    """Texts of one language that are there before its files are read: a file's own go before `labels`, not `brought`.

    `checked` are the keys of texts that are checked elsewhere, wherever they stand.
    """

    labels: Mapping[str, str]
    brought: Mapping[str, str]
    checked: frozenset[str]


def expected_texts(questions: tuple[Question, ...], helplines: tuple[Helpline, ...]) -> dict[str, Slot]:
    """Return every text this script needs: the catalogue's and those of its own questions, options and help lines."""
    slots = dict(CATALOGUE)
    for question in questions:
        slots[f"question.{question.id}"] = Slot("a question")
        for option in question.options:
            slots[f"option.{question.id}.{option.id}"] = Slot("button: an option", limit=BUTTON_LIMIT)
    for helpline in helplines:
        slots[f"helpline.{helpline.id}"] = about_helpline(helpline)
        slots[f"helpline_name.{helpline.id}"] = Slot("a help line's name", limit=BUTTON_LIMIT)
    return slots


def about_helpline(helpline: Helpline) -> Slot:
    """Return what the sentence about a help line may hold: what it has, and nothing else.

    It must hold the numbers, so that whoever reads it can dial, and so that no number is written twice.
    """
    text_places = {"text_number", "text_word"} if " " in helpline.text else {"text_number"}
    places = {way.value for way in helpline.ways if way is not Way.TEXT} | (text_places if helpline.text else set())
    needs = places & {"call", *text_places}
    return Slot("a sentence about a help line", places=frozenset(places), needs=frozenset(needs))


def ready_labels(
    questions: tuple[Question, ...], places: Mapping[str, str], scale: Mapping[str, str]
) -> dict[str, str]:
    """Return labels that a language file need not repeat: the places' own names and the steps of a scale."""
    labels = {}
    for question in questions:
        for option in question.options:
            if option.id in places:
                labels[f"option.{question.id}.{option.id}"] = places[option.id]
            elif question.kind is QuestionKind.SCALE and option.id in scale:
                labels[f"option.{question.id}.{option.id}"] = scale[option.id]
    return labels


def flatten(data: Mapping[str, Any]) -> Iterator[tuple[str, str, object]]:
    """Yield (key, variant, value) for every text of a language file."""
    for group, names in data.items():
        if group in OUTSIDE_TEXTS or not isinstance(names, dict):
            continue
        for name, value in names.items():
            if group in THREE_LEVELS and isinstance(value, dict):
                for last, text in value.items():
                    yield from _variants(f"{group}.{name}.{last}", text)
            else:
                yield from _variants(f"{group}.{name}", value)


def _variants(key: str, value: object) -> Iterator[tuple[str, str, object]]:
    if isinstance(value, dict):
        for variant, text in value.items():
            yield key, variant, text
    else:
        yield key, DEFAULT, value


def texts_of(source: Source) -> dict[str, dict[str, object]]:
    """Return one file's texts: key -> variant -> text."""
    texts: dict[str, dict[str, object]] = {}
    for key, variant, text in flatten(source.data):
        texts.setdefault(key, {})[variant] = text
    return texts


def read_wording(
    language: str, sources: tuple[Source, ...], expected: Expected, ready: Ready, problems: Problems
) -> Wording:
    """Return one language's words from its files, the general one first and the engagement's own after it.

    A later file's text replaces an earlier one's with all its variants.
    """
    about: dict[str, Any] = {}
    values = dict(expected.values)
    texts: dict[str, dict[str, object]] = {key: {DEFAULT: label} for key, label in ready.labels.items()}
    for source in sources:
        about |= problems.table(source, "language", source.data.get("language"))
        own_values = problems.table(source, "values", source.data.get("values"))
        values |= {key: problems.text(source, f"values.{key}", value) for key, value in own_values.items()}
        texts.update(texts_of(source))
    texts |= {key: {DEFAULT: text} for key, text in ready.brought.items()}
    own = sources[-1]
    check_about(own, about, problems)
    check_groups(own, problems)
    if any(texts_of(source) for source in sources):
        own_texts = {key: variants for key, variants in texts_of(own).items() if key not in ready.checked}
        TextChecker(own, replace(expected, values=values), problems).check(own_texts, texts)
    else:
        advice = "Copy en.toml into it and put the words in its language."
        problems.add(own, "", "This file holds no words yet.", advice)
    return Wording(
        language=language,
        name=str(about.get("name", "")),
        html_language=str(about.get("html", "")),
        direction=str(about.get("direction", "ltr")),
        checked_by=problems.text(own, "language.checked_by", about.get("checked_by")),
        checked_on=problems.day(own, "language.checked_on", about.get("checked_on")),
        values=MappingProxyType(values),
        texts=MappingProxyType(
            {
                key: MappingProxyType({variant: str(text) for variant, text in variants.items()})
                for key, variants in texts.items()
                if key in expected.slots
            }
        ),
    )


def check_about(own: Source, about: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with what a language file says about itself."""
    problems.no_other_keys(own, "language", problems.table(own, "language", own.data.get("language")), LANGUAGE_KEYS)
    problems.text(own, "language.name", about.get("name"), required=True)
    tag = problems.text(own, "language.html", about.get("html"), required=True)
    if tag and not LANGUAGE_TAG.fullmatch(tag):
        advice = 'Use its short code, as in html = "en-GB" or html = "fr".'
        problems.add(own, "language.html", f"'{tag}' is not the code of a language.", advice)
    direction = about.get("direction", "ltr")
    if direction not in DIRECTIONS:
        advice = 'Write "ltr" (left to right) or "rtl" (right to left, as Arabic).'
        problems.add(own, "language.direction", f"'{direction}' is not a direction of writing.", advice)
    if about.get("checked_by") and not about.get("checked_on"):
        advice = 'Add the day, for example checked_on = "2026-11-21".'
        problems.add(own, "language.checked_by", "It says who checked the words, but not when.", advice)


def check_groups(own: Source, problems: Problems) -> None:
    """Note words that stand above the first group's line, where nobody would ever read them."""
    for name, value in own.data.items():
        if not isinstance(value, dict):
            problems.add(own, name, f"'{name}' stands in no group.", "Move it below the [group] it belongs to.")
