"""A bar on a terminal that shows how far something is; nothing where the output goes elsewhere."""

from typing import TextIO

from storage.carrying import Tell
from storage.moving import Step, silently
from storage.showing import Show, nobody_watches

WIDTH = 24


def bar_on(terminal: TextIO) -> Step:
    """Return what shows each step as a bar of rows."""
    if not terminal.isatty():
        return silently

    def step(what: str, rows: int) -> Tell:
        done = 0

        def more(_table: str, some: int) -> None:
            nonlocal done
            done += some
            terminal.write(f"\r\033[K{bar(what, done, rows)}")
            terminal.flush()

        more("", 0)
        return more

    return step


def shown_on(terminal: TextIO) -> Show:
    """Return what shows on a terminal how far each part of something is, a bar of responses or words to a line."""
    if not terminal.isatty():
        return nobody_watches

    def show(what: str, done: int, number: int) -> None:
        terminal.write(f"\r\033[K{bar(what, done, number, '')}" + ("\n" if done == number else ""))
        terminal.flush()

    return show


def clear(terminal: TextIO) -> None:
    """Take the bar away."""
    if terminal.isatty():
        terminal.write("\r\033[K")
        terminal.flush()


def bar(what: str, done: int, number: int, things: str = " rows") -> str:
    """Return one line: what is being done, the bar, and of how many things."""
    full = WIDTH if not number else min(WIDTH, WIDTH * done // number)
    return f"{what:<28} [{'#' * full}{'.' * (WIDTH - full)}] {done:,} of {number:,}{things}"
