"""Waits for what another process does, which nothing here can be told of."""

import asyncio
from collections.abc import Callable

LOOK_EVERY = 0.02
"""Seconds between two looks."""

PATIENCE = 60.0
"""Seconds that anything may take on a busy machine."""


async def until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until something is so. Raises TimeoutError where it is not so in time."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for happens elsewhere, and sets no event
            await asyncio.sleep(LOOK_EVERY)
