"""The example texts that the safety net learns from and is scored on, in two parts that nobody can choose between."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from conversations.reading import Problems, Source
from conversations.safeguarding.signals import Category, Urgency
from conversations.safeguarding_files import corpus_sources


class Split(StrEnum):
    """`rules` may be looked at while rules are written; the published score is on `held_out`."""

    RULES = "rules"
    HELD_OUT = "held_out"


_KEYS = frozenset({"language", "checked", "halvings", "blind", "disclosures", "harmless"})


@dataclass(frozen=True, slots=True)
class Example:
    """One made-up text: a disclosure has a category and an urgency, a harmless one has neither but a kind."""

    language: str
    text: str
    kind: str
    category: Category | None = None
    urgency: Urgency | None = None
    halvings: int = 1
    blind: bool = False

    @property
    def split(self) -> Split:
        """The part it falls in, by a hash of its words: a changed text is a new draw.

        One text in two is held out, with two halvings one in four, with none no text; of a blind file every text.
        """
        if self.blind:
            return Split.HELD_OUT
        if not self.halvings:
            return Split.RULES
        digest = hashlib.sha256(self.text.encode()).digest()
        return Split.RULES if any(byte & 1 for byte in digest[: self.halvings]) else Split.HELD_OUT


def load_corpus() -> tuple[Example, ...]:
    """Return all example texts of all languages. Raises ContentError with every mistake in their files."""
    problems = Problems()
    examples = [example for source in corpus_sources(problems) for example in read_examples(source, problems)]
    problems.raise_if_any()
    return tuple(examples)


def read_examples(source: Source, problems: Problems) -> list[Example]:
    """Return one file's examples, noting mistakes. `halvings` and `blind` say how much is held out: see `Example.split`."""
    problems.no_other_keys(source, "", source.data, _KEYS)
    language = problems.text(source, "language", source.data.get("language"), required=True)
    halvings = source.data.get("halvings", 1)
    if halvings not in (0, 1, 2):
        problems.add(source, "halvings", "halvings must be 0, 1 or 2.", "2 holds out one text in four, 0 none.")
    blind = source.data.get("blind", False)
    if not isinstance(blind, bool):
        problems.add(source, "blind", "blind must be true or false.", "true holds out every text of the file.")
        blind = False
    examples: list[Example] = []
    for number, table in enumerate(problems.tables(source, "disclosures", source.data.get("disclosures"))):
        path = f"disclosures.{number}"
        category = problems.named(source, f"{path}.category", table.get("category"), Category)
        urgency = problems.named(source, f"{path}.urgency", table.get("urgency"), Urgency)
        texts = problems.texts(source, f"{path}.texts", table.get("texts"))
        examples.extend(Example(language, text, "disclosure", category, urgency, halvings, blind) for text in texts)
    for number, table in enumerate(problems.tables(source, "harmless", source.data.get("harmless"))):
        path = f"harmless.{number}"
        kind = problems.text(source, f"{path}.kind", table.get("kind"), required=True)
        texts = problems.texts(source, f"{path}.texts", table.get("texts"))
        examples.extend(Example(language, text, kind, halvings=halvings, blind=blind) for text in texts)
    return examples


def corpus_checked() -> tuple[tuple[str, str, str], ...]:
    """Return (language, file, how far it was checked) of every file of example texts; empty words where it says nothing."""
    problems = Problems()
    return tuple(
        (
            str(source.data.get("language", "")),
            source.name,
            problems.text(source, "checked", source.data.get("checked")),
        )
        for source in corpus_sources(problems)
    )
