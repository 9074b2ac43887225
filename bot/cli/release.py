"""`sayso release`: what may be shared, made once for each response, in which nobody stands out."""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.cli.export import ROLES, a_reason
from bot.cli.export_filters import a_day
from bot.cli.help_pages import HelpPages
from bot.cli.release_database import at_the_database
from bot.cli.release_ledger import add_ledger_actions
from bot.export_words import release_headline, release_remarks
from bot.noting import note_of
from bot.progress import shown_on
from bot.settings import Settings, read_settings
from storage.audit import Kind
from storage.database import Database
from storage.exports.exporting import Note
from storage.exports.responses import choose_engagement
from storage.exports.writing import Format
from storage.releases.coarsening import KNOWN
from storage.releases.describing import WITH_WORDS
from storage.releases.ledger import Release, releases
from storage.releases.making import FilesWanted, ReleaseReport, ReleaseRequest, make_again, make_release

DESCRIPTION = """\
A release holds everybody whose talk ended in the weeks since the release before: a file of numbers of people by what is
known of them, made coarser until more people than the small number look alike; and a file of the words whose writers
agreed to be quoted, with two characteristics at the most. Each response goes into one release and never into another, so
nothing can be had by comparing two. Filter the files themselves: docs/releases.md says why there are no filters here.
"""
EXAMPLES = """\
examples:
  sayso release new --format xlsx --out shared/november --role lead --reason "for the partners' meeting"
  sayso release new --format csv --out shared/november --until 2026-11-15 --words-with audience,place \\
      --role lead --reason "for the partners' meeting"
  sayso release list
  sayso release adopt shared/november-codebook.csv --role lead --reason "made after the backup we restored"
  sayso release again 1 --format parquet --out shared/november-1 --role analyst --reason "for the university"
"""
MOST_WITH_WORDS = 2


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "release",
        help="make what may be shared: nobody stands out in it, small numbers hidden",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="release what is in no release yet, up to the last whole week")
    new.add_argument("--engagement", metavar="ID", help="which engagement; needed only where there are several")
    new.add_argument(
        "--until",
        type=a_day,
        metavar="DAY",
        help="up to the last Sunday that is not after this day (the last one over)",
    )
    new.add_argument(
        "--words-with",
        type=_with_words,
        default=WITH_WORDS,
        metavar="LIST",
        help=f"what stands with words, {MOST_WITH_WORDS} at the most, of: {', '.join(KNOWN)} "
        f"(default: {','.join(WITH_WORDS)}); it is decided for good",
    )
    _add_files(new)
    new.set_defaults(run=run_new)
    again = actions.add_parser("again", help="the files of a release once more, perhaps in another format")
    again.add_argument("number", type=int, metavar="NUMBER", help="which release; `sayso release list` shows them")
    _add_files(again)
    again.set_defaults(run=run_again)
    listing = actions.add_parser("list", help="show the releases there were")
    listing.set_defaults(run=run_list)
    add_ledger_actions(actions)


def run_new(arguments: argparse.Namespace) -> int:
    """Make a release; return 0. Raises BotError and StorageError, whose messages say what to do."""
    settings = read_settings()
    request = ReleaseRequest(
        day=_today(),
        threshold=settings.small_numbers,
        with_words=arguments.words_with,
        engagement=arguments.engagement,
        until=arguments.until,
    )

    async def made(database: Database) -> ReleaseReport:
        async with database.reading() as connection:
            engagement = await choose_engagement(connection, request.engagement)
        note = _note(settings, arguments, "new", engagement)
        asked = replace(request, engagement=engagement)
        return await make_release(database, asked, _files(arguments), shown_on(sys.stderr), note)

    report = at_the_database(settings, made)
    sys.stdout.writelines(f"{line}\n" for line in summary(report))
    return 0


def run_again(arguments: argparse.Namespace) -> int:
    """Write the files of a release once more; return 0. Raises as `run_new` does."""
    settings = read_settings()

    async def made(database: Database) -> ReleaseReport:
        engagements = {release.number: release.engagement for release in await _listed(database)}
        note = _note(settings, arguments, arguments.number, engagements.get(arguments.number, ""))
        return await make_again(database, arguments.number, _files(arguments), shown_on(sys.stderr), note)

    report = at_the_database(settings, made)
    sys.stdout.writelines(f"{line}\n" for line in summary(report))
    return 0


def run_list(_arguments: argparse.Namespace) -> int:
    """Show the releases; return 0. Raises as `run_new` does."""
    found = at_the_database(read_settings(), _listed)
    if not found:
        sys.stdout.write("There was no release yet.\n")
    for release in found:
        sys.stdout.write(
            f"{release.number}  {release.engagement}  up to {release.until.isoformat()}, made on "
            f"{release.made_on.isoformat()} by rule {release.rule}, small number {release.threshold}  {release.content_hash}\n"
        )
    return 0


def summary(report: ReleaseReport) -> Iterable[str]:
    """Give the lines that say what was released; every number as it may be published."""
    yield release_headline(report)
    for file in report.files:
        yield f"  {file.path}  SHA-256 {file.sha256}"
    yield from release_remarks(report)


async def _listed(database: Database) -> tuple[Release, ...]:
    async with database.reading() as connection:
        return tuple(await releases(connection))


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", required=True, choices=[kind.value for kind in Format], help="of the two data files"
    )
    parser.add_argument(
        "--out", required=True, type=Path, metavar="NAME", help="what the names of the files begin with, folder and all"
    )
    parser.add_argument("--role", required=True, choices=ROLES, help="in which role you release")
    parser.add_argument(
        "--reason",
        required=True,
        type=a_reason,
        metavar="TEXT",
        help="why: it stands in the codebook, name nobody in it",
    )


def _files(arguments: argparse.Namespace) -> FilesWanted:
    return FilesWanted(arguments.out, Format(arguments.format), f"{arguments.reason} (as {arguments.role})")


def _note(settings: Settings, arguments: argparse.Namespace, release: str | int, engagement: str) -> Note:
    about = {"engagement": engagement, "format": arguments.format, "release": release}
    return note_of(settings, Kind.RELEASED, role=arguments.role, reason=arguments.reason, **about)


def _with_words(value: str) -> tuple[str, ...]:
    wanted = {name.strip() for name in value.split(",") if name.strip()}
    if not wanted or len(wanted) > MOST_WITH_WORDS or not wanted <= set(KNOWN):
        raise argparse.ArgumentTypeError(f"write one or two of {', '.join(KNOWN)}, separated by commas")
    return tuple(name for name in KNOWN if name in wanted)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day on the wall of whoever releases
