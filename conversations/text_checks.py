"""Notes what is wrong with the texts of a language file: missing, unknown, empty, too long, wrongly filled, ambiguous."""

import difflib
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conversations.catalogue import Slot
from conversations.inbound import Command
from conversations.people import AgeBand, Audience, Channel
from conversations.prompts import CHOICE_OPTIONS
from conversations.reading import Problems, Source, did_you_mean, last
from conversations.script import Question
from conversations.wording import DEFAULT, READS_AS
from conversations.words import plain

NEVER_A_VARIANT = frozenset(band.value for band in READS_AS)
VARIANTS = frozenset({DEFAULT, *Audience, *AgeBand, *Channel}) - NEVER_A_VARIANT
SAME_AS = {band.value: reads_as.value for band, reads_as in READS_AS.items()}

Texts = Mapping[str, Mapping[str, object]]
"""Key -> variant -> text, as written."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a script asks of its language files: its texts, the values it fills places with, where those are written."""

    slots: Mapping[str, Slot]
    values: Mapping[str, str]
    questions: tuple[Question, ...]
    script: Source


@dataclass(frozen=True, slots=True)
class TextChecker:
    """Checks one language's own file against what the script expects, and notes every mistake."""

    source: Source
    expected: Expected
    problems: Problems

    def check(self, own: Texts, texts: Texts) -> None:
        """Note every mistake: `own` are the texts of the file itself, `texts` those and the general ones."""
        for key, slot in self.expected.slots.items():
            if key not in texts:
                self.note_missing(key, slot)
        for key, variants in own.items():
            if key in self.expected.slots:
                self.check_variants(key, variants)
            else:
                self.note_unknown(key)
        for key in texts.keys() & self.expected.slots.keys() - own.keys():
            if not key.startswith("helpline."):  # those are checked where their entries are read
                self.check_general(key, texts[key])
        self.check_labels(own, texts)

    def note_missing(self, key: str, slot: Slot) -> None:
        """Say what a missing text is for and where to write it."""
        group, _, name = key.rpartition(".")
        what = f"The text '{key}' is missing ({slot.purpose})."
        self.problems.add(self.source, key, what, f'Write it under [{group}], as {name} = "words".')

    def note_unknown(self, key: str) -> None:
        """Say that nobody will ever read this text, and which one was probably meant."""
        like = difflib.get_close_matches(key, self.expected.slots, n=1, cutoff=0.75)
        advice = f"Did you mean '{like[0]}'? If not, take it out." if like else "Take it out."
        self.problems.add(self.source, key, f"Sayso has no use for a text called '{key}'.", advice)

    def check_variants(self, key: str, variants: Mapping[str, object]) -> None:
        """Note what is wrong with one text's variants: their names, then their words."""
        if DEFAULT not in variants:
            what = f"'{key}' has no text for everybody else."
            self.problems.add(self.source, key, what, 'Add text = "words" beside the others.')
        for variant, text in variants.items():
            where = f"{key}.{variant}"
            if variant in NEVER_A_VARIANT:
                advice = f"They always get the words of '{SAME_AS[variant]}', or everybody's."
                self.problems.add(self.source, where, f"'{variant}' cannot have words of its own.", advice)
            elif variant not in VARIANTS:
                what = f"'{variant}' is not a group of readers."
                self.problems.add(self.source, where, what, did_you_mean(variant, VARIANTS))
            name = key if variant == DEFAULT else where
            if isinstance(text, str) and text.strip():
                self.check_words(where, name, text, self.expected.slots[key])
            else:
                advice = f'Write it as {last(name)} = "words".'
                self.problems.add(self.source, where, f"The text '{name}' is empty or not in quotes.", advice)

    def check_words(self, where: str, name: str, text: str, slot: Slot) -> None:
        """Note a text that is too long, or whose `{places}` are not those it may or must have."""
        if len(text) > slot.limit:
            advice = f"Make it {slot.limit} letters or fewer."
            self.problems.add(self.source, where, f"The text '{name}' is too long: {len(text)} letters.", advice)
        found = places_in(text)
        if found is None:
            what = f"A curly bracket in '{name}' is not closed, or holds more than a name."
            self.problems.add(self.source, where, what, "Write a place as {name}; to show a bracket write it twice.")
            return
        usable = slot.places | set(self.expected.values)
        for place in sorted(found - usable):
            known = ", ".join(f"{{{name}}}" for name in sorted(usable))
            what = f"Nobody fills the place {{{place}}} in '{name}'."
            self.problems.add(self.source, where, what, f"Here you can use: {known}.")
        for place in sorted(slot.needs - found):
            what = f"The text '{name}' lacks the place {{{place}}}."
            self.problems.add(self.source, where, what, f"Put {{{place}}} where it belongs.")

    def check_general(self, key: str, variants: Mapping[str, object]) -> None:
        """Note a value that one of Sayso's general texts needs and that the engagement's script does not give."""
        usable = self.expected.slots[key].places | set(self.expected.values)
        for text in variants.values():
            for place in sorted((places_in(str(text)) or set()) - usable):
                what = f"The general text '{key}' needs a value for {{{place}}}."
                advice = f'Add a line {place} = "words" under [values].'
                self.problems.add(self.expected.script, "values", what, advice)

    def check_labels(self, own: Texts, texts: Texts) -> None:
        """Note buttons of one question, or commands, that cannot be told apart when somebody types their words."""
        for keys in side_by_side(self.expected.questions):
            first_with: dict[str, str] = {}
            for key in keys:
                for label in {plain(part) for part in labels_of(key, texts)}:
                    other = first_with.setdefault(label, key)
                    if label and other != key and not own.keys().isdisjoint((key, other)):
                        what = f"'{key}' and '{other}' have the same words: {label}."
                        where = key if key in own else other
                        self.problems.add(self.source, where, what, "Give each words of its own.")


def places_in(text: str) -> set[str] | None:
    """Return the names of a text's `{places}`; None where its curly brackets are not those of plain places."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    if any(spec or conversion for _, name, spec, conversion in parts if name is not None):
        return None
    return {name for _, name, _, _ in parts if name is not None}


def side_by_side(questions: tuple[Question, ...]) -> Iterator[list[str]]:
    """Yield the keys of the texts that stand side by side and must differ."""
    yield [f"command_words.{command.value}" for command in Command]
    yield [f"audience.{audience.value}" for audience in Audience]
    yield [f"age_band.{band.value}" for band in AgeBand]
    for phase, options in CHOICE_OPTIONS.items():
        yield [f"choice.{phase.value}.{option}" for option in options]
    for question in questions:
        yield [f"option.{question.id}.{option.id}" for option in question.options]


def labels_of(key: str, texts: Texts) -> list[str]:
    """Return the words that somebody may type for a label: a command has several, by commas."""
    text = texts.get(key, {}).get(DEFAULT)
    if not isinstance(text, str):
        return []
    return text.split(",") if key.startswith("command_words.") else [text]
