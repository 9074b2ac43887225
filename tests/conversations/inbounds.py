"""Everything that a person, a bored pupil or a broken client can send, by kind."""

from conversations.inbound import (
    Command,
    CommandGiven,
    Inbound,
    Picked,
    Started,
    Typed,
    Unsupported,
    UnsupportedKind,
    command_option,
)
from conversations.people import AgeBand, Audience
from conversations.prompts import CHOICE_OPTIONS
from conversations.script import Script

TEXTS = (
    "", "   ", "\n", "\x00", "\x00help", "\ud800", "a\udfffb", "\u200b", "\u200f\u202e", "\u202ereversed", "مرحبا",
    "a" * 10_000, "a" * 10_001, "🙂" * 20_000, "🙂", "👩‍👩‍👧", "e\u0301", "\ufffe", "help", "HELP!!", "ｈｅｌｐ", "stop", "next",
    "skip", "back", "change", "delete", "erase", "easier words", "erase it and skip", "/help", "/start", ".help", "yes",
    "no", "13", "0", "999", "٣", "²", "Margate", "own_words", "none of these", "{total}", "{}", "%s", "=1+1", "<b>",
    "'; DROP TABLE responses; --", "audience:young_person", "keep", "carry on", "sms",
)  # fmt: skip

NONSENSE = (
    ("", ""), ("", ".help"), (".help", ""), ("x", "y"), ("audience", ".nonsense"), ("audience", "."), ("age", "13"),
    ("new", "young_person"), ("closed", "yes"), ("language", "xx"), ("language", "en"), ("language", ""),
    ("\ud800", "\udc00"), ("\x00", "\x00"), ("a" * 20_000, "b" * 20_000), ("{}", "{}"), ("None", "None"),
)  # fmt: skip


def every_button(script: Script) -> list[Picked]:
    """Return every button that any prompt of the script can have, and commands under ids that do not exist."""
    items = {phase.value: list(options) for phase, options in CHOICE_OPTIONS.items()}
    items |= {"audience": [a.value for a in Audience], "age": [b.value for b in AgeBand]}
    items |= {question.id: [option.id for option in question.options] for question in script.questions}
    commands = [command_option(command) for command in Command]
    picks = [Picked(item, option) for item, options in items.items() for option in (*options[:4], *options[-2:])]
    return picks + [Picked(item, option) for item in ("nowhere", "audience", "wish", "helps") for option in commands]


def every_inbound(script: Script) -> list[Inbound]:
    """Return many values of each of the five kinds."""
    return [
        Started(),
        *map(Typed, TEXTS),
        *(Picked(*pair) for pair in NONSENSE),
        *every_button(script),
        *map(CommandGiven, Command),
        *map(Unsupported, UnsupportedKind),
    ]
