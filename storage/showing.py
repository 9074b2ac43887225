"""How far something is, for whoever watches: a terminal, a page, nobody."""

from collections.abc import Callable

Show = Callable[[str, int, int], None]
"""Hears now and then what is being done, how much of it is done, and how much there is to do."""


def nobody_watches(what: str, done: int, number: int) -> None:
    """Show nothing."""
