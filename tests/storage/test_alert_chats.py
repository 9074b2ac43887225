"""One message an alert and chat, however many processes send, and none is lost: on both databases."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from storage.alert_chats import (
    Telling,
    claim,
    delete_chats_of_closed_events,
    is_told,
    leave_chat_alone,
    mark_told,
    tell_chat,
    tellings,
)
from storage.alerts import raise_alert
from storage.database import Database
from storage.events import Event, add_event
from storage.tables import AlertChatRow, AlertMessageRow
from tests.support.stored import row_counts, rows

CHAT, GROUP = 700_000_001, -100_500_600_700
HALL = Event("otter425", "Hall", "five-questions", 1000, 1600, alerts=True)
FIRST = Telling("otter425", "Hall", 1100, again=False, chat_id=CHAT, message_id=None)


@pytest.fixture(autouse=True)
async def told_chat(database: Database) -> None:
    async with database.writing() as connection:
        await add_event(connection, HALL, date(2026, 11, 21), "secret")
        await tell_chat(connection, "otter425", CHAT)


async def alert(database: Database, minute: int) -> None:
    async with database.writing() as connection:
        await raise_alert(connection, "otter425", minute)


async def due(database: Database, minute: int) -> list[Telling]:
    async with database.reading() as connection:
        return list(await tellings(connection, minute))


async def claimed(database: Database, telling: Telling, minute: int) -> bool:
    async with database.writing() as connection:
        return await claim(connection, telling, minute)


async def told(database: Database, telling: Telling, message_id: int | None, minute: int) -> None:
    async with database.writing() as connection:
        await mark_told(connection, telling, message_id, minute)


class TestAlertChats:
    async def test_an_alert_is_due_until_it_is_told_and_then_never_again(self, database: Database) -> None:
        assert await due(database, 1100) == []
        await alert(database, 1100)
        assert await due(database, 1100) == [FIRST]
        assert await claimed(database, FIRST, 1100)
        assert await due(database, 1100) == []
        await told(database, FIRST, 9, 1100)
        assert await due(database, 1103) == []
        assert not await claimed(database, FIRST, 1103)

    async def test_of_many_processes_one_wins_the_claim(self, database: Database, second_process: Database) -> None:
        await alert(database, 1100)
        processes = (database, second_process)
        won = await asyncio.gather(*(claimed(processes[number % 2], FIRST, 1100) for number in range(10)))
        assert sum(won) == 1

    async def test_a_claim_whose_process_died_runs_out_and_is_won_once_more(
        self, database: Database, second_process: Database
    ) -> None:
        await alert(database, 1100)
        await claimed(database, FIRST, 1100)
        assert await due(database, 1101) == []
        assert await due(database, 1102) == [FIRST]
        processes = (database, second_process)
        won = await asyncio.gather(*(claimed(processes[number % 2], FIRST, 1102) for number in range(10)))
        assert sum(won) == 1

    async def test_what_could_not_be_sent_is_due_again_a_minute_later(self, database: Database) -> None:
        await alert(database, 1100)
        await claimed(database, FIRST, 1100)
        await told(database, FIRST, None, 1100)
        assert await due(database, 1100) == []
        assert await due(database, 1101) == [FIRST]

    async def test_once_more_within_ten_minutes_changes_the_message_and_a_third_time_nothing(
        self, database: Database
    ) -> None:
        await alert(database, 1100)
        await claimed(database, FIRST, 1100)
        await told(database, FIRST, 9, 1100)
        await alert(database, 1104)
        change = replace(FIRST, again=True, message_id=9)
        assert await due(database, 1104) == [change]
        assert await claimed(database, change, 1104)
        await told(database, change, 9, 1104)
        await alert(database, 1105)
        assert await due(database, 1105) == []

    async def test_an_alert_that_has_expired_is_told_to_nobody(self, database: Database) -> None:
        await alert(database, 1100)
        assert await due(database, 1159) == [FIRST]
        assert await due(database, 1160) == []

    async def test_every_chat_is_told_and_asking_twice_changes_nothing(self, database: Database) -> None:
        async with database.writing() as connection:
            await tell_chat(connection, "otter425", GROUP)
            await tell_chat(connection, "otter425", GROUP)
        await alert(database, 1100)
        assert {telling.chat_id for telling in await due(database, 1100)} == {CHAT, GROUP}

    async def test_a_chat_that_wants_no_more_is_forgotten_with_all_that_was_noted(self, database: Database) -> None:
        await alert(database, 1100)
        await claimed(database, FIRST, 1100)
        async with database.writing() as connection:
            assert await is_told(connection, CHAT)
            assert await leave_chat_alone(connection, CHAT) == 1
            assert await leave_chat_alone(connection, CHAT) == 0
            assert not await is_told(connection, CHAT)
        assert await rows(database, AlertChatRow) == await rows(database, AlertMessageRow) == []

    async def test_chats_are_deleted_one_day_after_the_event_closed(self, database: Database) -> None:
        day = 24 * 60
        async with database.writing() as connection:
            assert await delete_chats_of_closed_events(connection, 1600 + day - 1) == 0
            assert await delete_chats_of_closed_events(connection, 1600 + day) == 1
        assert "alert_chats" not in await row_counts(database)


def test_a_telling_shows_no_chat_when_it_ends_up_in_a_log() -> None:
    assert str(CHAT) not in repr(FIRST)
