"""What the safety net says about a text: which kinds of worry, how urgent, about whom, and how loudly to answer."""

from dataclasses import dataclass
from enum import StrEnum

from conversations.categories import Category as Category


class Urgency(StrEnum):
    """How soon help is needed: `immediate` puts 999 first, `concern` is a worry without a sign of present danger."""

    IMMEDIATE = "immediate"
    HIGH = "high"
    CONCERN = "concern"


class Subject(StrEnum):
    """Whom the text is about, which the wording of the answer needs."""

    SELF = "self"
    OTHER = "other"
    CHILD = "child"
    PROFESSIONAL = "professional"


class Level(StrEnum):
    """How loudly to answer: the full signpost, one quiet line with the help button, or nothing."""

    FULL = "full"
    QUIET = "quiet"
    NONE = "none"


URGENCIES = tuple(Urgency)
"""From the most urgent to the least."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What was noticed in one text. It holds no word of the text, so it may be counted; it is true when in full.

    `categories` are in the order of `Category`; `urgency` is None where nothing was noticed; `past` says that the
    writer speaks of something that was, not is; `doubtful` that only the second opinion speaks for it,
    and no rule.
    """

    level: Level = Level.NONE
    categories: tuple[Category, ...] = ()
    urgency: Urgency | None = None
    subject: Subject = Subject.SELF
    past: bool = False
    rule_ids: tuple[str, ...] = ()
    doubtful: bool = False

    def __bool__(self) -> bool:
        """Whether the full signpost is called for."""
        return self.level is Level.FULL


NOTHING = Signals()
UNSURE = Signals(Level.QUIET, urgency=Urgency.CONCERN)
"""For a text too long and too thick with such words to be read whole: in doubt, one quiet line."""
