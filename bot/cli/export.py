"""`sayso export`: answers as a file for analysts, with codebooks that explain it."""

import argparse
import asyncio
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from bot.cli.export_filters import add_filters, filters_of
from bot.cli.help_pages import HelpPages
from bot.export_words import export_headline, export_remarks, reason_of
from bot.noting import note_of
from bot.opening import opened_database
from bot.settings import Settings, read_settings
from bot.told_to_end import stop_as_ctrl_c_does
from storage.audit import Kind
from storage.exports.codebook import WARNING
from storage.exports.exporting import ENDED, STATUSES, ExportReport, ExportRequest, Progress, export_responses
from storage.exports.responses import choose_engagement
from storage.exports.writing import Format
from storage.migrating import check_migrated

DESCRIPTION = f"""\
Writes what people answered to FILE, and beside it two codebooks that explain every column, every code and every
wording: one as CSV for programs, one as a page for people. All three files appear, or none. {WARNING}

This is the restricted kind: every response as it is stored. It needs a role and a reason. What may be given to others is
made by `sayso release`.
"""
EXAMPLES = """\
examples:
  sayso export --format xlsx --out answers.xlsx --role analyst --reason "report for the board, March"
  sayso export --format parquet --long --out answers.parquet --role analyst --reason "coding the themes"
  sayso export --format csv --out thanet.csv --place thanet --from 2026-11-01 --role lead --reason "council's request"
"""

ROLES = ("analyst", "lead", "administrator")


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "export",
        help="write the answers to a file, with codebooks",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    parser.add_argument(
        "--format",
        required=True,
        choices=[kind.value for kind in Format],
        help="csv or xlsx for spreadsheets, csv or parquet for statistics programs, jsonl (JSON Lines) for your own",
    )
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file to write")
    parser.add_argument(
        "--long", action="store_true", help="one row for each response and question, instead of one for each response"
    )
    parser.add_argument(
        "--engagement", metavar="ID", help="which engagement; needed only where the database holds several"
    )
    parser.add_argument(
        "--status",
        type=_statuses,
        default=ENDED,
        metavar="LIST",
        help=f"which responses, by how they ended, separated by commas: {', '.join(STATUSES)} "
        f"(default: {','.join(ENDED)}, since who is still writing may yet erase it all)",
    )
    parser.add_argument("--role", required=True, choices=ROLES, help="in which role you export")
    parser.add_argument(
        "--reason",
        required=True,
        type=a_reason,
        metavar="TEXT",
        help="why: it stands in the codebook, name nobody in it",
    )
    add_filters(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there already")
    parser.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
    """Export; return 0. Raises BotError and StorageError, whose messages say what to do; then no file is left."""
    request = ExportRequest(
        out=arguments.out,
        kind=Format(arguments.format),
        day=date.today(),  # noqa: DTZ011 - the day on the wall of whoever exports
        long=arguments.long,
        engagement=arguments.engagement,
        statuses=arguments.status,
        filters=filters_of(arguments),
        reason=f"{arguments.reason} (as {arguments.role})",
        overwrite=arguments.overwrite,
    )
    try:
        report = asyncio.run(_export(read_settings(), arguments, request))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    sys.stdout.writelines(f"{line}\n" for line in summary(report))
    return 0


def progress_to(terminal: TextIO) -> Progress | None:
    """Return what shows on a terminal how far the export is; None where it is not one."""
    if not terminal.isatty():
        return None

    def show(done: int, total: int) -> None:
        terminal.write(f"\r{done:,} of {total:,} responses" + ("\n" if done == total else ""))
        terminal.flush()

    return show


def summary(report: ExportReport) -> Iterable[str]:
    """Give the lines that say what was exported."""
    yield export_headline(report)
    for file in report.files:
        yield f"  {file.path}  SHA-256 {file.sha256}"
    yield from export_remarks(report, " (see --status)")


async def _export(settings: Settings, arguments: argparse.Namespace, request: ExportRequest) -> ExportReport:
    stop_as_ctrl_c_does()
    about = {
        "role": arguments.role,
        "reason": arguments.reason,
        "format": arguments.format,
        "shape": "long" if request.long else "wide",
        **dict(request.filters.facts()),
    }
    if request.statuses != ENDED:
        about["statuses"] = " ".join(request.statuses)
    async with opened_database(settings, make=False) as database:
        await check_migrated(database)
        async with database.reading() as connection:
            engagement = await choose_engagement(connection, request.engagement)
        note = note_of(settings, Kind.EXPORTED, engagement=engagement, **about)
        asked = replace(request, engagement=engagement)
        return await export_responses(database, asked, progress_to(sys.stderr), note)


def a_reason(value: str) -> str:
    """Return a reason of some words. Raises ArgumentTypeError for less."""
    if not (reason := reason_of(value)):
        raise argparse.ArgumentTypeError("say in some words what the answers are needed for")
    return reason


def _statuses(value: str) -> tuple[str, ...]:
    wanted = {status.strip() for status in value.split(",") if status.strip()}
    if not wanted or not wanted <= set(STATUSES):
        raise argparse.ArgumentTypeError(f"write one or more of {', '.join(STATUSES)}, separated by commas")
    return tuple(status for status in STATUSES if status in wanted)
