"""The web server itself: what a connection may cost, how long a client may take, and how it stops.

No single client can hold up the others: a request must come whole within some seconds, headers and bodies have an end, and
whoever only opens connections has them closed again.
"""

import asyncio
import errno
import logging
import resource
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.admission import Admission
from bot.errors import StartError
from bot.health import Health
from bot.measuring import Measures
from bot.telegram.watched import WEBHOOK_PATH
from bot.turn_ids import turn_id
from bot.webchat.submission import BODY_SECONDS
from conversations.people import Channel

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

BACKLOG = 2048
"""Connections that the system holds until they are taken: a school opens the link within one minute."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection may cost: seconds, bytes and numbers.

    `idle_seconds` is how long a connection may go without a whole request, from its first moment on; it is longer than
    a proxy in front usually keeps one. `body_seconds` is how long a form may take to arrive: the largest at the speed
    of a very bad telephone line; `linger_seconds` is for how long the rest of one that was refused is let go by, so that
    the browser gets to read why. `finish_seconds` is how long requests under way have once Sayso closes.
    """

    idle_seconds: float = 75.0
    body_seconds: float = BODY_SECONDS
    linger_seconds: float = 5.0
    finish_seconds: float = 20.0
    line_bytes: int = 8190
    field_bytes: int = 8190
    headers: int = 64


LIMITS = Limits()


class UnderWay:
    """The requests that were begun and are not answered yet."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Have one more while the block runs."""
        self._count += 1
        self._none.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._none.set()

    async def finish(self, seconds: float) -> None:
        """Wait until there is none, at most so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._none.wait()


def add_watch(app: web.Application, measures: Measures, health: Health, under_way: UnderWay) -> None:
    """Give every request an id for the log, count every answer, and close connections while Sayso drains."""

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        with turn_id(), under_way.one():
            try:
                response = await handler(request)
            except web.HTTPException as error:
                measures.answered(error.status)
                raise
            except Exception:
                measures.answered(500)
                raise
        measures.answered(response.status)
        if health.draining:
            # Whoever keeps this connection would send the next request to a server that is gone.
            response.force_close()
        return response

    app.middlewares.append(watch)


def add_turning_away(app: web.Application, admission: Admission, measures: Measures) -> None:
    """Answer Telegram with 503 while too many turns wait, so that it keeps the update and delivers it again."""

    @web.middleware
    async def turn_away(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path == WEBHOOK_PATH and admission.is_full:
            measures.turned_away(Channel.TELEGRAM)
            return web.Response(status=503)
        return await handler(request)

    app.middlewares.append(turn_away)


async def open_site(runner: web.AppRunner, host: str, port: int) -> web.TCPSite:
    """Begin to take connections. Raises OSError where the port cannot be had."""
    site = web.TCPSite(runner, host, port, backlog=BACKLOG)
    await site.start()
    return site


def cannot_listen(host: str, port: int, error: OSError) -> StartError:
    """Return the error to raise where `open_site` failed: what is in the way, and which setting to change."""
    at = f"cannot listen on {host}:{port}"
    if error.errno == errno.EADDRINUSE:
        return StartError(f"{at}: is another program there? Set SAYSO_PORT to another")
    if error.errno in (errno.EACCES, errno.EPERM):
        return StartError(
            f"{at}: this user may not. Set SAYSO_PORT to 1024 or more, and let a web server stand in front"
        )
    return StartError(f"{at}: this machine has no such address. Set SAYSO_HOST to one of its own, or 0.0.0.0 for all")


async def close_site(site: web.TCPSite, under_way: UnderWay, limits: Limits = LIMITS) -> None:
    """Take no more connections, and let the requests under way be answered.

    The runner's own clean-up would drop what is still to come of a form that has arrived in part.
    """
    await site.stop()
    await under_way.finish(limits.finish_seconds)


def runner_of(app: web.Application, limits: Limits = LIMITS) -> web.AppRunner:
    """Return what serves an application within limits. Its clean-up lets requests under way finish."""
    return web.AppRunner(
        app,
        logger=server_log(),
        access_log=None,
        shutdown_timeout=limits.finish_seconds,
        keepalive_timeout=limits.idle_seconds,
        lingering_time=limits.linger_seconds,
        max_line_size=limits.line_bytes,
        max_field_size=limits.field_bytes,
        max_headers=limits.headers,
    )


def allow_many_connections() -> int:
    """Let this process have as many connections as the system allows it; return how many that is.

    The usual 1,024 are fewer than a school has telephones.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class WithoutAddresses(logging.Handler):
    """Says in our own words what the server would log: its lines name the address that a request came from."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say that a request failed where no page could apologise; of what was no HTTP, only when asked for detail."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError):
            log.debug("a connection was closed: what came on it was no request")
        else:
            log.error("a request failed outside every page", extra={"error": type(error).__name__})


def server_log() -> logging.Logger:
    """Return what the server logs to. It stands outside the tree of loggers, so that nothing else hears it."""
    logger = logging.Logger("server", logging.WARNING)  # noqa: LOG001 - outside the tree is the point
    logger.addHandler(WithoutAddresses())
    return logger
