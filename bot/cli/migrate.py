"""`sayso migrate`: brings the database's tables to the form that this program knows."""

import argparse
import asyncio
import sys
from typing import Any

from bot.opening import opened_database
from bot.settings import Settings, read_settings
from storage.migrating import migrate


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "migrate",
        help="bring the database's tables up to date",
        description="Makes the database where there is none, and brings its tables to the form this version knows. "
        "Run it after every update; running it again does nothing. Back the database up first.",
    )
    parser.set_defaults(run=run_migrate)


def run_migrate(_arguments: argparse.Namespace) -> int:
    """Migrate; return 0."""
    before, after = asyncio.run(_migrate(read_settings()))
    if before == after:
        sys.stdout.write(f"The tables are up to date ({after}).\n")
    else:
        sys.stdout.write(f"The tables were migrated: {before or 'none'} -> {after}.\n")
    return 0


async def _migrate(settings: Settings) -> tuple[str | None, str | None]:
    async with opened_database(settings, make=True) as database:
        return await migrate(database)
