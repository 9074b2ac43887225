"""At the most talkative level, through a whole conversation and every failure, the logs tell on nobody."""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.logs import set_up_logging
from bot.settings import Settings
from bot.telegram.quiet import quiet_libraries
from tests.support.telegram_people import NAME, BotApi, text
from tests.support.telegram_sayso import QUICK, SECRET, Sayso, running_sayso

WORDS = ("my dog Biscuit", "my mum shouts", "a drawing of home", "I cannot sleep", "the man next door")


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    known = [
        logging.getLogger(name) for name in ("telegram", "httpx", "httpcore", "aiosqlite", "asyncio", "sqlalchemy")
    ]
    levels = [logger.level for logger in known]
    yield
    root.handlers[:], root.level = handlers, level
    for logger, old in zip(known, levels, strict=True):
        logger.setLevel(old)


async def talk_and_break_things(sayso: Sayso) -> int:
    """Go through a conversation with every kind of failure on the way; return the chat's id."""
    person, api = sayso.person(), sayso.api
    await person.go_to_first_question()
    await person.ask(WORDS[0])
    await api.plan_error("sendMessage", 403, f"Forbidden: bot was blocked by {NAME} in {person.chat_id}")
    await person.say(WORDS[1])
    await api.plan_error("sendMessage", 502, f"Bad Gateway: {WORDS[1]}", times=3)
    await person.say(WORDS[1])
    await api.plan_error("sendMessage", 400, f"Bad Request: {WORDS[1]} {person.chat_id}")
    await person.say(WORDS[1])
    await api.plan_error("sendMessage", 429, "Too Many Requests", parameters={"retry_after": 3600})
    await person.say(WORDS[1])
    await api.plan_failure("sendMessage", status=500, body=f"not JSON: {WORDS[1]} {person.chat_id}")
    await person.ask(WORDS[1])
    await person.send(photo=[{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}], caption=WORDS[2])
    await api.deliver(
        {"message": {**person.message(text=WORDS[3]), "message_id": {"not": "a number"}, "date": WORDS[3]}}
    )
    await api.all_confirmed()
    person.read = len(await api.messages(person.chat_id))
    await sayso.change_tables("ALTER TABLE conversations RENAME TO mislaid")
    assert text("door.apology") in await person.ask(WORDS[4])
    await sayso.change_tables("ALTER TABLE mislaid RENAME TO conversations")
    return person.chat_id


@pytest.mark.bot_api
@pytest.mark.usefixtures("logging_as_it_was")
@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_no_token_no_chat_id_no_name_and_no_word_reaches_the_logs(
    bot_api: BotApi, tmp_path: Path, capfd: pytest.CaptureFixture[str], form: str, *, webhook: bool
) -> None:
    # No secrets are handed to the logs here: they must not depend on taking them out again.
    set_up_logging(Settings(log_level="debug", log_format=form), ())
    async with running_sayso(bot_api, tmp_path, webhook=webhook, patience=replace(QUICK, send=(0.01, 0.01))) as sayso:
        chat_id = await talk_and_break_things(sayso)
    written = capfd.readouterr().err
    for line in ("a turn failed", "a message was given up", "has blocked the bot", "could not be read"):
        assert line in written
    for secret in (bot_api.token, bot_api.token.partition(":")[2], SECRET, str(chat_id), NAME, *WORDS):
        assert secret not in written


@pytest.mark.bot_api
@pytest.mark.usefixtures("logging_as_it_was")
async def test_an_unreachable_server_does_not_bring_the_token_into_the_logs(
    bot_api: BotApi, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(Settings(log_level="debug"), ())
    nowhere = BotApi("http://127.0.0.1:9", bot_api.token, bot_api.session)
    async with running_sayso(nowhere, tmp_path) as sayso:
        assert not sayso.service.connected
        await asyncio.sleep(0.5)
    written = capfd.readouterr().err
    assert "Telegram cannot be reached" in written
    assert bot_api.token.partition(":")[2] not in written


@pytest.mark.usefixtures("logging_as_it_was")
def test_the_libraries_stay_quiet_whatever_level_was_asked_for() -> None:
    for name in ("telegram", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    quiet_libraries()
    assert not logging.getLogger("telegram.request.BaseRequest").isEnabledFor(logging.CRITICAL)
    assert not logging.getLogger("telegram.ext.ExtBot").isEnabledFor(logging.CRITICAL)
    assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
    assert not logging.getLogger("httpcore.connection").isEnabledFor(logging.DEBUG)
