"""Puts a backup back without what was deleted since: in one transaction, so nobody ever reads what should not be there.

Left out on the way, and never written: responses that were erased or whose last day is over, answers that were taken out,
and the leave to quote of whoever was still talking when the backup was made, since they may have taken it back; no choice
counts as no. What is known to be erased comes from the list (`storage/erased_list.py`), from the database that is replaced,
and not from what the backup itself knew already.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.alone import is_in_use, lock_tables
from storage.backing_up import kept_tables
from storage.carrying import Row, all_tables, carry, contents_of, empty, row_numbers
from storage.database import Database
from storage.erased_list import ErasedList
from storage.erasures import Marks, erased_mark, erasures, put_erasures, since, taken_out_mark, together
from storage.errors import BackupError
from storage.manifests import Manifest
from storage.migrating import migrate
from storage.moving import Step, silently
from storage.retention import Terms, delete_due
from storage.we_did import withdraw_all
from storage.wiping import wipe


@dataclass(slots=True)
class Sieve:
    """Says of each row of a backup, those of responses first, whether it may be there again; counts what may not."""

    marks: frozenset[str]
    last_days: Mapping[str, date]
    today: date
    left_out: Counter[str] = field(default_factory=Counter)
    _gone: set[str] = field(default_factory=set)
    _open: set[str] = field(default_factory=set)

    def __call__(self, table: str, row: Row) -> bool:
        """Whether a row is carried along."""
        if table == "responses":
            return self._response(row)
        response_id = row.get("response_id")
        if response_id in self._gone:
            return False
        if response_id is not None and "question_id" in row:
            if taken_out_mark(str(response_id), row["question_id"]) in self.marks:
                self.left_out["answers"] += table == "answers"
                return False
        elif table == "consents" and row["consent"] == "quotes" and row["agreed"] and response_id in self._open:
            self.left_out["quotes"] += 1
            return False
        return True

    def _response(self, row: Row) -> bool:
        erased = erased_mark(row["id"]) in self.marks
        over = self.today > min(row["kept_until"] or date.max, self.last_days.get(row["engagement"], date.max))
        if erased or over:
            self._gone.add(row["id"])
            self.left_out["erased" if erased else "over"] += 1
            return False
        if row["status"] == "open":
            self._open.add(row["id"])
        return True


@dataclass(frozen=True, slots=True)
class Restored:
    """How many rows there are again by table, how many of which kind were left out, and whether the files are wiped."""

    rows: Mapping[str, int]
    left_out: Mapping[str, int]
    wiped: bool


def is_covered(manifest: Manifest, kept: ErasedList | None, days: int, today: date) -> bool:
    """Whether the list of erasures knows everything that was erased since a backup was made."""
    return kept is not None and kept.id == manifest.erased_list and manifest.made_on >= today - timedelta(days=days)


async def restore(  # noqa: PLR0913 - from where, to where, and what must not come back
    backup: Database,
    target: Database,
    kept: ErasedList | None,
    terms: Terms,
    today: date,
    *,
    replace: bool,
    step: Step = silently,
    note: Callable[[AsyncConnection], Awaitable[None]] | None = None,
) -> Restored:
    """Put a checked backup, in a file of its own that may be written to, into the database.

    `replace` deletes what is there. `note` notes in the audit trail that it was done, in the same transaction. Raises BackupError where the database is not empty or in use; then nothing is changed.
    """
    await migrate(target)
    if await is_in_use(target):
        raise BackupError("the database is in use: stop every Sayso that uses it, then restore")
    await migrate(backup)
    async with backup.reading() as source, target.writing() as connection:
        if not target.is_sqlite:
            await lock_tables(connection)
        here = await erasures(connection)
        full = [name for name, rows in (await row_numbers(connection, all_tables())).items() if rows]
        if full and not replace:
            raise BackupError(
                f"the database is not empty ({', '.join(full)}), so nothing was changed: add --replace to delete what "
                "is there, or name an empty one with SAYSO_DATABASE_URL"
            )
        await empty(connection, all_tables())
        then = await erasures(source)
        now: Marks = together(then, here, kept.marks if kept else {})
        sieve = Sieve(since(now, then), terms.last_days, today)
        rows = sum((await row_numbers(source, kept_tables())).values())
        carried = await carry(source, connection, kept_tables(), wanted=sieve, tell=step("restoring", rows))
        if await contents_of(connection, kept_tables(), step("checking", rows)) != carried:
            raise BackupError("the database does not hold what was written to it, so nothing was changed")
        await put_erasures(connection, now)
        # What was withdrawn since the backup, perhaps because it named somebody, must not be public again by itself.
        await withdraw_all(connection)
        if note is not None:
            await note(connection)
    await delete_due(target, terms, today)
    numbers = {name: content.rows for name, content in carried.items()}
    return Restored(numbers, dict(sieve.left_out), await wipe(target))
