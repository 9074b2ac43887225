"""Which events there are, and what is published of what came of the answers: kept in memory, since every page asks.

Read anew now and then, and for a code not seen yet.

When an event opens and closes is part of it, so that is kept to the minute without asking again. Several replicas may run, and
commands: each reads for itself, so an event that somebody made or closed just now is known everywhere within `READ_EVERY`
seconds; at once to whoever opens the link of a new one, where it was closed on the staff pages, to that process, and where
somebody begins on a shared device, which asks anew. Whether an alert is raised is never decided from here, but
by the event's row, in the turn's own transaction.
"""

import asyncio
import logging
import time
from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy.exc import SQLAlchemyError

from bot.event_codes import read_code
from bot.finishing import to_the_end
from conversations.you_said import YouSaid
from storage.database import Database
from storage.events import Event, all_events, event_of_code
from storage.measuring import Work
from storage.we_did import published

log = logging.getLogger(__name__)

READ_EVERY = 10.0
"""Seconds between two readings of the events."""

READ_AT_MOST_EVERY = 1.0
"""Seconds that somebody who tries codes has to wait before the database is asked about the next one."""


class KnownEvents:
    """The events by their codes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events: Mapping[str, Event] = MappingProxyType({})
        self._published: Mapping[str, tuple[YouSaid, ...]] = MappingProxyType({})
        self._read_at = float("-inf")
        self._put = 0

    def event(self, code: str) -> Event | None:
        """Return the event that somebody means by a code, however they wrote it; None for an unknown one."""
        return self._events.get(read_code(code))

    def published(self, engagement: str) -> tuple[YouSaid, ...]:
        """Return what is published of what came of an engagement's answers, the newest first."""
        return self._published.get(engagement, ())

    def put(self, event: Event) -> None:
        """Know an event as it is stored now, without reading: this process has just changed it."""
        self._events = MappingProxyType({**self._events, event.code: event})
        self._put += 1

    async def learn(self, code: str) -> None:
        """See to it that an event made just now is known. Costs nothing for a code that is known, or can be none."""
        wanted = read_code(code)
        if wanted and wanted not in self._events and time.monotonic() - self._read_at >= READ_AT_MOST_EVERY:
            await self.read()

    async def look_again(self, code: str) -> None:
        """Read one event that is known anew. Where the database fails, it stays as it is known."""
        known, put = self.event(code), self._put
        if known is None:
            return
        try:
            async with self._database.reading() as connection:
                event = await event_of_code(connection, known.code)
        except (SQLAlchemyError, OSError):
            self._database.measures.failed(Work.READING_EVENTS)
            log.warning("an event could not be read; what is known of it stays")
            return
        if event is not None and event != known and put == self._put:  # else what was read may be older
            self.put(event)

    async def read(self) -> None:
        """Read both. Where the database fails, those known stay: a link must open all the same."""
        self._read_at, put = time.monotonic(), self._put
        try:
            async with self._database.reading() as connection:
                events = await all_events(connection)
                came = await published(connection)
        except (SQLAlchemyError, OSError):
            self._database.measures.failed(Work.READING_EVENTS)
            log.warning("the events could not be read; those known so far stay")
            return
        if put != self._put:  # what was read may be older than what was put meanwhile
            await self.read()
            return
        self._events = MappingProxyType({event.code: event for event in events})
        self._published = MappingProxyType(came)

    async def keep_reading(self) -> None:
        """Read the events over and over until cancelled."""
        while True:
            await to_the_end(self.read())
            await asyncio.sleep(READ_EVERY)
