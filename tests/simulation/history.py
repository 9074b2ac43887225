"""What happens, as plain values made of a seed: any part of it can be left out, and what is left still makes sense."""

import random
from dataclasses import dataclass

from tests.conversations.any_talk import Action

PEOPLE = 4
COPIES = 3
MOST_DAYS = 400
"""Days that may go by in one history: the answers' last day is farther away than that."""

WORDS = (
    "my friends", "its hard", "waiting", "🙂", "", "next", "skip", "back", "change", "stop", "help", "delete", "yes", "no",
    "16 or 17", "Margate", "carry on", "keep what i wrote", "take it out", "receipt", "my stepdad hits me",
    "i want to kill myself", "my name is Anna Kowalska", "x" * 300,
)  # fmt: skip
REFUSING = (
    "handled_messages", "conversations", "responses", "consents", "answers", "answer_messages", "held_messages", "receipts",
    "signpost_counts",
)  # fmt: skip
"""Tables that may refuse to be written to, so that a transaction fails in the middle."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody does something, and one copy of Sayso is told of it."""

    person: int
    action: Action
    copy: int


@dataclass(frozen=True, slots=True)
class Again:
    """A message is delivered once more, to any copy: the newest of somebody's, or one further back."""

    person: int
    back: int
    copy: int


Delivered = Sent | Again


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Messages arrive at the same moment. While they are taken `refusing`, if it names a table, takes no writing."""

    messages: tuple[Delivered, ...]
    refusing: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLost:
    """A copy takes a message and commits, and dies before its answer leaves; another copy gets the message again."""

    message: Sent


@dataclass(frozen=True, slots=True)
class CutOff:
    """A copy is stopped in the middle of a turn, after so many steps of its event loop; another gets the message again."""

    message: Sent
    after: int


@dataclass(frozen=True, slots=True)
class Restarted:
    """A copy begins anew and remembers nothing."""

    copy: int


@dataclass(frozen=True, slots=True)
class DaysGoBy:
    """The clock jumps."""

    days: int


@dataclass(frozen=True, slots=True)
class Tidied:
    """What is due is deleted."""


Step = AtOnce | AnswerLost | CutOff | Restarted | DaysGoBy | Tidied
History = tuple[Step, ...]


def history_of(seed: int, steps: int) -> History:
    """Return the history that belongs to a seed."""
    chance = random.Random(seed)
    made = [_step(chance) for _ in range(steps)]
    days = 0
    kept: list[Step] = []
    for step in made:
        if isinstance(step, DaysGoBy):
            days += step.days
            if days > MOST_DAYS:
                continue
        kept.append(step)
    return tuple(kept)


def _step(chance: random.Random) -> Step:
    kind = chance.random()
    if kind < 0.62:
        return AtOnce((_sent(chance),))
    if kind < 0.70:
        return AtOnce((_again(chance),))
    if kind < 0.80:
        return AtOnce(_burst(chance), chance.choice(REFUSING) if chance.random() < 0.25 else "")
    if kind < 0.86:
        return AtOnce((_sent(chance),), chance.choice(REFUSING))
    if kind < 0.90:
        return AnswerLost(_sent(chance))
    if kind < 0.94:
        return CutOff(_sent(chance), chance.randrange(40))
    if kind < 0.96:
        return Restarted(chance.randrange(COPIES))
    if kind < 0.98:
        return DaysGoBy(chance.choice((0, 1, 2, 4, 31, 41)))
    return Tidied()


def _sent(chance: random.Random, person: int | None = None) -> Sent:
    who = chance.randrange(PEOPLE) if person is None else person
    return Sent(who, _action(chance), chance.randrange(COPIES))


def _again(chance: random.Random, person: int | None = None) -> Again:
    who = chance.randrange(PEOPLE) if person is None else person
    return Again(who, min(int(chance.expovariate(0.7)), 9), chance.randrange(COPIES))


def _burst(chance: random.Random) -> tuple[Delivered, ...]:
    """Return messages of one moment: at most one person has several, so that their order can be found out afterwards."""
    who = chance.randrange(PEOPLE)
    own: list[Delivered] = [_sent(chance, who) for _ in range(chance.randrange(1, 4))]
    own += [Again(who, 0, chance.randrange(COPIES)) for _ in range(chance.randrange(2))]
    others: list[Delivered] = [
        _sent(chance, person) for person in range(PEOPLE) if person != who and chance.random() < 0.5
    ]
    return (*own, *others)


def _action(chance: random.Random) -> Action:
    kind = chance.choices(
        (
            "go on",
            "press",
            "press old",
            "type",
            "type label",
            "command",
            "unsupported",
            "edit",
            "start",
            "press nonsense",
        ),
        (45, 15, 4, 16, 3, 5, 2, 3, 3, 1),
    )[0]
    return Action(kind, chance.randrange(200), chance.choice(WORDS))
