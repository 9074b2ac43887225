"""Events are stored, found by code and by page, closed and given new pages: on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from storage.alert_chats import is_told, tell_chat
from storage.database import Database
from storage.events import (
    Event,
    EventTime,
    add_event,
    all_events,
    close_event,
    event_of_code,
    event_of_page,
    renew_page,
)
from storage.tables import EventRow
from tests.support.stored import rows

DAY = date(2026, 11, 21)
SECRET = "made-up-secret-of-a-page-32-char"
HALL = Event(
    "otter425", "Big Conversation", "five-questions", 100, 200, alerts=True, place="thanet",
    audience="young_person", target=30,
    partner="Detling School", language="en-easy", permission=True,
)  # fmt: skip
CLUB = Event("maple333", "Club", "other-questions", 50)


@pytest.mark.parametrize(
    ("minute", "time"), [(99, EventTime.TO_COME), (100, EventTime.OPEN), (199, EventTime.OPEN), (200, EventTime.CLOSED)]
)
def test_an_event_is_open_from_one_minute_to_another(minute: int, time: EventTime) -> None:
    assert HALL.time(minute) is time
    assert HALL.is_open(minute) is (time is EventTime.OPEN)


def test_an_event_without_an_end_stays_open() -> None:
    assert CLUB.is_open(10_000_000)


async def added(database: Database, event: Event, secret: str = "") -> None:
    async with database.writing() as connection:
        await add_event(connection, event, DAY, secret)


class TestEvents:
    async def test_an_event_comes_back_as_it_was_made(self, database: Database) -> None:
        await added(database, HALL, SECRET)
        await added(database, CLUB)
        async with database.reading() as connection:
            assert await all_events(connection) == (CLUB, HALL)
            assert await event_of_code(connection, "otter425") == HALL
            assert await event_of_code(connection, "otter424") is None
            assert await event_of_page(connection, SECRET) == HALL
            assert await event_of_page(connection, "") is None

    async def test_the_secret_of_its_page_is_stored_nowhere(self, database: Database) -> None:
        await added(database, HALL, SECRET)
        (row,) = await rows(database, EventRow)
        assert SECRET not in str(row)
        assert len(row["page_hash"]) == 64

    async def test_closing_ends_it_in_that_minute_and_once(self, database: Database) -> None:
        await added(database, HALL)
        await added(database, CLUB)
        async with database.writing() as connection:
            assert await close_event(connection, "otter425", 150)
            assert not await close_event(connection, "otter425", 160)
            assert await close_event(connection, "maple333", 160)
            assert not await close_event(connection, "nobody333", 160)
            assert await all_events(connection) == (replace(CLUB, closes=160), replace(HALL, closes=150))

    async def test_an_event_that_is_closed_before_it_opened_never_opens(self, database: Database) -> None:
        await added(database, HALL)
        async with database.writing() as connection:
            assert await close_event(connection, "otter425", 20)
            closed = await event_of_code(connection, "otter425")
        assert closed is not None
        assert not any(closed.is_open(minute) for minute in (20, 99, 100, 150))

    async def test_a_new_page_ends_the_old_one_and_what_came_by_it(self, database: Database) -> None:
        await added(database, HALL, SECRET)
        async with database.writing() as connection:
            await tell_chat(connection, "otter425", 77)
            await renew_page(connection, "otter425", "another-secret")
            assert await event_of_page(connection, SECRET) is None
            assert await event_of_page(connection, "another-secret") == HALL
            assert not await is_told(connection, 77)
