"""`sayso move`: takes everything to another database, and empties the old one once that is safe."""

import argparse
import asyncio
import getpass
import sys
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import URL

from bot.cli.help_pages import HelpPages
from bot.errors import CallError
from bot.opening import opened_database
from bot.progress import bar_on, clear
from bot.secrets import SECRET_FILE
from bot.settings import Settings, read_settings
from bot.told_to_end import stop_as_ctrl_c_does
from storage.carrying import Contents
from storage.database import database_url, sqlite_file
from storage.moving import move
from storage.old_database import empty_old

DESCRIPTION = """\
Takes everything from the database that Sayso uses to another one, on SQLite or PostgreSQL: for when a small machine becomes
too small, or to come back. Stop Sayso first; it refuses while anybody has the old database open. The new one has to be there
and empty; its tables are made. All rows arrive or none does, and both databases are read again afterwards and compared.

Sayso goes on using the old one until you change SAYSO_DATABASE_URL. The old one keeps what people wrote until you empty it,
which is a step of its own, for when you have seen that all is well: --wipe.
"""
EXAMPLES = """\
examples:
  sayso move --to postgresql://sayso@db.example.org/sayso      the password from ~/.pgpass or PGPASSWORD
  sayso move --to - < new_url                                  the address, with its password, from a file
  sayso move --to sqlite:///data/sayso.db                      back to one file

  1. stop Sayso            2. sayso move --to URL            3. put URL into SAYSO_DATABASE_URL
  4. start Sayso and see that it works                       5. sayso move --wipe OLD-URL

--wipe, with the settings on the new database, deletes everything from the old one and wipes its files. It refuses where the
old one holds anything of a person that the new one neither has nor knows to have been erased since.

Others on this machine can read a password that stands in a command; write - to be asked for the address instead.

Exit codes: 0 it worked; 1 nothing was moved or deleted, and why; 2 the call's own words were off.
"""


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "move",
        help="take everything to another database, SQLite or PostgreSQL",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--to", metavar="URL", help="the new database; - asks for it, or reads it from standard input")
    which.add_argument("--wipe", metavar="OLD-URL", help="empty the old one, after a move; - as above")
    parser.set_defaults(run=run_move)


def run_move(arguments: argparse.Namespace) -> int:
    """Move or empty; return the exit code. Raises BotError and StorageError, whose messages say what to do."""
    settings = read_settings()
    url = address(arguments.to or arguments.wipe)
    other = replace(settings, database_url=url)
    try:
        if arguments.wipe:
            return asyncio.run(_empty_old(settings, other))
        say_what_moved(asyncio.run(_move(settings, other)), settings, url)
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        clear(sys.stderr)
    return 0


def address(written: str) -> str:
    """Return the address of a database; `-` is asked for. Raises CallError for one that cannot be, never showing it."""
    if written == "-":
        asked = getpass.getpass("Address of the database: ") if sys.stdin.isatty() else sys.stdin.readline()
        written = asked.strip()
    try:
        url = database_url(written)
    except ValueError as error:
        raise CallError(f"this address of a database cannot be used: {error}") from None
    if url.get_backend_name() == "sqlite" and sqlite_file(url) is None:
        raise CallError("this address of a database cannot be used: write sqlite:///FILE")
    return written


def shown(url: URL) -> str:
    """Return an address as it may be shown: without driver and password."""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def say_what_moved(carried: Contents, settings: Settings, url: str) -> None:
    """Print what was moved and what to do now."""
    rows = sum(content.rows for content in carried.values())
    full = sum(1 for content in carried.values() if content.rows)
    secret = (
        "SAYSO_SECRET (and SAYSO_RECEIPT_SECRET) as they are"
        if settings.secret
        else f"the secret where it is: {settings.data_dir / SECRET_FILE}, with the files beside it"
    )
    lines = (
        f"Moved {rows:,} rows of {full} tables to {shown(database_url(url))}. Both databases were read again and hold the same.",
        "",
        "Now:",
        "  1. Put the new address into SAYSO_DATABASE_URL, with its password.",
        f"  2. Leave {secret}. Without it no open talk goes on and no receipt opens anything.",
        "  3. Start Sayso, and look that a talk and `sayso export` work.",
        f"  4. The old database still holds what people wrote. Empty it: sayso move --wipe {shown(database_url(settings.database))}",
    )
    sys.stdout.writelines(f"{line}\n" for line in lines)


async def _move(settings: Settings, other: Settings) -> Contents:
    stop_as_ctrl_c_does()
    async with (
        opened_database(settings, make=False) as source,
        opened_database(other, make=True, named="--to") as target,
    ):
        return await move(source, target, bar_on(sys.stderr))


async def _empty_old(settings: Settings, other: Settings) -> int:
    async with (
        opened_database(settings, make=False) as new,
        opened_database(other, make=False, named="--wipe") as old,
    ):
        wiped = await empty_old(old, new, bar_on(sys.stderr)("comparing", 0))
    if wiped:
        sys.stdout.write("The old database is empty, and its files hold nothing of what was in it.\n")
        return 0
    sys.stderr.write(
        "sayso: the old database is empty, but its files still hold what was in it, since another program reads them: "
        "end it and run this again\n"
    )
    return 1
