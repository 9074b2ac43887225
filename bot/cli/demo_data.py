"""`sayso demo-data`: made-up answers, clearly marked, for trying things out and for measuring."""

import argparse
import asyncio
import sys
import time
from datetime import date
from typing import Any

from bot.cli.help_pages import HelpPages
from bot.noting import note_of
from bot.opening import opened_database
from bot.progress import bar
from bot.settings import Settings, read_settings
from bot.told_to_end import stop_as_ctrl_c_does
from conversations.content import load_script
from storage.audit import Kind
from storage.demo.filling import fill, refuse, remember_script
from storage.demo.people import MARK, MadeUpPeople
from storage.migrating import migrate


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "demo-data",
        help="put made-up answers into a database, clearly marked",
        description=(
            f"Puts answers of nobody into a database: their engagement begins with '{MARK}-', their code is '{MARK}', and "
            "they go by themselves after some months. The same seed makes the same answers."
        ),
        epilog="example:\n  SAYSO_DATA_DIR=trial sayso demo-data --responses 100000",
        formatter_class=HelpPages,
    )
    parser.add_argument("--responses", type=_a_number, default=1_000, metavar="NUMBER", help="how many people (1000)")
    parser.add_argument("--seed", type=int, default=1, metavar="NUMBER", help="which people (1)")
    parser.add_argument("--beside-real", action="store_true", help="also where there are answers of real people")
    parser.set_defaults(run=run_demo_data)


def run_demo_data(arguments: argparse.Namespace) -> int:
    """Make the people; return 0. Raises BotError and StorageError, whose messages say what to do."""
    begun = time.perf_counter()
    try:
        engagement = asyncio.run(_fill(read_settings(), arguments))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    seconds = time.perf_counter() - begun
    sys.stdout.write(
        f"{arguments.responses:,} made-up responses are in the engagement {engagement}, after {seconds:.0f} seconds.\n"
    )
    return 0


async def _fill(settings: Settings, arguments: argparse.Namespace) -> str:
    stop_as_ctrl_c_does()
    script = load_script()
    today = date.today()  # noqa: DTZ011 - the day on the wall
    people = MadeUpPeople(script, arguments.seed, arguments.responses, today)
    done = 0

    def more(some: int) -> None:
        nonlocal done
        done += some
        if sys.stderr.isatty():
            end = "\n" if done == arguments.responses else ""
            sys.stderr.write(f"\r\033[K{bar('making people up', done, arguments.responses)}{end}")

    async with opened_database(settings, make=True) as database:
        await migrate(database)
        await refuse(database, people.engagement, beside_real=arguments.beside_real)
        async with database.writing() as connection:
            about = {"engagement": people.engagement, "responses": arguments.responses, "seed": arguments.seed}
            await note_of(settings, Kind.DEMO_DATA_MADE, **about)(connection, "")
        await remember_script(database, script, people, today)
        await fill(database, people, arguments.responses, more)
    return people.engagement


def _a_number(value: str) -> int:
    if not value.isdecimal() or not int(value):
        raise argparse.ArgumentTypeError("write a number from 1")
    return int(value)
