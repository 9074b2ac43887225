"""One person's talk with the pure engine, for tests that read like it: say, press, ask, and look at what came back."""

import json

from conversations.engine import advance, new_state
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Started, Typed, Unsupported, UnsupportedKind
from conversations.people import Channel
from conversations.script import Script
from conversations.state import ConversationState
from conversations.turn import Button, Effect, Reply, Turn


def stored(state: ConversationState) -> ConversationState:
    """Return the state as it comes back from being stored."""
    return ConversationState.from_json(json.loads(json.dumps(state.to_json())))


class Talk:
    """A talk under way: `state`, the `replies` and `effects` of the last turn, all `turns` so far."""

    def __init__(self, script: Script, channel: Channel = Channel.WEB, state: ConversationState | None = None) -> None:
        self.script = script
        self.state = state or new_state(script, channel)
        self.turns: list[Turn] = []

    def do(self, *inbounds: Inbound) -> "Talk":
        """Do things one after the other; the state is stored and loaded between them."""
        for inbound in inbounds:
            turn = advance(self.script, self.state, inbound)
            self.turns.append(turn)
            self.state = stored(turn.state)
        return self

    def start(self) -> "Talk":
        """Open the link, or press Start."""
        return self.do(Started())

    def say(self, *texts: str) -> "Talk":
        """Type messages."""
        return self.do(*map(Typed, texts))

    def press(self, *buttons: str) -> "Talk":
        """Press buttons, each written `item:option`."""
        return self.do(*(Picked(*button.split(":")) for button in buttons))

    def command(self, command: Command) -> "Talk":
        """Give a slash command."""
        return self.do(CommandGiven(command))

    def send(self, kind: UnsupportedKind) -> "Talk":
        """Send something that is not words."""
        return self.do(Unsupported(kind))

    @property
    def replies(self) -> tuple[Reply, ...]:
        """What the last turn said."""
        return self.turns[-1].replies

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What the last turn did to the stored answers."""
        return self.turns[-1].effects

    @property
    def all_effects(self) -> tuple[Effect, ...]:
        """What all turns so far did."""
        return tuple(effect for turn in self.turns for effect in turn.effects)

    @property
    def keys(self) -> list[str]:
        """The keys of the last turn's replies."""
        return [reply.key for reply in self.replies]

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The buttons of the last turn's replies."""
        return tuple(button for reply in self.replies for button in reply.buttons)

    @property
    def commands(self) -> set[str]:
        """The commands that the last turn's buttons give."""
        return {button.option_id for button in self.buttons if button.command}


AGREEING = ("check:no", "take_part:yes", "quotes:yes")
"""The buttons from the check question to the first question."""


def agreed(script: Script, band: str = "13_15", channel: Channel = Channel.WEB) -> Talk:
    """Return the talk of a young person who has just been asked the first question."""
    talk = Talk(script, channel).start().press("audience:young_person", f"age:{band}")
    if talk.state.phase.value in ("together", "permission"):
        talk.press(f"{talk.state.phase.value}:yes")
    return talk.press(*AGREEING)
