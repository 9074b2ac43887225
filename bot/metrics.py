"""`/metrics` for Prometheus: what one process did and how it is.

Who may read it: whoever has SAYSO_METRICS_TOKEN, and where none is set there is no such page. It says how often help was
shown. Somebody in a room where one young person has just been typing could look twice and know what they wrote about.
So it is in the open nowhere, no network is trusted, and what collects it must not be shown at an event: docs/operating.md
says so. For the same reason nothing here is cut up by engagement, event, question or kind of worry.
"""

import asyncio
import hmac
import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from aiohttp import web
from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0
from prometheus_client.metrics_core import Metric
from sqlalchemy.exc import SQLAlchemyError

from bot.admission import Admission
from bot.health import Health
from bot.measuring import Measures
from bot.metric_families import Look, families
from bot.telegram.watched import WatchedTelegram
from storage.alert_chats import tellings
from storage.database import Database
from storage.moments import minute_of

log = logging.getLogger(__name__)

METRICS_PATH = "/metrics"
BEARER = "Bearer "

PATIENCE = 2.0
"""Seconds the database has to say what waits; without that the rest is shown all the same."""


class Metrics:
    """Looks at everything there is to see and writes it down. `telegram` is None where there is none."""

    def __init__(  # noqa: PLR0913 - what there is to look at
        self,
        measures: Measures,
        admission: Admission,
        health: Health,
        database: Database,
        *,
        now: Callable[[], datetime],
        telegram: WatchedTelegram | None = None,
    ) -> None:
        self._measures = measures
        self._admission = admission
        self._health = health
        self._database = database
        self._now = now
        self._telegram = telegram
        self._process = CollectorRegistry()
        ProcessCollector(registry=self._process)

    async def written(self) -> bytes:
        """Return everything in the text form that Prometheus reads."""
        seen = Seen(tuple(families(self._measures, self._admission, await self._look())))
        return generate_latest(seen) + generate_latest(self._process)

    async def _look(self) -> Look:
        trouble = await self._health.trouble()
        untold, oldest = await self._untold() if not trouble else (None, None)
        telegram = self._telegram
        return Look(
            ready=not trouble,
            to_wipe=self._database.deleted.is_set(),
            untold=untold,
            oldest_untold=oldest,
            telegram=telegram.counts if telegram else {},
            telegram_connected=telegram.connected if telegram else None,
        )

    async def _untold(self) -> tuple[int | None, float | None]:
        minute = minute_of(self._now())
        try:
            async with asyncio.timeout(PATIENCE), self._database.reading() as connection:
                waiting = await tellings(connection, minute)
        except (SQLAlchemyError, OSError, TimeoutError):
            log.warning("the database did not say in time which alerts wait to be told")
            return None, None
        return len(waiting), max((60.0 * (minute - telling.minute) for telling in waiting), default=0.0)


class Seen(CollectorRegistry):
    """What was seen at one moment, in the shape that the library writes from."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        super().__init__()
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        """Return what was seen."""
        return self._metrics


def add_metrics(app: web.Application, metrics: Metrics, token: str) -> None:
    """Add the page for whoever sends the token along; nothing at all where there is none."""
    if not token:
        return
    wanted = token.encode()

    async def answer(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, BEARER.encode() + wanted):
            log.warning("somebody without the right token asked for the metrics and was turned away")
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer", "Cache-Control": "no-store"})
        headers = {"Content-Type": CONTENT_TYPE_PLAIN_1_0_0, "Cache-Control": "no-store"}
        return web.Response(body=await metrics.written(), headers=headers)

    app.router.add_get(METRICS_PATH, answer)
