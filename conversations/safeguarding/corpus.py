"""The example texts that the safety net is scored on, in two halves that nobody can choose between."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from conversations.content import corpus_sources
from conversations.reading import Problems, Source
from conversations.safeguarding.signals import Category, Urgency


class Split(StrEnum):
    """`rules` may be looked at while rules are written; the published score is on `held_out`."""

    RULES = "rules"
    HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True)
class Example:
    """One made-up text: a disclosure has a category and an urgency, a harmless one has neither but a kind."""

    language: str
    text: str
    kind: str
    category: Category | None = None
    urgency: Urgency | None = None

    @property
    def split(self) -> Split:
        """The half it falls in, by a hash of its words: a changed text is a new draw."""
        odd = hashlib.sha256(self.text.encode()).digest()[0] & 1
        return Split.RULES if odd else Split.HELD_OUT


def load_corpus() -> tuple[Example, ...]:
    """Return all example texts of all languages. Raises ContentError with every mistake in their files."""
    problems = Problems()
    examples = [
        example
        for language, source in corpus_sources(problems).items()
        for example in read_examples(language, source, problems)
    ]
    problems.raise_if_any()
    return tuple(examples)


def read_examples(language: str, source: Source, problems: Problems) -> list[Example]:
    """Return one language's examples, noting mistakes."""
    problems.no_other_keys(source, "", source.data, frozenset({"language", "checked", "disclosures", "harmless"}))
    examples: list[Example] = []
    for number, table in enumerate(problems.tables(source, "disclosures", source.data.get("disclosures"))):
        path = f"disclosures.{number}"
        category = problems.named(source, f"{path}.category", table.get("category"), Category)
        urgency = problems.named(source, f"{path}.urgency", table.get("urgency"), Urgency)
        texts = problems.texts(source, f"{path}.texts", table.get("texts"))
        examples.extend(Example(language, text, "disclosure", category, urgency) for text in texts)
    for number, table in enumerate(problems.tables(source, "harmless", source.data.get("harmless"))):
        path = f"harmless.{number}"
        kind = problems.text(source, f"{path}.kind", table.get("kind"), required=True)
        texts = problems.texts(source, f"{path}.texts", table.get("texts"))
        examples.extend(Example(language, text, kind) for text in texts)
    return examples
