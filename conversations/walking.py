"""Walks through a script as a person would, one press or message after another, by driving the engine itself.

What is shown of a script (`sayso script preview`, `sayso script diagram`) is made of such walks, so it cannot differ
from what young people meet.
"""

from dataclasses import dataclass, replace

from conversations.engine import advance, new_state
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Started, Typed
from conversations.people import Channel
from conversations.script import Question, QuestionKind, Script
from conversations.state import QUESTION_PHASES, ConversationState, Phase
from conversations.turn import Button, CloseConversation, Ending, Turn

SAMPLE_WORDS = "(some words of their own)"
"""What a walker types where words are asked: nobody's real answer."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the walker did, in the words on the button or as typed, and what followed."""

    did: str
    inbound: Inbound
    turn: Turn


@dataclass(frozen=True, slots=True)
class Walk:
    """A way through a script so far. Every method that walks on returns a new one."""

    script: Script
    steps: tuple[Step, ...]

    @classmethod
    def begin(cls, script: Script, channel: Channel = Channel.WEB, language: str = "") -> "Walk":
        """Return the walk of somebody who has just opened the chat."""
        state = new_state(script, channel, language)
        return cls(script, (Step("", Started(), advance(script, state, Started())),))

    @property
    def state(self) -> ConversationState:
        """Where the walker stands."""
        return self.steps[-1].turn.state

    @property
    def question(self) -> Question | None:
        """The question the walker is at, if any."""
        at_question = self.state.phase in QUESTION_PHASES and self.state.position
        return self.script.question(self.state.position or "") if at_question else None

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be pressed now: the buttons of the last reply that has any."""
        return next((reply.buttons for reply in reversed(self.steps[-1].turn.replies) if reply.buttons), ())

    @property
    def choices(self) -> tuple[Button, ...]:
        """Those of the buttons that answer what is asked."""
        return tuple(button for button in self.buttons if not button.command)

    @property
    def ending(self) -> Ending | None:
        """How the talk ended, or None while it goes on."""
        effects = self.steps[-1].turn.effects
        return next((effect.ending for effect in effects if isinstance(effect, CloseConversation)), None)

    def do(self, did: str, inbound: Inbound) -> "Walk":
        """Walk one step on."""
        return replace(self, steps=(*self.steps, Step(did, inbound, advance(self.script, self.state, inbound))))

    def press(self, button: Button) -> "Walk":
        """Press a button."""
        return self.do(button.label, Picked(button.item_id, button.option_id))

    def command(self, command: Command) -> "Walk":
        """Give a command, by its button's words."""
        label = self.script.wording(self.state.language).say(f"button.{command.value}", self.state)
        return self.do(label, CommandGiven(command))

    def answer(self) -> "Walk":
        """Answer the question the walker is at, in the way its kind asks for, and go on to the next."""
        at, question = self, self.question
        if question is None:
            return self
        if question.kind is QuestionKind.FREE_TEXT:
            return at.write()
        if question.kind is QuestionKind.MANY_OF:
            for option in [option for option in question.options if not option.exclusive][:2]:
                at = at.press(next(button for button in at.choices if button.option_id == option.id))
            return at.command(Command.NEXT)
        at = at.press(at.choices[0])
        return at.write() if at.question == question else at

    def write(self) -> "Walk":
        """Write some words to the question the walker is at and go on to the next."""
        return self.do(SAMPLE_WORDS, Typed(SAMPLE_WORDS)).command(Command.NEXT)

    def skip(self) -> "Walk":
        """Skip the question the walker is at."""
        return self.command(Command.SKIP)

    def leads_on(self) -> bool:
        """Whether the first question can be reached from here by pressing choices."""
        seen: set[Phase] = set()
        ahead = [self]
        while ahead:
            walk = ahead.pop()
            if walk.state.phase in QUESTION_PHASES:
                return True
            if walk.state.phase not in seen and walk.ending is None:
                seen.add(walk.state.phase)
                ahead += [walk.press(button) for button in walk.choices]
        return False

    def forward(self) -> "Walk":
        """Press the choice that leads on towards the questions and out of this phase; stay where there is none."""
        for button in self.choices:
            on = self.press(button)
            if on.state.phase is not self.state.phase and on.ending is None and on.leads_on():
                return on
        return self
