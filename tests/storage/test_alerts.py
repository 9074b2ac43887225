"""An alert says that urgent help was shown, and holds nothing that could say to whom: on both databases."""

import asyncio
from datetime import date

import pytest

from storage.alerts import Alert, alerts_of, delete_expired_alerts, raise_alert
from storage.database import Database
from storage.events import Event, add_event
from storage.tables import AlertRow
from tests.support.stored import row_counts, rows

DAY = date(2026, 11, 21)
OPENS, CLOSES = 1000, 1600
HALL = Event("otter425", "Hall", "five-questions", OPENS, CLOSES, alerts=True)
QUIET = Event("maple333", "Quiet", "five-questions", OPENS, CLOSES)


@pytest.fixture(autouse=True)
async def events(database: Database) -> None:
    async with database.writing() as connection:
        await add_event(connection, HALL, DAY, "secret")
        await add_event(connection, QUIET, DAY)


async def raised(database: Database, *minutes: int, code: str = "otter425") -> list[bool]:
    """Raise one alert after another, each in a transaction of its own."""
    done = []
    for minute in minutes:
        async with database.writing() as connection:
            done.append(await raise_alert(connection, code, minute))
    return done


async def shown(database: Database, minute: int) -> list[Alert]:
    async with database.reading() as connection:
        return list(await alerts_of(connection, "otter425", minute))


class TestAlerts:
    async def test_an_alert_holds_an_event_and_a_minute_and_nothing_else(self, database: Database) -> None:
        assert await raised(database, 1100) == [True]
        assert await rows(database, AlertRow) == [{"event_code": "otter425", "expires_minute": 1160, "again": False}]

    async def test_what_follows_within_ten_minutes_is_joined_and_never_counted(self, database: Database) -> None:
        await raised(database, 1100, 1101, 1101, 1105, 1109)
        assert await shown(database, 1109) == [Alert(1100, again=True)]

    async def test_ten_minutes_later_it_is_another_alert(self, database: Database) -> None:
        await raised(database, 1100, 1110, 1121)
        assert await shown(database, 1121) == [Alert(m, again=False) for m in (1121, 1110, 1100)]

    @pytest.mark.parametrize(
        ("code", "minute"),
        [("otter425", OPENS - 1), ("otter425", CLOSES), ("maple333", 1100), ("five-questions", 1100)],
    )
    async def test_no_alert_where_no_event_with_alerts_is_open(
        self, database: Database, code: str, minute: int
    ) -> None:
        assert await raised(database, minute, code=code) == [False]
        assert "alerts" not in await row_counts(database)

    async def test_it_is_shown_for_an_hour_and_then_ignored_though_still_there(self, database: Database) -> None:
        await raised(database, 1100)
        assert await shown(database, 1159) == [Alert(1100, again=False)]
        assert await shown(database, 1160) == []
        assert (await row_counts(database))["alerts"] == 1

    async def test_it_is_deleted_after_an_hour(self, database: Database) -> None:
        await raised(database, 1100, 1130)
        async with database.writing() as connection:
            assert await delete_expired_alerts(connection, 1159) == 0
            assert await delete_expired_alerts(connection, 1160) == 1
        assert await shown(database, 1160) == [Alert(1130, again=False)]

    async def test_everything_joined_to_an_alert_is_shown_as_going_on_for_ten_minutes_or_more(self) -> None:
        alert = Alert(1100, again=True)
        last_joined = 1109
        assert alert.is_current(last_joined + 10)
        assert not alert.is_current(1120)

    async def test_turns_of_two_processes_at_one_moment_make_one_alert(
        self, database: Database, second_process: Database
    ) -> None:
        processes = (database, second_process)
        await asyncio.gather(*(raised(processes[number % 2], 1100) for number in range(12)))
        assert await shown(database, 1100) == [Alert(1100, again=True)]

    async def test_a_turn_that_is_rolled_back_leaves_no_alert(self, database: Database) -> None:
        with pytest.raises(RuntimeError, match="the turn failed"):
            await self.fail_after_alert(database)
        assert await shown(database, 1100) == []

    @staticmethod
    async def fail_after_alert(database: Database) -> None:
        async with database.writing() as connection:
            await raise_alert(connection, "otter425", 1100)
            raise RuntimeError("the turn failed")
