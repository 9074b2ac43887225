"""What a person can do, whatever the channel: the closed union that `advance` takes.

No time, no ids of people, no objects of a channel: a channel turns its own events into one of these five.
"""

from dataclasses import dataclass
from enum import StrEnum


class Command(StrEnum):
    """Something a person can ask for at any moment, by a button, a slash command or the bare word."""

    HELP = "help"
    NEXT = "next"
    SKIP = "skip"
    BACK = "back"
    CHANGE = "change"
    STOP = "stop"
    DELETE = "delete"
    CLEAR = "clear"
    RECEIPT = "receipt"
    LANGUAGE = "language"
    LEAVE_OUT = "leave_out"
    KEEP_WORDS = "keep_words"
    TAKE_OUT = "take_out"
    CARRY_ON = "carry_on"
    TAKE_BREAK = "take_break"


ONLY_ON_BUTTONS = frozenset(
    {Command.LEAVE_OUT, Command.KEEP_WORDS, Command.TAKE_OUT, Command.CARRY_ON, Command.TAKE_BREAK}
)
"""Commands that answer a question just asked: no menu offers them."""


class UnsupportedKind(StrEnum):
    """What Sayso cannot read. Each has its own kind sentence; none of them loses anything."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    STICKER = "sticker"
    FILE = "file"
    EDITED = "edited"
    LOCATION = "location"
    CONTACT = "contact"
    POLL = "poll"
    UNKNOWN_COMMAND = "unknown_command"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Started:
    """The person opened the link, pressed Start or came back to it."""


@dataclass(frozen=True, slots=True)
class Typed:
    """The person wrote something: one message, exactly as the channel gave it.

    `earlier` is what they wrote to the same question just before, so that the two can be read as one: people send a
    sentence in pieces; `so_far` is all they wrote to it, with `earlier` at its end. They are only read, never stored
    again.
    """

    text: str
    earlier: str = ""
    so_far: str = ""


@dataclass(frozen=True, slots=True)
class Picked:
    """The person pressed a button: `option_id` of the prompt `item_id`, so that an old button can be told from a new."""

    item_id: str
    option_id: str


@dataclass(frozen=True, slots=True)
class CommandGiven:
    """The person asked for a command outright, for example `/help`."""

    command: Command


@dataclass(frozen=True, slots=True)
class Unsupported:
    """The person sent something that is not words.

    `words` came with it all the same (what an old message was changed to): they are read for signs of harm, and are no
    answer to anything.
    """

    kind: UnsupportedKind
    words: str = ""


Inbound = Started | Typed | Picked | CommandGiven | Unsupported

COMMAND_MARK = "."
"""Option ids that begin with this are commands (`.next`); a script's own option ids never may."""


def command_option(command: Command) -> str:
    """Return the option id of the button that gives this command."""
    return COMMAND_MARK + command.value
