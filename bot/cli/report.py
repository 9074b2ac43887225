"""`sayso report`: the response-monitoring report, as a web page and as a PDF."""

import argparse
import asyncio
import hashlib
import os
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.cli.help_pages import HelpPages
from bot.errors import CallError
from bot.figures.drawing import whole_page
from bot.figures.making import Report, made_report
from bot.figures.pdf import as_pdf
from bot.figures.quotes_read import as_a_draft, words_quoted
from bot.figures.sections import Expected
from bot.noting import note_of
from bot.opening import opened_database
from bot.settings import Settings, read_settings
from conversations.content import load_engagements, load_expected, load_staff_texts
from conversations.errors import ContentError
from conversations.script import Script
from storage.audit import Kind
from storage.migrating import check_migrated
from storage.moments import day_of
from storage.past_engagements import past_scripts
from storage.small_numbers import whole_weeks

DESCRIPTION = """\
Writes the response-monitoring report of an engagement to a folder, as report.html and report.pdf: how many took part, who
was heard and who was not, what was answered and what was skipped, the themes of the answers that analysts have coded, how
it was counted. Of people's own words it holds none, unless you ask: --quotes N takes some for each theme, of those alone who
agreed to be quoted and whose answers are in a release (`sayso release`). Such a report calls itself a draft, since somebody has
to read each quote before it is given to anybody: no program notices everything that tells who somebody is. Whoever has read
them all says so with --quotes-read, and the same report is made without that word. On the staff pages a quote can be left out.

It counts whole weeks that are over, Monday to Sunday; without --from and --to all of them, which are the figures of the
overview page. Small numbers are hidden. Do not publish reports of weeks that overlap: use all weeks, or each week once.
"""
EXAMPLES = """\
examples:
  sayso report --engagement five-questions --out report
  sayso report --engagement five-questions --from 2026-11-02 --to 2026-11-29 --out november
"""
PAGE, PDF = "report.html", "report.pdf"
MOST_QUOTES = 10


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "report",
        help="write the response-monitoring report, as a web page and a PDF",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    parser.add_argument("--engagement", required=True, metavar="ID", help="which engagement")
    parser.add_argument("--from", dest="first", type=_day, metavar="DAY", help="whole weeks from this day on")
    parser.add_argument("--to", dest="last", type=_day, metavar="DAY", help="whole weeks up to this day")
    parser.add_argument(
        "--quotes",
        type=int,
        choices=range(MOST_QUOTES + 1),
        default=0,
        metavar="N",
        help=f"quotes for each theme, 0 to {MOST_QUOTES}; none unless you say so, and none with --from or --to",
    )
    parser.add_argument(
        "--quotes-read", action="store_true", help="you have read every quote in it: it may be given away as it is"
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FOLDER", help="folder to write to; made if need be")
    parser.add_argument("--overwrite", action="store_true", help="replace a report that is there already")
    parser.set_defaults(run=run_report)


def run_report(arguments: argparse.Namespace) -> int:
    """Write the report; return 0. Raises BotError and StorageError, whose messages say what to do."""
    settings, today = read_settings(), day_of(datetime.now(UTC))
    try:
        scripts = load_engagements(*settings.content, helplines_file=settings.helplines)
        population, hoped_for = load_expected(arguments.engagement, *settings.content)
    except ContentError as error:
        raise CallError(f"the content has mistakes; run `sayso script check`:\n{error}") from None
    first, last = whole_weeks(arguments.first, arguments.last, today)
    if first is not None and last < first:
        raise CallError("No whole week of that period is over yet, Monday to Sunday. Take a longer one, or wait.")
    whole = arguments.first is None and arguments.last is None
    targets = {arguments.out / name for name in (PAGE, PDF)}
    if not arguments.overwrite and (there := sorted(str(path) for path in targets if path.exists())):
        raise CallError(f"{there[0]} is there already: choose another folder, or say --overwrite.")
    over = arguments.engagement not in scripts
    script = asyncio.run(_past(settings, arguments.engagement, scripts)) if over else scripts[arguments.engagement]
    expected = Expected(population, () if over else hoped_for)
    period = None if whole else (first, last)
    made = asyncio.run(_report(settings, script, expected, period, today, arguments.quotes, over=over))
    report = made.document if arguments.quotes_read else as_a_draft(made.document, made.labels)
    quoted = len(words_quoted(report))
    files = {PAGE: whole_page(report).encode(), PDF: as_pdf(report)}
    drafts = _drafted(arguments.out, files)
    read: dict[str, str | int] = {"quotes": quoted, "read": "yes" if arguments.quotes_read else "no"} if quoted else {}
    asyncio.run(_noted(settings, script, files, {"weeks": report.subtitle, **read}))
    _named(arguments.out, drafts)
    sys.stdout.write(f"Wrote {arguments.out / PAGE} and {arguments.out / PDF}.\n{report.subtitle}\n")
    if quoted and not arguments.quotes_read:
        sys.stdout.write(
            "It is a draft, since it holds words that people wrote. Read every quote. If none tells who somebody is, make it "
            "again with --overwrite --quotes-read; else hide the words on the staff pages first.\n"
        )
    return 0


async def _report(  # noqa: PLR0913, PLR0917 - of what, of when, with how many quotes
    settings: Settings,
    script: Script,
    expected: Expected,
    period: tuple[date | None, date] | None,
    today: date,
    quotes: int,
    *,
    over: bool,
) -> Report:
    """Return the report."""
    async with opened_database(settings, make=False) as database:
        await check_migrated(database)
        return await made_report(
            database,
            script,
            expected,
            load_staff_texts(),
            period,
            today,
            settings.small_numbers,
            quotes,
            over=over,
        )


async def _past(settings: Settings, engagement: str, open_now: Mapping[str, Script]) -> Script:
    """Return the script of an engagement that is over. Raises CallError, naming those there are, for any other."""
    async with opened_database(settings, make=False) as database:
        await check_migrated(database)
        async with database.reading() as connection:
            past = await past_scripts(connection, open_now)
    if engagement not in past:
        raise CallError(f"There is no engagement '{engagement}'. There are: {', '.join((*open_now, *past))}.")
    return past[engagement]


async def _noted(settings: Settings, script: Script, files: Mapping[str, bytes], more: Mapping[str, str | int]) -> None:
    """Note in the audit trail that the report was made: of which weeks, with how many quotes, and the hash of each file."""
    hashes = {name.replace(".", "_"): hashlib.sha256(body).hexdigest() for name, body in files.items()}
    async with opened_database(settings, make=False) as database, database.writing() as connection:
        about = {"engagement": script.engagement, **more, **hashes}
        await note_of(settings, Kind.REPORT_MADE, **about)(connection, "")


def _drafted(folder: Path, files: Mapping[str, bytes]) -> Mapping[str, Path]:
    """Write the files under names that nobody takes for a report, and return where."""
    drafts = {name: folder / f".{name}" for name in files}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            drafts[name].write_bytes(content)
    except OSError as error:
        raise CallError(f"the report cannot be written to {folder} ({error.strerror}): check the folder") from None
    return drafts


def _named(folder: Path, drafts: Mapping[str, Path]) -> None:
    """Give the files their names."""
    try:
        for name, draft in drafts.items():
            os.replace(draft, folder / name)  # noqa: PTH105 - one word for it
    except OSError as error:
        raise CallError(f"the report cannot be written to {folder} ({error.strerror}): check the folder") from None


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError("write a day as in 2026-11-28") from None
