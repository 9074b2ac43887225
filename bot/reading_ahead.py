"""Makes the rules of those languages ready, soon after the start, that people are offered.

English is ready when Sayso opens. Of the others each takes a part of a second, which is too long to hold the start up for
all of them, and each takes memory; so those that nobody is offered wait until somebody writes in one (`bot/long_texts.py`).
"""

import asyncio
import logging
from collections.abc import Iterable

from conversations.safeguarding import Detector

log = logging.getLogger(__name__)

AFTER = 5.0
"""Seconds after the start: whoever waited for Sayso to come back is answered first."""

BETWEEN = 1.0
"""Seconds between two languages, so that this never has the processor to itself for long."""


async def read_ahead(
    detector: Detector, offered: Iterable[str], after: float = AFTER, between: float = BETWEEN
) -> None:
    """Make the rules of the offered languages ready, one after the other, in a thread beside the turns.

    A language without rules of its own is passed over.
    """
    await asyncio.sleep(after)
    for code in dict.fromkeys(map(detector.code_of, offered)):
        if code is not None:
            await asyncio.to_thread(detector.language, code)
            await asyncio.sleep(between)
    log.info("the rules of every language that is offered are ready")
