"""Notices when the program comes late to what is due: then something held up everybody's turn at once."""

import asyncio
import time

from bot.measuring import Measures

LOOK_EVERY = 0.5
"""Seconds between two looks."""


async def watch_the_loop(measures: Measures) -> None:
    """Sleep over and over until cancelled, and count how late each waking comes."""
    while True:
        due = time.monotonic() + LOOK_EVERY
        await asyncio.sleep(LOOK_EVERY)
        measures.loop_late.add(max(0.0, time.monotonic() - due))
