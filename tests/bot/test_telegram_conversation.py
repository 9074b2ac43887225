"""Whole conversations over Telegram: a real bot library, an emulated Bot API server, a real database."""

import pytest
from sqlalchemy import select

from bot.telegram.keyboard import CHOSEN
from bot.telegram.splitting import units
from storage.tables import AnswerRow, ConsentRow, ConversationRow, ResponseRow
from tests.support.telegram_people import Person, text
from tests.support.telegram_sayso import Sayso

pytestmark = pytest.mark.bot_api


async def test_a_whole_conversation_stores_exactly_what_was_said(sayso: Sayso) -> None:
    person = sayso.person()
    welcome = await person.ask("/start")
    assert text("welcome.nobody_live") in welcome
    assert text("ask.audience") in welcome
    assert len(await sayso.api.messages(person.chat_id)) == 1
    await person.press("audience.young_person")
    await person.press("age_band.16_17")
    await person.press("choice.check.no")
    await person.press("choice.take_part.yes")
    first = await person.press("choice.quotes.yes")
    assert text("question.helps") in first
    await person.ask("my dog 🐶")
    await person.ask("and my nan")
    assert text("question.hard") in await person.press("button.next")
    await person.ask("waiting 👩‍👩‍👧 so long")
    await person.press("button.next")
    await person.press("button.skip")
    await person.ask("I would sleep")
    await person.ask("/next")
    await person.ask("less waiting")
    assert text("ask.about_you") in await person.ask("next")
    ending = await person.press("choice.about_you.no")
    assert text("ending.finished") in ending
    assert set(await person.buttons()) == {"Clear this chat"}
    assert await sayso.words() == [
        ("change", "less waiting"),
        ("hard", "waiting 👩‍👩‍👧 so long"),
        ("helps", "my dog 🐶"),
        ("helps", "and my nan"),
        ("works", "I would sleep"),
    ]
    assert await sayso.rows(select(AnswerRow.question_id).where(AnswerRow.skipped)) == [("reach",)]
    assert await sayso.rows(select(ConsentRow.consent, ConsentRow.agreed).order_by(ConsentRow.consent)) == [
        ("about_you", False),
        ("quotes", True),
        ("take_part", True),
    ]
    response = (await sayso.rows(select(ResponseRow.channel, ResponseRow.age_band, ResponseRow.status)))[0]
    assert response == ("telegram", "16_17", "finished")
    assert await sayso.count(ConversationRow) == 0


async def test_what_is_taken_out_is_said_afterwards_also_where_a_name_comes_by_itself(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    assert text("answer.redacted") in await person.ask("my nan said ring 07700 900123")
    assert text("answer.redacted") not in await person.ask("my name is")
    assert text("answer.redacted") in await person.ask("jaydenx")
    assert await sayso.words() == [
        ("helps", "my nan said ring [phone]"),
        ("helps", "my name is"),
        ("helps", "[name]"),
    ]


async def test_every_press_is_answered_so_that_no_button_keeps_waiting(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    assert len(await sayso.api.wait_for_call("answerCallbackQuery", 5)) == 5


async def test_messages_are_plain_text(sayso: Sayso) -> None:
    person = sayso.person()
    await person.ask("/start")
    sent = (await sayso.api.calls("sendMessage"))[0]["body"]
    assert "parse_mode" not in sent


async def test_no_message_shows_a_preview_of_a_page_that_it_names(sayso: Sayso) -> None:
    person = sayso.person()
    await person.ask("/start")
    await person.ask("/help")
    for call in await sayso.api.calls("sendMessage"):
        assert call["body"]["link_preview_options"] == {"is_disabled": True}


async def test_help_comes_at_once_with_the_numbers_in_the_text(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    said = await person.ask("/help@SaysoTestBot I feel awful")
    assert "0800 1111" in said
    assert text("question.helps") in said


async def test_a_deep_link_to_no_known_engagement_says_so_and_goes_on(sayso: Sayso) -> None:
    person = sayso.person()
    said = await person.ask("/start summer-fair")
    assert text("door.unknown_code") in said
    assert text("ask.audience") in said


async def test_a_deep_link_is_kept_with_the_response(sayso: Sayso) -> None:
    person = sayso.person()
    await person.ask("/start five-questions")
    for key in ("audience.young_person", "age_band.18_25", "choice.check.no", "choice.take_part.yes"):
        await person.press(key)
    assert await sayso.rows(select(ResponseRow.entry_code)) == [("five-questions",)]


async def test_somebody_under_16_is_thanked_and_nothing_is_stored(sayso: Sayso) -> None:
    person = sayso.person()
    await person.ask("/start")
    await person.press("audience.young_person")
    said = await person.press("age_band.13_15")
    assert text("ending.under_16_telegram") in said
    assert await sayso.count(ResponseRow) == 0
    assert await sayso.count(ConversationRow) == 0


@pytest.fixture
async def choosing_several(sayso: Sayso) -> Person:
    """Somebody who is at the question that takes several options."""
    person = sayso.person()
    await person.go_to_first_question()
    for _ in range(5):
        await person.press("button.skip")
    await person.press("choice.about_you.yes")
    for _ in range(5):
        said = await person.press("button.skip")
    assert text("answer.many_of") in said
    return person


async def test_choosing_several_options_updates_the_question_in_place(sayso: Sayso, choosing_several: Person) -> None:
    before = len(await sayso.api.messages(choosing_several.chat_id))
    await choosing_several.press_data("life:young_carer")
    await sayso.api.wait_for_call("editMessageText", 1)
    await sayso.api.all_confirmed()
    assert len(await sayso.api.messages(choosing_several.chat_id)) == before
    assert CHOSEN + text("option.life.young_carer") in await choosing_several.buttons()
    assert await sayso.rows(select(AnswerRow.options).where(AnswerRow.question_id == "life")) == [(["young_carer"],)]


async def test_where_the_message_is_gone_the_question_is_sent_anew(sayso: Sayso, choosing_several: Person) -> None:
    await sayso.api.plan_error("editMessageText", 400, "Bad Request: message can't be edited")
    await choosing_several.press_data("life:young_carer")
    assert text("answer.many_of") in await choosing_several.replies()
    assert CHOSEN + text("option.life.young_carer") in await choosing_several.buttons()


async def test_where_the_message_says_it_already_nothing_is_sent(sayso: Sayso, choosing_several: Person) -> None:
    sent = len(await sayso.api.calls("sendMessage"))
    await sayso.api.plan_error("editMessageText", 400, "Bad Request: message is not modified: specified new message...")
    await choosing_several.press_data("life:young_carer")
    await sayso.api.wait_for_call("editMessageText", 1)
    await sayso.api.all_confirmed()
    assert len(await sayso.api.calls("sendMessage")) == sent


async def test_an_old_button_is_answered_with_where_the_person_is(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    first = (await sayso.api.messages(person.chat_id))[0]
    await person.press_data("audience:professional", first)
    said = await person.replies()
    assert text("notice.old_button") in said
    assert text("question.helps") in said


async def test_a_button_on_a_message_too_old_to_be_read_still_works(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await person.press_data("helps:.skip", {"message_id": 1, "date": 0, "chat": person.chat})
    assert text("question.hard") in await person.replies()


async def test_a_long_text_that_the_phone_cut_in_two_is_one_answer_in_two_messages(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    text = "🐶 waits" * 625
    assert (units(text), units(text[:3584])) == (5000, 4096)
    await person.say(text[:3584])
    await person.say(text[3584:])
    await person.replies(2)
    stored = await sayso.words()
    assert [question for question, _ in stored] == ["helps", "helps"]
    assert "".join(words for _, words in stored) == text


async def test_the_commands_and_the_description_are_registered(sayso: Sayso) -> None:
    commands = await sayso.api.wait_for_call("setMyCommands", 2)
    names = [command["command"] for command in commands[0]["body"]["commands"]]
    assert names[0] == "help"
    assert {"skip", "back", "stop", "start"} <= set(names)
    assert all(command["description"] for command in commands[0]["body"]["commands"])
    assert "language_code" not in commands[0]["body"]
    assert commands[1]["body"]["language_code"] == "en"
    assert await sayso.api.wait_for_call("setMyDescription", 1)
    assert sayso.service.username == "SaysoTestBot"
