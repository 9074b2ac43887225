"""What is kept for an hour, a day or two years is deleted by the running program."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta

from bot.tidying import tidy_alerts_now_and_then, tidy_now_and_then
from conversations.inbound import Typed
from storage.alert_chats import tell_chat
from storage.database import Database
from storage.retention import Terms
from tests.bot.turning import NOW, said, turns_of
from tests.support.made_events import TOLD, Clock, an_event, make
from tests.support.stored import row_counts
from tests.support.telegram_people import until


async def run_until_gone(database: Database, tidying: Coroutine[None, None, None], table: str) -> None:
    """Let a tidying task run until a table is empty."""

    async def gone() -> bool:
        return table not in await row_counts(database)

    task = asyncio.create_task(tidying)
    await until(gone, f"no rows in {table}")
    task.cancel()


class TestTidying:
    async def test_alerts_go_after_an_hour_and_staff_chats_a_day_after_the_event(self, database: Database) -> None:
        await make(database, an_event(NOW), NOW)
        async with database.writing() as connection:
            await tell_chat(connection, "otter425", 77)
        await turns_of(database).take(said(Typed(TOLD), code="otter425"))
        clock = Clock(NOW + timedelta(hours=1))
        await run_until_gone(database, tidy_alerts_now_and_then(database, clock), "alerts")
        assert {"alert_chats", "events", "signpost_counts"} <= set(await row_counts(database))
        clock.pass_minutes(25 * 60)
        await run_until_gone(database, tidy_alerts_now_and_then(database, clock), "alert_chats")
        assert {"events", "signpost_counts"} <= set(await row_counts(database))

    async def test_counts_go_after_their_days(self, database: Database) -> None:
        await turns_of(database).take(said(Typed(TOLD), "m1"))
        later = Clock(NOW + timedelta(days=10))
        await run_until_gone(database, tidy_now_and_then(database, Terms(30, 3, 10, {}), later), "handled_messages")
        assert "signpost_counts" in await row_counts(database)
        await run_until_gone(database, tidy_now_and_then(database, Terms(30, 3, 9, {}), later), "signpost_counts")
