"""Writes one turn: everything it changes, in one transaction, under the version of the conversation that was read."""

from dataclasses import dataclass, replace

from conversations.turn import Effect, OpenResponse
from storage.conversations import OpenConversation, forget, mark_handled, save
from storage.effects import Surroundings, apply_effects
from storage.issuing import receipt_value
from storage.last_words import LastWords, keep_last_words
from storage.prepared import AnyConnection


@dataclass(frozen=True, slots=True)
class TurnWriting:
    """What a turn came to.

    `before` is the conversation as it was read, None where there was none; `over` says that nothing can come of it and
    a new one begins. `after` is where it is now, None where there is nothing to store of it any more. `response_id` is
    that of the response before the effects. `last_words` comes with the mask for the receipt in them.
    """

    before: OpenConversation | None
    over: bool
    after: OpenConversation | None
    mark: str | None
    effects: tuple[Effect, ...]
    response_id: str | None
    around: Surroundings
    last_words: tuple[LastWords, int] | None = None
    shows_receipt: bool = False


async def write_turn(connection: AnyConnection, turn: TurnWriting) -> int | None:
    """Write a turn; return the value of the receipt that its replies show, None where they show none.

    Raises VersionClash where another turn was faster: then the transaction has to be rolled back.
    """
    # What two turns at one moment meet at comes first: whoever is late has written nothing else by then.
    if turn.mark is not None:
        await mark_handled(connection, turn.mark, turn.around.day)
    goes_on = turn.before is not None and turn.after is not None and not turn.over
    if turn.before is not None and not goes_on:
        await forget(connection, turn.before)
    before = turn.before if goes_on else None
    # A response has to be there before a conversation can point at it.
    opens = any(isinstance(effect, OpenResponse) for effect in turn.effects)
    if turn.after is not None and not opens:
        await save(connection, before, turn.after, turn.around.day)
    response_id = await apply_effects(connection, turn.effects, turn.response_id, turn.around)
    if turn.after is not None and opens:
        await save(connection, before, replace(turn.after, response_id=response_id), turn.around.day)
    value = None
    if turn.shows_receipt and turn.response_id is not None:
        value = await receipt_value(connection, turn.around.receipts, turn.response_id)
    if turn.last_words is not None and turn.mark is not None:
        said, mask = turn.last_words
        masked = None if value is None else value ^ mask
        await keep_last_words(connection, turn.mark, replace(said, masked_receipt=masked), turn.around.minute)
    return value
