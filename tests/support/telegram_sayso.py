"""Sayso's Telegram side, whole: real turns, a real SQLite database, the emulated Bot API server."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from sqlalchemy import Executable, func, select, text

from bot.settings import Settings
from bot.telegram.patience import Patience
from bot.telegram.service import TelegramService
from bot.turns import Turns
from conversations.content import load_engagements
from storage.anonymity import ChannelKeys
from storage.database import Database
from storage.tables import AnswerMessage
from tests.support.bot_api import BotApiServer
from tests.support.migrated import migrated
from tests.support.ports import free_port
from tests.support.telegram_people import BotApi, Person

SECRET = "made-up-webhook-secret"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
QUICK = Patience(
    send=(0.05, 0.05),
    longest_wait=5,
    burst=1000,
    turn=(0.05, 0.05),
    poll=5,
    look_again=0.05,
    reconnect=(0.1,),
    drain=5,
    stand_by=0.1,
    alerts=0.05,
)
_numbers = count(1)


@dataclass
class Sayso:
    """What a test talks to and looks into."""

    api: BotApi
    settings: Settings
    database: Database
    turns: Turns
    service: TelegramService
    webhook_url: str = ""

    def person(self, chat_id: int = 0, language: str = "en") -> Person:
        """Somebody who has not written yet."""
        return Person(self.api, chat_id or 700_000_000 + next(_numbers), language)

    async def rows(self, statement: Executable) -> list[Any]:
        """Read from the database."""
        async with self.database.reading() as connection:
            return [tuple(row) for row in await connection.execute(statement)]

    async def words(self) -> list[tuple[str, str]]:
        """Every stored message as (question, words), by question and number."""
        return await self.rows(
            select(AnswerMessage.question_id, AnswerMessage.words).order_by(
                AnswerMessage.question_id, AnswerMessage.number
            )
        )

    async def change_tables(self, statement: str) -> None:
        """Do something to the tables that Sayso itself never would."""
        async with self.database.writing() as connection:
            await connection.execute(text(statement))

    async def count(self, table: type[Any]) -> int:
        """How many rows a table has."""
        return int((await self.rows(select(func.count()).select_from(table)))[0][0])


@pytest.fixture
async def bot_api(bot_api_server: BotApiServer) -> AsyncIterator[BotApi]:
    """A bot of this test's own at the emulated server."""
    async with aiohttp.ClientSession() as session:
        yield BotApi(bot_api_server.url, f"{9_000_000_000 + next(_numbers)}:made-up-token-{next(_numbers)}", session)


@asynccontextmanager
async def running_sayso(  # noqa: PLR0913 - what a test may want to be different
    api: BotApi,
    folder: Path,
    *,
    webhook: bool = False,
    patience: Patience = QUICK,
    now: Callable[[], datetime] = lambda: NOW,
    pace: int = 0,
) -> AsyncIterator[Sayso]:
    """Run the Telegram side inside the block. The same folder again means the same database: a restart.

    `pace` is how many messages may go out a second; tests talk faster than any school, so there is none by itself.
    """
    database = await migrated(f"sqlite:///{folder / 'sayso.db'}")
    scripts = load_engagements()
    turns = Turns(database, scripts, "five-questions", ChannelKeys(b"k" * 32), now)
    app = web.Application()
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    port = free_port()
    public_url = f"http://127.0.0.1:{port}" if webhook else ""
    settings = Settings(telegram_token=api.token, telegram_api_root=api.url, public_url=public_url, telegram_pace=pace)
    service = TelegramService(settings, turns, SECRET, patience)
    service.add_routes(app)
    await runner.setup()
    if webhook:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        await service.start()
        yield Sayso(api, settings, database, turns, service, f"{public_url}/telegram/webhook" if webhook else "")
    finally:
        await service.stop()
        await runner.cleanup()
        await database.close()


@pytest.fixture(params=["polling", "webhook"])
async def sayso(request: pytest.FixtureRequest, bot_api: BotApi, tmp_path: Path) -> AsyncIterator[Sayso]:
    """Sayso with Telegram, once by polling and once by webhook."""
    async with running_sayso(bot_api, tmp_path, webhook=request.param == "webhook") as running:
        yield running


@pytest.fixture
async def polling_sayso(bot_api: BotApi, tmp_path: Path) -> AsyncIterator[Sayso]:
    """Sayso with Telegram by polling."""
    async with running_sayso(bot_api, tmp_path) as running:
        yield running


@pytest.fixture
async def webhook_sayso(bot_api: BotApi, tmp_path: Path) -> AsyncIterator[Sayso]:
    """Sayso with Telegram by webhook."""
    async with running_sayso(bot_api, tmp_path, webhook=True) as running:
        yield running
