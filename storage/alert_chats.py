"""Telegram chats of staff that are told of an event's alerts: who wants to be told, and what each was told already.

Each alert is one message a chat, however many processes send: whoever sends claims the message first, for two minutes,
by an insert or an update that only one can win. A process that dies in between leaves a claim that runs out, so the
message may be sent twice, but is never lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CursorResult, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.alerts import KEPT_MINUTES
from storage.dialects import dialect_of
from storage.moments import DAY_MINUTES
from storage.tables import AlertChatRow, AlertMessageRow, AlertRow, EventRow

CLAIM_MINUTES = 2


@dataclass(frozen=True, slots=True)
class Telling:
    """One message to send, or to change where `message_id` is that of one that was sent.

    `minute` is the first in which help was shown, `again` whether it was more than once.
    """

    event_code: str
    event_name: str
    minute: int
    again: bool
    chat_id: int
    message_id: int | None

    def __repr__(self) -> str:
        """Show no chat: this may end up in a log or an error."""
        return f"Telling({self.event_code})"


async def tell_chat(connection: AsyncConnection, event_code: str, chat_id: int) -> None:
    """Have a chat told of an event's alerts from now on; nothing changes where it is already."""
    dialect = dialect_of(connection.dialect.name)
    await connection.execute(
        dialect.insert(AlertChatRow).values(event_code=event_code, chat_id=chat_id).on_conflict_do_nothing()
    )


async def is_told(connection: AsyncConnection, chat_id: int) -> bool:
    """Whether a chat is told of any event's alerts."""
    found = await connection.execute(select(AlertChatRow.chat_id).where(AlertChatRow.chat_id == chat_id).limit(1))
    return found.first() is not None


async def leave_chat_alone(connection: AsyncConnection, chat_id: int) -> int:
    """Tell a chat of nothing any more; return of how many events it was told."""
    gone: CursorResult[tuple[()]] = await connection.execute(
        delete(AlertChatRow).where(AlertChatRow.chat_id == chat_id)
    )
    return gone.rowcount


async def delete_chats_of_closed_events(connection: AsyncConnection, minute: int) -> int:
    """Delete the chats of events that closed a day ago or earlier; return how many."""
    closed = select(EventRow.code).where(EventRow.closes_minute <= minute - DAY_MINUTES)
    gone: CursorResult[tuple[()]] = await connection.execute(
        delete(AlertChatRow).where(AlertChatRow.event_code.in_(closed))
    )
    return gone.rowcount


async def tellings(connection: AsyncConnection, minute: int) -> Sequence[Telling]:
    """Return what has to be told now: alerts that a chat knows nothing of, and messages that should say 'more than once'.

    What some process is just sending is left out.
    """
    told = and_(
        AlertMessageRow.event_code == AlertRow.event_code,
        AlertMessageRow.expires_minute == AlertRow.expires_minute,
        AlertMessageRow.chat_id == AlertChatRow.chat_id,
    )
    behind = or_(AlertMessageRow.message_id.is_(None), AlertRow.again != AlertMessageRow.again)
    free = AlertMessageRow.claimed_minute <= minute
    rows = await connection.execute(
        select(
            AlertRow.event_code, EventRow.name, AlertRow.expires_minute - KEPT_MINUTES, AlertRow.again,
            AlertChatRow.chat_id, AlertMessageRow.message_id,
        )
        .join(EventRow, EventRow.code == AlertRow.event_code)
        .join(AlertChatRow, AlertChatRow.event_code == AlertRow.event_code)
        .outerjoin(AlertMessageRow, told)
        .where(AlertRow.expires_minute > minute, or_(AlertMessageRow.chat_id.is_(None), and_(behind, free)))
        .order_by(AlertRow.expires_minute)
    )  # fmt: skip
    return [Telling(*row) for row in rows]


async def claim(connection: AsyncConnection, telling: Telling, minute: int) -> bool:
    """Claim a message for this process; return False where another one has it, or it is sent already."""
    dialect = dialect_of(connection.dialect.name)
    until = minute + CLAIM_MINUTES
    statement = dialect.insert(AlertMessageRow).values(
        event_code=telling.event_code,
        expires_minute=telling.minute + KEPT_MINUTES,
        chat_id=telling.chat_id,
        claimed_minute=until,
        message_id=None,
        again=False,
    )
    behind = or_(AlertMessageRow.message_id.is_(None), AlertMessageRow.again != telling.again)
    won: CursorResult[tuple[()]] = await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[AlertMessageRow.event_code, AlertMessageRow.expires_minute, AlertMessageRow.chat_id],
            set_={"claimed_minute": until},
            where=and_(AlertMessageRow.claimed_minute <= minute, behind),
        )
    )
    return won.rowcount == 1


async def mark_told(connection: AsyncConnection, telling: Telling, message_id: int | None, minute: int) -> None:
    """Give a claim back: with the message's id where it was sent, else with None, so that it is tried again.

    After a failure it is free from the next minute on, which is as long as one should wait before trying again.
    """
    values: dict[str, object] = {"claimed_minute": minute}
    if message_id is not None:
        values |= {"message_id": message_id, "again": telling.again}
    else:
        values["claimed_minute"] = minute + 1
    await connection.execute(
        update(AlertMessageRow)
        .where(
            AlertMessageRow.event_code == telling.event_code,
            AlertMessageRow.expires_minute == telling.minute + KEPT_MINUTES,
            AlertMessageRow.chat_id == telling.chat_id,
        )
        .values(**values)
    )
