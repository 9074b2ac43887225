"""One copy of Sayso fetches a bot's messages; the others that share its database stand by, and take over within seconds.

Telegram lets only one program fetch. Without this, two copies would end each other's requests all day long.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.finishing import begin, stop
from storage.sole_copy import SoleCopy

log = logging.getLogger(__name__)


class OneAtATime:
    """Runs `work` while no other copy does; `between` is how many seconds pass before anybody looks again."""

    def __init__(self, place: SoleCopy, work: Callable[[], Coroutine[Any, Any, None]], between: float) -> None:
        self._place = place
        self._work = work
        self._between = between
        self._standing_by = False

    async def run(self) -> None:
        """Take the place when it is free and work until it is lost, over and over until cancelled.

        The place is still held then, so that what is under way can be finished: `release` it afterwards.
        """
        while True:
            if await self._take():
                await self._work_while_held()
            await asyncio.sleep(self._between)

    async def release(self) -> None:
        """Let the next copy take over."""
        await self._place.release()

    async def _take(self) -> bool:
        try:
            taken = await self._place.take()
        except (SQLAlchemyError, OSError) as error:
            log.warning("it cannot be found out whether to fetch this bot's messages: the database does not answer (%s)",
                        type(error).__name__)  # fmt: skip
            return False
        if taken and self._standing_by:
            log.info("this copy of Sayso takes over: it fetches this bot's messages from now on")
        elif not taken and not self._standing_by:
            log.info("another copy of Sayso fetches this bot's messages; this one stands by and takes over if it stops")
        self._standing_by = not taken
        return taken

    async def _work_while_held(self) -> None:
        work = begin(self._work())
        try:
            while not work.done():
                await asyncio.wait((work,), timeout=self._between)
                if not await self._place.holds():
                    log.warning(
                        "the database was lost sight of: another copy of Sayso may fetch this bot's messages now"
                    )
                    return
            log.warning("fetching this bot's messages came to an end and begins anew")
        finally:
            await stop(work)
