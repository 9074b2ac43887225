"""Taking the chat off the phone, over Telegram: the newest messages go as far as they can, the answers stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.telegram.clearing import A_CALL, MOST_CALLS, within_reach
from storage.tables import ConversationRow, ResponseRow
from tests.support.telegram_people import Person, text, until
from tests.support.telegram_sayso import Sayso

bot_api = pytest.mark.bot_api


async def words_left(person: Person) -> list[str]:
    """What still stands in the chat from the bot, once it has said what came of it."""

    async def said_it() -> bool:
        left = [message["text"] for message in await person.api.messages(person.chat_id)]
        return any(text(key) in words for words in left for key in ("door.cleared", "door.not_cleared"))

    await until(said_it, "what came of clearing")
    await person.api.all_confirmed()
    left = [message["text"] for message in await person.api.messages(person.chat_id)]
    person.read = len(left)
    return left


async def in_the_middle(sayso: Sayso) -> Person:
    """Somebody who has answered a little."""
    person = sayso.person()
    await person.go_to_first_question()
    await person.ask("my dog")
    return person


@bot_api
async def test_the_messages_go_and_what_is_left_says_how_to_delete_the_chat_and_that_answers_stay(sayso: Sayso) -> None:
    person = await in_the_middle(sayso)
    await person.say("/clear")
    (left,) = await words_left(person)
    assert left == "\n\n".join(text(key) for key in ("door.cleared", "clear.how", "clear.answers_open"))
    assert "mental health" not in left
    assert await sayso.words() == [("helps", "my dog")]
    assert set(await person.buttons()) == {text("button.carry_on"), text("button.delete"), text("button.help")}
    assert text("question.helps") in await person.press("button.carry_on")


@bot_api
async def test_from_there_the_answers_can_be_erased_as_well(sayso: Sayso) -> None:
    person = await in_the_middle(sayso)
    await person.say("/clear")
    await words_left(person)
    assert text("ask.stopping") in await person.press("button.delete")
    assert text("ending.stopped_erased") in await person.press("choice.stopping.erase")
    assert await sayso.count(ResponseRow) == 0


@bot_api
async def test_after_a_signpost_and_after_the_end_a_button_offers_it_and_stores_nothing(sayso: Sayso) -> None:
    person = await in_the_middle(sayso)
    await person.ask("my stepdad hits me")
    assert text("button.clear") in await person.buttons()
    await person.press("button.stop")
    await person.press("choice.stopping.keep")
    assert set(await person.buttons()) == {text("button.clear")}
    before = await sayso.rows(select(ResponseRow))
    await person.press_data((await person.buttons())[text("button.clear")]["callback_data"])
    (left,) = await words_left(person)
    assert text("clear.answers") in left
    assert await sayso.rows(select(ResponseRow)) == before
    assert await sayso.count(ConversationRow) == 0


@bot_api
async def test_only_numbers_of_this_chat_are_touched_and_never_more_than_a_hundred_a_call(sayso: Sayso) -> None:
    other, person = sayso.person(), sayso.person()
    await other.ask("/start")
    await person.ask("/start")
    await person.say("/clear")
    await words_left(person)
    calls = [call["body"] for call in await sayso.api.calls("deleteMessages")]
    assert {call["chat_id"] for call in calls} == {person.chat_id}
    assert all(0 < len(call["message_ids"]) <= A_CALL for call in calls)
    assert 0 < len(calls) <= 3
    assert text("ask.audience") in (await sayso.api.messages(other.chat_id))[0]["text"]


@bot_api
async def test_messages_that_are_too_old_stay_and_all_newer_ones_go(sayso: Sayso) -> None:
    person = await in_the_middle(sayso)
    numbers = [message["message_id"] for message in await sayso.api.messages(person.chat_id)]
    await sayso.api.make_old(numbers[2])
    await person.say("/clear")
    await words_left(person)
    left = [message["message_id"] for message in await sayso.api.messages(person.chat_id)]
    assert left[:-1] == numbers[:3]
    assert left[-1] > numbers[-1]
    assert len(await sayso.api.calls("deleteMessages")) <= MOST_CALLS


@bot_api
@pytest.mark.parametrize(
    ("status", "description"),
    [
        (404, "Not Found"),
        (400, "Bad Request: message can't be deleted"),
        (403, "Forbidden: bot was blocked by the user"),
        (500, "Internal Server Error"),
    ],
)
async def test_where_nothing_can_be_taken_away_a_kind_sentence_says_so_and_how_to_do_it(
    polling_sayso: Sayso, status: int, description: str
) -> None:
    person = await in_the_middle(polling_sayso)
    await polling_sayso.api.plan_error("deleteMessages", status, description, times=50)
    await person.say("/clear")
    left = (await words_left(person))[-1]
    assert text("door.not_cleared") in left
    assert text("clear.how") in left
    assert text("door.cleared") not in left
    assert polling_sayso.service.counts["chats_not_cleared"] == 1
    assert text("answer.more") in await person.ask("and my nan")


@bot_api
async def test_a_pause_that_telegram_asks_for_is_kept(polling_sayso: Sayso) -> None:
    person = await in_the_middle(polling_sayso)
    await polling_sayso.api.plan_error("deleteMessages", 429, "Too Many Requests", parameters={"retry_after": 1})
    await person.say("/clear")
    (left,) = await words_left(person)
    assert text("door.cleared") in left


@bot_api
async def test_where_the_words_can_no_longer_be_changed_they_are_said_anew(polling_sayso: Sayso) -> None:
    person = await in_the_middle(polling_sayso)
    await polling_sayso.api.plan_error("editMessageText", 400, "Bad Request: message to edit not found")
    await person.say("/clear")
    assert text("door.cleared") in (await words_left(person))[-1]


@bot_api
async def test_the_same_update_delivered_again_clears_again_and_moves_nothing(polling_sayso: Sayso) -> None:
    person = await in_the_middle(polling_sayso)
    update_id = await person.say("/clear")
    await words_left(person)
    await polling_sayso.api.deliver({"update_id": update_id, "message": person.message(text="/clear")})
    await polling_sayso.api.all_confirmed()
    assert polling_sayso.service.counts["chats_cleared"] == 2
    assert await polling_sayso.words() == [("helps", "my dog")]


@bot_api
async def test_the_menu_offers_it_without_saying_what_the_chat_is_about(polling_sayso: Sayso) -> None:
    (call, *_) = await polling_sayso.api.wait_for_call("setMyCommands")
    menu = {command["command"]: command["description"] for command in call["body"]["commands"]}
    assert "phone" in menu["clear"]
    assert not {"mental", "health", "help", "feel"} & set(menu["clear"].lower().split())


@given(newest=st.integers(1, 5_000), back=st.integers(0, 5_000))
def test_what_is_within_reach_begins_at_the_top_and_names_nothing_twice(newest: int, back: int) -> None:
    in_hand = max(newest - back, 1)
    calls = within_reach(newest, in_hand)
    numbers = [number for call in calls for number in call]
    assert len(calls) <= 3
    assert all(len(call) <= A_CALL for call in calls)
    assert numbers == sorted(set(numbers), reverse=True)
    assert numbers[0] == newest
    assert in_hand in numbers
    assert min(numbers) > 0
