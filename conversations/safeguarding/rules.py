"""What a safeguarding lead writes: rules that notice, guards that hold back, cues that tell whom a text is about."""

from dataclasses import dataclass
from enum import StrEnum

from conversations.safeguarding.signals import Category, Level, Subject, Urgency

NOBODY = "nobody yet"
"""Stands for who approved a rule until somebody has."""


class Scope(StrEnum):
    """How far a guard reaches: to finds that share a word with it, or over its whole sentence.

    `banter` reaches over the whole sentence as well, and holds back firm rules too, but never an immediate one.
    """

    WORDS = "words"
    SENTENCE = "sentence"
    BANTER = "banter"


@dataclass(frozen=True, slots=True)
class Rule:
    """One family of expressions that mean one kind of worry.

    `firm` rules are about the writer's own life beyond doubt, so a guard that reaches over the whole sentence (talk
    about services, stories, hypotheticals) does not silence them. `source` is the guidance that names the sign.
    """

    id: str
    category: Category
    urgency: Urgency
    level: Level
    firm: bool
    past: bool
    subject: Subject | None
    patterns: tuple[str, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    source: str
    version: int
    approved_by: str
    approved_on: str

    @property
    def approved(self) -> bool:
        """Whether somebody has put their role and the day to it."""
        return self.approved_by not in {"", NOBODY} and bool(self.approved_on)


@dataclass(frozen=True, slots=True)
class Guard:
    """One family of expressions that mean no harm though they use its words; `leaves` is the level it leaves.

    `categories` empty means all.
    """

    id: str
    scope: Scope
    leaves: Level
    categories: frozenset[Category]
    patterns: tuple[str, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Expressions that tell whom a text is about, or that it speaks of the past."""

    id: str
    subject: Subject | None
    past: bool
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything one language's files hold beside its words."""

    language: str
    rules: tuple[Rule, ...]
    guards: tuple[Guard, ...]
    cues: tuple[Cue, ...]
