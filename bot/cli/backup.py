"""`sayso backup`: one file with everything that has to outlast the loss of the database, made while Sayso runs."""

import argparse
import asyncio
import hashlib
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.age_files import encrypt, new_key, recipient
from bot.cli.help_pages import HelpPages
from bot.errors import CallError
from bot.opening import opened_database
from bot.progress import bar_on, clear
from bot.secrets import receipt_secret
from bot.settings import Settings, read_settings
from bot.told_to_end import stop_as_ctrl_c_does
from storage.backing_up import back_up
from storage.erased_list import bring_up_to_date
from storage.errors import BackupError
from storage.manifests import Manifest
from storage.migrating import check_migrated
from storage.moments import day_of
from storage.private_folders import private_folder

DESCRIPTION = """\
Writes a backup to FILE, from SQLite or PostgreSQL, while Sayso goes on: one file, whole or not there at all, for its owner's
eyes, with a checksum of every table. `sayso restore FILE` puts it back and leaves out what was erased since.

In it are answers, consents, receipts' hashes, wordings, events and counts. Not in it are the links between chats and answers,
words that were put aside, and the secret: keep a copy of that elsewhere, or no receipt opens anything after a restore.

A backup holds what young people wrote. Encrypt it with --for; keep it no longer than SAYSO_BACKUP_DAYS.
"""
EXAMPLES = """\
examples:
  sayso backup --new-key sayso.agekey                      once, on another machine: shows the public key, age1...
  sayso backup /backups/sayso-$(date +%F).age --for age1...   every day, by a timer
  sayso backup before-update.sqlite                        not encrypted: for this machine, for today

Exit codes: 0 there is a backup; 1 there is none, and why; 2 the call's own words were off. More: docs/backup.md.
"""


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "backup",
        help="write a backup to a file, while Sayso runs",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="the file to write")
    parser.add_argument(
        "--for",
        action="append",
        default=[],
        dest="recipients",
        metavar="KEY",
        help="encrypt it for the holder of this public key (age1...); more than once for several holders",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a file that is there already")
    parser.add_argument(
        "--new-key", type=Path, metavar="KEYFILE", help="make a key pair instead: secret key into KEYFILE"
    )
    parser.set_defaults(run=run_backup)


def run_backup(arguments: argparse.Namespace) -> int:
    """Make a backup or a key; return 0. Raises BotError and StorageError, whose messages say what to do."""
    if (arguments.new_key is None) == (arguments.file is None):
        raise CallError("name the file to write, or --new-key")
    if arguments.new_key is not None:
        public = new_key(arguments.new_key)
        sys.stdout.write(
            f"The secret key is in {arguments.new_key}: keep it away from the machine that makes backups, and twice.\n"
            f"Make backups for it with: sayso backup FILE --for {public}\n"
        )
        return 0
    try:
        recipients = [recipient(key) for key in arguments.recipients]
    except ValueError as error:
        raise CallError(f"--for cannot be used: {error}") from None
    settings = read_settings()
    try:
        manifest = asyncio.run(_back_up(settings, arguments.file, recipients, overwrite=arguments.overwrite))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        clear(sys.stderr)
    say_what_there_is(manifest, arguments.file, settings, encrypted=bool(recipients))
    return 0


def say_what_there_is(manifest: Manifest, file: Path, settings: Settings, *, encrypted: bool) -> None:
    """Print what is in the backup, and what it needs to be of use and of no harm."""
    until = manifest.made_on + timedelta(days=settings.backup_days)
    with file.open("rb") as written:
        digest = hashlib.file_digest(written, "sha256").hexdigest()
    lines = (
        f"Backed up {manifest.tables['responses'][0]:,} responses, {manifest.rows:,} rows in all.",
        f"  {file}  SHA-256 {digest}",
        f"Delete it on {until.day} {until:%B %Y} (SAYSO_BACKUP_DAYS): what is erased from now on is remembered for so long.",
        "The secret is not in it: without a copy of that, kept elsewhere, no receipt opens anything after a restore.",
    )
    sys.stdout.writelines(f"{line}\n" for line in lines)
    if not encrypted:
        sys.stderr.write(
            "sayso: this backup is not encrypted: whoever has it reads what young people wrote (see --for)\n"
        )


async def _back_up(settings: Settings, file: Path, recipients: list[Any], *, overwrite: bool) -> Manifest:
    stop_as_ctrl_c_does()
    refuse_file(file, overwrite=overwrite)
    today = day_of(datetime.now(UTC))
    try:
        async with opened_database(settings, make=False) as database:
            await check_migrated(database)
            kept = await bring_up_to_date(database, settings.erased_list_file, settings.backup_days, today)
            # A copy that is not encrypted stays where the database's words may be anyway.
            with (
                private_folder(settings.data_dir if recipients else file.parent) as folder,
                private_folder(file.parent) as beside,
            ):
                made = folder / "backup.sqlite"
                secret = receipt_secret(settings)
                manifest = await back_up(database, made, today, kept.id, secret, step=bar_on(sys.stderr))
                if recipients:
                    made = beside / "backup.age"
                    await asyncio.to_thread(encrypt, folder / "backup.sqlite", made, recipients)
                publish(made, file, overwrite=overwrite)
    except OSError as error:
        raise BackupError(f"{file} cannot be written ({error.strerror}), so there is no backup") from None
    return manifest


def refuse_file(file: Path, *, overwrite: bool) -> None:
    """Raise BackupError where a file cannot be written, or is there already and not to be replaced."""
    if not file.parent.is_dir():
        raise BackupError(f"there is no folder {file.parent}: make it first, or choose another one")
    if file.is_dir():
        raise BackupError(f"{file} is a folder: name a file in it")
    if file.exists() and not overwrite:
        raise BackupError(f"{file} is there already: choose another name, or add --overwrite")


def publish(draft: Path, file: Path, *, overwrite: bool) -> None:
    """Give a finished draft its name, on the disk. Raises BackupError where another has it by now."""
    refuse_file(file, overwrite=overwrite)
    draft.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
