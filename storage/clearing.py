"""Takes everything that was given to one question away."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import AnswerMessage, AnswerRow, HeldMessage


async def clear_answer(connection: AsyncConnection, response_id: str, question_id: str) -> None:
    """Take away everything given to one question."""
    for table in (AnswerMessage, HeldMessage, AnswerRow):
        await connection.execute(
            delete(table).where(table.response_id == response_id, table.question_id == question_id)
        )
