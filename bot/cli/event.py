"""`sayso event`: makes events with a code to say aloud, lists and closes them, gives the adult in the room a page."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.application import load_scripts
from bot.errors import CallError
from bot.event_codes import new_code, read_code
from bot.event_making import ALERTS_ADVICE, Wish, made_event, new_page_secret
from bot.event_printing import links, page_link, table, when
from bot.opening import opened_database
from bot.settings import Settings, read_settings
from conversations.people import Audience
from storage.database import Database
from storage.events import Event, EventTime, add_event, all_events, close_event, event_of_code, renew_page
from storage.migrating import check_migrated
from storage.moments import day_of, minute_of

EXAMPLES = """\
examples:
  sayso event new "Big Conversation, Detling" --opens 2026-11-28T10:00 --closes 2026-11-28T15:00 --alerts
  sayso event new "Youth club, Tuesdays" --place thanet --audience young_person --target 30
  sayso event close otter425
"""
Result = TypeVar("Result")
NOBODY_KNOWS = "There is no event with the code {code}. `sayso event list` shows those there are."


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser("event", help="make, list and close events")
    steps = parser.add_subparsers(title="what to do", metavar="STEP", required=True)

    step = steps.add_parser(
        "new",
        help="make an event: its code, its links, the page for the adult in the room",
        description="Makes an event with a code to say aloud, and prints its links. Times are England's.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    step.add_argument("name", help="what staff call it; young people do not see it")
    step.add_argument("--engagement", metavar="ID", default="", help="whose questions it asks (SAYSO_ENGAGEMENT)")
    step.add_argument("--place", metavar="ID", default="", help="the district it is in, such as thanet")
    step.add_argument("--opens", type=_time, metavar="TIME", help="when, such as 2026-11-28T10:00 (now)")
    step.add_argument("--closes", type=_time, metavar="TIME", help="when (not until it is closed); alerts need one")
    step.add_argument("--alerts", action="store_true", help="tell the adult in the room when urgent help was shown")
    step.add_argument("--audience", choices=[audience.value for audience in Audience], default="", help="for whom")
    step.add_argument("--target", type=int, metavar="N", help="how many are hoped for")
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


def run_new(arguments: argparse.Namespace) -> int:
    """Make an event and print all that is needed to hold it."""
    settings = read_settings()
    scripts = load_scripts(settings)
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
