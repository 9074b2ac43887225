"""What a turn reads before it decides anything: where the talk is, whether the message was taken, what was written before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.receipts.words import written
from conversations.inbound import Inbound, Typed
from conversations.receipts import filled, needs_words
from conversations.turn import Reply
from storage.anonymity import ReceiptKeys
from storage.answers import answer_messages, messages_so_far
from storage.conversations import OpenConversation, find, load
from storage.issuing import receipt_value
from storage.prepared import AnyConnection


@dataclass(frozen=True, slots=True)
class Before:
    """What is read for a turn: the talk, if one is open, whether a turn has taken the message, and all that was said."""

    held: OpenConversation | None
    handled: bool
    inbound: Inbound


async def read_before(connection: AnyConnection, keys: Sequence[str], marks: Sequence[str], inbound: Inbound) -> Before:
    """Return what a turn needs to know. Words are read together with those before them."""
    held, handled = await find(connection, keys, marks)
    if isinstance(inbound, Typed) and not handled:
        inbound = await with_earlier_words(connection, inbound, held)
    return Before(held, handled, inbound)


async def with_earlier_words(connection: AnyConnection, inbound: Typed, held: OpenConversation | None) -> Typed:
    """Return what a person typed together with what they wrote before it, so that it can be read as one."""
    if held is None or held.response_id is None or held.state.position is None:
        return inbound
    before = await messages_so_far(connection, held.response_id, held.state.position)
    return replace(inbound, earlier=before[-1] if before else "", so_far=" ".join(before))


async def read_shown(
    connection: AnyConnection, keys: Sequence[str], receipts: ReceiptKeys, is_over: Callable[[OpenConversation], bool]
) -> tuple[OpenConversation | None, tuple[str, ...]]:
    """Return an open talk with its last replies as they were shown, and what was written to the present question."""
    held = await load(connection, *keys)
    if held is None or is_over(held):
        return None, ()
    answered: tuple[str, ...] = ()
    if held.response_id and held.state.position:
        answered = await answer_messages(connection, held.response_id, held.state.position)
    return replace(held, replies=await with_receipt(connection, receipts, held.replies, held.response_id)), answered


async def with_receipt(
    connection: AnyConnection, receipts: ReceiptKeys, replies: tuple[Reply, ...], response_id: str | None
) -> tuple[Reply, ...]:
    """Fill in the words of a receipt where these replies show one; they are never in what is stored."""
    if response_id is None or not needs_words(replies):
        return replies
    value = await receipt_value(connection, receipts, response_id)
    return filled(replies, written(value)) if value is not None else replies
