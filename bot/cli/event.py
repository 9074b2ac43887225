"""`sayso event`: makes events with a code to say aloud, posters for them, and a page for the adult in the room."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.application import load_scripts
from bot.cli.help_pages import HelpPages
from bot.errors import CallError
from bot.event_codes import new_code, read_code
from bot.event_files import EventFiles, check_address
from bot.event_making import ALERTS_ADVICE, Wish, made_event, new_page_secret
from bot.event_printing import links, page_link, table, when
from bot.opening import opened_database
from bot.settings import Settings, read_settings
from conversations.content import load_staff_texts
from conversations.people import Audience
from conversations.script import Script
from storage.database import Database
from storage.events import Event, EventTime, add_event, all_events, close_event, event_of_code, renew_page
from storage.migrating import check_migrated
from storage.moments import day_of, minute_of

EXAMPLES = """\
examples:
  sayso event new "Big Conversation, Detling" --opens 2026-11-28T10:00 --closes 2026-11-28T15:00 --alerts
  sayso event new "Youth club, Tuesdays" --place thanet --audience young_person --target 30
  sayso event files otter425
  sayso event close otter425
"""
Result = TypeVar("Result")
NOBODY_KNOWS = "There is no event with the code {code}. `sayso event list` shows those there are."


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("event", help="make, list and close events; write their posters")
    steps = parser.add_subparsers(title="what to do", metavar="STEP", required=True)

    step = steps.add_parser(
        "new",
        help="make an event: its code, its links, the page for the adult in the room",
        description="Makes an event with a code to say aloud, and prints its links. Times are England's.",
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    add_wishes(step)
    step.add_argument("--files", type=Path, metavar="FOLDER", help="write pictures of the link and posters to a folder")
    step.set_defaults(run=run_new)

    step = steps.add_parser("list", help="show the events", description="Shows every event, in the order they open.")
    step.set_defaults(run=run_list)

    step = steps.add_parser(
        "close",
        help="close an event now",
        description="Closes an event. Its link goes on working for the questions, but carries no event any more.",
    )
    step.add_argument("code", help="the event's code")
    step.set_defaults(run=run_close)

    step = steps.add_parser(
        "page",
        help="make a new address for the event's page, and end the old one",
        description="Makes a new secret address for the page of an event with alerts. The old address ends, and staff "
        "chats that were told of its alerts have to ask again.",
    )
    step.add_argument("code", help="the event's code")
    step.set_defaults(run=run_page)

    step = steps.add_parser(
        "files",
        help="write pictures of an event's link, and posters",
        description="Writes the square to scan as SVG and PNG, and posters for A4 and A5, in colour and in black.",
    )
    step.add_argument("code", help="the event's code")
    step.add_argument("--files", type=Path, metavar="FOLDER", help="where to (a folder with the code's name)")
    step.set_defaults(run=run_files)


def add_wishes(step: argparse.ArgumentParser) -> None:
    """Add what a new event is asked for: its name, and how it differs from one that begins now."""
    step.add_argument("name", help="what staff call it; young people do not see it")
    step.add_argument("--engagement", metavar="ID", default="", help="whose questions it asks (SAYSO_ENGAGEMENT)")
    step.add_argument("--place", metavar="ID", default="", help="the district it is in, such as thanet")
    step.add_argument("--partner", metavar="NAME", default="", help="the organisation it is held with")
    step.add_argument("--opens", type=_time, metavar="TIME", help="when, such as 2026-11-28T10:00 (now)")
    step.add_argument("--closes", type=_time, metavar="TIME", help="when (not until it is closed)")
    step.add_argument(
        "--alerts", action="store_true", help="tell the adult in the room when urgent help was shown; needs --closes"
    )
    step.add_argument(
        "--permission-collected",
        action="store_true",
        help="a school or club has asked the parents of all who come, so the chat does not; needs --closes",
    )
    step.add_argument("--audience", choices=[audience.value for audience in Audience], default="", help="for whom")
    step.add_argument("--language", metavar="CODE", default="", help="what the chat opens in (that of the phone)")
    step.add_argument("--target", type=int, metavar="N", help="how many are hoped for")


def run_new(arguments: argparse.Namespace) -> int:
    """Make an event and print all that is needed to hold it."""
    settings = read_settings()
    if arguments.files is not None:
        check_address(settings)
    scripts = load_scripts(settings, to_talk=False)
    event, now = make_event(arguments, settings, scripts)
    if arguments.files is not None:
        write_files(event, arguments.files, settings, scripts, now)
    return 0


def make_event(
    arguments: argparse.Namespace, settings: Settings, scripts: Mapping[str, Script]
) -> tuple[Event, datetime]:
    """Make an event, print how to come to it, and return it with the moment it was made. Raises CallError."""
    now = datetime.now(UTC)
    wish = Wish(
        name=arguments.name,
        engagement=arguments.engagement or settings.engagement,
        opens=arguments.opens or now,
        closes=arguments.closes,
        alerts=arguments.alerts,
        place=arguments.place,
        audience=arguments.audience,
        target=arguments.target,
        partner=arguments.partner,
        language=arguments.language,
        permission=arguments.permission_collected,
    )
    made_event(wish, "", now, scripts)  # refused before the database is opened

    async def make(database: Database) -> tuple[Event, str]:
        secret = new_page_secret() if wish.alerts else ""
        async with database.writing() as connection:
            taken = {event.code for event in await all_events(connection)} | set(scripts)
            event = made_event(wish, new_code(taken), now, scripts)
            await add_event(connection, event, day_of(now), secret)
        return event, secret

    event, secret = _with_database(settings, make)
    sys.stdout.write(f"Made the event {event.code}: {event.name}\n\n")
    sys.stdout.writelines(f"  {line}\n" for line in links(event, settings, secret))
    if event.alerts:
        sys.stdout.write(f"\n{ALERTS_ADVICE}")
    return event, now


def write_files(event: Event, folder: Path, settings: Settings, scripts: Mapping[str, Script], now: datetime) -> None:
    """Write everything that is printed for an event into a folder. Raises CallError where that cannot be."""
    files = EventFiles(scripts, settings, load_staff_texts()).every(event, now)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, body in files.items():
            (folder / name).write_bytes(body)
    except OSError as error:
        raise CallError(f"The files cannot be written to {folder}: {error.strerror}.") from None
    sys.stdout.write("\nTo print and to show:\n")
    sys.stdout.writelines(f"  {folder / name}\n" for name in files)


def run_files(arguments: argparse.Namespace) -> int:
    """Write an event's files. Raises CallError where there is no such event."""
    settings = read_settings()
    event = _with_database(settings, lambda database: _event(database, arguments.code))
    folder = arguments.files or Path(event.code)
    write_files(event, folder, settings, load_scripts(settings, to_talk=False), datetime.now(UTC))
    return 0


def run_list(_arguments: argparse.Namespace) -> int:
    """Print every event."""

    async def read(database: Database) -> tuple[Event, ...]:
        async with database.reading() as connection:
            return await all_events(connection)

    events = _with_database(read_settings(), read)
    lines = table(events, minute_of(datetime.now(UTC)))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def run_close(arguments: argparse.Namespace) -> int:
    """Close an event. Raises CallError where there is none of that code."""
    minute = minute_of(datetime.now(UTC))

    async def close(database: Database) -> tuple[Event, bool]:
        event = await _event(database, arguments.code)
        async with database.writing() as connection:
            return event, await close_event(connection, event.code, minute)

    event, closed = _with_database(read_settings(), close)
    said = "is closed" if closed else f"was closed before, {when(event)}"
    sys.stdout.write(f"The event {event.code} ({event.name}) {said}. Its link still opens the questions.\n")
    return 0


def run_page(arguments: argparse.Namespace) -> int:
    """Give an event's page a new address. Raises CallError where there is no such event, or none with alerts."""
    settings, secret = read_settings(), new_page_secret()
    minute = minute_of(datetime.now(UTC))

    async def renew(database: Database) -> Event:
        event = await _event(database, arguments.code)
        if not event.alerts:
            raise CallError(f"The event {event.code} has no alerts, so it has no page. Make a new one with --alerts.")
        if event.time(minute) is EventTime.CLOSED:
            raise CallError(f"The event {event.code} is closed, so its page tells of nothing any more.")
        async with database.writing() as connection:
            await renew_page(connection, event.code, secret)
        return event

    event = _with_database(settings, renew)
    sys.stdout.write(f"The page of {event.code} ({event.name}) is now, shown this once:\n")
    sys.stdout.write(f"  {page_link(settings, secret)}\n")
    sys.stdout.write("The old address has ended. Staff chats have to send /alerts with the new one.\n")
    return 0


async def _event(database: Database, written: str) -> Event:
    async with database.reading() as connection:
        event = await event_of_code(connection, read_code(written))
    if event is None:
        raise CallError(NOBODY_KNOWS.format(code=written))
    return event


def _with_database(settings: Settings, action: Callable[[Database], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        async with opened_database(settings, make=False) as database:
            await check_migrated(database)
            return await action(database)

    return asyncio.run(run())


def _time(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError("write day and time as in 2026-11-28T10:00") from None
