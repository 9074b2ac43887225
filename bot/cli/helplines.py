"""`sayso helplines`: which lines are shown to whom and when, which need somebody to check them, and where checks go."""

import argparse
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.cli.engagement import add_language, add_moment
from bot.errors import SettingsError
from bot.helpline_checking import Check, write_check
from bot.helpline_entries import every_entry
from bot.helpline_listing import entry_lines, summary_lines
from bot.helpline_preview import Somebody, place_ids, shown_to
from bot.settings import Settings, read_settings
from conversations.categories import Category
from conversations.content import load_engagements
from conversations.errors import ContentError
from conversations.helplines_now import at
from conversations.opening import in_london
from conversations.people import AgeBand, Audience
from conversations.reading import did_you_mean

CHECK_HOLDS = 182
"""Days that a check holds where nobody says otherwise: half a year, since most lines change within three."""

EXIT_CODES = (
    "Exit codes: 0 all is well; 1 somebody is needed: a check has run out, a line of the safe minimum was never checked, "
    "with --due something is due, or a file has mistakes; 2 the call's own words were off. What nobody has checked yet is "
    "not shown to anyone, and is no reason for 1."
)
PERSON = ("age", "place", "audience", "category", "immediate", "language")


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "helplines",
        help="list who young people are told to turn to, and who checked it; write a check down",
        description="Lists every help line: whom it is for, its hours, whether it is open, who checked it, what is due.",
        epilog=EXIT_CODES,
    )
    add_moment(parser, "work it out for another moment than now, as in 2026-12-25T23:30")
    parser.add_argument(
        "--due", type=_days, metavar="DAYS", help="list only what has to be checked within that many days"
    )
    person = parser.add_argument_group("show the words that somebody would read, rather than the list")
    person.add_argument("--age", type=_age, metavar="BAND", help=f"their age: {', '.join(map(_written, AgeBand))}")
    person.add_argument("--place", metavar="ID", help="the district they live in, as in places.toml, or somewhere_else")
    person.add_argument("--audience", type=Audience, choices=list(Audience), help="who they are")
    worries = ", ".join(Category)
    person.add_argument("--category", type=Category, metavar="WORRY", help=f"a worry that they told of: {worries}")
    person.add_argument("--immediate", action="store_true", help="their life may be in danger")
    add_language(person)
    check = parser.add_argument_group("write down that a named person has checked an entry")
    check.add_argument("--check", metavar="ID", help="the entry; it goes into the file that SAYSO_HELPLINES names")
    check.add_argument(
        "--by", metavar="NAME", help="who called the number or opened the address and found all of it right"
    )
    check.add_argument(
        "--until", type=_day, metavar="DATE", help=f"the last day it counts; {CHECK_HOLDS} days if left out"
    )
    parser.set_defaults(run=run_helplines)


def run_helplines(arguments: argparse.Namespace) -> int:
    """List, show or write; see EXIT_CODES."""
    try:
        settings = read_settings()
        if arguments.check is None and (arguments.by or arguments.until):
            sys.stderr.write("Say which entry was checked, as in --check childline.\n")
            return 2
        if arguments.check is not None:
            return check_one(arguments, settings)
        if any(getattr(arguments, name) for name in PERSON):
            return show_to(arguments, settings)
        return list_all(arguments, settings)
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def list_all(arguments: argparse.Namespace, settings: Settings) -> int:
    """List every entry, or what is due; 1 where somebody is needed."""
    scripts = load_engagements(*settings.content, helplines_file=settings.helplines, drafts=settings.draft_languages)
    day = in_london(arguments.at).date()
    entries = every_entry(scripts)
    listed = (
        entries
        if arguments.due is None
        else tuple(e for e in entries if e.needs_somebody(day) or e.is_due(day, arguments.due))
    )
    for entry in listed:
        sys.stdout.writelines(f"{line}\n" for line in entry_lines(entry, arguments.at, tuple(scripts)))
        sys.stdout.write("\n")
    if arguments.due is not None:
        sys.stdout.write(
            f"{len(listed)} of {len(entries)} help lines have to be checked within {arguments.due} days.\n"
        )
        return 1 if listed else 0
    sys.stdout.writelines(f"{line}\n" for line in summary_lines(entries, day))
    return 1 if any(entry.needs_somebody(day) for entry in entries) else 0


def show_to(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show the words that somebody would read under Help, or after telling of a worry, in the engagement of /chat."""
    scripts = load_engagements(*settings.content, helplines_file=settings.helplines, drafts=settings.draft_languages)
    script = scripts.get(settings.engagement)
    if script is None:
        raise SettingsError(f"SAYSO_ENGAGEMENT cannot be used: there are: {', '.join(scripts)}")
    for name, value, known in (
        ("place", arguments.place, place_ids(script)),
        ("language", arguments.language, tuple(script.languages)),
    ):
        if value and value not in known:
            sys.stderr.write(f"There is no {name} '{value}'. {did_you_mean(value, known)}\n")
            return 2
    somebody = Somebody(
        audience=arguments.audience,
        age_band=arguments.age,
        place=arguments.place or "",
        language=arguments.language,
        category=arguments.category,
        immediate=arguments.immediate,
    )
    sys.stdout.writelines(f"{line}\n" for line in shown_to(at(script, arguments.at), somebody))
    return 0


def check_one(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write a check down and show what it vouches for."""
    today = in_london(arguments.at).date()
    until = arguments.until or today + timedelta(days=CHECK_HOLDS)
    file: Path | None = settings.helplines
    if file is None:
        sys.stderr.write(
            "Set SAYSO_HELPLINES to a file of your own first, for example SAYSO_HELPLINES=helplines.toml.\n"
        )
        return 2
    if not (arguments.by or "").strip():
        sys.stderr.write('Say who checked it, as in --by "A. Person": a check without a name counts for nothing.\n')
        return 2
    if until < today:
        sys.stderr.write("The day of --until has passed already.\n")
        return 2
    write_check(Check(arguments.check, arguments.by.strip(), today, until), file, settings.content)
    scripts = load_engagements(*settings.content, helplines_file=file, drafts=settings.draft_languages)
    for entry in every_entry(scripts):
        if entry.line.id == arguments.check:
            sys.stdout.writelines(f"{line}\n" for line in entry_lines(entry, arguments.at, tuple(scripts)))
    sys.stdout.write(f"\nWritten to {file}. Sayso shows it from its next start.\n")
    return 0


def _written(band: AgeBand) -> str:
    return band.value.replace("_", "-")


def _age(words: str) -> AgeBand:
    try:
        return AgeBand(words.replace("-", "_"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"write one of {', '.join(map(_written, AgeBand))}") from None


def _days(words: str) -> int:
    if not words.isdecimal():
        raise argparse.ArgumentTypeError("write a number of days, as in 30")
    return int(words)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise argparse.ArgumentTypeError("write year, month and day, as in 2027-05-21") from None
