"""`sayso restore`: puts a backup back, without what was erased or became due since it was made."""

import argparse
import asyncio
import hmac
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bot.age_files import decrypt, identities, is_encrypted
from bot.cli.help_pages import HelpPages
from bot.errors import CallError, StartError
from bot.noting import note_of
from bot.opening import opened_database
from bot.progress import bar_on, clear
from bot.secrets import receipt_secret
from bot.settings import Settings, read_settings
from bot.tidying import terms_of
from bot.told_to_end import stop_as_ctrl_c_does
from conversations.content import load_engagements
from conversations.errors import ContentError
from storage.audit import Kind
from storage.database import Database
from storage.erased_list import ErasedList, bring_up_to_date, read_list
from storage.errors import BackupError
from storage.manifests import Manifest, read_manifest
from storage.moments import day_of
from storage.private_folders import private_folder
from storage.restoring import Restored, is_covered, restore
from storage.retention import Terms
from storage.small_numbers import NEAREST, figure

DESCRIPTION = """\
Puts the backup in FILE into the database that the settings name: all of it in one transaction, or nothing. Stop Sayso first.
The database has to be empty; --replace deletes what is there, so make a backup of that before.

Promises are kept: what was erased or taken out since the backup was made, and what is over by now, does not come back. What
was erased is read from the list in the data folder (SAYSO_ERASED_LIST) and from the database that is replaced. Talks that
were open are not in a backup: whoever was talking keeps the answers given so far and begins anew; a leave to quote that they
may have taken back since counts as not given.
"""
EXAMPLES = """\
examples:
  sayso restore /backups/sayso-2026-11-21.age --key sayso.agekey
  sayso restore before-update.sqlite --replace

Put the secret and the list of erasures back into the data folder first, where they were lost with it. Two things can be
done without them, knowingly:
  --without-list      nobody knows what was erased since the backup: it comes back, and people were told that it would not
  --without-secret    the backup's seal cannot be checked, and no receipt that was given out opens anything

Exit codes: 0 it is restored; 1 nothing was changed, and why; 2 the call's own words were off. More: docs/backup.md.
"""


def add_parser(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Add the verb to the command's parser."""
    parser = verbs.add_parser(
        "restore",
        help="put a backup back, without what was erased since",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=HelpPages,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the backup")
    parser.add_argument(
        "--key", type=Path, metavar="KEYFILE", help="the file with the secret key, where it is encrypted"
    )
    parser.add_argument("--replace", action="store_true", help="delete what is in the database now")
    parser.add_argument("--without-list", action="store_true", help="restore although the list of erasures is lost")
    parser.add_argument("--without-secret", action="store_true", help="restore although the secret is lost")
    parser.set_defaults(run=run_restore)


def run_restore(arguments: argparse.Namespace) -> int:
    """Restore; return 0. Raises BotError and StorageError, whose messages say what to do; then nothing was changed."""
    settings, today = read_settings(), day_of(datetime.now(UTC))
    try:
        terms = terms_of(
            settings,
            load_engagements(*settings.content, helplines_file=settings.helplines, drafts=settings.draft_languages),
        )
    except ContentError as error:
        raise StartError(f"the content has mistakes; run `sayso script check`:\n{error}") from None
    if not arguments.file.is_file():
        raise BackupError(f"there is no backup {arguments.file}")
    try:
        manifest, restored = asyncio.run(_restore(settings, arguments, terms, today))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        clear(sys.stderr)
    sys.stdout.writelines(f"{line}\n" for line in lines_of(manifest, restored, settings.small_numbers))
    if not restored.wiped:
        sys.stderr.write("sayso: what was deleted is still in the database's files: run `sayso retention --run`\n")
    return 0


def lines_of(manifest: Manifest, restored: Restored, threshold: int) -> Iterator[str]:
    """Give the lines that say what is there again and what is not; small numbers hidden.

    Where anything was left out the total is to the nearest few: whoever wrote down the exact one when the backup was made
    could otherwise subtract.
    """
    made, responses = manifest.made_on, restored.rows["responses"]
    there = f"{responses:,} responses, {sum(restored.rows.values()):,} rows in all"
    if any(restored.left_out.values()):
        there = f"{figure(responses, threshold)} responses, to the nearest {NEAREST}"
    yield f"Restored the backup of {made.day} {made:%B %Y}: {there}."
    said = {
        "erased": "responses erased since",
        "over": "responses whose last day is over",
        "answers": "answers taken out since",
        "quotes": "leaves to quote of talks that were open",
    }
    for kind, what in said.items():
        if number := restored.left_out.get(kind, 0):
            yield f"Left out: {figure(number, threshold)} {what}."
    yield "Open talks begin anew. Staff chats have to write '/alerts' again; an event's page has the address it had then."
    yield (
        "Releases that were made after this backup are not in the ledger, so no new one is made until they are: enter each "
        "with `sayso release adopt CODEBOOK`, then `sayso release confirm`."
    )
    yield "Start Sayso, and look that a talk and `sayso export` work."


async def _restore(
    settings: Settings, arguments: argparse.Namespace, terms: Terms, today: date
) -> tuple[Manifest, Restored]:
    stop_as_ctrl_c_does()
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        with private_folder(settings.data_dir) as folder:
            copy = folder / "backup.sqlite"
            await asyncio.to_thread(unpack, arguments.file, copy, arguments.key)
            manifest = await asyncio.to_thread(read_manifest, copy)
            check_seal(manifest, receipt_secret(settings), without=arguments.without_secret)
            kept = read_list(settings.erased_list_file)
            check_list(manifest, kept, settings, today, without=arguments.without_list)
            backup = Database(f"sqlite:///{copy.as_posix()}")
            try:
                async with opened_database(settings, make=True) as database:
                    noted = note_of(settings, Kind.RESTORED, backup_of=manifest.made_on.isoformat())
                    restored = await restore(
                        backup, database, kept, terms, today, replace=arguments.replace, step=bar_on(sys.stderr),
                        note=lambda connection: noted(connection, ""),
                    )  # fmt: skip
                    await bring_up_to_date(database, settings.erased_list_file, settings.backup_days, today)
            finally:
                await backup.close()
    except OSError as error:
        raise BackupError(f"{arguments.file} cannot be restored ({error.strerror})") from None
    return manifest, restored


def unpack(file: Path, copy: Path, key: Path | None) -> None:
    """Bring the backup into a file that may be written to. Raises CallError where the key is missing, BackupError as it does."""
    if is_encrypted(file):
        if key is None:
            raise CallError("the backup is encrypted: name the file with the secret key, --key KEYFILE")
        decrypt(file, copy, identities(key))
        return
    shutil.copyfile(file, copy)
    copy.chmod(0o600)


def check_seal(manifest: Manifest, secret: bytes | None, *, without: bool) -> None:
    """Raise BackupError where the seal was made under another secret, or by nobody who has it."""
    if not without and not hmac.compare_digest(manifest.seal, manifest.sealed(secret)):
        raise BackupError(
            "the backup was sealed under another secret than the one here, or somebody has changed it: put the secret back "
            "(secret.key and receipts.key in the data folder, or SAYSO_SECRET and SAYSO_RECEIPT_SECRET); where it is lost "
            "for good, and you know where the backup comes from, add --without-secret"
        )


def check_list(manifest: Manifest, kept: ErasedList | None, settings: Settings, today: date, *, without: bool) -> None:
    """Raise BackupError where it is not known what was erased since the backup was made."""
    if not without and not is_covered(manifest, kept, settings.backup_days, today):
        raise BackupError(
            f"the list of erasures {settings.erased_list_file} is not the one of this backup, or the backup is older than "
            f"the {settings.backup_days} days that it goes back, so what people erased since would come back: put the list "
            "back, or take a later backup; where there is neither, and you answer for it, add --without-list"
        )
