"""`sayso secret`: changes the secret that channel addresses are hashed with, and lets open talks go on."""

import argparse
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.cli.help_pages import HelpPages
from bot.errors import CallError
from bot.secrets import SECRET_FILE, previous_in_file, rotate_secret
from bot.setting_values import MOST_LEFT_DAYS
from bot.settings import Settings, read_settings
from storage.moments import day_of

DESCRIPTION = """\
Makes a new secret in the data folder. It is what stands between the database and a person's chat address: whoever has
both the database and the secret can try out addresses. Change it where somebody may have seen it, or once a year.

Open talks go on: for some days they are still found under the old secret, and each moves to the new one with its next
message. Then the old secret is deleted. Receipts that were given out are not touched: they have a secret of their own,
which is the first one there was, and stays (receipts.key: back it up too). Restart Sayso afterwards; all replicas share the data folder's secret.
"""
EXAMPLES = """\
examples:
  sayso secret rotate                 the old secret counts for as long as open talks are kept (SAYSO_LEFT_DAYS)
  sayso secret rotate --days 3        the old one goes sooner; who comes back later begins anew
  sayso secret rotate --at-once       the old one goes now: for when it was stolen; every open talk begins anew

Where SAYSO_SECRET is set the secret is yours to change: put the old one into SAYSO_PREVIOUS_SECRET, a last day into
SAYSO_PREVIOUS_SECRET_UNTIL and new words into SAYSO_SECRET, restart every replica, and take the two out after that day.
Put the first one there was into SAYSO_RECEIPT_SECRET and leave it there: receipts are made of it.
"""


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("secret", help="change the secret that addresses are hashed with")
    steps = parser.add_subparsers(title="what to do", metavar="STEP", required=True)
    step = steps.add_parser(
        "rotate",
        help="make a new secret; open talks go on under the old one for some days",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    how_long = step.add_mutually_exclusive_group()
    how_long.add_argument("--days", type=_days, metavar="N", help="how long the old one counts (SAYSO_LEFT_DAYS)")
    how_long.add_argument("--at-once", action="store_true", help="delete the old one now")
    step.set_defaults(run=run_rotate)


def run_rotate(arguments: argparse.Namespace) -> int:
    """Make a new secret. Raises CallError where the secret is a setting or was changed just now, StartError as it does."""
    settings, today = read_settings(), day_of(datetime.now(UTC))
    refuse_what_cannot_be(settings, at_once=arguments.at_once)
    until = None if arguments.at_once else today + timedelta(days=arguments.days or settings.left_days)
    rotate_secret(settings, until)
    if until is None:
        sys.stdout.write("There is a new secret, and the old one is deleted. Open talks begin anew.\n")
    else:
        sys.stdout.write(
            f"There is a new secret. Open talks go on under the old one to {until.day} {until:%B %Y}; then it is deleted.\n"
        )
    sys.stdout.write("Restart Sayso now: until then it works with the old one.\n")
    return 0


def refuse_what_cannot_be(settings: Settings, *, at_once: bool) -> None:
    """Raise CallError where the secret is not ours to change, or where the one before the last would be lost."""
    if settings.secret:
        raise CallError(
            "The secret is set by SAYSO_SECRET, so Sayso cannot change it. Put the old one into SAYSO_PREVIOUS_SECRET, "
            "a last day into SAYSO_PREVIOUS_SECRET_UNTIL, new words into SAYSO_SECRET and the first ones there were into "
            "SAYSO_RECEIPT_SECRET, and restart every replica."
        )
    if not (settings.data_dir / SECRET_FILE).is_file():
        raise CallError(f"There is no secret yet in {settings.data_dir}: check SAYSO_DATA_DIR, or start Sayso first.")
    previous = previous_in_file(settings)
    unfinished = previous is not None and previous.secret == (settings.data_dir / SECRET_FILE).read_bytes()
    if previous is not None and not unfinished and not at_once:
        raise CallError(
            f"The secret was changed not long ago: the one before counts to {previous.until.day} "
            f"{previous.until:%B %Y}, and talks under it would be lost. Wait, or use --at-once."
        )


def _days(written: str) -> int:
    if not written.isdecimal() or not 0 < int(written) <= MOST_LEFT_DAYS:
        raise argparse.ArgumentTypeError(f"write a number of days from 1 to {MOST_LEFT_DAYS}")
    return int(written)
