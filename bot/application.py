"""Builds everything, starts it in order and stops it in reverse order: the one place that knows all the parts."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import SettingsError, StartError
from bot.finishing import stop
from bot.health import add_health
from bot.helpline_reminder import remind_every_day
from bot.promises import days_that_are_over, hold_to_promises
from bot.secrets import channel_keys, drop_previous_secret, webhook_secret
from bot.settings import Settings
from bot.staff.event_page import add_event_page
from bot.telegram.service import TelegramService
from bot.tidying import terms_of, tidy_alerts_now_and_then, tidy_now_and_then
from bot.turns import Turns
from bot.webchat.routes import add_webchat
from bot.wiping import wiping
from conversations.content import load_engagements, load_staff_texts
from conversations.errors import ContentError
from conversations.redaction import redact
from conversations.safeguarding import default_detector
from conversations.script import Script
from storage.database import Database
from storage.errors import NotMigrated
from storage.migrating import check_migrated
from storage.moments import day_of
from storage.scripts import remember_wordings

log = logging.getLogger(__name__)


def now() -> datetime:
    """Return the moment: the one place where Sayso looks at the clock while it runs."""
    return datetime.now(UTC)


def load_scripts(settings: Settings) -> Mapping[str, Script]:
    """Return the engagements. Raises StartError listing every mistake in them, SettingsError for an unknown default."""
    try:
        scripts = load_engagements(*settings.content, helplines_file=settings.helplines)
        # The safety net's rules and the name lists are read now, so that nobody's first sentence waits for them.
        default_detector()
        redact("")
    except ContentError as error:
        raise StartError(f"the content has mistakes; run `sayso script check`:\n{error}") from None
    if settings.engagement not in scripts:
        known = ", ".join(scripts)
        raise SettingsError(f"SAYSO_ENGAGEMENT cannot be used: there is no engagement of that id; there are: {known}")
    return scripts


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[str]:
    """Run Sayso inside the block; give the address of the web chat.

    Raises StartError and SettingsError, with what to do, where it cannot start. Leaving the block lets turns under way
    finish, then closes everything.
    """
    scripts = load_scripts(settings)
    today = day_of(now())
    hold_to_promises(scripts.values(), settings.response_days, today)
    for engagement in days_that_are_over(scripts.values(), today):
        log.warning("the last day that answers are kept is over for an engagement", extra={"engagement": engagement})
    keys = channel_keys(settings, today)
    async with AsyncExitStack() as stack:
        database = Database(settings.database)
        stack.push_async_callback(database.close)
        try:
            await check_migrated(database)
            await remember_wordings(database, scripts, today)
        except NotMigrated as error:
            raise StartError(str(error)) from None
        except (SQLAlchemyError, OSError):
            raise StartError("the database does not answer: check SAYSO_DATABASE_URL and that it runs") from None
        await stack.enter_async_context(wiping(database))
        turns = Turns(database, scripts, settings.engagement, keys, now)
        await turns.events.read()
        app = web.Application()
        add_health(app, database)
        add_webchat(
            app,
            turns,
            secure_cookies=settings.public_url.startswith("https://"),
            public_url=settings.public_url,
            exit_url=settings.exit_url,
        )
        add_event_page(app, database, load_staff_texts(), now)
        telegram = None
        if settings.telegram_token:
            telegram = TelegramService(settings, turns, webhook_secret(settings, keys))
            telegram.add_routes(app)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=20)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError:
            raise StartError(
                f"cannot listen on {settings.host}:{settings.port}: is another program there? Set SAYSO_PORT to another"
            ) from None
        if telegram is not None:
            stack.push_async_callback(telegram.stop)
            await telegram.start()
        for keeping in (
            tidy_now_and_then(
                database, terms_of(settings, scripts), now, lambda day: drop_previous_secret(settings, day)
            ),
            tidy_alerts_now_and_then(database, now),
            turns.events.keep_reading(),
            remind_every_day(scripts, now),
        ):
            stack.push_async_callback(stop, asyncio.create_task(keeping))
        host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0") else settings.host  # noqa: S104 - only shown
        yield settings.public_url or f"http://{host}:{settings.port}"


@asynccontextmanager
async def running_until_stopped(settings: Settings) -> AsyncIterator[str]:
    """Run the block once Sayso is open, then stay until SIGINT or SIGTERM; raises what `running` raises."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(settings) as address:
        yield address
        await stop.wait()
