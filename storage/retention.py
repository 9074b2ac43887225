"""Deletes what is no longer to be kept: answers after the day that was promised, links of talks that were left.

UK GDPR Art. 5(1)(e), storage limitation. What the first messages promise about time is made true here.
"""

from datetime import date

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import ConversationRow, HeldMessage, ResponseRow


async def delete_responses_kept_until(
    connection: AsyncConnection, engagement: str, keep_until: date, today: date
) -> int:
    """Delete every response of an engagement, with all that belongs to it, once its last day is over.

    Returns how many; none on that day itself or before.
    """
    if today <= keep_until:
        return 0
    gone: CursorResult[tuple[()]] = await connection.execute(
        delete(ResponseRow).where(ResponseRow.engagement == engagement)
    )
    return gone.rowcount


async def forget_left_conversations(connection: AsyncConnection, before: date) -> int:
    """Cut the link of every conversation last used before a day, and take out words that were only held.

    What was answered stays, as the response of somebody who left without a word. Returns how many links were cut.
    """
    left = ConversationRow.active_on < before
    responses = select(ConversationRow.response_id).where(left, ConversationRow.response_id.is_not(None))
    await connection.execute(delete(HeldMessage).where(HeldMessage.response_id.in_(responses)))
    gone: CursorResult[tuple[()]] = await connection.execute(delete(ConversationRow).where(left))
    return gone.rowcount
