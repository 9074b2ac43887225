"""Tries to sign in, on both databases: every copy of Sayso counts the same ones, none is lost, and they go when they are over."""

import asyncio

from storage.database import Database
from storage.staff_sessions import SPAN_MINUTES, count_try, drop_what_is_over, forget_tries
from storage.tables import StaffTriesRow
from tests.support.stored import rows

MINUTE = 29_000_000 - 29_000_000 % SPAN_MINUTES
ONE, OTHER = "1" * 64, "2" * 64


async def tried(database: Database, key: str, minute: int) -> int:
    """Try once, as one of several copies does; return how many tries count."""
    async with database.writing() as connection:
        return await count_try(connection, key, minute)


async def test_tries_at_the_same_moment_are_each_counted(database: Database) -> None:
    counted = await asyncio.gather(*(tried(database, ONE, MINUTE + number % 2) for number in range(12)))
    assert sorted(counted) == list(range(1, 13))
    assert await tried(database, OTHER, MINUTE) == 1


async def test_they_count_for_a_quarter_to_half_of_an_hour_and_end_with_signing_in(database: Database) -> None:
    for minute in (MINUTE, MINUTE + SPAN_MINUTES - 1, MINUTE + SPAN_MINUTES):
        await tried(database, ONE, minute)
    assert await tried(database, ONE, MINUTE + 2 * SPAN_MINUTES - 1) == 4
    assert await tried(database, ONE, MINUTE + 2 * SPAN_MINUTES) == 3
    await tried(database, OTHER, MINUTE)
    async with database.writing() as connection:
        await forget_tries(connection, ONE)
    assert {row["key_hash"] for row in await rows(database, StaffTriesRow)} == {OTHER}
    assert await tried(database, ONE, MINUTE + 2 * SPAN_MINUTES) == 1


async def test_what_counts_no_more_is_deleted(database: Database) -> None:
    await tried(database, ONE, MINUTE)
    await tried(database, OTHER, MINUTE + 3 * SPAN_MINUTES)
    async with database.writing() as connection:
        await drop_what_is_over(connection, MINUTE + 3 * SPAN_MINUTES)
    assert len(await rows(database, StaffTriesRow)) == 2
    async with database.writing() as connection:
        await drop_what_is_over(connection, MINUTE + 3 * SPAN_MINUTES + 1)
    assert {row["key_hash"] for row in await rows(database, StaffTriesRow)} == {OTHER}
