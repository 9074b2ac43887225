"""Open conversations: loaded and saved by the keyed hash of a channel address, never by the address itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete, literal, select, update
from sqlalchemy.sql.expression import exists

from conversations.state import ConversationState
from conversations.turn import Reply
from storage.errors import VersionClash
from storage.prepared import AnyConnection, Prepared, Row, given, rows, run
from storage.tables import ConversationRow, HandledMessage

IS_OURS = ConversationRow.channel_key.in_((given("key"), given("other_key")))
IS_MARKED = exists().where(HandledMessage.fingerprint.in_((given("mark"), given("other_mark"))))
COLUMNS = (
    ConversationRow.channel_key,
    ConversationRow.version,
    ConversationRow.state,
    ConversationRow.response_id,
    ConversationRow.answered,
)

FIND = Prepared(
    lambda _: select(IS_MARKED.label("handled"), *COLUMNS).select_from(
        select(literal(1).label("always")).subquery().outerjoin(ConversationRow, IS_OURS)
    )
)
"""One row at the least, so that one question answers both: has a turn taken this message, and where is its talk?"""

LOAD = Prepared(lambda _: select(*COLUMNS, ConversationRow.replies).where(IS_OURS))
HANDLED = Prepared(
    lambda _: select(HandledMessage.fingerprint).where(
        HandledMessage.fingerprint.in_((given("mark"), given("other_mark")))
    )
)
BEGIN = Prepared(
    lambda dialect: (
        dialect.insert(ConversationRow)
        .values(
            channel_key=given("channel_key"),
            version=literal(1),
            state=given("state"),
            replies=given("replies"),
            response_id=given("response_id"),
            answered=given("answered"),
            active_on=given("active_on"),
        )
        .on_conflict_do_nothing(index_elements=[ConversationRow.channel_key])
    )
)
UNCHANGED = (ConversationRow.channel_key == given("before"), ConversationRow.version == given("version"))
MOVE_ON = Prepared(
    lambda _: (
        update(ConversationRow)
        .where(*UNCHANGED)
        .values(
            channel_key=given("channel_key"),
            version=ConversationRow.version + 1,
            state=given("state"),
            replies=given("replies"),
            response_id=given("response_id"),
            answered=given("answered"),
            active_on=given("active_on"),
        )
    )
)
FORGET = Prepared(lambda _: delete(ConversationRow).where(*UNCHANGED))
MARK = Prepared(
    lambda dialect: (
        dialect.insert(HandledMessage)
        .values(fingerprint=given("fingerprint"), handled_on=given("day"))
        .on_conflict_do_nothing(index_elements=[HandledMessage.fingerprint])
    )
)


@dataclass(frozen=True, slots=True)
class OpenConversation:
    """A conversation as it was stored: `version` must be given back when saving what came of it.

    `answered` is the fingerprint of the message that `replies` answer; None where that had none.
    """

    channel_key: str
    version: int
    state: ConversationState
    replies: tuple[Reply, ...]
    response_id: str | None
    answered: str | None = None


async def find(
    connection: AnyConnection, channel_keys: Sequence[str], fingerprints: Sequence[str]
) -> tuple[OpenConversation | None, bool]:
    """Return the open conversation under the first key that has one, and whether a turn has taken a message already.

    Its replies are left out: few turns need them. There are one or two keys, and as many fingerprints or none. Raises
    StateError for a conversation that is damaged.
    """
    found = await rows(connection, FIND, {**_keys(channel_keys), **_marks(fingerprints)})
    there = [row[1:] for row in found if row[1] is not None]
    return _conversation(there, channel_keys), bool(found[0][0])


async def load(connection: AnyConnection, *channel_keys: str) -> OpenConversation | None:
    """Return the open conversation under the first key that has one, or None. Raises StateError for a damaged one."""
    found = await rows(connection, LOAD, _keys(channel_keys))
    replies = {row[0]: row[-1] for row in found}
    held = _conversation([row[:-1] for row in found], channel_keys)
    if held is None:
        return None
    said = tuple(Reply.from_json(reply) for reply in replies[held.channel_key])
    return OpenConversation(held.channel_key, held.version, held.state, said, held.response_id, held.answered)


async def save(connection: AnyConnection, before: OpenConversation | None, after: OpenConversation, day: date) -> None:
    """Store where the conversation is now, under the key of `after`, which may be another one than it was loaded by.

    Raises VersionClash where somebody else has moved it on meanwhile.
    """
    values = {
        "channel_key": after.channel_key,
        "state": after.state.to_json(),
        "replies": [reply.to_json() for reply in after.replies],
        "response_id": after.response_id,
        "answered": after.answered,
        "active_on": day,
    }
    if before is None:
        if await run(connection, BEGIN, values) != 1:
            raise VersionClash("another turn began this conversation first")
        return
    if await run(connection, MOVE_ON, {**values, "before": before.channel_key, "version": before.version}) != 1:
        raise VersionClash("another turn moved this conversation on first")


async def forget(connection: AnyConnection, before: OpenConversation) -> None:
    """Cut the link between a channel address and its response. Raises VersionClash as `save` does."""
    if await run(connection, FORGET, {"before": before.channel_key, "version": before.version}) != 1:
        raise VersionClash("another turn closed this conversation first")


async def is_handled(connection: AnyConnection, *fingerprints: str) -> bool:
    """Whether a turn has taken this message already, under any of its fingerprints."""
    return bool(await rows(connection, HANDLED, _marks(fingerprints)))


async def mark_handled(connection: AnyConnection, fingerprint: str, day: date) -> None:
    """Note that this turn takes the message. Raises VersionClash where another turn took it at the same moment."""
    if await run(connection, MARK, {"fingerprint": fingerprint, "day": day}) != 1:
        raise VersionClash("another turn took this message first")


def _keys(channel_keys: Sequence[str]) -> dict[str, str]:
    return {"key": channel_keys[0], "other_key": channel_keys[-1]}


def _marks(fingerprints: Sequence[str]) -> dict[str, str]:
    return {"mark": fingerprints[0], "other_mark": fingerprints[-1]} if fingerprints else {"mark": "", "other_mark": ""}


def _conversation(found: Sequence[Row], channel_keys: Sequence[str]) -> OpenConversation | None:
    if not found:
        return None
    key, version, state, response_id, answered = min(found, key=lambda row: channel_keys.index(row[0]))
    return OpenConversation(key, version, ConversationState.from_json(state), (), response_id, answered)
