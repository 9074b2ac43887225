"""What takes long to read is read beside the event loop, so that nobody else waits for it.

What reads a text is pure, so it may run in a thread. A short text is done sooner than a thread would have begun, unless it
is the first in a language whose rules have to be made ready for it.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from conversations.inbound import Inbound, Typed, Unsupported
from conversations.safeguarding import Detector

LONG = 500
"""Characters from which on reading may hold up the loop for more than five milliseconds."""

T = TypeVar("T")


async def beside_the_loop_if_long(
    detector: Detector, inbound: Inbound, language: str | None, work: Callable[[], T]
) -> T:
    """Return what `work` returns; do it in a thread where reading the words takes long.

    `language` is the one that the talk is in, by which the detector chooses the rules to read them with.
    """
    match inbound:
        case Typed(text, so_far=so_far):
            length = len(text) + len(so_far)
        case Unsupported(_, text):
            length = len(text)
        case _:
            return work()
    if length < LONG and detector.is_ready_for(text, language):
        return work()
    return await asyncio.to_thread(work)
