"""Work in the background: it begins when whoever waited is answered, and is stopped between two things that it does.

A statement that is cancelled half-way takes its connection with it, and what is closed next may wait for that for ever.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

log = logging.getLogger(__name__)

Result = TypeVar("Result")

REST = 2.0
"""Seconds after the start until work begins that nobody waits for."""


def begin(work: Coroutine[Any, Any, Result]) -> "asyncio.Task[Result]":
    """Begin work that perhaps nobody waits for. Should it fail, the log says so at once, by the name of its function."""
    task = asyncio.create_task(work, name=getattr(work, "__qualname__", None))
    task.add_done_callback(_tell_of_failure)
    return task


async def to_the_end(work: Coroutine[Any, Any, Result]) -> Result:
    """Do something to its end, also where whoever waits for it is cancelled meanwhile; the cancelling then goes on.

    Raises what it raises. After the cancelling nobody can be told any more, so the log is.
    """
    doing = asyncio.create_task(work, name=getattr(work, "__qualname__", None))
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        doing.add_done_callback(_tell_of_failure)
        await asyncio.wait([doing])
        raise


async def stop(task: "asyncio.Task[None]") -> None:
    """Cancel a task and wait until it has stopped."""
    task.cancel()
    await asyncio.wait([task])


async def rested(work: Callable[[], Coroutine[Any, Any, None]], rest: float = REST) -> None:
    """Do something that nobody waits for a little later: whoever waited for Sayso to come back is answered first."""
    await asyncio.sleep(rest)
    await work()


def _tell_of_failure(task: "asyncio.Task[Any]") -> None:
    # Asked for here, the error is read: else asyncio would tell of it whenever the task is swept away.
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("work in the background failed: %s", task.get_name(), exc_info=error)
