"""Whole talks as values: what a person did, turn by turn, and everything that followed, ready to be written as TOML.

Tests keep talks in this form and play them again; `sayso chat --save` writes it; `sayso script preview` reads it aloud.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conversations.engine import advance, new_state
from conversations.inbound import (
    Command,
    CommandGiven,
    Inbound,
    Picked,
    Started,
    Typed,
    Unsupported,
    UnsupportedKind,
)
from conversations.people import Channel
from conversations.script import Script
from conversations.state import ConversationState
from conversations.turn import AddToAnswer, ClearAnswer, HoldWords, Reply, Turn

INBOUND_KEYS = ("started", "typed", "picked", "command", "unsupported")
"""What a person did, in a file: exactly one of these a turn."""


@dataclass(frozen=True, slots=True)
class Said:
    """One reply as a reader of the talk sees it: its key, its tone, its words and the labels of its buttons."""

    key: str
    tone: str
    text: str
    buttons: tuple[str, ...] = ()

    @classmethod
    def of(cls, reply: Reply) -> "Said":
        """Return what a transcript keeps of a reply."""
        return cls(reply.key, reply.tone.value, reply.text, tuple(button.label for button in reply.buttons))

    def to_dict(self) -> dict[str, Any]:
        """Return TOML-ready values; a reply without buttons has no such key."""
        buttons = {"buttons": list(self.buttons)} if self.buttons else {}
        return {"key": self.key, "tone": self.tone, "text": self.text, **buttons}


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of a talk: what the person did, the replies, the effects as `repr` and the name of the new state."""

    inbound: Inbound
    replies: tuple[Said, ...] = ()
    effects: tuple[str, ...] = ()
    state: str = ""

    @classmethod
    def of(cls, inbound: Inbound, turn: Turn) -> "Exchange":
        """Return what a transcript keeps of one turn."""
        replies = tuple(Said.of(reply) for reply in turn.replies)
        return cls(inbound, replies, tuple(repr(effect) for effect in turn.effects), state_name(turn.state))

    def to_dict(self) -> dict[str, Any]:
        """Return TOML-ready values."""
        return {
            **inbound_to_dict(self.inbound),
            "replies": [said.to_dict() for said in self.replies],
            "effects": list(self.effects),
            "state": self.state,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Exchange":
        """Read one turn of a file; replies, effects and state may be missing, as in a talk written by hand.

        Raises ValueError where what the person did is missing or cannot be understood.
        """
        return cls(
            inbound=inbound_from_dict(data),
            replies=tuple(
                Said(reply["key"], reply["tone"], reply["text"], tuple(reply.get("buttons", ())))
                for reply in data.get("replies", ())
            ),
            effects=tuple(data.get("effects", ())),
            state=data.get("state", ""),
        )


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole talk. `engagement` is the script's id; `channel` and `language` are those the talk began in.

    `moment` is when it was held, in ISO 8601 with its time zone, for the help lines of that hour; empty where the talk
    knows no time, and so only the safe minimum.
    """

    title: str
    engagement: str
    channel: Channel = Channel.WEB
    language: str = "en"
    moment: str = ""
    turns: tuple[Exchange, ...] = field(default=())

    @property
    def inbounds(self) -> tuple[Inbound, ...]:
        """What the person did, turn by turn: all that is needed to play the talk again."""
        return tuple(turn.inbound for turn in self.turns)

    def to_dict(self) -> dict[str, Any]:
        """Return TOML-ready values, in the order in which they are written; a talk without a moment has no such key."""
        moment = {"moment": self.moment} if self.moment else {}
        return {
            "title": self.title,
            "engagement": self.engagement,
            "channel": self.channel.value,
            "language": self.language,
            **moment,
            "turns": [turn.to_dict() for turn in self.turns],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Transcript":
        """Read a file's values. Raises ValueError or KeyError where they are not those of a talk."""
        return cls(
            title=data["title"],
            engagement=data["engagement"],
            channel=Channel(data["channel"]),
            language=data["language"],
            moment=data.get("moment", ""),
            turns=tuple(Exchange.from_dict(turn) for turn in data.get("turns", ())),
        )


class LastWords:
    """What was written last to each question: storage knows it of a real talk, this of one that is only played."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def before(self, state: ConversationState, inbound: Inbound) -> Inbound:
        """Return what a person typed together with what they wrote just before it to the same question."""
        if isinstance(inbound, Typed) and state.position:
            return replace(inbound, earlier=self._words.get(state.position, ""))
        return inbound

    def note(self, turn: Turn) -> None:
        """Take note of what a turn wrote and took away."""
        for effect in turn.effects:
            match effect:
                case AddToAnswer(question_id, text) | HoldWords(question_id, text):
                    self._words[question_id] = text
                case ClearAnswer(question_id):
                    self._words.pop(question_id, None)


def play(
    script: Script,
    inbounds: Iterable[Inbound],
    channel: Channel = Channel.WEB,
    language: str = "",
    *,
    title: str = "",
) -> Transcript:
    """Play a talk through the engine from its beginning and return it with everything that followed.

    Between turns the state goes through its JSON form and back, as it does when it is stored: so every talk that is
    played also tests that nothing a turn needs is lost on the way.
    """
    state = new_state(script, channel, language)
    began_in = state.language
    turns = []
    written = LastWords()
    for inbound in inbounds:
        turn = advance(script, state, written.before(state, inbound))
        written.note(turn)
        turns.append(Exchange.of(inbound, turn))
        state = stored_and_loaded(turn.state)
    return Transcript(title, script.engagement, channel, began_in, turns=tuple(turns))


def stored_and_loaded(state: ConversationState) -> ConversationState:
    """Return the state as it comes back from storage."""
    return ConversationState.from_json(json.loads(json.dumps(state.to_json())))


def state_name(state: ConversationState) -> str:
    """Return where a talk stands in one word: the phase, and the question's id where it is at one."""
    return f"{state.phase.value}:{state.position}" if state.position else state.phase.value


def inbound_to_dict(inbound: Inbound) -> dict[str, Any]:
    """Return the one key and value that say what the person did."""
    match inbound:
        case Started():
            return {"started": True}
        case Typed(text):
            return {"typed": text}
        case Picked(item_id, option_id):
            return {"picked": f"{item_id}:{option_id}"}
        case CommandGiven(command):
            return {"command": command.value}
        case Unsupported(kind, words):
            return {"unsupported": kind.value, **({"words": words} if words else {})}


def inbound_from_dict(data: Mapping[str, Any]) -> Inbound:
    """Return what the person did. Raises ValueError where it is not exactly one thing, or an unknown one."""
    found = [key for key in INBOUND_KEYS if key in data]
    if len(found) != 1:
        raise ValueError(f"a turn needs exactly one of {', '.join(INBOUND_KEYS)}; this one has {found or 'none'}")
    value = data[found[0]]
    match found[0]:
        case "started":
            return Started()
        case "typed":
            return Typed(value)
        case "picked":
            item_id, _, option_id = value.partition(":")
            return Picked(item_id, option_id)
        case "command":
            return CommandGiven(Command(value))
    return Unsupported(UnsupportedKind(value), data.get("words", ""))
