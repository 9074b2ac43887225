"""Goes through very many responses a stretch at a time, so that no query holds more than a stretch in memory."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import ResponseRow


async def end_of_stretch(connection: AsyncConnection, after: str, length: int) -> str | None:
    """Return the id of the last of so many responses after an id; None where the stretch reaches to the end."""
    ids = select(ResponseRow.id).where(ResponseRow.id > after).order_by(ResponseRow.id)
    end: str | None = await connection.scalar(ids.offset(length - 1).limit(1))
    return end
