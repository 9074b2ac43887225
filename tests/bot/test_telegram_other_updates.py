"""What is not words, over Telegram: answered kindly, kept nowhere; and chats that are not for us."""

import pytest
from sqlalchemy import select

from storage.tables import AnswerMessage, ConversationRow, HeldMessage
from tests.bot.test_telegram_updates import BOT_USER, CONTENT, GROUP
from tests.support.telegram_people import text
from tests.support.telegram_sayso import Sayso

pytestmark = pytest.mark.bot_api


@pytest.mark.parametrize("name", CONTENT)
async def test_what_is_not_words_gets_its_own_kind_sentence_and_the_question_again(
    polling_sayso: Sayso, name: str
) -> None:
    content, kind = CONTENT[name]
    person = polling_sayso.person()
    await person.go_to_first_question()
    await person.send(**content)
    said = await person.replies()
    assert said.startswith(text(f"unsupported.{kind.value}"))
    assert text("question.helps") in said
    assert text("button.skip") in await person.buttons()
    assert await polling_sayso.count(AnswerMessage) == 0


async def test_words_under_a_picture_are_kept_and_the_person_learns_that_the_picture_is_not(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await person.send(**CONTENT["a photo"][0], caption="my drawing of a waiting room")
    said = await person.replies()
    assert text("door.caption") in said
    assert text("answer.first") in said
    assert await sayso.words() == [("helps", "my drawing of a waiting room")]


async def test_an_edited_message_is_explained_and_the_first_words_stand(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await person.ask("my dog")
    await sayso.api.deliver({"edited_message": person.message(text="my cat", edit_date=1_700_000_009)})
    assert text("unsupported.edited") in await person.replies()
    assert await sayso.words() == [("helps", "my dog")]


async def test_a_change_that_tells_of_harm_is_answered_like_a_new_message_and_kept_only_on_request(
    sayso: Sayso,
) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await person.ask("my dog")
    await sayso.api.deliver({"edited_message": person.message(text="my stepdad hits me", edit_date=1_700_000_009)})
    said = await person.replies()
    assert text("signpost.hurt") in said
    assert "0800 1111" in said
    assert text("unsupported.edited") not in said
    assert await sayso.words() == [("helps", "my dog")]
    await person.press("button.keep_words")
    assert await sayso.words() == [("helps", "my dog"), ("helps", "my stepdad hits me")]


async def test_a_change_that_tells_of_harm_after_the_end_is_answered_and_stored_nowhere(sayso: Sayso) -> None:
    person = sayso.person()
    await sayso.api.deliver({"edited_message": person.message(text="i want to die", edit_date=1_700_000_009)})
    assert "0800 1111" in await person.replies()
    assert await sayso.count(AnswerMessage) == await sayso.count(HeldMessage) == 0


@pytest.mark.parametrize("name", ["a photo", "a voice note", "a video"])
async def test_words_below_a_picture_that_tell_of_harm_are_answered_and_put_aside(
    polling_sayso: Sayso, name: str
) -> None:
    person = polling_sayso.person()
    await person.go_to_first_question()
    await person.send(**CONTENT[name][0], caption="my stepdad did this to me, he hits me")
    said = await person.replies()
    assert text("signpost.hurt") in said
    assert text("button.keep_words") in await person.buttons()
    assert await polling_sayso.words() == []


async def test_what_somebody_tells_of_in_a_group_is_not_answered_there(sayso: Sayso) -> None:
    person = sayso.person()
    told = {"message_id": 1, "date": 1_700_000_000, "chat": GROUP, "from": person.user, "text": "my stepdad hits me"}
    await sayso.api.deliver({"message": told})
    await sayso.api.deliver({"edited_message": {**told, "edit_date": 1_700_000_009}})
    await sayso.api.all_confirmed()
    assert [call["body"]["text"] for call in await sayso.api.calls("sendMessage")] == [text("door.group")]
    assert len(await sayso.api.calls("leaveChat")) == 1
    assert await sayso.count(ConversationRow) == 0


async def test_an_unknown_command_is_explained(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    assert text("unsupported.unknown_command") in await person.ask("/dance")


async def test_a_button_that_is_none_of_ours_is_taken_for_an_old_one(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await person.press_data("something else entirely")
    assert text("notice.old_button") in await person.replies()


async def test_in_a_group_it_says_why_once_and_leaves(sayso: Sayso) -> None:
    api, person = sayso.api, sayso.person()
    in_group = {"message_id": 1, "date": 1_700_000_000, "chat": GROUP, "from": person.user}
    joined = {
        "chat": GROUP, "from": person.user, "date": 1_700_000_000,
        "old_chat_member": {"status": "left", "user": BOT_USER},
        "new_chat_member": {"status": "member", "user": BOT_USER},
    }  # fmt: skip
    await api.deliver({"my_chat_member": joined})
    await api.deliver({"message": {**in_group, "new_chat_members": [BOT_USER]}})
    await api.deliver({"message": {**in_group, "text": "what is this?"}})
    await api.all_confirmed()
    sent = [call["body"] for call in await api.calls("sendMessage")]
    assert [(body["chat_id"], body["text"]) for body in sent] == [(-100500, text("door.group"))]
    assert [call["body"]["chat_id"] for call in await api.calls("leaveChat")] == [-100500]
    assert await sayso.count(ConversationRow) == 0
    # Put into the group once more, it says so once more.
    await api.deliver({"my_chat_member": {**joined, "new_chat_member": {"status": "left", "user": BOT_USER}}})
    await api.deliver({"my_chat_member": joined})
    await api.all_confirmed()
    assert len(await api.calls("leaveChat")) == 2


async def test_blocking_is_counted_and_says_nothing(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    before = len(await sayso.api.calls("sendMessage"))
    for old, new in (("member", "kicked"), ("kicked", "member")):
        await sayso.api.deliver(
            {
                "my_chat_member": {
                    "chat": person.chat, "from": person.user, "date": 1_700_000_000,
                    "old_chat_member": {"status": old, "user": BOT_USER, "until_date": 0},
                    "new_chat_member": {"status": new, "user": BOT_USER, "until_date": 0},
                }
            }
        )  # fmt: skip
    await sayso.api.all_confirmed()
    assert len(await sayso.api.calls("sendMessage")) == before
    assert (sayso.service.counts["person_blocked"], sayso.service.counts["person_unblocked"]) == (1, 1)
    assert await sayso.count(ConversationRow) == 1


async def test_what_nobody_can_read_is_passed_over_and_holds_nothing_up(sayso: Sayso) -> None:
    person = sayso.person()
    await sayso.api.deliver({"message": {"message_id": "not even a number"}})
    await sayso.api.deliver({"poll_answer": {"poll_id": "1", "option_ids": [], "option_persistent_ids": []}})
    assert text("ask.audience") in await person.ask("/start")
    await sayso.api.all_confirmed()
    assert sayso.service.counts["ignored_unreadable"] == 1
    assert sayso.service.counts["ignored_kind_of_update"] == 1


async def test_the_address_is_stored_nowhere(sayso: Sayso) -> None:
    person = sayso.person()
    await person.go_to_first_question()
    await person.ask("my dog")
    keys = await sayso.rows(select(ConversationRow.channel_key, ConversationRow.state, ConversationRow.replies))
    assert str(person.chat_id) not in str(keys)
