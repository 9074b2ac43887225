"""Envelopes and outcomes as plain values, for a copy of Sayso in a process of its own."""

from typing import Any

from bot.channel import Envelope, Outcome
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Started, Typed, Unsupported, UnsupportedKind
from conversations.people import Channel
from conversations.state import ConversationState
from conversations.turn import Reply

Plain = dict[str, Any]


def envelope_to_json(envelope: Envelope) -> Plain:
    """Return an envelope as plain values."""
    return {
        "channel": envelope.channel.value,
        "address": envelope.address,
        "message_id": envelope.message_id,
        "inbound": _inbound_to_json(envelope.inbound),
        "after_end": envelope.after_end,
    }


def envelope_from_json(values: Plain) -> Envelope:
    """Return the envelope that `envelope_to_json` made plain."""
    channel, inbound = Channel(values["channel"]), _inbound_from_json(values["inbound"])
    return Envelope(channel, values["address"], values["message_id"], inbound, after_end=values["after_end"])


def outcome_to_json(outcome: Outcome) -> Plain:
    """Return an outcome as plain values."""
    return {
        "state": outcome.state.to_json(),
        "replies": [reply.to_json() for reply in outcome.replies],
        "repeated": outcome.repeated,
        "closed": outcome.closed,
    }


def outcome_from_json(values: Plain) -> Outcome:
    """Return the outcome that `outcome_to_json` made plain."""
    state, replies = ConversationState.from_json(values["state"]), tuple(map(Reply.from_json, values["replies"]))
    return Outcome(state, replies, repeated=values["repeated"], closed=values["closed"])


def _inbound_to_json(inbound: Inbound) -> list[str]:
    match inbound:
        case Started():
            return ["started"]
        case Typed(text):
            return ["typed", text]
        case Picked(item_id, option_id):
            return ["picked", item_id, option_id]
        case CommandGiven(command):
            return ["command", command.value]
        case Unsupported(kind, words):
            return ["unsupported", kind.value, words]


def _inbound_from_json(values: list[str]) -> Inbound:
    match values:
        case ["typed", text]:
            return Typed(text)
        case ["picked", item_id, option_id]:
            return Picked(item_id, option_id)
        case ["command", command]:
            return CommandGiven(Command(command))
        case ["unsupported", kind, words]:
            return Unsupported(UnsupportedKind(kind), words)
    return Started()
