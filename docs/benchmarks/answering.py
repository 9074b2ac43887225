"""What a made-up person does next: presses the first thing that fits, writes a sentence where words are asked for."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

START = "/start"
WANTED = (
    "audience:young_person",
    "age:16_17",
    "check:no",
    "take_part:yes",
    "quotes:yes",
    "about_you:yes",
    "consent:yes",
)
"""What is pressed where it is offered; elsewhere it is the first option."""

NEXT = ":.next"
CLEAR = ":.clear"
"""The only command that stands under the last words of a talk with Sayso."""

PEERS_GOODBYE = "Goodbye!"
SENTENCES = (
    "I mostly go for a walk with the dog, and then it is better",
    "Talking to my friends after school helps a bit",
    "The waiting takes so long that I gave up asking",
    "Nobody told me who I could ask, it was all on different websites",
    "My form tutor, because she listens and does not make it a big thing",
    "The drop-in at the youth club is good, you do not need an appointment",
    "I would make it possible to text somebody instead of calling",
    "music, gaming, my bed",
    "I dont know really, its hard to say what would help",
    "More people who look like me and get what it is like here",
)
SYLLABLES = ("ba", "do", "fe", "gu", "ki", "lo", "mu", "ne", "po", "ri", "su", "ta", "vo", "wi", "ze", "xa")


def mark(number: int) -> str:
    """Return a made-up word that only this message holds, to be looked for in what is stored."""
    word = "zq"
    for place in range(6):
        word += SYLLABLES[(number >> (4 * place)) & 15]
    return word


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a person does: some words, or a press of a button below a message."""

    words: str = ""
    pressed: str = ""
    below: Mapping[str, Any] = field(default_factory=dict)


def buttons(message: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what the buttons below a message give back when they are pressed."""
    rows: Sequence[Sequence[Mapping[str, Any]]] = (message.get("reply_markup") or {}).get("inline_keyboard") or ()
    return tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)


def is_over(message: Mapping[str, Any]) -> bool:
    """Whether these are the last words of a talk."""
    offered = buttons(message)
    if offered:
        return all(data.endswith(CLEAR) for data in offered)
    return str(message.get("text", "")).endswith(PEERS_GOODBYE)


def next_act(message: Mapping[str, Any], before: Act, number: int, chance: random.Random) -> Act:
    """Return what to do under this message; `before` is what was done last, `number` makes the words one of a kind."""
    offered = buttons(message)
    options = [data for data in offered if ":." not in data]
    wanted = [data for data in options if data in WANTED] or options
    goes_on = [data for data in offered if data.endswith(NEXT)]
    if wanted and before.pressed not in options:
        return Act(pressed=wanted[0], below=message)
    if goes_on and (before.words or options):
        return Act(pressed=goes_on[0], below=message)
    return Act(words=f"{chance.choice(SENTENCES)} {mark(number)}")
