"""`sayso audit`: shows who did what, and proves that the trail of it is whole."""

import argparse
import asyncio
import re
import sys
from typing import Any

from bot.cli.help_pages import HelpPages
from bot.errors import CallError
from bot.opening import opened_database
from bot.secrets import staff_keys
from bot.settings import read_settings
from storage.audit import Entry, Trail, Verdict
from storage.migrating import check_migrated
from storage.moments import moment_of

DESCRIPTION = """\
Verifies the audit trail and shows its newest entries: who signed in, invited or removed whom, exported what with which
reason. Entries are sealed one to the next with SAYSO_SECRET: one that was changed, added, moved or taken out is noticed.

That the newest entries are gone, or that the whole database is an older copy, no trail can show by itself. So the last
line names the newest entry and its seal: keep it somewhere else, and ask with --seen later whether it is still there.
"""
EXAMPLES = """\
examples:
  sayso audit                          the newest 20 entries
  sayso audit --most 1000              more of them
  sayso audit --seen 42:5f1c...        is entry 42, as I noted it down then, still there?

Exit codes: 0 the trail is whole; 1 it is not, or the database cannot be read; 2 the call's own words were off.
"""
SEEN = re.compile(r"([0-9]{1,9}):([0-9a-f]{64})")


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "audit",
        help="show who did what on the staff pages and with commands, and verify the trail of it",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    parser.add_argument("--most", type=int, default=20, metavar="N", help="how many entries to show (20)")
    parser.add_argument("--seen", default="", metavar="NUMBER:SEAL", help="an entry noted down before")
    parser.set_defaults(run=run_audit)


def run_audit(arguments: argparse.Namespace) -> int:
    """Show and verify; 1 where the trail was tampered with. Raises CallError for what cannot have been noted down."""
    settings, seen = read_settings(), None
    if arguments.seen:
        noted = SEEN.fullmatch(arguments.seen.strip())
        if noted is None:
            raise CallError("write --seen as an earlier `sayso audit` printed it, a number, a colon and the seal")
        seen = int(noted[1]), noted[2]
    trail = Trail(staff_keys(settings))

    async def read() -> tuple[Verdict, tuple[Entry, ...]]:
        async with opened_database(settings, make=False) as database:
            await check_migrated(database)
            async with database.reading() as connection:
                return await trail.verify(connection, seen), await trail.newest(connection, max(arguments.most, 0))

    verdict, entries = asyncio.run(read())
    for entry in reversed(entries):
        about = "; ".join(f"{name}: {value}" for name, value in entry.about.items())
        when = f"{moment_of(entry.minute):%Y-%m-%d %H:%M}"
        line = f"{entry.number:>6}  {when}  {entry.who}  {entry.kind}  {about}".rstrip()
        sys.stdout.write("".join(letter if letter.isprintable() else "?" for letter in line) + "\n")
    if verdict.wrong:
        sys.stdout.write(f"\nThe trail was tampered with: {verdict.wrong}.\n")
        return 1
    sys.stdout.write(f"\nThe trail is whole: {verdict.entries} entries, each as it was written.\n")
    if verdict.entries:
        sys.stdout.write(f"Keep this somewhere else: {verdict.last_number}:{verdict.last_seal}\n")
    return 0
