"""Asking, before words are sent on: they hold something that redaction would take out. Nothing of them is stored yet."""

from dataclasses import dataclass

from conversations.redaction import Kind
from conversations.state import ConversationState
from conversations.wording import Wording


@dataclass(frozen=True, slots=True, repr=False)
class Asking:
    """What the words look like, by kind; `pick` is the value of the button that was to be pressed with them, or empty."""

    kinds: tuple[Kind, ...]
    pick: str = ""

    def text(self, wording: Wording, state: ConversationState) -> str:
        """Return the note: what it looks like, and why that matters. It holds none of their words."""
        return wording.say("page.asking", state, what=listed(self.kinds, wording, state))


def listed(kinds: tuple[Kind, ...], wording: Wording, state: ConversationState) -> str:
    """Return the names of one kind or several, as one says them: 'a name, a school and a phone number'."""
    names = [wording.say(f"page.asking_{kind.name.lower()}", state) for kind in kinds]
    *first, last = names
    return wording.say("page.asking_and", state, first=", ".join(first), last=last) if first else last
