"""The whole program, killed outright at the worst moment: between storing an answer and saying so."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.tables import AnswerMessage
from tests.support.ports import free_port
from tests.support.telegram_people import BotApi, Person, text

STORED = select(AnswerMessage.words).order_by(AnswerMessage.number)


@pytest.fixture(params=["polling", "webhook"])
async def start_sayso(
    request: pytest.FixtureRequest, bot_api: BotApi, tmp_path: Path
) -> AsyncIterator[Callable[[], Awaitable[Process]]]:
    """Starts `sayso run` with a folder and a bot of its own, by polling or webhook; what still runs in the end is killed."""
    started: list[Process] = []
    port = str(free_port())
    settings = {
        "SAYSO_DATA_DIR": str(tmp_path),
        "SAYSO_PORT": port,
        "SAYSO_PUBLIC_URL": f"http://127.0.0.1:{port}" if request.param == "webhook" else "",
        "SAYSO_TELEGRAM_TOKEN": bot_api.token,
        "SAYSO_TELEGRAM_API_ROOT": bot_api.url,
        "SAYSO_LOG_LEVEL": "debug",
    }

    async def start() -> Process:
        with (tmp_path / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env={**os.environ, **settings}, stdout=log, stderr=log
            )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.bot_api
async def test_what_is_stored_just_before_a_kill_is_neither_lost_nor_doubled_and_is_answered_after_it(
    request: pytest.FixtureRequest, start_sayso: Callable[[], Awaitable[Process]], bot_api: BotApi, tmp_path: Path
) -> None:
    first = await start_sayso()
    person = Person(bot_api, 987_654_321)
    await person.go_to_first_question()
    sent = len(await bot_api.calls("sendMessage"))
    await bot_api.plan_failure("sendMessage", delay_ms=3000, status=502, body={"ok": False, "description": "down"})
    await person.say("my dog Biscuit")
    await bot_api.wait_for_call("sendMessage", sent + 1)
    first.kill()
    await first.wait()
    assert await bot_api.pending() == 1
    second = await start_sayso()
    assert text("answer.first") in await person.replies()
    assert len(await bot_api.calls("sendMessage")) == sent + 2
    assert text("answer.more") in await person.ask("and my nan")
    await person.ask("/stop")
    sent = len(await bot_api.calls("sendMessage"))
    await bot_api.plan_failure("sendMessage", delay_ms=3000, status=502, body={"ok": False, "description": "down"})
    await person.press_data((await person.buttons())[text("choice.stopping.keep")]["callback_data"])
    await bot_api.wait_for_call("sendMessage", sent + 1)
    second.kill()
    await second.wait()
    third = await start_sayso()
    assert text("ending.stopped_kept") in await person.replies()
    await bot_api.all_confirmed()
    assert len(await bot_api.calls("sendMessage")) == sent + 2
    third.terminate()
    assert await asyncio.wait_for(third.wait(), 30) == 0
    database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
    async with database.reading() as connection:
        assert list(await connection.scalars(STORED)) == ["my dog Biscuit", "and my nan"]
    await database.close()
    log = (tmp_path / "log").read_text()
    assert f"Telegram is connected, by {request.node.callspec.params['start_sayso']}" in log
    for secret in (bot_api.token, "987654321", "Biscuit"):
        assert secret not in log
