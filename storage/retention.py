"""Deletes what is no longer to be kept: answers after the day that was promised, links of talks that were left.

UK GDPR Art. 5(1)(e), storage limitation. What the first messages promise about time is made true here. A response goes
after the last day its writer was told, whatever the script says by then, and also where its engagement is not there any
more; it goes sooner where the script now names a nearer day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, CursorResult, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.deletions import Deleted, forget_deletions_before, note_deletions, week_of
from storage.erasures import Noted, erased_mark, forget_erasures_before, put_erasures
from storage.tables import ConversationRow, HandledMessage, HeldMessage, ResponseRow, SignpostCountRow, Table

Due = tuple[Deleted, type[Table], ColumnElement[bool]]
"""What kind it is, in which table, and which rows of it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long things are kept: days, and of answers the last day that each engagement's script names.

    `backup_days` is how long backups are kept, and with them the marks of what was erased.
    """

    left_days: int
    handled_days: int
    count_days: int
    last_days: Mapping[str, date]
    backup_days: int = 30


def what_is_due(terms: Terms, today: date) -> tuple[Due, ...]:
    """Return what is to be deleted on a day. Held words go unless they belong to a conversation that is still open."""
    left = ConversationRow.active_on < today - timedelta(days=terms.left_days)
    in_use = select(ConversationRow.response_id).where(~left, ConversationRow.response_id.is_not(None))
    over = [engagement for engagement, last_day in terms.last_days.items() if last_day < today]
    return (
        (Deleted.LEFT, ConversationRow, left),
        (Deleted.HELD, HeldMessage, HeldMessage.response_id.not_in(in_use)),
        (Deleted.AGED, ResponseRow, or_(ResponseRow.kept_until < today, ResponseRow.engagement.in_(over))),
        (Deleted.FINGERPRINTS, HandledMessage, HandledMessage.handled_on < today - timedelta(days=terms.handled_days)),
        (Deleted.COUNTS, SignpostCountRow, SignpostCountRow.day < today - timedelta(days=terms.count_days)),
    )


async def count_due(connection: AsyncConnection, terms: Terms, today: date) -> Mapping[Deleted, int]:
    """Return how many rows of each kind are due on a day: true numbers, not to be shown."""
    return {
        kind: await connection.scalar(select(func.count()).select_from(table).where(condition)) or 0
        for kind, table, condition in what_is_due(terms, today)
    }


async def delete_due(
    database: Database, terms: Terms, today: date, tell: Callable[[Deleted], None] | None = None
) -> Mapping[Deleted, int]:
    """Delete everything that is due on a day and note it in the log of deletions; return how many rows of each kind.

    Each kind is a transaction of its own, so that no turn waits for all of them. `tell` hears which one is next.
    """
    gone: dict[Deleted, int] = {}
    for kind, table, condition in what_is_due(terms, today):
        if tell is not None:
            tell(kind)
        async with database.writing() as connection:
            if kind is Deleted.AGED:
                await _note_aged(connection, condition, today)
            deleted: CursorResult[tuple[()]] = await connection.execute(delete(table).where(condition))
            gone[kind] = deleted.rowcount
            await note_deletions(connection, {kind: deleted.rowcount}, today)
    async with database.writing() as connection:
        await forget_deletions_before(connection, today - timedelta(days=terms.count_days))
        await forget_erasures_before(connection, today - timedelta(days=terms.backup_days))
    return gone


async def _note_aged(connection: AsyncConnection, condition: ColumnElement[bool], today: date) -> None:
    ids = await connection.scalars(select(ResponseRow.id).where(condition))
    await put_erasures(connection, {erased_mark(response_id): Noted(week_of(today), 1) for response_id in ids})
