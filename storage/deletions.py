"""The log of deletions: how many rows went in which week and why. It says that deleting is done, and never whose rows.

Weeks and not days, since 'one response erased on 3 May' beside a backup of 2 May would say which one. What is shown of
it goes through `storage/small_numbers.py`.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import ModuleType

from sqlalchemy import Insert, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import AnyConnection, Prepared, given, run
from storage.tables import DeletionRow


class Deleted(StrEnum):
    """What went, and why."""

    LEFT = "left"
    """Links of conversations that were left; the answers stay."""
    AGED = "aged"
    """Responses whose last day was over."""
    ERASED = "erased"
    """Responses that their writers erased."""
    TAKEN_BACK = "taken_back"
    """Messages of answers that their writers cleared or changed."""
    HIDDEN = "hidden"
    """Messages of which staff hid words that redaction had missed."""
    HELD = "held"
    """Messages that were only held, and not kept."""
    FINGERPRINTS = "fingerprints"
    """Marks of handled messages."""
    ALERTS = "alerts"
    """Alerts for the adult in the room."""
    CHATS = "chats"
    """Staff chats of events that closed."""
    COUNTS = "counts"
    """Rows of counts of shown help."""


def _note(dialect: ModuleType) -> Insert:
    added = dialect.insert(DeletionRow).values(week=given("week"), kind=given("kind"), rows=given("rows"))
    noted: Insert = added.on_conflict_do_update(
        index_elements=[DeletionRow.week, DeletionRow.kind], set_={"rows": DeletionRow.rows + added.excluded.rows}
    )
    return noted


NOTE = Prepared(_note)


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


async def note_deletions(connection: AnyConnection, gone: Mapping[Deleted, int], day: date) -> None:
    """Add to the log what this transaction deleted on a day.

    It is the last thing a transaction does and takes the kinds in one order, so that no two of them wait for each other.
    """
    for kind, rows in sorted(gone.items()):
        if rows:
            await run(connection, NOTE, {"week": week_of(day), "kind": kind.value, "rows": rows})


async def deletions(connection: AsyncConnection, today: date) -> Mapping[date, Mapping[Deleted, int]]:
    """Return the true numbers of every week that is over, the newest first. `small_numbers` comes before anybody."""
    rows = await connection.execute(
        select(DeletionRow.week, DeletionRow.kind, DeletionRow.rows)
        .where(DeletionRow.week < week_of(today))
        .order_by(DeletionRow.week.desc())
    )
    weeks: dict[date, dict[Deleted, int]] = {}
    for week, kind, number in rows:
        weeks.setdefault(week, {})[Deleted(kind)] = number
    return weeks


async def forget_deletions_before(connection: AsyncConnection, day: date) -> None:
    """Delete the log of weeks that were over before a day."""
    await connection.execute(delete(DeletionRow).where(DeletionRow.week < week_of(day)))
