"""What the webhook does with calls that come twice, in the wrong order, from strangers, and while Sayso stops."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.telegram.webhook import SECRET_HEADER
from storage.tables import ConversationRow
from tests.support.telegram_people import BotApi, Person, text, until
from tests.support.telegram_sayso import QUICK, SECRET, Sayso, running_sayso

pytestmark = pytest.mark.bot_api


async def call(sayso: Sayso, update: Mapping[str, Any], secret: str = SECRET) -> tuple[int, str]:
    """Call the webhook with an update; return status and body."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(sayso.webhook_url, json=update, headers={SECRET_HEADER: secret}) as answer,
    ):
        return answer.status, await answer.text()


def wrote(person: Person, number: int, words: str) -> dict[str, Any]:
    """The update with this number, which says that somebody wrote this."""
    return {"update_id": number, "message": person.message(text=words)}


def pressed(person: Person, number: int, data: str) -> dict[str, Any]:
    """The update with this number, which says that somebody pressed a button."""
    message = {"message_id": 5, "date": 1_700_000_000, "chat": person.chat, "text": "?"}
    press = {"id": "777", "from": person.user, "chat_instance": "1", "data": data, "message": message}
    return {"update_id": number, "callback_query": press}


async def test_strangers_all_get_the_same_nothing_and_one_line_a_minute_in_the_log(
    webhook_sayso: Sayso, caplog: pytest.LogCaptureFixture
) -> None:
    update = wrote(webhook_sayso.person(), 5, "/start")
    answers = {await call(webhook_sayso, update, secret) for secret in ("", "guess", SECRET[:-1], SECRET + "x")}
    answers |= {await call(webhook_sayso, {"no": "update"}, "guess")}
    assert answers == {(403, "")}
    assert webhook_sayso.service.counts["webhook_refused"] == 5
    assert caplog.text.count("without the right secret") == 1
    assert await webhook_sayso.count(ConversationRow) == 0
    assert await webhook_sayso.api.calls("sendMessage") == []


async def test_updates_that_come_twice_at_once_are_stored_once(webhook_sayso: Sayso) -> None:
    person = webhook_sayso.person()
    await person.go_to_first_question()
    twice = [call(webhook_sayso, wrote(person, 9001, "my dog")) for _ in range(5)]
    assert {status for status, _ in await asyncio.gather(*twice)} == {200}
    assert await webhook_sayso.words() == [("helps", "my dog")]


async def test_updates_that_come_in_the_wrong_order_are_all_kept(webhook_sayso: Sayso) -> None:
    person = webhook_sayso.person()
    await person.go_to_first_question()
    for number in (9003, 9001, 9002, 9001, 9003):
        assert await call(webhook_sayso, wrote(person, number, f"part {number}")) == (200, "")
    assert await webhook_sayso.words() == [("helps", f"part {number}") for number in (9003, 9001, 9002)]


async def test_a_pressed_button_is_let_go_in_the_answer_to_the_call(webhook_sayso: Sayso) -> None:
    person = webhook_sayso.person()
    await call(webhook_sayso, wrote(person, 9001, "/start"))
    status, said = await call(webhook_sayso, pressed(person, 9002, "audience:young_person"))
    assert (status, json.loads(said)) == (200, {"method": "answerCallbackQuery", "callback_query_id": "777"})
    assert await webhook_sayso.api.calls("answerCallbackQuery") == []


async def test_a_button_whose_turn_takes_long_is_let_go_before_it(bot_api: BotApi, tmp_path: Path) -> None:
    async with running_sayso(bot_api, tmp_path, webhook=True, patience=replace(QUICK, press=0.01)) as sayso:
        person = sayso.person()
        await call(sayso, wrote(person, 9001, "/start"))
        await bot_api.plan_failure("sendMessage", delay_ms=500)
        assert await call(sayso, pressed(person, 9002, "audience:young_person")) == (200, "")
        let_go, answered = [
            call for call in await bot_api.calls() if call["method"] in ("answerCallbackQuery", "sendMessage")
        ][-2:]
        assert {let_go["method"], answered["method"]} == {"answerCallbackQuery", "sendMessage"}
        assert len(await bot_api.calls("answerCallbackQuery")) == 1


async def test_whoever_hangs_up_half_way_is_seen_through_to_the_end(webhook_sayso: Sayso) -> None:
    person = webhook_sayso.person()
    await webhook_sayso.api.plan_failure("sendMessage", delay_ms=300)
    calling = asyncio.create_task(call(webhook_sayso, wrote(person, 9001, "/start")))
    await webhook_sayso.api.wait_for_call("sendMessage")
    calling.cancel()
    assert text("ask.audience") in await person.replies()

    async def counted() -> bool:
        return webhook_sayso.service.counts["sent"] == 1

    await until(counted, "a reply that counts as sent")


async def test_when_sayso_stops_calls_under_way_are_finished_and_new_ones_are_left_to_the_next(
    webhook_sayso: Sayso,
) -> None:
    early, late = webhook_sayso.person(), webhook_sayso.person()
    await webhook_sayso.api.plan_failure("sendMessage", delay_ms=700)
    under_way = asyncio.create_task(call(webhook_sayso, wrote(early, 9001, "/start")))
    await webhook_sayso.api.wait_for_call("sendMessage")
    stopping = asyncio.create_task(webhook_sayso.service.stop())

    async def refused() -> bool:
        return (await call(webhook_sayso, wrote(late, 9002, "/start")))[0] == 503

    await until(refused, "a call that is turned away")
    assert webhook_sayso.service.counts["webhook_stopping"] >= 1
    assert await under_way == (200, "")
    await stopping
    assert text("ask.audience") in await early.replies()
    assert webhook_sayso.service.counts["turns"] == webhook_sayso.service.counts["sent"]
