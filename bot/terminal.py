"""A talk with the script in a terminal: buttons are numbers, words are words, nothing is stored.

`/help`, `/next` and the other commands work as they do elsewhere; `/photo`, `/voice` and the like stand for what a
terminal cannot send. Ctrl-D or `/quit` ends.
"""

import textwrap
from collections.abc import Callable, Iterator
from typing import TextIO

from conversations.engine import advance, new_state
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Started, Typed, Unsupported, UnsupportedKind
from conversations.people import Channel
from conversations.script import Script
from conversations.transcripts import Exchange, Transcript
from conversations.turn import Button, Link, Reply, Tone

WIDTH = 72
QUIT = "/quit"
HOW = "Type a number to press a button, or words. /help and the other commands work; /quit or Ctrl-D ends."

MARKS = {Tone.PROMPT: "  ", Tone.NOTICE: "  ", Tone.ECHO: "  ", Tone.ERROR: "! ", Tone.SIGNPOST: "♥ "}
"""What stands before a reply's first line."""


def talk(script: Script, channel: Channel, language: str, read: Callable[[], str], out: TextIO) -> Iterator[Exchange]:
    """Talk until the person leaves, and yield each turn.

    `read` returns what the person typed, one line a call, and raises EOFError when they leave.
    """
    state = new_state(script, channel, language)
    inbound: Inbound | None = Started()
    buttons: tuple[Button, ...] = ()
    while inbound is not None:
        turn = advance(script, state, inbound)
        state = turn.state
        buttons = shown_buttons(turn.replies)
        out.write("".join(f"{line}\n" for reply in turn.replies for line in reply_lines(reply, buttons)))
        out.flush()
        yield Exchange.of(inbound, turn)
        inbound = read_inbound(read, buttons)


def record(script: Script, turns: tuple[Exchange, ...], channel: Channel, language: str, title: str) -> Transcript:
    """Return a talk as a transcript that tests can play again."""
    began_in = new_state(script, channel, language).language
    return Transcript(title, script.engagement, channel, began_in, turns=turns)


def read_inbound(read: Callable[[], str], buttons: tuple[Button, ...]) -> Inbound | None:
    """Return what the person did, or None when they leave."""
    try:
        typed = read()
    except EOFError:
        return None
    return None if typed.strip() == QUIT else understand(typed, buttons)


def understand(typed: str, buttons: tuple[Button, ...]) -> Inbound:
    """Return what a line means: a number presses a button, a slash begins a command, all else is words."""
    word = typed.strip()
    if word.isdecimal() and 0 < int(word) <= len(buttons):
        button = buttons[int(word) - 1]
        return Picked(button.item_id, button.option_id)
    if not word.startswith("/"):
        return Typed(typed)
    name = word.removeprefix("/")
    if name == "start":
        return Started()
    if name in set(Command):
        return CommandGiven(Command(name))
    return Unsupported(UnsupportedKind(name) if name in set(UnsupportedKind) else UnsupportedKind.UNKNOWN_COMMAND)


def shown_buttons(replies: tuple[Reply, ...]) -> tuple[Button, ...]:
    """Return the buttons that numbers stand for now: those of the last reply that has any."""
    return next((reply.buttons for reply in reversed(replies) if reply.buttons), ())


def reply_lines(reply: Reply, buttons: tuple[Button, ...] = ()) -> Iterator[str]:
    """Yield a reply as lines; its buttons are numbered where they are the ones that can be pressed now."""
    yield from text_lines(reply.text, MARKS[reply.tone])
    yield from (f"    → {link_words(link)}" for link in reply.links)
    if reply.buttons and reply.buttons == buttons:
        for number, button in enumerate(buttons, start=1):
            chosen = " ✓" if button.chosen else ""
            yield f"    {number:>2}  {button.label}{chosen}"
    yield ""


def text_lines(text: str, mark: str = "  ", width: int = WIDTH) -> Iterator[str]:
    """Yield a text wrapped, its own line breaks kept, a mark before the first line."""
    for number, line in enumerate(text.splitlines()):
        first = mark if number == 0 else "  "
        yield from textwrap.wrap(line, width, initial_indent=first, subsequent_indent="  ") or [""]


def link_words(link: Link) -> str:
    """Return a link as words: what it opens and where it leads."""
    return f"{link.label}: {link.target}" if link.target else link.label
