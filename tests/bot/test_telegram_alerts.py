"""Staff chats on Telegram: who is told of alerts, when and how often, through a Bot API server that is not ours."""

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings
from bot.telegram.client import Client
from bot.telegram.pace import Pace
from bot.telegram.sending import Sender
from bot.telegram.telling import Teller
from conversations.content import load_staff_texts
from conversations.inbound import Typed
from storage.alert_chats import tell_chat
from storage.database import Database
from storage.events import renew_page
from storage.tables import AlertChatRow
from tests.bot.test_telegram_updates import BOT_USER
from tests.bot.turning import NOW as TURNS_NOW
from tests.bot.turning import said, turns_of
from tests.support.made_events import SECRET, TOLD, Clock, an_event, closed, make
from tests.support.migrated import migrated
from tests.support.telegram_people import BotApi, Person, text, until
from tests.support.telegram_sayso import NOW, QUICK, Sayso, running_sayso

pytestmark = pytest.mark.bot_api

GROUP = {"id": -100500600, "type": "supergroup", "title": "Staff"}
JUST_NOW = "Somebody taking part in Big Conversation was just shown urgent help."


async def disclose(sayso: Sayso, address: str = "somebody") -> None:
    """Have somebody on the web chat tell of harm at the event."""
    await sayso.turns.take(said(Typed(TOLD), address=address, code="otter425"))


async def texts(sayso: Sayso, chat_id: int) -> list[str]:
    return [message["text"] for message in await sayso.api.messages(chat_id)]


async def last_text_has(sayso: Sayso, chat_id: int, words: str) -> None:
    async def there() -> bool:
        shown = await texts(sayso, chat_id)
        return bool(shown) and words in shown[-1]

    await until(there, f"a message with: {words}")


def in_group(person: Person, **content: Any) -> dict[str, Any]:
    return {"message": {"message_id": 1, "date": 1_700_000_000, "chat": GROUP, "from": person.user, **content}}


def membership(person: Person, status: str) -> dict[str, Any]:
    return {
        "my_chat_member": {
            "chat": GROUP, "from": person.user, "date": 1_700_000_000,
            "old_chat_member": {"status": "left", "user": BOT_USER},
            "new_chat_member": {"status": status, "user": BOT_USER},
        }
    }  # fmt: skip


@pytest.mark.parametrize(
    "address", [SECRET, f"https://sayso.example.org/event/{SECRET}", f"http://x.test/event/{SECRET}/"]
)
async def test_a_staff_chat_that_asks_is_told_at_once_of_what_happens_and_what_to_do(
    polling_sayso: Sayso, address: str
) -> None:
    await make(polling_sayso.database, an_event(NOW), NOW)
    staff = polling_sayso.person()
    assert "From now on this chat is told" in await staff.ask(f"/alerts {address}")
    await disclose(polling_sayso)
    told = await staff.replies()
    assert told.startswith(JUST_NOW)
    for step in ("1. Stay calm and look around kindly", "2. Say to everybody that help is here", "3. Follow your"):
        assert step in told
    for telling in ("hits", "stepdad", "physical", "abuse", "helps"):
        assert telling not in told.lower()


async def test_several_become_one_message_that_then_says_more_than_once(sayso: Sayso) -> None:
    await make(sayso.database, an_event(NOW), NOW)
    staff = sayso.person()
    await staff.ask(f"/alerts {SECRET}")
    await disclose(sayso)
    assert (await staff.replies()).startswith(JUST_NOW)
    for number in range(3):
        await disclose(sayso, f"person {number}")
    await last_text_has(sayso, staff.chat_id, "more than once within 10 minutes")
    assert len(await texts(sayso, staff.chat_id)) == 2, "what was answered to /alerts, and one alert"


async def test_a_group_is_joined_for_staff_who_are_told_already_and_only_for_them(sayso: Sayso) -> None:
    await make(sayso.database, an_event(NOW), NOW)
    staff, stranger = sayso.person(), sayso.person()
    await staff.ask(f"/alerts {SECRET}")
    await sayso.api.deliver(membership(staff, "member"))
    await sayso.api.deliver(in_group(staff, new_chat_members=[BOT_USER]))
    await sayso.api.deliver(in_group(staff, text=f"/alerts@SaysoTestBot {SECRET}"))
    await sayso.api.deliver(in_group(stranger, text="what does it do?"))
    await sayso.api.all_confirmed()
    assert await sayso.api.calls("leaveChat") == []
    await disclose(sayso)
    await last_text_has(sayso, int(str(GROUP["id"])), JUST_NOW)
    await sayso.api.deliver(in_group(stranger, text="/alerts off"))
    await sayso.api.deliver(in_group(stranger, text=f"/alerts {SECRET}"))
    await sayso.api.all_confirmed()
    assert len(await sayso.api.calls("leaveChat")) == 1
    assert await sayso.count(AlertChatRow) == 1


async def test_a_bot_that_is_thrown_out_or_blocked_forgets_the_chat(sayso: Sayso) -> None:
    await make(sayso.database, an_event(NOW), NOW)
    staff = sayso.person()
    await staff.ask(f"/alerts {SECRET}")
    blocked = membership(staff, "kicked")
    blocked["my_chat_member"]["chat"] = staff.chat
    blocked["my_chat_member"]["new_chat_member"]["until_date"] = 0
    await sayso.api.deliver(blocked)
    await sayso.api.all_confirmed()
    assert await sayso.count(AlertChatRow) == 0


async def test_off_ends_it(polling_sayso: Sayso) -> None:
    await make(polling_sayso.database, an_event(NOW), NOW)
    staff = polling_sayso.person()
    await staff.ask(f"/alerts {SECRET}")
    assert "no more alerts" in await staff.ask("/alerts off")
    assert "gets no alerts" in await staff.ask("/alerts OFF")
    assert await polling_sayso.count(AlertChatRow) == 0


@pytest.mark.parametrize(
    ("asked", "answer"), [("/alerts", "the address of the event's page"), (f"/alerts {SECRET}x", "not known")]
)
async def test_who_asks_in_another_way_is_told_how(polling_sayso: Sayso, asked: str, answer: str) -> None:
    await make(polling_sayso.database, an_event(NOW), NOW)
    assert answer in await polling_sayso.person().ask(asked)
    assert await polling_sayso.count(AlertChatRow) == 0


async def test_nobody_is_told_of_an_event_that_is_closed_or_has_a_new_page(polling_sayso: Sayso) -> None:
    await make(polling_sayso.database, closed(an_event(NOW), NOW), NOW)
    staff = polling_sayso.person()
    assert "is closed" in await staff.ask(f"/alerts {SECRET}")
    async with polling_sayso.database.writing() as connection:
        await renew_page(connection, "otter425", "another-secret")
    assert "not known" in await staff.ask(f"/alerts {SECRET}")


@pytest.mark.parametrize("words", ["/alerts please help me", "/alerts i cant do this", "my alerts", "/alertsoff"])
async def test_words_that_only_begin_like_it_are_a_persons_words(polling_sayso: Sayso, words: str) -> None:
    person = polling_sayso.person()
    await person.go_to_first_question()
    answer = await person.ask(words)
    assert "staff" not in answer
    assert text("question.helps") in answer or text("answer.first") in answer or "999" in answer


async def test_an_alert_that_telegram_could_not_take_is_told_when_it_can(bot_api: BotApi, tmp_path: Path) -> None:
    clock = Clock(NOW)
    async with running_sayso(bot_api, tmp_path, now=clock) as sayso:
        await make(sayso.database, an_event(NOW), NOW)
        staff = sayso.person()
        await staff.ask(f"/alerts {SECRET}")
        await bot_api.plan_error("sendMessage", 502, "Bad Gateway", times=3, chat_id=staff.chat_id)
        tries = len(await bot_api.calls("sendMessage"))
        await disclose(sayso)
        await bot_api.wait_for_call("sendMessage", tries + 3)
        clock.pass_minutes(9)
        told: list[str] = []
        while len(told) < 2 and clock() < NOW + timedelta(minutes=55):  # then it would be too late to tell
            clock.pass_minutes(3)
            await asyncio.sleep(1)
            told = [t for t in await texts(sayso, staff.chat_id) if "urgent help" in t]
    assert "was shown urgent help between 12:00 and 12:05" in told[-1]
    assert len(told) == 2


async def test_a_staff_chat_that_has_to_wait_holds_up_no_other_alert_and_neither_does_a_queue(
    bot_api: BotApi, tmp_path: Path
) -> None:
    async with running_sayso(bot_api, tmp_path, pace=1) as sayso:
        await make(sayso.database, an_event(NOW), NOW)
        slow, quick = sayso.person(), sayso.person()
        for staff in (slow, quick):
            async with sayso.database.writing() as connection:
                await tell_chat(connection, "otter425", staff.chat_id)
        refused = {"parameters": {"retry_after": 3}, "chat_id": slow.chat_id, "times": 20}
        await bot_api.plan_error("sendMessage", 429, "Too Many Requests", **refused)
        crowd = [sayso.person() for _ in range(60)]
        await bot_api.deliver_many([{"message": person.message(text="/start")} for person in crowd])

        async def queued() -> bool:
            return sayso.service.pace.waiting >= 40

        await until(queued, "replies that wait for their turn")
        await disclose(sayso)
        await last_text_has(sayso, quick.chat_id, JUST_NOW)
        assert sayso.service.pace.waiting >= 20
        assert await texts(sayso, slow.chat_id) == []


async def test_an_alert_outlives_a_restart(bot_api: BotApi, tmp_path: Path) -> None:
    async with running_sayso(bot_api, tmp_path) as sayso:
        await make(sayso.database, an_event(NOW), NOW)
        staff = sayso.person()
        await staff.ask(f"/alerts {SECRET}")
    meanwhile = await migrated(f"sqlite:///{tmp_path / 'sayso.db'}")
    await turns_of(meanwhile, now=NOW).take(said(Typed(TOLD), code="otter425"))
    await meanwhile.close()
    async with running_sayso(bot_api, tmp_path):
        assert (await staff.replies()).startswith(JUST_NOW)


async def test_the_chat_of_somebody_who_takes_part_is_not_stored(polling_sayso: Sayso) -> None:
    await make(polling_sayso.database, an_event(NOW), NOW)
    person = polling_sayso.person()
    await person.ask("/start otter425")
    await person.ask(TOLD)
    assert await polling_sayso.count(AlertChatRow) == 0


class TestTwoReplicas:
    async def test_two_replicas_send_one_message_and_change_it_once(
        self, database: Database, second_process: Database, bot_api: BotApi
    ) -> None:
        await make(database, an_event(TURNS_NOW), TURNS_NOW)
        chat = Person(bot_api, 711_000_000)
        async with database.writing() as connection:
            await tell_chat(connection, "otter425", chat.chat_id)
        settings = Settings(telegram_token=bot_api.token, telegram_api_root=bot_api.url)
        client = Client(settings)
        await client.open()
        sender = Sender(client, Pace(settings.telegram_pace, QUICK.burst), QUICK, Counter())
        tellers = [
            Teller(process, sender, load_staff_texts(), lambda: TURNS_NOW) for process in (database, second_process) * 3
        ]
        turns = turns_of(database)
        for number in range(4):
            await turns.take(said(Typed(TOLD), address=f"person {number}", code="otter425"))
            await asyncio.gather(*(teller.tell() for teller in tellers))
        (message,) = await bot_api.messages(chat.chat_id)
        assert "more than once" in message["text"]
        assert len(await bot_api.calls("sendMessage")) == 1
        assert len(await bot_api.calls("editMessageText")) == 1
        await client.close()
