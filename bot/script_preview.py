"""`sayso script preview`: every path through a script as a talk that can be read aloud in a meeting."""

import textwrap
from collections.abc import Iterator
from typing import TextIO

from bot.terminal import link_words, text_lines
from conversations.turn import Button, Reply, Tone
from conversations.walking import Step, Walk

PAGE = 78
BUBBLE = 60


def preview(name: str, walk: Walk, out: TextIO) -> None:
    """Write one path: what Sayso says on the left, what the person does on the right."""
    out.write(f"{heading(name, walk)}\n\n")
    for step in walk.steps:
        out.writelines(f"{line}\n" for line in step_lines(step))
    ending = f"The talk has ended: {walk.ending.value.replace('_', ' ')}." if walk.ending else "The talk goes on."
    out.write(f"{ending:^{PAGE}}".rstrip() + "\n\n\n")


def heading(name: str, walk: Walk) -> str:
    """Return the path's name, underlined, with its channel and language."""
    title = f"{name}   ({walk.state.channel.value}, {walk.state.language})"
    return f"{title}\n{'=' * len(title)}"


def step_lines(step: Step) -> Iterator[str]:
    """Yield what the person did and what Sayso said to it."""
    if step.did:
        for line in textwrap.wrap(step.did, BUBBLE - 2):
            yield f"{'> ' + line:>{PAGE}}"
        yield ""
    for reply in step.turn.replies:
        # The person's own line says already what they chose.
        if reply.tone is not Tone.ECHO:
            yield from reply_lines(reply)


def reply_lines(reply: Reply) -> Iterator[str]:
    """Yield one reply with its links and its buttons."""
    yield from text_lines(reply.text, width=BUBBLE)
    yield from (f"    → {link_words(link)}" for link in reply.links)
    buttons = " ".join(f"[{button_words(button).replace(' ', NO_BREAK)}]" for button in reply.buttons)
    if buttons:
        wrapped = textwrap.wrap(buttons, PAGE - 4, initial_indent="    ", subsequent_indent="    ")
        yield from (line.replace(NO_BREAK, " ") for line in wrapped)
    yield ""


def button_words(button: Button) -> str:
    """Return a button's words, marked where it is part of the answer."""
    return f"{button.label} ✓" if button.chosen else button.label


NO_BREAK = "\N{WORD JOINER}"
"""Stands for the spaces inside a button while lines are broken, so that no button is."""
