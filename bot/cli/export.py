"""`sayso export`: answers as a file for analysts, with codebooks that explain it."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from bot.opening import opened_database
from bot.settings import Settings, read_settings
from storage.exports.codebook import WARNING
from storage.exports.exporting import ENDED, STATUSES, ExportReport, ExportRequest, Progress, export_responses
from storage.exports.writing import Format
from storage.migrating import check_migrated

DESCRIPTION = f"""\
Writes what people answered to FILE, and beside it two codebooks that explain every column, every code and every
wording: one as CSV for programs, one as a page for people. All three files appear, or none. {WARNING}
"""
EXAMPLES = """\
examples:
  sayso export --format csv --out answers.csv
  sayso export --format jsonl --long --out answers.jsonl --engagement five-questions
  sayso export --format csv --out all.csv --status finished,stopped_kept,open
"""


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "export",
        help="write the answers to a file, with codebooks",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--format",
        required=True,
        choices=[kind.value for kind in Format],
        help="csv for spreadsheets and statistics programs, jsonl (JSON Lines) for programs of your own",
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
        overwrite=arguments.overwrite,
    )
    try:
        report = asyncio.run(_export(read_settings(), request, progress_to(sys.stderr)))
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
    yield (
        f"Exported {report.responses:,} responses of {report.engagement}: "
        f"{report.rows:,} rows, {report.columns} columns."
    )
    for file in report.files:
        yield f"  {file.path}  SHA-256 {file.sha256}"
    if report.alone:
        yield (
            f"Alone: {report.alone:,} of them share day, event, audience and age band with nobody. Whoever saw who came "
            "can know whose they are: do not give them this file."
        )
    for status, count in report.left_out.items():
        yield f"Left out: {count:,} responses whose status is {status} (see --status)."
    for version in report.missing_versions:
        yield f"The wording of script version {version} is not in the database: the codebook cannot show it."
    yield WARNING


async def _export(settings: Settings, request: ExportRequest, progress: Progress | None) -> ExportReport:
    _stop_as_ctrl_c_does()
    async with opened_database(settings, make=False) as database:
        await check_migrated(database)
        return await export_responses(database, request, progress)


def _stop_as_ctrl_c_does() -> None:
    """Let being told to end, or losing the terminal, leave no half-written words of people, just as Ctrl-C does."""
    exporting = asyncio.current_task()
    if exporting is not None:
        for told_to_end in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(told_to_end, exporting.cancel)


def _statuses(value: str) -> tuple[str, ...]:
    wanted = {status.strip() for status in value.split(",") if status.strip()}
    if not wanted or not wanted <= set(STATUSES):
        raise argparse.ArgumentTypeError(f"write one or more of {', '.join(STATUSES)}, separated by commas")
    return tuple(status for status in STATUSES if status in wanted)
