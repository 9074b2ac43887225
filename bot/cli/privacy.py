"""`sayso privacy check`: an auditor's look at a running installation, in plain words."""

import argparse
import asyncio
import signal
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.cli.help_pages import HelpPages
from bot.errors import BotError
from bot.privacy.canary import Progress
from bot.privacy.checking import Wish, check
from bot.privacy.findings import Part, exit_code
from bot.privacy.report import as_json, markdown, terminal_lines
from bot.settings import read_settings
from storage.errors import StorageError

DESCRIPTION = """\
Checks what code can check of privacy at this installation, and lists plainly what is only promised by whoever runs it:
what every column of the database holds, what leaves the process, what stays of a made-up person who talks on every
channel, whether anything is kept too long, and who could read the secrets.

Run it where Sayso runs, as the user that runs it, with the same settings, while it runs. It reads the real database and
changes nothing there; the made-up person talks in a scratch place, which is gone afterwards.
"""
EPILOG = """\
exit codes: 0 all that code can check holds, 1 something does not, 2 something could not be checked

examples:
  sayso privacy check
  sayso privacy check --markdown privacy.md
  sayso privacy check --json > privacy.json

docs/privacy_check.md explains how to read it.
"""
COULD_NOT = 2


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("privacy", help="check what is kept, what leaves, what could leak")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    step = actions.add_parser(
        "check",
        help="prove what code can prove of privacy at this installation, and list what is only promised",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=HelpPages,
    )
    step.add_argument("--markdown", type=Path, metavar="FILE", help="also write the report there, with all tables")
    step.add_argument("--json", action="store_true", help="print the report as JSON instead of words")
    step.add_argument(
        "--web", default="", metavar="URL", help="where the running web chat is (SAYSO_PUBLIC_URL, or here)"
    )
    step.add_argument(
        "--scratch",
        default="",
        metavar="URL",
        help="an empty PostgreSQL database for the made-up person, where the database's role may make none",
    )
    step.add_argument("--no-canary", action="store_true", help="leave the made-up person out; then not all is checked")
    step.set_defaults(run=run_check)


def run_check(arguments: argparse.Namespace) -> int:
    """Check, write the report, return the exit code that it comes to."""
    now = datetime.now(UTC)
    try:
        wish = Wish(arguments.web.rstrip("/"), arguments.scratch, canary=not arguments.no_canary)
        parts = asyncio.run(_check(wish, now))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    except (BotError, StorageError) as error:
        sys.stderr.write(f"sayso: it could not be checked: {error}\n")
        return COULD_NOT
    about = (now.date().isoformat(), version("sayso"))
    if arguments.json:
        sys.stdout.write(f"{as_json(parts, *about)}\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in terminal_lines(parts))
    if arguments.markdown:
        try:
            arguments.markdown.write_text(markdown(parts, *about), encoding="utf-8")
        except OSError as error:
            sys.stderr.write(f"sayso: {arguments.markdown} cannot be written: {error.strerror}; choose another file\n")
            return COULD_NOT
    return exit_code(parts)


async def _check(wish: Wish, now: datetime) -> tuple[Part, ...]:
    """Check. Being told to end, or losing the terminal, leaves no scratch place behind, just as Ctrl-C does."""
    checking = asyncio.current_task()
    if checking is not None:
        for told_to_end in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(told_to_end, checking.cancel)
    progress = _progress()
    try:
        return await check(read_settings(), wish, now, progress)
    finally:
        progress("")


def _progress() -> Progress:
    """Return what shows on a terminal what is being done; elsewhere it shows nothing."""
    if not sys.stderr.isatty():
        return lambda _doing: None

    def show(doing: str) -> None:
        # Back to the line's beginning, and the line emptied: it is one line that changes.
        sys.stderr.write("\r\x1b[K" + (f"{doing} ..." if doing else ""))
        sys.stderr.flush()

    return show
