"""`sayso paper`: prints the sheets that people fill in by hand, where they have no phone or would rather write."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.application import load_scripts
from bot.cli.help_pages import HelpPages
from bot.errors import CallError
from bot.event_codes import read_code
from bot.opening import opened_database
from bot.paper_printing import PaperPrinting, file_name
from bot.settings import Settings, read_settings
from conversations.content import load_staff_texts
from conversations.paper import sheet_kinds
from storage.events import Event, event_of_code
from storage.migrating import check_migrated

DESCRIPTION = """\
Writes sheets of paper, A4, as PDF: the questions in large letters, boxes with the numbers that they are typed in by, help
lines, consent, age, and a slip to tear off for the four words of the receipt. There is one sheet for each group of ages
whose questions are worded alike. Filled-in sheets are typed in on the staff pages, under Paper.
"""
EXAMPLES = """\
examples:
  sayso paper --out sheets
  sayso paper --event otter425 --language en-easy --out sheets
"""


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "paper",
        help="print the sheets that people fill in by hand",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    parser.add_argument("--event", metavar="CODE", default="", help="the event that they are handed out at")
    parser.add_argument("--engagement", metavar="ID", default="", help="whose questions (SAYSO_ENGAGEMENT)")
    parser.add_argument("--language", metavar="CODE", default="", help="in which words (the engagement's own)")
    parser.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where to write; made if need be")
    parser.set_defaults(run=run_paper)


def run_paper(arguments: argparse.Namespace) -> int:
    """Write the sheets; return 0. Raises BotError and StorageError, whose messages say what to do."""
    settings = read_settings()
    scripts = load_scripts(settings, to_talk=False)
    event = asyncio.run(_event(settings, arguments.event)) if arguments.event else None
    engagement = event.engagement if event else arguments.engagement or settings.engagement
    script = scripts.get(engagement)
    if script is None:
        raise CallError(f"there is no engagement '{engagement}'; there are: {', '.join(scripts)}")
    language = arguments.language or (event.language if event else "") or script.default_language
    if language not in script.languages:
        raise CallError(f"there is no language '{language}'; there are: {', '.join(script.languages)}")
    printing, now = PaperPrinting(scripts, settings, load_staff_texts()), datetime.now(UTC)
    made = {
        file_name(engagement, kind, language, event): printing.pdf(engagement, kind, language, event, now)
        for kind in sheet_kinds(script)
    }
    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
        for name, body in made.items():
            (arguments.out / name).write_bytes(body)
    except OSError as error:
        raise CallError(f"the sheets cannot be written to {arguments.out}: {error.strerror}") from None
    sys.stdout.writelines(f"{arguments.out / name}\n" for name in made)
    return 0


async def _event(settings: Settings, code: str) -> Event:
    async with opened_database(settings, make=False) as database:
        await check_migrated(database)
        async with database.reading() as connection:
            event = await event_of_code(connection, read_code(code))
    if event is None:
        raise CallError(f"there is no event with the code {code}; `sayso event list` shows those there are")
    return event
