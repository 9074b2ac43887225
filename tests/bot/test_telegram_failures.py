"""When something breaks: nothing is lost, nothing is stored twice, nobody waits for somebody else."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.tables import AnswerMessage, ConversationRow
from tests.support.telegram_people import BotApi, text, until
from tests.support.telegram_sayso import QUICK, Sayso, running_sayso

pytestmark = pytest.mark.bot_api

BLOCKED = "Forbidden: bot was blocked by the user"
BREAK_IT = "ALTER TABLE conversations RENAME TO mislaid"
MEND_IT = "ALTER TABLE mislaid RENAME TO conversations"


async def test_the_same_update_delivered_again_stores_nothing_twice_and_is_answered_alike(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    update_id = await person.say("my dog")
    await person.replies()
    await sayso.api.all_confirmed()
    await sayso.api.deliver({"update_id": update_id, "message": person.message(text="my dog")})
    assert text("answer.first") in await person.replies()
    assert await sayso.words() == [("helps", "my dog")]


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_a_crash_between_storing_and_sending_heals_on_the_next_start(
    bot_api: BotApi, tmp_path: Path, *, webhook: bool
) -> None:
    hasty = replace(QUICK, drain=0)
    async with running_sayso(bot_api, tmp_path, webhook=webhook, patience=hasty) as first:
        person = first.person()
        await person.go_to_first_question()
        sent = len(await bot_api.calls("sendMessage"))
        await bot_api.plan_failure("sendMessage", delay_ms=3000, status=502, body={"ok": False, "description": "down"})
        await person.say("my dog")
        await bot_api.wait_for_call("sendMessage", sent + 1)
        assert await first.words() == [("helps", "my dog")]
        assert await bot_api.pending() == 1
    async with running_sayso(bot_api, tmp_path, webhook=webhook) as second:
        assert text("answer.first") in await person.replies()
        await bot_api.all_confirmed()
        assert await second.words() == [("helps", "my dog")]
        await person.ask("and my nan")
        assert await second.words() == [("helps", "my dog"), ("helps", "and my nan")]


async def test_stopping_lets_a_turn_under_way_finish_and_confirms_it(bot_api: BotApi, tmp_path: Path) -> None:
    async with running_sayso(bot_api, tmp_path) as first:
        person = first.person()
        await person.go_to_first_question()
        sent = len(await bot_api.calls("sendMessage"))
        await bot_api.plan_failure("sendMessage", delay_ms=400)
        await person.say("my dog")
        await bot_api.wait_for_call("sendMessage", sent + 1)
    assert text("answer.first") in await person.replies()
    assert await bot_api.pending() == 0
    async with running_sayso(bot_api, tmp_path):
        await person.ask("and my nan")
    assert len(await bot_api.calls("sendMessage")) == sent + 2


async def test_an_update_is_not_confirmed_before_its_answer_is_out(polling_sayso: Sayso) -> None:
    api, person = polling_sayso.api, polling_sayso.person()
    await api.plan_failure("sendMessage", delay_ms=600)
    await person.say("/start")
    await api.wait_for_call("sendMessage", 1)
    fetched = len(await api.calls("getUpdates"))
    await api.wait_for_call("getUpdates", fetched + 3)
    assert await api.pending() == 1
    await person.replies()
    await api.all_confirmed()


async def test_twenty_messages_at_once_are_stored_in_their_order(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await sayso.api.plan_failure("sendMessage", delay_ms=500)
    for number in range(20):
        await person.say(f"part {number}")
    said = await person.replies(20)
    assert said.startswith(text("answer.first"))
    assert said.count(text("answer.more")) == 19
    assert await sayso.words() == [("helps", f"part {number}") for number in range(20)]


async def test_a_slow_chat_holds_up_nobody_else(sayso: Sayso) -> None:
    slow, quick = sayso.person(), sayso.person()
    await sayso.api.plan_failure("sendMessage", delay_ms=8000, chat_id=slow.chat_id)
    await slow.say("/start")
    await sayso.api.wait_for_call("sendMessage", 1)
    await quick.ask("/start")
    await quick.press("audience.young_person")
    assert await sayso.api.messages(slow.chat_id) == []
    await slow.replies()


async def test_where_telegram_asks_one_chat_to_wait_it_waits_and_the_others_do_not(sayso: Sayso) -> None:
    hurried, other = sayso.person(), sayso.person()
    await sayso.api.plan_error(
        "sendMessage", 429, "Too Many Requests: retry after 4", parameters={"retry_after": 4}, chat_id=hurried.chat_id
    )
    started = time.monotonic()
    await hurried.say("/start")
    await sayso.api.wait_for_call("sendMessage", 1)
    await other.ask("/start")
    assert await sayso.api.messages(hurried.chat_id) == []
    assert text("ask.audience") in await hurried.replies()
    assert time.monotonic() - started >= 4


async def test_where_telegram_asks_to_wait_far_too_long_the_next_message_asks_again(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await sayso.api.plan_error("sendMessage", 429, "Too Many Requests", parameters={"retry_after": 3600})
    await person.say("my dog")
    await sayso.api.all_confirmed()
    assert text("answer.more") in await person.ask("and my nan")
    assert sayso.service.counts["given_up"] == 1


async def test_somebody_who_blocked_the_bot_keeps_their_answers_and_can_come_back(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await sayso.api.plan_error("sendMessage", 403, BLOCKED)
    await person.say("my dog")
    await sayso.api.all_confirmed()
    assert sayso.service.counts["blocked"] == 1
    assert await sayso.words() == [("helps", "my dog")]
    said = await person.ask("/start")
    assert text("notice.welcome_back") in said
    assert text("question.helps") in said


async def test_an_error_of_the_network_is_tried_again(sayso: Sayso) -> None:
    person = sayso.person()
    await sayso.api.plan_error("sendMessage", 502, "Bad Gateway", times=2)
    assert text("ask.audience") in await person.ask("/start")
    assert len(await sayso.api.calls("sendMessage")) == 3


async def test_where_nothing_gets_out_the_state_stands_and_the_next_message_is_answered(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await sayso.api.plan_error("sendMessage", 500, "Internal Server Error", times=3)
    await person.say("my dog")
    await sayso.api.all_confirmed()
    assert sayso.service.counts["given_up"] == 1
    assert text("answer.more") in await person.ask("and my nan")
    assert await sayso.words() == [("helps", "my dog"), ("helps", "and my nan")]


async def test_an_answer_that_telegram_refuses_does_not_hold_up_the_next(sayso: Sayso) -> None:
    person = sayso.person()
    await sayso.api.plan_error("sendMessage", 400, "Bad Request: chat not found")
    await person.say("/start")
    assert text("ask.audience") in await person.ask("/start")


async def test_a_press_that_cannot_be_answered_is_still_taken(sayso: Sayso) -> None:
    person = sayso.person()
    await person.ask("/start")
    await sayso.api.plan_error("answerCallbackQuery", 400, "Bad Request: query is too old")
    assert text("ask.age") in await person.press("audience.young_person")


async def test_a_turn_that_fails_is_taken_once_the_database_is_back(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await sayso.change_tables(BREAK_IT)
    await person.say("my dog")

    async def failed_once() -> bool:
        return sayso.service.counts["turn_failed"] >= 1

    await until(failed_once, "a failed turn")
    await sayso.change_tables(MEND_IT)
    assert text("answer.first") in await person.replies()
    assert await sayso.words() == [("helps", "my dog")]
    assert sayso.service.counts["apologies"] == 0


async def test_a_turn_that_never_works_ends_in_an_apology_and_leaves_the_state_as_it_was(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    before = await sayso.rows(select(ConversationRow.state))
    await sayso.change_tables(BREAK_IT)
    said = await person.ask("my dog")
    assert text("door.apology") in said
    assert "0800 1111" in said
    await sayso.api.all_confirmed()
    await sayso.change_tables(MEND_IT)
    assert await sayso.rows(select(ConversationRow.state)) == before
    assert await sayso.count(AnswerMessage) == 0
    assert text("answer.first") in await person.ask("my dog")


async def test_another_poller_is_waited_for(polling_sayso: Sayso) -> None:
    await polling_sayso.api.plan_error("getUpdates", 409, "Conflict: terminated by other getUpdates request", times=2)
    person = polling_sayso.person()
    assert text("ask.audience") in await person.ask("/start")
    assert text("ask.audience") in await person.ask("/help")


async def test_an_answer_that_cannot_be_read_is_no_reason_to_say_everything_twice(polling_sayso: Sayso) -> None:
    person = polling_sayso.person()
    await polling_sayso.api.plan_failure("sendMessage", status=200, body={"ok": True, "result": {"message_id": 1}})
    await person.say("/start")
    await polling_sayso.api.all_confirmed()
    assert len(await polling_sayso.api.calls("sendMessage")) == 1
