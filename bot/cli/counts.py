"""`sayso safety counts`: how often help was shown, with small numbers hidden. Never a text."""

import argparse
import asyncio
import csv
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, TextIO

from bot.application import load_scripts
from bot.errors import CallError
from bot.event_codes import read_code
from bot.opening import opened_database
from bot.settings import Settings, read_settings
from conversations.safeguarding import Category, Level
from storage.database import Database
from storage.events import all_events, event_of_code
from storage.migrating import check_migrated
from storage.moments import day_of
from storage.signposts import Cut, Wanted, counts_by
from storage.small_numbers import Published, publish, whole_weeks

DESCRIPTION = """\
Shows how often help was shown to somebody who told of harm. It counts signposts, not people, and holds no words. Only
whole weeks that are over are counted, Monday to Sunday, so that two exports of one period are the same.
"""
ALL = "all"
NOT_NAMED = "not named"
NO_EVENT = "no event"


def add_counts(actions: "argparse._SubParsersAction[Any]") -> None:
    """Add the action to the parser of `sayso safety`."""
    parser = actions.add_parser(
        "counts", help="how often help was shown, small numbers hidden", description=DESCRIPTION
    )
    parser.add_argument("--from", dest="first", type=_day, metavar="DAY", help="whole weeks from this day on")
    parser.add_argument("--to", dest="last", type=_day, metavar="DAY", help="whole weeks up to this day")
    parser.add_argument("--event", default="", metavar="CODE", help="only at this event")
    parser.add_argument("--engagement", default="", metavar="ID", help="only in this engagement")
    parser.add_argument(
        "--by", choices=[cut.value for cut in Cut], default=Cut.CATEGORY.value, help="what to cut up by (category)"
    )
    parser.add_argument(
        "--level",
        choices=[Level.FULL.value, Level.QUIET.value],
        default=Level.FULL.value,
        help="full: help lines at once (the usual); quiet: one line with the Help button",
    )
    parser.add_argument("--format", choices=("text", "csv"), default="text", help="text for people, csv for programs")
    parser.set_defaults(run=show_counts)


def show_counts(arguments: argparse.Namespace) -> int:
    """Print the table. Raises CallError where no week of the period is over, or a name is not known."""
    settings, cut = read_settings(), Cut(arguments.by)
    first, last = whole_weeks(arguments.first, arguments.last, day_of(datetime.now(UTC)))
    if first is not None and last < first:
        raise CallError("No whole week of that period is over yet, Monday to Sunday. Take a longer one, or wait.")
    if arguments.engagement and arguments.engagement not in (scripts := load_scripts(settings)):
        raise CallError(f"There is no engagement '{arguments.engagement}'. There are: {', '.join(scripts)}.")
    wanted = Wanted(arguments.level, first, last, arguments.engagement)
    counts = asyncio.run(_counts(settings, cut, wanted, arguments.event))
    published = publish(counts, settings.small_numbers)
    if arguments.format == "csv":
        write_csv(published, cut, wanted, sys.stdout)
    else:
        sys.stdout.writelines(f"{line}\n" for line in lines_of(published, cut, wanted, settings.small_numbers))
    return 0


async def _counts(settings: Settings, cut: Cut, wanted: Wanted, event: str) -> Mapping[str, int]:
    async with opened_database(settings, make=False) as database:
        await check_migrated(database)
        return await labelled_counts(database, cut, wanted, event)


async def labelled_counts(database: Database, cut: Cut, wanted: Wanted, event: str) -> Mapping[str, int]:
    """Return the true counts by what people call the things that they are cut up by.

    Every category is there, also with nought; other links than events' are one thing. Raises CallError for an event
    that is not known.
    """
    async with database.reading() as connection:
        if event:
            known = await event_of_code(connection, read_code(event))
            if known is None:
                raise CallError(f"There is no event with the code {event}. `sayso event list` shows those there are.")
            wanted = Wanted(wanted.level, wanted.first, wanted.last, wanted.engagement, known.code)
        counts = await counts_by(connection, cut, wanted)
        codes = {event.code for event in await all_events(connection)}
    if cut is Cut.CATEGORY:
        named = {category.value: counts.get(category.value, 0) for category in Category}
        return {**named, NOT_NAMED: counts.get("", 0)}
    if cut is Cut.EVENT:
        elsewhere = sum(shown for code, shown in counts.items() if code not in codes)
        return {**{code: shown for code, shown in counts.items() if code in codes}, NO_EVENT: elsewhere}
    return counts


def lines_of(published: Published[str], cut: Cut, wanted: Wanted, threshold: int) -> Iterator[str]:
    """Give the table as lines for people, with what its figures mean."""
    begin = f"from Monday {_written(wanted.first)} " if wanted.first else ""
    yield f"Help shown ({wanted.level}), by {cut.value}, {begin}to Sunday {_written(wanted.last)}"
    yield ""
    rows = [*((key, str(figure)) for key, figure in published.figures.items()), (ALL, str(published.total))]
    width = max(len(key) for key, _ in rows)
    for key, figure in rows:
        yield f"{key.ljust(width)}  {figure:>6}"
    yield ""
    yield f"* is a number from 1 to {threshold}, hidden so that it tells on nobody. Others are rounded to the nearest 5,"
    yield "and the last line may be off by a little more. It counts signposts, not people: one person may see several."
    yield "Publish one cut of a period, not several, and never two periods that overlap."


def write_csv(published: Published[str], cut: Cut, wanted: Wanted, out: TextIO) -> None:
    """Write the table for programs: one row a figure, a star for a hidden one, the total last."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("from", "to", "level", cut.value, "shown"))
    period = (wanted.first or "", wanted.last or "", wanted.level)
    for key, figure in (*published.figures.items(), (ALL, published.total)):
        writer.writerow((*period, key, figure))


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError("write a day as in 2026-11-28") from None


def _written(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
