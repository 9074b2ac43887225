"""Everything that can go wrong inside the conversation, as one small tree.

    ConversationError
    ├── ContentError      a content file is wrong: which file, which line, what to do
    └── StateError        a saved conversation cannot be understood

No message holds a word that a person wrote. `advance` itself raises none of these for anything a person can send.
"""

from dataclasses import dataclass


class ConversationError(Exception):
    """The root: catch this to catch all of them."""


class StateError(ConversationError):
    """A saved conversation is of an unknown format or breaks an invariant; the caller must not guess."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a content file, in plain words for the person who edits it.

    `line` counts from 1; 0 where the mistake is about the file as a whole.
    """

    file: str
    line: int
    what: str
    advice: str

    def __str__(self) -> str:
        """Say it on one line, in the form editors can jump to."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.advice}"


class ContentError(ConversationError):
    """The content cannot be used; `problems` lists every mistake found, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
