"""Builds everything, starts it in order and stops it in reverse order: the one place that knows all the parts."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot.admission import Admission
from bot.erased_list_keeping import keep_erased_list
from bot.errors import SettingsError, StartError
from bot.figures.keeping import keep_figures
from bot.finishing import begin, rested, stop
from bot.health import Health, Standing, add_health
from bot.helpline_reminder import remind_every_day
from bot.language_noting import note_languages_now_and_then
from bot.language_offering import offer_languages
from bot.loop_watch import watch_the_loop
from bot.measured_turns import MeasuredTurns
from bot.measuring import Measures
from bot.opening import does_not_answer, made_database
from bot.promises import days_that_are_over, hold_to_promises
from bot.reading_ahead import read_ahead
from bot.secrets import channel_keys, drop_previous_secret, webhook_secret
from bot.settings import Settings
from bot.staff.site_door import add_staff_door
from bot.staff.tidying import tidy_staff_now_and_then
from bot.telegram.watched import WatchedTelegram
from bot.tidying import terms_of, tidy_alerts_now_and_then, tidy_now_and_then
from bot.web_server import (
    UnderWay,
    add_turning_away,
    add_watch,
    allow_many_connections,
    cannot_listen,
    close_site,
    open_site,
    runner_of,
)
from bot.webchat.routes import add_webchat
from bot.wiping import wiping
from conversations.content import load_engagements
from conversations.errors import ContentError
from conversations.pack_files import all_packs
from conversations.redaction import redact
from conversations.safeguarding import default_detector
from conversations.script import Script
from storage.database import Database
from storage.errors import NotMigrated
from storage.migrating import check_migrated
from storage.moments import day_of
from storage.scripts import remember_wordings
from storage.staff_keys import StaffKeys

log = logging.getLogger(__name__)


def now() -> datetime:
    """Return the moment: the one place where Sayso looks at the clock while it runs."""
    return datetime.now(UTC)


def load_scripts(settings: Settings, *, to_talk: bool = True) -> Mapping[str, Script]:
    """Return the engagements. Raises StartError listing every mistake in them, SettingsError for an unknown default.

    SettingsError too where a language pack is named that there is none of. `to_talk` reads the safety net's rules and the
    name lists too, so that nobody's first sentence waits for them.
    """
    packs = all_packs()
    for unknown in sorted(settings.draft_languages - packs.keys()):
        known = ", ".join(packs)
        raise SettingsError(f"SAYSO_DRAFT_LANGUAGES cannot be used: there is no pack '{unknown}'; there are: {known}")
    unchecked = ", ".join(sorted(code for code in settings.draft_languages if packs[code].is_draft))
    if unchecked:
        log.warning("people are offered languages that nobody has checked: %s", unchecked)
    try:
        scripts = load_engagements(
            *settings.content, helplines_file=settings.helplines, drafts=settings.draft_languages
        )
        if to_talk:
            default_detector()
            redact("")
    except ContentError as error:
        raise StartError(f"the content has mistakes; run `sayso script check`:\n{error}") from None
    if settings.engagement not in scripts:
        known = ", ".join(scripts)
        raise SettingsError(f"SAYSO_ENGAGEMENT cannot be used: there is no engagement of that id; there are: {known}")
    return scripts


def add_metrics(
    app: web.Application,
    token: str,
    seen: tuple[Measures, Admission, Health, Database],
    telegram: WatchedTelegram | None,
) -> None:
    """Add the page of metrics, where there is a token for it: see `bot.metrics`, imported only then."""
    if token:
        metrics = import_module("bot.metrics")
        metrics.add_metrics(app, metrics.Metrics(*seen, now=now, telegram=telegram), token)


@dataclass(frozen=True, slots=True)
class Running:
    """Sayso while it runs: the address of the web chat, and how it is."""

    address: str
    health: Health


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Running]:
    """Run Sayso inside the block.

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
        database = made_database(settings)
        stack.push_async_callback(database.close)
        try:
            await check_migrated(database)
            await remember_wordings(database, scripts, today)
        except NotMigrated as error:
            raise StartError(str(error)) from None
        except (SQLAlchemyError, OSError) as error:
            raise does_not_answer(settings, error) from None
        await stack.enter_async_context(wiping(database))
        measures, admission, health = Measures(database.measures), Admission(), Health(database)
        turns = MeasuredTurns(database, scripts, settings.engagement, keys, now, measures=measures, admission=admission)
        await turns.events.read()
        app, under_way = web.Application(), UnderWay()
        add_watch(app, measures, health, under_way)
        add_turning_away(app, admission, measures)
        add_health(app, health)
        add_webchat(
            app,
            turns,
            admission=admission,
            measures=measures,
            secure_cookies=settings.public_url.startswith("https://"),
            public_url=settings.public_url,
            exit_url=settings.exit_url,
        )
        staff_keys = StaffKeys(keys.receipt_secret)
        add_staff_door(app, database, staff_keys, now, settings, scripts, turns)
        telegram = None
        if settings.telegram_token:
            # Imported only here: where Telegram is off it would be a tenth of the start and of the memory.
            telegram = import_module("bot.telegram.service").TelegramService(
                settings, turns, webhook_secret(settings, keys)
            )
            telegram.add_routes(app)
        add_metrics(app, settings.metrics_token, (measures, admission, health, database), telegram)
        allow_many_connections()
        runner = runner_of(app)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        try:
            site = await open_site(runner, settings.host, settings.port)
        except OSError as error:
            raise cannot_listen(settings.host, settings.port, error) from None
        stack.push_async_callback(close_site, site, under_way)
        if telegram is not None:
            stack.push_async_callback(telegram.stop)
            await telegram.start()
        for keeping in (
            turns.events.keep_reading(),
            keep_erased_list(database, settings.erased_list_file, settings.backup_days, now),
            remind_every_day(scripts, now),
            read_ahead(default_detector(), (code for script in scripts.values() for code in script.languages)),
            watch_the_loop(measures),
            offer_languages(turns),
            rested(
                lambda: tidy_now_and_then(
                    database, terms_of(settings, scripts), now, lambda day: drop_previous_secret(settings, day)
                )
            ),
            rested(lambda: tidy_alerts_now_and_then(database, now)),
            rested(lambda: tidy_staff_now_and_then(database, staff_keys, settings.audit_days, now)),
            rested(lambda: keep_figures(database, scripts, now, settings.small_numbers)),
            rested(lambda: note_languages_now_and_then(database, now)),
        ):
            stack.push_async_callback(stop, begin(keeping))
        host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0") else settings.host  # noqa: S104 - only shown
        health.standing = Standing.READY
        yield Running(settings.public_url or f"http://{host}:{settings.port}", health)
        health.standing = Standing.DRAINING


@asynccontextmanager
async def running_until_stopped(settings: Settings) -> AsyncIterator[str]:
    """Run the block, given the web chat's address, once Sayso is open; then stay until SIGINT or SIGTERM.

    After the signal `/ready` says no, and everybody is still answered for as long as SAYSO_DRAIN_SECONDS says; a second
    signal ends that. Raises what `running` raises.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(settings) as sayso:
        yield sayso.address
        await stop.wait()
        sayso.health.standing = Standing.DRAINING
        stop.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(settings.drain_seconds):
                await stop.wait()
