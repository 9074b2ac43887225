"""A program that is given a database and deletes and wipes over and over, until it is killed: `python -m ... URL NUMBER`."""

import asyncio
import sys

from sqlalchemy import delete

from bot.wiping import Pace, wiping
from storage.database import Database
from storage.prepared import BareConnection, Prepared, given
from storage.tables import ResponseRow
from tests.support.answers import Given, Response, put

QUICK = Pace(after=0, between=0, share=0, again=0.01, at_most=0.1)
REST_AFTER = 4
ERASE = Prepared(lambda _: delete(ResponseRow).where(ResponseRow.id == given("id")))


def words_of(number: int) -> str:
    """Return what is written and deleted the so manieth time."""
    return f"the teapot sings for number {number:06}"


async def delete_over_and_over(url: str, number: int) -> None:
    """Write and delete by turns, in a turn and outside of one; say each number once it is deleted."""
    database = Database(url)
    async with wiping(database, QUICK):
        while True:
            response = Response({"helps": Given([words_of(number)])})
            await put(database, response)
            await _erase(database, response.id, in_a_turn=number % 2 == 0)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
            if number % REST_AFTER == 0:
                await asyncio.sleep(0.1)  # the wiping may come to its end, so that a kill meets that too
            number += 1


async def _erase(database: Database, response_id: str, *, in_a_turn: bool) -> None:
    async def erase(connection: BareConnection) -> None:
        await connection.run(ERASE, {"id": response_id})

    if in_a_turn:
        await database.turns.write(erase)
    else:
        async with database.writing() as connection:
            await connection.execute(delete(ResponseRow).where(ResponseRow.id == response_id))


if __name__ == "__main__":
    asyncio.run(delete_over_and_over(sys.argv[1], int(sys.argv[2])))
