"""Work in the background that is stopped between two things it does, never in the middle of one.

A statement that is cancelled half-way takes its connection with it, and what is closed next may wait for that for ever.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


async def to_the_end(work: Coroutine[Any, Any, Result]) -> Result:
    """Do something to its end, also where whoever waits for it is cancelled meanwhile; the cancelling then goes on."""
    doing = asyncio.create_task(work)
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait([doing])
        raise


async def stop(task: "asyncio.Task[None]") -> None:
    """Cancel a task and wait until it has stopped."""
    task.cancel()
    await asyncio.wait([task])
