"""Makes a backup: one SQLite file with what has to outlast the loss of a database, and nothing that must not come back.

The same file from either kind of database, seen at one moment while Sayso goes on. Rows are written anew, so there is no
deleted word in it and no order in which people came.

Left out is whatever is only there for a talk under way: the link between an address and its answers, the words put aside
after a signpost, fingerprints, last words, and what is shown to staff for an hour or a day. Who was talking when the
backup was made keeps the answers and loses the place. In return no backup, stolen or restored, ever joins an address to an
answer.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import Table

from storage.carrying import all_tables, carry, contents_of, row_numbers
from storage.database import Database
from storage.errors import BackupError
from storage.manifests import Manifest, put_manifest, summed_up
from storage.migrating import check_migrated, migrate, newest_revision
from storage.moving import Step, silently

KEPT = frozenset(
    {
        "responses", "consents", "answers", "answer_messages", "receipts", "script_wordings", "events",
        "signpost_counts", "deletions", "erasures", "answer_languages", "answer_translations", "releases",
        "released_responses",
        "audit_entries", "audit_cuts", "themes", "theme_readings", "theme_codings",
        "we_did", "we_did_themes",
    }
)  # fmt: skip
"""The tables that a backup holds; a test asks of every table whether it is here or in `LEFT_OUT`."""

LEFT_OUT = frozenset(
    {
        "conversations", "handled_messages", "last_words", "held_messages", "alerts", "alert_chats", "alert_messages",
        "statistics", "event_counts",
        "staff_accounts", "staff_recovery_codes", "staff_links", "staff_sessions", "staff_tries",
    }
)  # fmt: skip
"""The tables that no backup holds and that are empty after restoring one.

Accounts of staff are among them: whoever was removed since must not be able to sign in again. They are invited anew.
"""


def kept_tables() -> Sequence[Table]:
    """Return the tables that a backup holds, those before others that refer to them."""
    return tuple(table for table in all_tables() if table.name in KEPT)


async def back_up(  # noqa: PLR0913 - what, where to, and what the manifest says
    database: Database, file: Path, day: date, erased_list: str, secret: bytes | None, *, step: Step = silently
) -> Manifest:
    """Write a backup into a file that is not there yet, in a folder that nobody else may look into.

    `erased_list` is the id of the list of erasures, `secret` what receipts are made of. Raises BackupError where what was
    written is not what was read, NotMigrated for older tables.
    """
    await check_migrated(database)
    copy = Database(f"sqlite:///{file.as_posix()}")
    try:
        await migrate(copy)
        async with database.reading() as source, copy.writing() as target:
            rows = sum((await row_numbers(source, kept_tables())).values())
            carried = await carry(source, target, kept_tables(), tell=step("copying", rows))
        async with copy.reading() as target:
            if await contents_of(target, kept_tables(), step("checking", rows)) != carried:
                raise BackupError(
                    "the backup does not hold what was written to it, so there is none: is the disk sound?"
                )
    finally:
        await copy.close()
    bare = Manifest(newest_revision() or "", day, erased_list, summed_up(file))
    manifest = replace(bare, seal=bare.sealed(secret))
    put_manifest(file, manifest)
    return manifest
