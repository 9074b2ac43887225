"""Walks a talk through a door, whatever the script asks: writes the marked sentences where words are taken, presses on.

It knows no question by name, so that it also walks through engagements of an installation's own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from conversations.inbound import COMMAND_MARK, Command, Inbound, Picked, Started, Typed, command_option

MOST_STEPS = 250
"""Steps after which a walk that has not come to its end is given up."""

WISHED = {"audience": "young_person", "age": "16_17", "check": "no"}
"""Which option is pressed where one leads further than the others; elsewhere `yes`, `keep`, or the first there is."""

ONWARD = tuple(command_option(command) for command in (Command.KEEP_WORDS, Command.NEXT, Command.SKIP))
"""The commands that lead on, the first that is there is pressed."""

PRESSES = 3
"""How often anything is pressed at one prompt before it is skipped: some let several options be chosen."""


class Door(Protocol):
    """One person at one channel."""

    async def do(self, inbound: Inbound) -> tuple[str, ...]:
        """Do one thing; return what can be pressed now, each as `item:option`."""


@dataclass
class Walker:
    """One person on their way. `sentences` are written at every prompt that has a Next or Skip, all at the first."""

    door: Door
    sentences: Sequence[str]
    pressed: Counter[str] = field(default_factory=Counter)
    wrote_at: list[str] = field(default_factory=list)

    async def walk(self, *, stop_at_question: int = 0) -> bool:
        """Walk to the end, or to the question of that number; return whether it was reached."""
        picks = await self.door.do(Started())
        for _ in range(MOST_STEPS):
            if stop_at_question and len(self.wrote_at) >= stop_at_question:
                return True
            step = self._next(picks)
            if step is None:
                return bool(self.wrote_at)
            if isinstance(step, str):
                picks = await self._write(step) or picks
            else:
                self.pressed[step.item_id] += 1
                picks = await self.door.do(step)
        return False

    def _next(self, picks: tuple[str, ...]) -> Picked | str | None:
        options = [Picked(*pick.split(":", 1)) for pick in picks if ":" in pick]
        commands = {pick.option_id: pick for pick in options if pick.option_id.startswith(COMMAND_MARK)}
        choices = [pick for pick in options if not pick.option_id.startswith(COMMAND_MARK)]
        onward = next((commands[option] for option in ONWARD if option in commands), None)
        if onward is not None and onward.item_id not in self.wrote_at:
            return onward.item_id
        if choices and (onward is None or not self.pressed[onward.item_id]):
            return _wished(choices)
        if onward is not None and self.pressed[onward.item_id] > PRESSES:
            return commands.get(command_option(Command.SKIP), onward)
        return onward

    async def _write(self, item: str) -> tuple[str, ...]:
        sentences = (
            self.sentences if not self.wrote_at else self.sentences[len(self.wrote_at) % len(self.sentences) :][:1]
        )
        self.wrote_at.append(item)
        picks: tuple[str, ...] = ()
        for sentence in sentences:
            picks = await self.door.do(Typed(sentence))
        return picks


def _wished(choices: Sequence[Picked]) -> Picked:
    wishes = (WISHED.get(choices[0].item_id, "yes"), "yes", "keep")
    return next((pick for wish in wishes for pick in choices if pick.option_id == wish), choices[0])
