"""Two questions a supervisor asks: is the process alive, and can it take turns now?"""

import asyncio
import logging

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from storage.database import Database

log = logging.getLogger(__name__)

PATIENCE = 3.0
"""Seconds the database has to answer before this process counts as not ready."""


def add_health(app: web.Application, database: Database) -> None:
    """Add `/live` and `/ready`, plain text, never cached."""

    async def live(_request: web.Request) -> web.Response:
        return _plain("live", 200)

    async def ready(_request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(PATIENCE):
                await database.answers()
        except (SQLAlchemyError, OSError, TimeoutError):
            log.warning("the database does not answer")
            return _plain("the database does not answer", 503)
        return _plain("ready", 200)

    app.router.add_get("/live", live)
    app.router.add_get("/ready", ready)


def _plain(text: str, status: int) -> web.Response:
    return web.Response(text=text + "\n", status=status, headers={"Cache-Control": "no-store"})
