"""Marks of what was erased or taken out, kept for as long as backups are, so that restoring one leaves it out again.

A mark is the SHA-256 of a response's random id, and of the question where one answer was taken out. The id has 128 random
bits and is gone, so a mark tells nothing, but to whoever holds a backup in which the id still stands: restoring compares
the two. It is written by the transaction that deletes, so there is never one without the other.

An answer can be taken out, given anew, backed up and taken out again. So a mark counts how often, and a backup carries the
marks that there were when it was made: only what was marked since is left out of what it restores.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from itertools import islice
from types import ModuleType
from typing import NamedTuple

from sqlalchemy import Insert, case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.deletions import week_of
from storage.dialects import dialect_of
from storage.prepared import AnyConnection, Prepared, given, run
from storage.tables import ErasureRow

AT_ONCE = 500
"""Marks that one statement writes."""


class Noted(NamedTuple):
    """When something last went, as the Monday of that week, and how often it did. The later one is the greater."""

    week: date
    times: int


Marks = Mapping[str, Noted]
"""What is noted by mark."""


def erased_mark(response_id: str) -> str:
    """Return the mark of a whole response, 64 hexadecimal digits."""
    return hashlib.sha256(f"erased {response_id}".encode()).hexdigest()


def taken_out_mark(response_id: str, question_id: str) -> str:
    """Return the mark of one answer of a response, 64 hexadecimal digits."""
    return hashlib.sha256(f"taken out {response_id} {question_id}".encode()).hexdigest()


def _note(dialect: ModuleType) -> Insert:
    added = dialect.insert(ErasureRow).values(mark=given("mark"), week=given("week"), times=1)
    again = {"week": added.excluded.week, "times": ErasureRow.times + 1}
    noted: Insert = added.on_conflict_do_update(index_elements=[ErasureRow.mark], set_=again)
    return noted


NOTE = Prepared(_note)


async def note_erased(connection: AnyConnection, response_id: str, day: date) -> None:
    """Note in the transaction that deletes a response that it is gone."""
    await run(connection, NOTE, {"mark": erased_mark(response_id), "week": week_of(day)})


async def note_taken_out(connection: AnyConnection, response_id: str, question_id: str, day: date) -> None:
    """Note in the transaction that deletes an answer that it is gone."""
    await run(connection, NOTE, {"mark": taken_out_mark(response_id, question_id), "week": week_of(day)})


async def erasures(connection: AsyncConnection) -> dict[str, Noted]:
    """Return everything that is noted."""
    rows = await connection.execute(select(ErasureRow.mark, ErasureRow.week, ErasureRow.times))
    return {mark: Noted(week, times) for mark, week, times in rows}


async def how_many(connection: AsyncConnection) -> int:
    """Return how often anything was erased, as far as it is noted."""
    return await connection.scalar(select(func.sum(ErasureRow.times))) or 0


async def put_erasures(connection: AsyncConnection, marks: Marks) -> None:
    """Note what was noted elsewhere; where both know a mark the later one stands."""
    left = iter(sorted(marks.items()))
    while some := [{"mark": mark, "week": noted.week, "times": noted.times} for mark, noted in islice(left, AT_ONCE)]:
        dialect = dialect_of(connection.dialect.name)
        added = dialect.insert(ErasureRow).values(some)
        new = added.excluded
        later = (new.week > ErasureRow.week) | ((new.week == ErasureRow.week) & (new.times > ErasureRow.times))
        both = {
            "week": case((later, new.week), else_=ErasureRow.week),
            "times": case((later, new.times), else_=ErasureRow.times),
        }
        await connection.execute(added.on_conflict_do_update(index_elements=[ErasureRow.mark], set_=both))


def together(*several: Marks) -> dict[str, Noted]:
    """Return what any of them knows, of each mark the latest."""
    known: dict[str, Noted] = {}
    for marks in several:
        for mark, noted in marks.items():
            known[mark] = max(noted, known.get(mark, noted))
    return known


def since(now: Marks, then: Marks) -> frozenset[str]:
    """Return the marks that were noted since `then`, once more or for the first time."""
    return frozenset(mark for mark, noted in now.items() if mark not in then or noted > then[mark])


async def forget_erasures_before(connection: AsyncConnection, day: date) -> None:
    """Delete the marks of weeks that were over before a day."""
    await connection.execute(delete(ErasureRow).where(ErasureRow.week < week_of(day)))
