"""`sayso retention`: how long things are kept, what is due, what was deleted when; deletes what is due now."""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.cli.help_pages import HelpPages
from bot.errors import StartError
from bot.opening import opened_database
from bot.retention_printing import NAMES, deleted_lines, due_lines, term_lines
from bot.secrets import drop_previous_secret
from bot.settings import Settings, read_settings
from bot.tidying import terms_of, tidy_alerts
from bot.wiping import wiped
from conversations.content import load_engagements
from conversations.errors import ContentError
from storage.database import Database
from storage.deletions import Deleted, deletions
from storage.migrating import check_migrated
from storage.moments import day_of
from storage.retention import Terms, count_due, delete_due

DESCRIPTION = """\
Shows how long everything is kept and which setting says so, what is due to be deleted now, and what was deleted in
earlier weeks. Small numbers are hidden: 'one response was erased that week' could tell on somebody.

While `sayso run` runs it does all of this by itself, every six hours. --run does it now, for a timer or to see that it
works, and also has what was deleted leave the database's files. docs/retention.md says what that covers and what only
you can see to: backups, archived journals, the disk.
"""
EXAMPLES = """\
examples:
  sayso retention                                  what is kept how long, what is due, what went
  sayso retention --run                            delete what is due now
  SAYSO_LEFT_DAYS=14 sayso retention               what would be due if left talks were given up after 14 days

Exit codes: 0 all is done; 1 something could not be deleted, or is still in the database's files because another
program reads it (run it again when that has ended); 2 the call's own words were off.
"""
TRIES = 5
"""Tries to wipe the files before somebody is told that another program holds them."""


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "retention",
        help="show how long things are kept and what was deleted; delete what is due",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    parser.add_argument("--run", action="store_true", dest="delete", help="delete what is due now")
    parser.set_defaults(run=run_retention)


def run_retention(arguments: argparse.Namespace) -> int:
    """Show, or delete; 1 where what was deleted could not be wiped from the files. Raises StartError as they do."""
    settings, moment = read_settings(), datetime.now(UTC)
    try:
        scripts = load_engagements(
            *settings.content, helplines_file=settings.helplines, drafts=settings.draft_languages
        )
    except ContentError as error:
        raise StartError(f"the content has mistakes; run `sayso script check`:\n{error}") from None
    terms = terms_of(settings, scripts)
    if arguments.delete:
        gone, done = asyncio.run(_delete(settings, terms, moment))
        return say_what_went(gone, settings, day_of(moment), done=done)
    due, weeks = asyncio.run(_look(settings, terms, day_of(moment)))
    lines = (
        *term_lines(settings, scripts.values()),
        "",
        *due_lines(due, settings.small_numbers),
        "",
        *deleted_lines(weeks, settings.small_numbers),
    )
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def say_what_went(gone: Mapping[Deleted, int], settings: Settings, today: date, *, done: bool) -> int:
    """Print what was deleted; return the exit code."""
    lines = due_lines(gone, settings.small_numbers, "Deleted now", "Nothing was due.")
    sys.stdout.writelines(f"{line}\n" for line in lines)
    if drop_previous_secret(settings, today):
        sys.stdout.write("The previous secret's days are over: it was deleted.\n")
    if done:
        sys.stdout.write("The database's files hold nothing of what was deleted.\n")
        return 0
    sys.stderr.write(
        "sayso: what was deleted is still in the database's files, since another program reads or writes them "
        "all the time, or may not be rewritten by this user: end it and run this again\n"
    )
    return 1


async def _look(
    settings: Settings, terms: Terms, today: date
) -> tuple[Mapping[Deleted, int], Mapping[date, Mapping[Deleted, int]]]:
    async with opened_database(settings, make=False) as database:
        await check_migrated(database)
        async with database.reading() as connection:
            return await count_due(connection, terms, today), await deletions(connection, today)


async def _delete(settings: Settings, terms: Terms, moment: datetime) -> tuple[Mapping[Deleted, int], bool]:
    async with opened_database(settings, make=False) as database:
        await check_migrated(database)
        gone = {**await delete_due(database, terms, day_of(moment), _tell), **await tidy_alerts(database, moment)}
        _say("wiping the database's files")
        done = await _wiped(database)
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")
        return gone, done


async def _wiped(database: Database) -> bool:
    for attempt in range(TRIES):
        if await wiped(database):
            return True
        await asyncio.sleep(attempt)
    return False


def _tell(kind: Deleted) -> None:
    _say(f"deleting {NAMES[kind]}")


def _say(step: str) -> None:
    """Show on a terminal what is being done, in one line."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{step} ...")
        sys.stderr.flush()
