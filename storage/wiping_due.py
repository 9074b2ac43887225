"""Remembers in the database that deleted words are still in its files, so that no stop and no crash makes one forget it.

Whoever deletes leaves a mark in the same transaction; whoever wipes takes away the marks that were there before it began.
So a mark outlives every wiping that could have missed its words, and where there is none nothing has to be wiped.
"""

import secrets
from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared, given
from storage.tables import WipingDueRow

AT_ONCE = 500
"""Marks taken away by one statement."""

MARK = Prepared(lambda _: insert(WipingDueRow).values({"mark": given("mark")}))
"""The statement that leaves a mark, given one by `new_mark`: each its own, so that nobody waits for anybody."""


def new_mark() -> dict[str, str]:
    """Return the values of a mark, which is random and says nothing."""
    return {"mark": secrets.token_hex(16)}


async def marks(connection: AsyncConnection) -> Sequence[str]:
    """Return the marks; none means that everything that was deleted has left the files."""
    return (await connection.scalars(select(WipingDueRow.mark))).all()


async def take_away(connection: AsyncConnection, done: Sequence[str]) -> None:
    """Take away the marks that were there before a wiping that is done now."""
    for first in range(0, len(done), AT_ONCE):
        await connection.execute(delete(WipingDueRow).where(WipingDueRow.mark.in_(done[first : first + AT_ONCE])))
