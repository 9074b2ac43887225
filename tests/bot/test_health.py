"""/live and /ready, as a supervisor and a load balancer ask them, and what Telegram is told while too many wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.admission import Admission
from bot.health import Health, Standing, add_health
from bot.measuring import Measures, Result
from bot.telegram.webhook import WEBHOOK_PATH
from bot.web_server import add_turning_away
from conversations.people import Channel
from storage.database import Database
from tests.support.migrated import migrated


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    """Serve an application on a real port; give its address."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A database of its own."""
    made = await migrated(f"sqlite:///{tmp_path / 'sayso.db'}")
    yield made
    await made.close()


async def asked(url: str) -> tuple[int, str]:
    """What an address answers."""
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status, await answer.text()


async def test_people_are_sent_here_only_between_the_start_and_the_signal_to_stop(database: Database) -> None:
    app, health = web.Application(), Health(database)
    add_health(app, health)
    async with served(app) as url:
        assert await asked(f"{url}/ready") == (503, "starting\n")
        health.standing = Standing.READY
        assert await asked(f"{url}/ready") == (200, "ready\n")
        health.standing = Standing.DRAINING
        assert await asked(f"{url}/ready") == (503, "stopping: send nobody here any more\n")
        assert await asked(f"{url}/live") == (200, "live\n")


async def test_a_database_that_is_away_is_no_reason_to_restart_but_one_to_send_nobody(
    database: Database, tmp_path: Path
) -> None:
    app, health = web.Application(), Health(database)
    health.standing = Standing.READY
    add_health(app, health)
    await database.close()
    file = tmp_path / "sayso.db"
    await asyncio.to_thread(file.rename, tmp_path / "elsewhere")
    async with served(app) as url:
        await asyncio.to_thread(file.mkdir)
        assert await asked(f"{url}/ready") == (503, "the database does not answer\n")
        assert await asked(f"{url}/live") == (200, "live\n")
        await asyncio.to_thread(file.rmdir)
        await asyncio.to_thread((tmp_path / "elsewhere").rename, file)
        assert await asked(f"{url}/ready") == (200, "ready\n")


async def test_telegram_is_asked_to_deliver_again_while_too_many_wait(database: Database) -> None:
    taken: list[str] = []

    async def take(request: web.Request) -> web.Response:
        taken.append(await request.text())
        return web.Response()

    app, admission, measures = web.Application(), Admission(at_once=2, most_waiting=0), Measures(database.measures)
    app.router.add_post(WEBHOOK_PATH, take)
    add_turning_away(app, admission, measures)
    async with served(app) as url, aiohttp.ClientSession() as session, AsyncExitStack() as places:

        async def deliver(update: str) -> int:
            async with session.post(url + WEBHOOK_PATH, data=update) as answer:
                return answer.status

        await places.enter_async_context(admission.place())
        assert await deliver("first") == 200
        await places.enter_async_context(admission.place())
        assert await deliver("second") == 503
        await places.aclose()
        assert await deliver("second") == 200
    assert taken == ["first", "second"]
    assert measures.turns[Channel.TELEGRAM, Result.TOO_BUSY] == 1
