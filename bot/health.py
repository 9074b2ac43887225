"""Two questions a supervisor asks: is the process alive, and shall it be sent people now?

`/ready` says no while Sayso starts, while the database does not answer, and from the moment it is told to stop: then it
goes on answering for a while, so that a load balancer has turned to others before any connection is closed. `/live` says
yes all that time: a process that waits for its database is not mended by starting it anew.
"""

import asyncio
import logging
from enum import StrEnum

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database

log = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds the database has to answer before this process counts as not ready."""


class Standing(StrEnum):
    """Where a process is between its start and its end; the value is what `/ready` says."""

    STARTING = "starting"
    READY = "ready"
    DRAINING = "stopping: send nobody here any more"


class Health:
    """Knows whether this process can be sent people."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.standing = Standing.STARTING

    @property
    def draining(self) -> bool:
        """Whether it is about to stop."""
        return self.standing is Standing.DRAINING

    async def trouble(self) -> str:
        """Return why nobody should be sent here now, in words for staff; nothing where they can be."""
        if self.standing is not Standing.READY:
            return self.standing.value
        try:
            async with asyncio.timeout(PATIENCE):
                await self._database.answers()
        except (SQLAlchemyError, OSError, TimeoutError):
            log.warning("the database does not answer")
            return "the database does not answer"
        return ""


def add_health(app: web.Application, health: Health) -> None:
    """Add `/live` and `/ready`, plain text, never cached."""

    async def live(_request: web.Request) -> web.Response:
        return _plain("live", 200)

    async def ready(_request: web.Request) -> web.Response:
        trouble = await health.trouble()
        return _plain(trouble, 503) if trouble else _plain(Standing.READY.value, 200)

    app.router.add_get("/live", live)
    app.router.add_get("/ready", ready)


def _plain(text: str, status: int) -> web.Response:
    return web.Response(text=text + "\n", status=status, headers={"Cache-Control": "no-store"})
