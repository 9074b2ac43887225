"""Who may have a turn now: so many at once, the others first come first served, and nobody kept waiting for long.

When a whole school writes at the same moment it is better to say 'wait a moment' at once than to let everybody wait until
their browsers give up: who gives up tries again, and so there are more and more.
"""

import asyncio
import time
from contextlib import AbstractAsyncContextManager

from storage.measuring import Spread

AT_ONCE = 64
"""Turns under way at once: enough for many to share one commit, few enough that each is answered soon."""

PATIENCE = 20.0
"""Seconds that somebody may have to wait for their turn to begin."""

MOST_WAITING = 5_000
"""Turns that wait at most, however quick they are expected to be: each holds what somebody wrote in memory."""

SMOOTHING = 32
"""Of how many turns, about, the time of a turn is the mean."""


class TooBusy(Exception):  # noqa: N818 - nothing is wrong with anything
    """More turns wait than can be taken soon; nothing was begun and the same may be tried again."""


class Admission:
    """Places for turns. Whoever asks first gets the next one, so nobody is overtaken and nobody starves.

    Raises ValueError for less than one place.
    """

    def __init__(
        self,
        at_once: int = AT_ONCE,
        patience: float = PATIENCE,
        most_waiting: int = MOST_WAITING,
        seconds: float = 0.01,
    ) -> None:
        if at_once < 1:
            raise ValueError("there must be a place for at least one turn")
        self.at_once = at_once
        self.patience = patience
        self.most_waiting = most_waiting
        self.under_way = 0
        self.waiting = 0
        self.waited = Spread()
        self._seconds = seconds
        self._places = asyncio.Semaphore(at_once)

    @property
    def expected_wait(self) -> float:
        """Seconds that somebody who comes now has to wait, as far as the last turns tell."""
        return self.waiting * self._seconds / self.at_once

    @property
    def is_full(self) -> bool:
        """Whether somebody who comes now would have to wait too long."""
        return self._places.locked() and (self.waiting >= self.most_waiting or self.expected_wait > self.patience)

    def place(self, *, refusable: bool = True) -> AbstractAsyncContextManager[None]:
        """Give a place for one turn while the block runs, as soon as it is one's turn to have it.

        Raises TooBusy where that would take too long, unless it cannot be refused: for that somebody else has to see to
        it that not too many come.
        """
        return _Place(self, refusable=refusable)

    async def take(self, *, refusable: bool) -> None:
        """Have a place, as soon as it is one's turn; `give_back` has to follow. Raises TooBusy as `place` does."""
        if self._places.locked():
            await self._wait(refusable=refusable)
        else:
            await self._places.acquire()
        self.under_way += 1

    def give_back(self, seconds: float) -> None:
        """Give up a place that was had for so many seconds."""
        self._seconds += (seconds - self._seconds) / SMOOTHING
        self.under_way -= 1
        self._places.release()

    async def _wait(self, *, refusable: bool) -> None:
        if refusable and self.is_full:
            raise TooBusy
        begun = time.monotonic()
        self.waiting += 1
        try:
            # The expectation may be wrong: a database that stands still finishes no turn that could tell.
            async with asyncio.timeout(self.patience if refusable else None):
                await self._places.acquire()
        except TimeoutError:
            raise TooBusy from None
        finally:
            self.waiting -= 1
            self.waited.add(time.monotonic() - begun)


class _Place:
    """One place, had during `async with`. A class, since every turn makes one and a generator costs three times as much."""

    __slots__ = ("_admission", "_begun", "_refusable")

    def __init__(self, admission: Admission, *, refusable: bool) -> None:
        self._admission = admission
        self._refusable = refusable
        self._begun = 0.0

    async def __aenter__(self) -> None:
        await self._admission.take(refusable=self._refusable)
        self._begun = time.monotonic()

    async def __aexit__(self, *_: object) -> None:
        self._admission.give_back(time.monotonic() - self._begun)
