"""Talks at random: people who press what they see, press what they saw, type anything and come and go."""

from collections.abc import Iterator
from dataclasses import dataclass

from hypothesis import strategies as st

from conversations.engine import advance, new_state
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Started, Typed, Unsupported, UnsupportedKind
from conversations.people import Channel
from conversations.script import Script
from conversations.state import ConversationState
from conversations.turn import Button, Turn
from tests.support.talk import stored

WORDS = (
    "waiting", "its hard", "my mum", "🙂", "", "  ", "\x00", "\u200b", "next", "skip", "back", "change", "stop", "help",
    "delete", "yes", "no", "13", "Margate", "x" * 7_000, "x" * 10_001, "in my own words", "trans boy", "sms", "None of them",
    "my stepdad hits me", "i want to kill myself", "carry on", "keep what i wrote", "take it out",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One thing done: the state before it, what it was, what came of it."""

    before: ConversationState
    inbound: Inbound
    turn: Turn


@dataclass(frozen=True)
class Action:
    """What somebody means to do; `number` or `text` says which, once it is known what is on the screen."""

    kind: str
    number: int = 0
    text: str = ""


NUMBERS = st.integers(0, 200)
PRESS = st.builds(Action, st.just("press"), NUMBERS)
ACTIONS = st.one_of(
    *[PRESS] * 7,
    st.builds(Action, st.just("press old"), NUMBERS),
    st.builds(Action, st.just("type label"), NUMBERS),
    *[st.builds(Action, st.just("type"), text=st.sampled_from(WORDS))] * 3,
    st.builds(Action, st.just("type"), text=st.text(max_size=40)),
    st.builds(Action, st.just("command"), NUMBERS),
    st.builds(Action, st.just("unsupported"), NUMBERS),
    st.builds(Action, st.just("start")),
    st.builds(Action, st.just("press nonsense"), NUMBERS, st.sampled_from(("", "\ud800", ".help", ".erase", "yes"))),
)
"""Mostly presses of what is on the screen, so that talks get far."""

TALKS = st.lists(ACTIONS, min_size=15, max_size=60)


def steps(script: Script, channel: Channel, actions: list[Action], ready: tuple[Inbound, ...] = ()) -> Iterator[Step]:
    """Yield the steps of a talk; it begins with what is `ready`, then goes as the actions say."""
    state = new_state(script, channel)
    seen: list[Button] = []
    screen: list[Button] = []
    for planned in (*ready, *actions):
        inbound = meant(planned, screen, seen) if isinstance(planned, Action) else planned
        turn = advance(script, state, inbound)
        yield Step(state, inbound, turn)
        screen = [button for reply in turn.replies for button in reply.buttons] or screen
        seen += screen
        state = stored(turn.state)


def meant(action: Action, screen: list[Button], seen: list[Button]) -> Inbound:
    """Return what the action comes to with these buttons in sight."""
    buttons = seen if action.kind == "press old" else screen
    button = buttons[action.number % len(buttons)] if buttons else Button("audience", "young_person", "me")
    match action.kind:
        case "press" | "press old":
            return Picked(button.item_id, button.option_id)
        case "type label":
            return Typed(button.label)
        case "type":
            return Typed(action.text)
        case "command":
            return CommandGiven(list(Command)[action.number % len(Command)])
        case "unsupported":
            return Unsupported(list(UnsupportedKind)[action.number % len(UnsupportedKind)])
        case "press nonsense":
            return Picked(button.item_id, action.text)
    return Started()
