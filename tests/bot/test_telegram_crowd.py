"""A whole school at once: everybody is answered, in order, whatever Telegram makes of so many messages."""

import asyncio
import random
from dataclasses import replace
from pathlib import Path

import pytest

from bot.telegram.client import BATCH
from tests.support.telegram_people import BotApi, Person, text, until
from tests.support.telegram_sayso import QUICK, Sayso, running_sayso

pytestmark = pytest.mark.bot_api

CROWD = 12


async def slow_down(api: BotApi, chat_id: int, times: int, seconds: float) -> None:
    """Have Telegram refuse the next messages to a chat, and ask to wait."""
    await api.plan_error(
        "sendMessage", 429, "Too Many Requests", times=times, chat_id=chat_id, parameters={"retry_after": seconds}
    )


async def test_in_a_storm_of_429_everybody_is_answered_and_each_chat_in_order(sayso: Sayso) -> None:
    crowd = [sayso.person() for _ in range(CROWD)]
    await asyncio.gather(*(person.say("/start") for person in crowd))
    chance = random.Random(7)
    for person in crowd:
        await slow_down(sayso.api, person.chat_id, chance.randrange(4), 0.05)
    for person in crowd:
        await person.say("/help")
        await person.press_data("audience:young_person", {"message_id": 1, "date": 1, "chat": person.chat})
    for person in crowd:
        await person.replies(3)
        said = [message["text"] for message in await sayso.api.messages(person.chat_id)]
        assert text("ask.audience") in said[0]
        assert "0800 1111" in said[1]
        assert text("ask.age") in said[2]
    await sayso.api.all_confirmed()
    assert sayso.service.counts["given_up"] == 0
    assert sayso.service.counts["sent"] == 3 * CROWD
    assert sayso.service.counts["asked_to_wait"] > 0


async def test_telegram_may_ask_to_wait_often_as_long_as_it_is_not_for_long(sayso: Sayso) -> None:
    person = sayso.person()
    await slow_down(sayso.api, person.chat_id, 4, 0.01)
    assert text("ask.audience") in await person.ask("/start")


async def test_while_the_bot_api_is_down_nothing_is_lost_and_then_everybody_is_answered(
    bot_api: BotApi, tmp_path: Path
) -> None:
    async with running_sayso(bot_api, tmp_path, patience=replace(QUICK, send=(0.05,) * 20)) as sayso:
        crowd = [sayso.person() for _ in range(CROWD)]
        await bot_api.plan_failure("sendMessage", status=502, body="<html>Bad Gateway", times=4 * CROWD)
        await bot_api.plan_failure("getUpdates", status=502, body="<html>Bad Gateway", times=2)
        for person in crowd:
            await person.say("/start")
        for person in crowd:
            assert text("ask.audience") in await person.replies()
        await bot_api.all_confirmed()
        assert sayso.service.counts["sent_again"] == 4 * CROWD
        assert sayso.service.counts["sent"] == CROWD


async def test_at_a_slow_pace_all_are_served_and_nobody_twice_before_the_others_once(
    bot_api: BotApi, tmp_path: Path
) -> None:
    async with running_sayso(bot_api, tmp_path, webhook=True, pace=40) as sayso:
        crowd = [sayso.person() for _ in range(CROWD)]
        for person in crowd:
            await person.say("/start")
        for person in crowd:
            await person.say("/help")
        for person in crowd:
            await person.replies(2)
        chats = [call["body"]["chat_id"] for call in await bot_api.calls("sendMessage")]
        assert len(chats) == 2 * CROWD
        assert {chats.count(person.chat_id) for person in crowd} == {2}


def nothing_of(person: Person) -> dict[str, object]:
    """An update from which nothing follows."""
    return {"message": {**person.message(text="x"), "from": {**person.user, "is_bot": True}}}


async def test_a_chat_that_has_to_wait_does_not_hold_up_a_school_that_is_fetched_a_hundred_at_a_time(
    bot_api: BotApi, tmp_path: Path
) -> None:
    async with running_sayso(bot_api, tmp_path, patience=replace(QUICK, drain=0)) as sayso:
        slow, last = sayso.person(), sayso.person()
        await bot_api.plan_failure("sendMessage", delay_ms=30_000, chat_id=slow.chat_id)
        await slow.say("/start")
        await bot_api.wait_for_call("sendMessage", 1)
        await bot_api.deliver_many([nothing_of(last)] * BATCH)
        await last.ask("/start")
        assert await bot_api.messages(slow.chat_id) == []


async def test_an_update_whose_turn_is_not_stored_is_not_confirmed_however_many_follow(
    bot_api: BotApi, tmp_path: Path
) -> None:
    async with running_sayso(bot_api, tmp_path, patience=replace(QUICK, turn=(0.3,) * 50)) as sayso:
        person = sayso.person()
        await person.go_to_first_question()
        await bot_api.all_confirmed()
        await sayso.change_tables("ALTER TABLE conversations RENAME TO mislaid")
        await person.say("my dog")

        async def failed() -> bool:
            return sayso.service.counts["turn_failed"] >= 1

        await until(failed, "a failed turn")
        await bot_api.deliver_many([nothing_of(person)] * (BATCH + 20))
        fetched = len(await bot_api.calls("getUpdates"))
        await bot_api.wait_for_call("getUpdates", fetched + 3)
        assert await bot_api.pending() == BATCH + 21
        await sayso.change_tables("ALTER TABLE mislaid RENAME TO conversations")
        assert text("answer.first") in await person.replies()
        await bot_api.all_confirmed()
