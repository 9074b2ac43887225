"""A bar on a terminal that shows how far something is; nothing where the output goes elsewhere."""

from typing import TextIO

from storage.carrying import Tell
from storage.moving import Step, silently

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


def clear(terminal: TextIO) -> None:
    """Take the bar away."""
    if terminal.isatty():
        terminal.write("\r\033[K")
        terminal.flush()


def bar(what: str, done: int, rows: int) -> str:
    """Return one line: what is being done, the bar, the rows."""
    full = WIDTH if not rows else min(WIDTH, WIDTH * done // rows)
    return f"{what:<28} [{'#' * full}{'.' * (WIDTH - full)}] {done:,} of {rows:,} rows"
