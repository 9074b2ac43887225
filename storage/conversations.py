"""Open conversations: loaded and saved by the keyed hash of a channel address, never by the address itself."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.state import ConversationState
from conversations.turn import Reply
from storage.errors import VersionClash
from storage.tables import ConversationRow, HandledMessage


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """A conversation as it was stored: `version` must be given back when saving what came of it."""

    channel_key: str
    version: int
    state: ConversationState
    replies: tuple[Reply, ...]
    response_id: str | None


async def load(connection: AsyncConnection, *channel_keys: str, lock: bool = False) -> OpenConversation | None:
    """Return the open conversation under the first key that has one, or None. Raises StateError for a damaged one.

    `lock` makes every other turn of this conversation wait until the transaction ends, in other processes too.
    """
    wanted = select(
        ConversationRow.channel_key,
        ConversationRow.version,
        ConversationRow.state,
        ConversationRow.replies,
        ConversationRow.response_id,
    ).where(ConversationRow.channel_key.in_(channel_keys))
    # SQLite needs none: a writing transaction there has the whole file to itself from its beginning.
    rows = (await connection.execute(wanted.with_for_update() if lock else wanted)).all()
    if not rows:
        return None
    row = min(rows, key=lambda one: channel_keys.index(one.channel_key))
    replies = tuple(Reply.from_json(reply) for reply in row.replies)
    state = ConversationState.from_json(row.state)
    return OpenConversation(row.channel_key, row.version, state, replies, row.response_id)


async def save(
    connection: AsyncConnection, before: OpenConversation | None, after: OpenConversation, day: date
) -> None:
    """Store where the conversation is now, under the key of `after`, which may be another one than it was loaded by.

    Raises VersionClash where somebody else has moved it on meanwhile.
    """
    values = {
        "state": after.state.to_json(),
        "replies": [reply.to_json() for reply in after.replies],
        "response_id": after.response_id,
        "active_on": day,
    }
    if before is None:
        statement = insert(ConversationRow).values(channel_key=after.channel_key, version=1, **values)
        try:
            await connection.execute(statement)
        except IntegrityError:
            raise VersionClash("another turn began this conversation first") from None
        return
    changed: CursorResult[tuple[()]] = await connection.execute(
        update(ConversationRow)
        .where(ConversationRow.channel_key == before.channel_key, ConversationRow.version == before.version)
        .values(channel_key=after.channel_key, version=before.version + 1, **values)
    )
    if changed.rowcount != 1:
        raise VersionClash("another turn moved this conversation on first")


async def forget(connection: AsyncConnection, before: OpenConversation) -> None:
    """Cut the link between a channel address and its response. Raises VersionClash as `save` does."""
    gone: CursorResult[tuple[()]] = await connection.execute(
        delete(ConversationRow).where(
            ConversationRow.channel_key == before.channel_key, ConversationRow.version == before.version
        )
    )
    if gone.rowcount != 1:
        raise VersionClash("another turn closed this conversation first")


async def is_handled(connection: AsyncConnection, *fingerprints: str) -> bool:
    """Whether a turn has taken this message already, under any of its fingerprints."""
    found = await connection.execute(
        select(HandledMessage.fingerprint).where(HandledMessage.fingerprint.in_(fingerprints))
    )
    return found.first() is not None


async def mark_handled(connection: AsyncConnection, fingerprint: str, day: date) -> None:
    """Note that this turn takes the message. Raises VersionClash where another turn took it at the same moment."""
    try:
        await connection.execute(insert(HandledMessage).values(fingerprint=fingerprint, handled_on=day))
    except IntegrityError:
        raise VersionClash("another turn took this message first") from None
