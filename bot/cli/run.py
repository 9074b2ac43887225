"""`sayso run`: migrates where it may, starts Sayso, says where to open it and how to stop it."""

import argparse
import asyncio
import gc
import sys
from typing import Any

from bot.application import running_until_stopped
from bot.errors import BotError
from bot.logs import set_up_logging
from bot.memory_pools import keep_to_one_pool
from bot.opening import opened_database
from bot.settings import Settings, read_settings
from storage.database import database_url
from storage.errors import StorageError
from storage.migrating import migrate


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "run",
        help="start Sayso: the web chat, and Telegram where a token is set",
        description=(
            "Starts the web chat at http://localhost:8080/chat, and the Telegram bot where SAYSO_TELEGRAM_TOKEN is set. "
            "An SQLite database is created and migrated by itself; a PostgreSQL one by `sayso migrate`. "
            "Settings come from the environment and from a file .env; the README lists them. Ctrl-C stops it."
        ),
    )
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace) -> int:
    """Start Sayso and stay until stopped; 1 where it cannot start, with what to do."""
    try:
        keep_to_one_pool()
        settings = read_settings()
        set_up_logging(settings, secrets_in(settings))
        asyncio.run(start(settings))
    except (BotError, StorageError) as error:
        sys.stderr.write(f"Sayso cannot start: {error}\n")
        return 1
    return 0


async def start(settings: Settings) -> None:
    """Migrate an SQLite database, which is ours alone, then run until stopped."""
    # What is loaded now stays. To look for garbage in it would make the start a third longer, and would later hold every
    # turn up for as long as it takes to walk through a million things; frozen they are left out of it for good.
    gc.disable()
    try:
        await start_up(settings)
    finally:
        gc.enable()


async def start_up(settings: Settings) -> None:
    """Do what `start` does; once Sayso is open, what is there then is left out of the search for garbage."""
    async with opened_database(settings, make=True) as database:
        if database.is_sqlite:
            await migrate(database)
    async with running_until_stopped(settings) as address:
        gc.freeze()
        gc.enable()
        sys.stdout.write(
            f"\n  Sayso is running.\n\n  Open the web chat:  {address}/chat\n"
            f"  Staff pages:        {address}/staff\n"
            f"  Telegram:           {'on' if settings.telegram_token else 'off (set SAYSO_TELEGRAM_TOKEN)'}\n"
            "  Stop it:            press Ctrl-C\n\n"
        )
        sys.stdout.flush()


def secrets_in(settings: Settings) -> tuple[str, ...]:
    """Return every secret text that could reach a log line."""
    password = database_url(settings.database).password
    return (
        settings.telegram_token,
        settings.secret,
        settings.telegram_webhook_secret,
        settings.previous_secret,
        settings.receipt_secret,
        settings.metrics_token,
        password or "",
    )
