"""`sayso release adopt` and `confirm`: make the ledger of releases whole again after an older backup was restored."""

import argparse
import sys
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.cli.export import a_reason
from bot.cli.release_database import at_the_database
from bot.noting import note_of
from bot.settings import Settings, read_settings
from storage.audit import Kind
from storage.database import Database
from storage.releases.adopting import adopt, read_codebook
from storage.releases.ledger import Release, is_in_doubt

ANSWERABLE = ("lead", "administrator")
"""Who may say that no release is missing."""


def add_ledger_actions(actions: "argparse._SubParsersAction[Any]") -> None:
    """Add both actions to those of `sayso release`."""
    adopting = actions.add_parser(
        "adopt",
        help="after a restored backup: enter a release that was made since the backup",
        description="Enters a release into the ledger that was made after the backup that was restored, from the CSV "
        "codebook that came with it. Everybody who may have been in it is never released again.",
    )
    adopting.add_argument("codebook", type=Path, metavar="CODEBOOK", help="its file whose name ends in -codebook.csv")
    _add_why(adopting)
    adopting.set_defaults(run=run_adopt)
    confirming = actions.add_parser(
        "confirm",
        help="after a restored backup: say that no release is missing from the ledger",
        description="Says that every release that was ever given out is in the ledger, so that new ones may be made. "
        "Compare `sayso release list` with the files that were given out first.",
    )
    _add_why(confirming)
    confirming.set_defaults(run=run_confirm)


def run_adopt(arguments: argparse.Namespace) -> int:
    """Enter a release; return 0. Raises BotError and StorageError, whose messages say what to do."""
    settings, told = read_settings(), read_codebook(arguments.codebook)

    async def note(connection: AsyncConnection, release: Release) -> None:
        about = _note(settings, arguments, Kind.RELEASE_ADOPTED, release=release.number)
        await about(connection, told.content_hash)

    release = at_the_database(settings, lambda database: adopt(database, told, note))
    sys.stdout.write(f"Release {release.number} of {release.engagement}, up to {release.until}, is in the ledger.\n")
    return 0


def run_confirm(arguments: argparse.Namespace) -> int:
    """Say that no release is missing; return 0. Raises as `run_adopt` does."""
    settings = read_settings()

    async def confirmed(database: Database) -> bool:
        async with database.writing() as connection:
            if not await is_in_doubt(connection):
                return False
            await _note(settings, arguments, Kind.RELEASES_CONFIRMED)(connection, "")
        return True

    said = (
        "New releases may be made again." if at_the_database(settings, confirmed) else "There was nothing to confirm."
    )
    sys.stdout.write(f"{said}\n")
    return 0


def _add_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", required=True, choices=ANSWERABLE, help="in which role you say so")
    parser.add_argument("--reason", required=True, type=a_reason, metavar="TEXT", help="how you know")


def _note(settings: Settings, arguments: argparse.Namespace, kind: Kind, **about: int) -> Any:
    return note_of(settings, kind, role=arguments.role, reason=arguments.reason, **about)
