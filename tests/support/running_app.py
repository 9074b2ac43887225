"""The real web chat on a real port, over a migrated SQLite file of its own."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import select

from bot.admission import Admission
from bot.health import Health
from bot.measured_turns import MeasuredTurns
from bot.measuring import Measures
from bot.settings import Settings
from bot.staff.event_page import add_event_page
from bot.staff.site import Site
from bot.staff.site_pages import add_staff_site
from bot.turns import Turns
from bot.web_server import LIMITS, Limits, UnderWay, add_watch, runner_of
from bot.webchat.routes import add_webchat
from conversations.content import load_script, load_staff_texts
from conversations.script import Script
from storage.anonymity import ChannelKeys
from storage.database import Database
from storage.staff_keys import StaffKeys
from storage.tables import AnswerMessage, AnswerRow, ConsentRow, ConversationRow, HandledMessage, ResponseRow
from tests.support.migrated import migrated

SECRET = bytes(range(32))
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TABLES = (ConversationRow, HandledMessage, ResponseRow, ConsentRow, AnswerRow, AnswerMessage)


@dataclass(frozen=True, slots=True)
class RunningApp:
    """A running web chat: where it is, and what it has stored."""

    url: str
    database: Database
    turns: Turns
    admission: Admission
    measures: Measures
    staff: Site

    async def rows(self, table: type[Any]) -> list[dict[str, Any]]:
        """Every row of a table."""
        async with self.database.reading() as connection:
            return [dict(row) for row in (await connection.execute(select(table.__table__))).mappings()]

    async def row_count(self) -> int:
        """How many rows there are in all tables that a talk can write to."""
        return sum([len(await self.rows(table)) for table in TABLES])

    async def words(self, question_id: str) -> list[str]:
        """What was written to one question, by everybody, in order."""
        rows = [row for row in await self.rows(AnswerMessage) if row["question_id"] == question_id]
        return [row["words"] for row in sorted(rows, key=lambda row: row["number"])]


@cache
def two_engagements() -> Mapping[str, Script]:
    """Sayso's own five questions, and the same under another id."""
    first = load_script()
    second = replace(first, engagement="second-engagement")
    return {script.engagement: script for script in (first, second)}


@asynccontextmanager
async def running_app(  # noqa: PLR0913 - what a test may want otherwise
    folder: Path,
    scripts: Mapping[str, Script] | None = None,
    now: Callable[[], datetime] = lambda: NOON,
    *,
    exit_url: str = "about:blank",
    admission: Admission | None = None,
    limits: Limits = LIMITS,
    settings: Settings | None = None,
    database_url: str = "",
) -> AsyncIterator[RunningApp]:
    """Run the web chat inside the block; the first script is the one that /chat opens, `now` is its clock.

    Its database is a file in `folder` where no other one is given.
    """
    engagements = dict(scripts or two_engagements())
    database = await migrated(database_url or f"sqlite:///{folder / 'sayso.db'}")
    measures, admission, health = Measures(database.measures), admission or Admission(), Health(database)
    turns = MeasuredTurns(
        database, engagements, next(iter(engagements)), ChannelKeys(SECRET), now,
        measures=measures, admission=admission,
    )  # fmt: skip
    app = web.Application()
    add_watch(app, measures, health, UnderWay())
    add_webchat(
        app, turns, admission=admission, measures=measures, secure_cookies=False, exit_url=exit_url,
        body_seconds=limits.body_seconds,
    )  # fmt: skip
    texts = load_staff_texts()
    add_event_page(app, database, texts, now)
    staff = add_staff_site(app, database, texts, StaffKeys(SECRET), now, settings or Settings(), engagements, turns)
    runner = runner_of(app, replace(limits, finish_seconds=0.1))
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield RunningApp(f"http://{host}:{port}", database, turns, admission, measures, staff)
    finally:
        await runner.cleanup()
        await database.close()
