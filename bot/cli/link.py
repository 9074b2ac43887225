"""`sayso link`: from an idea to a link, a square to scan and posters, in one line. A link is an event's code."""

import argparse
from pathlib import Path
from typing import Any

from bot.application import load_scripts
from bot.cli.event import add_wishes, make_event, write_files
from bot.cli.help_pages import HelpPages
from bot.event_files import check_address
from bot.settings import read_settings

EXAMPLES = """\
examples:
  sayso link new "Big Conversation, Detling"
  sayso link new "Year 8, Detling School" --closes 2026-11-28T15:00 --permission-collected --partner "Detling School"
"""


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("link", help="make a link, a square to scan and posters, in one go")
    steps = parser.add_subparsers(title="what to do", metavar="STEP", required=True)
    step = steps.add_parser(
        "new",
        help="make a link with everything to print and to show",
        description="Makes a short link that can be said aloud, its twin for Telegram, the square to scan and posters, "
        "and writes them to a folder. It is an event like those of `sayso event`, which lists and closes it.",
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    add_wishes(step)
    step.add_argument("--files", type=Path, metavar="FOLDER", help="where to write (a folder with the code's name)")
    step.set_defaults(run=run_new)


def run_new(arguments: argparse.Namespace) -> int:
    """Make an event, print how to come to it, and write its files."""
    settings = read_settings()
    check_address(settings)
    scripts = load_scripts(settings, to_talk=False)
    event, now = make_event(arguments, settings, scripts)
    write_files(event, arguments.files or Path(event.code), settings, scripts, now)
    return 0
