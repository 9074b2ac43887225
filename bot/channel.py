"""What a channel hands to a turn, and what it gets back."""

from dataclasses import dataclass

from conversations.inbound import Inbound
from conversations.people import Channel
from conversations.state import ConversationState
from conversations.turn import Reply


@dataclass(frozen=True, slots=True)
class Envelope:
    """One thing a person did, with where it came from.

    `address` is what the channel knows the person by (a chat id, a cookie's value): it is hashed at once and never
    stored or logged. `message_id` is the channel's own id of this message, for knowing a redelivery; empty where there
    can be none. `code` is the code of the link, empty for the default; `language` is a wish, taken where it is known. `after_end`
    says that it was sent from under the last words of a talk: of that nothing is left, so the address is nobody's.
    """

    channel: Channel
    address: str
    message_id: str
    inbound: Inbound
    code: str = ""
    language: str = ""
    after_end: bool = False

    def __repr__(self) -> str:
        """Show nothing of the person: this may end up in a log or an error."""
        return f"Envelope({self.channel.value}, {type(self.inbound).__name__})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn came to, after its commit.

    `repeated` says that the message had been taken before, so nothing was applied and the replies ask again.
    `kept_words` says that what was typed became part of an answer. `closed` says that the conversation is over.
    """

    state: ConversationState
    replies: tuple[Reply, ...]
    repeated: bool = False
    kept_words: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """Where a conversation is, for showing it again without a turn: `answer` is what was written to this question."""

    state: ConversationState
    prompt: tuple[Reply, ...]
    last_replies: tuple[Reply, ...]
    answer: tuple[str, ...]
    open: bool
