"""Starting and stopping: what stops Sayso, what it waits for, and who may call the webhook."""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.errors import StartError
from bot.telegram.webhook import LARGEST_BODY, SECRET_HEADER
from storage.tables import ConversationRow
from tests.support.telegram_people import BotApi, text, until
from tests.support.telegram_sayso import SECRET, Sayso, running_sayso

pytestmark = pytest.mark.bot_api


async def call(sayso: Sayso, body: bytes, headers: Mapping[str, str]) -> int:
    """Call the webhook as anybody on the internet could; return the status."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(sayso.webhook_url, data=io.BytesIO(body), headers=headers) as answer,
    ):
        return answer.status


def update_of(sayso: Sayso) -> bytes:
    """An update that would begin a conversation."""
    message: dict[str, Any] = sayso.person().message(text="/start")
    return json.dumps({"update_id": 77, "message": message}).encode()


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "guess"}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET + "é"}])
async def test_a_webhook_call_without_the_secret_is_turned_away(webhook_sayso: Sayso, headers: dict[str, str]) -> None:
    assert await call(webhook_sayso, update_of(webhook_sayso), headers) == 403
    assert await webhook_sayso.count(ConversationRow) == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"words"', b"{}", b'{"update_id": "7"}', b"\xff\xfe"])
async def test_a_webhook_call_that_is_no_update_is_refused(webhook_sayso: Sayso, body: bytes) -> None:
    assert await call(webhook_sayso, body, {SECRET_HEADER: SECRET}) == 400


async def test_a_webhook_call_that_is_far_too_large_is_refused(webhook_sayso: Sayso) -> None:
    assert await call(webhook_sayso, b" " * (LARGEST_BODY + 1), {SECRET_HEADER: SECRET}) == 413


async def test_a_webhook_call_is_answered_once_its_answer_is_out(webhook_sayso: Sayso) -> None:
    assert await call(webhook_sayso, update_of(webhook_sayso), {SECRET_HEADER: SECRET}) == 200
    assert len(await webhook_sayso.api.calls("sendMessage")) == 1


async def test_a_webhook_call_whose_turn_failed_asks_to_be_repeated(webhook_sayso: Sayso) -> None:
    await webhook_sayso.change_tables("ALTER TABLE conversations RENAME TO mislaid")
    statuses = [await call(webhook_sayso, update_of(webhook_sayso), {SECRET_HEADER: SECRET}) for _ in range(3)]
    assert statuses == [503, 503, 200]
    assert webhook_sayso.service.counts["apologies"] == 1


async def test_the_webhook_is_set_with_its_secret_and_stays_when_sayso_stops(bot_api: BotApi, tmp_path: Path) -> None:
    async with running_sayso(bot_api, tmp_path, webhook=True) as sayso:
        body = (await bot_api.calls("setWebhook"))[0]["body"]
        assert body["url"] == sayso.webhook_url
        assert body["secret_token"] == SECRET
        assert "message_reaction" not in body["allowed_updates"]
    assert await bot_api.calls("deleteWebhook") == []


async def test_polling_takes_a_webhook_away_and_keeps_what_is_waiting(bot_api: BotApi, tmp_path: Path) -> None:
    async with running_sayso(bot_api, tmp_path) as sayso:
        assert (await bot_api.wait_for_call("deleteWebhook"))[0]["body"].get("drop_pending_updates") in (None, "false")
        assert await bot_api.calls("setWebhook") == []
        assert not sayso.service.uses_webhook


async def test_messages_sent_while_sayso_was_off_are_answered_when_it_starts(bot_api: BotApi, tmp_path: Path) -> None:
    async with running_sayso(bot_api, tmp_path) as sayso:
        person = sayso.person()
        await person.go_to_first_question()
    await person.say("my dog")
    async with running_sayso(bot_api, tmp_path) as sayso:
        assert text("answer.first") in await person.replies()
        assert await sayso.words() == [("helps", "my dog")]


async def test_a_token_that_telegram_does_not_know_stops_the_start_and_says_what_to_do(
    bot_api: BotApi, tmp_path: Path
) -> None:
    await bot_api.plan_error("getMe", 401, "Unauthorized")
    with pytest.raises(StartError, match="check SAYSO_TELEGRAM_TOKEN") as caught:
        async with running_sayso(bot_api, tmp_path):
            pass
    assert bot_api.token not in str(caught.value)
    assert caught.value.__suppress_context__


async def test_a_refused_webhook_stops_the_start_and_says_what_to_do(bot_api: BotApi, tmp_path: Path) -> None:
    await bot_api.plan_error("setWebhook", 400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")
    with pytest.raises(StartError, match="SAYSO_PUBLIC_URL must begin with https"):
        async with running_sayso(bot_api, tmp_path, webhook=True):
            pass


async def test_where_telegram_cannot_be_reached_sayso_starts_and_goes_on_trying(
    bot_api: BotApi, tmp_path: Path
) -> None:
    await bot_api.plan_error("getMe", 502, "Bad Gateway", times=3)
    async with running_sayso(bot_api, tmp_path) as sayso:
        assert not sayso.service.connected

        async def connected() -> bool:
            return sayso.service.connected

        await until(connected, "a connection")
        assert text("ask.audience") in await sayso.person().ask("/start")


async def test_a_token_that_is_found_out_to_be_wrong_later_leaves_the_rest_running(
    bot_api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await bot_api.plan_error("getMe", 502, "Bad Gateway")
    await bot_api.plan_error("getMe", 401, "Unauthorized")
    async with running_sayso(bot_api, tmp_path):

        async def said() -> bool:
            return "check SAYSO_TELEGRAM_TOKEN" in caplog.text

        await until(said, "a line in the log")
