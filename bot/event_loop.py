"""The event loop that Sayso runs on: uvloop's where it is installed, else Python's own. Nothing else depends on which."""

import asyncio
from collections.abc import Callable
from importlib import import_module

LoopFactory = Callable[[], asyncio.AbstractEventLoop]


def loop_factory() -> LoopFactory | None:
    """Return what makes the loop; None for Python's own.

    uvloop (the extra 'fast') answers with less work at each message. It is never needed: where it is not installed, or does
    not fit the machine, everything runs as it does without.
    """
    try:
        made: LoopFactory = import_module("uvloop").new_event_loop
    except ImportError:
        return None
    return made
