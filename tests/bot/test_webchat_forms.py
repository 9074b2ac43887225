"""The web chat without JavaScript: a plain form, page by page."""

import pytest

from storage.tables import AnswerRow, ConsentRow, ConversationRow, ResponseRow
from tests.support.plain_browser import PlainBrowser, plain_browser, walk_to_questions
from tests.support.running_app import RunningApp

LONG = "a very long story " * 600


async def test_a_whole_talk_by_plain_forms_ends_in_stored_answers(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    for number in range(1, 6):
        await plain.say(f"answer {number}")
        assert plain.own[-1] == f"answer {number}"
        await plain.press("Next")
    await plain.press("Yes, ask me")
    await plain.press("Thanet")
    await plain.press("I'm waiting for it")
    await plain.press("In my own words")
    await plain.say("just me")
    await plain.press("Next")
    await plain.press("Skip")
    await plain.press("Not sure")
    await plain.press("I am or was in care")
    await plain.press("I look after someone in my family")
    await plain.press("Next")
    assert plain.keys == ["ending.finished", "receipt.kept", "ending.again"]
    assert await app.words("helps") == ["answer 1"]
    assert await app.words("change") == ["answer 5"]
    assert await app.words("gender") == ["just me"]
    options = {row["question_id"]: row["options"] for row in await app.rows(AnswerRow)}
    assert options["district"] == ["thanet"]
    assert options["life"] == ["care", "young_carer"]
    assert [row["status"] for row in await app.rows(ResponseRow)] == ["finished"]
    assert {row["consent"] for row in await app.rows(ConsentRow)} == {"take_part", "quotes", "about_you"}
    assert await app.rows(ConversationRow) == []


async def test_a_burst_of_messages_is_shown_as_ones_own_with_the_question_in_sight(plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    for words in ("its hard", "to get help", "cos of waiting"):
        await plain.say(words)
    assert plain.keys == ["question.helps", "answer", "answer", "answer", "answer.more"]
    assert plain.own == ["its hard", "to get help", "cos of waiting"]


async def test_next_with_words_in_the_box_sends_the_words_first(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.press("Next", words="my dog")
    assert plain.keys == ["question.hard"]
    assert await app.words("helps") == ["my dog"]


async def test_words_stay_in_the_box_when_another_button_is_pressed(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.press("Skip", words="half a thought")
    assert plain.box == "half a thought"
    assert "question.hard" in plain.keys
    assert await app.words("helps") == await app.words("hard") == []


async def test_sending_the_same_page_twice_counts_once(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    first_page = plain.page
    await plain.say("only once")
    plain.page = first_page
    await plain.say("only once")
    assert await app.words("helps") == ["only once"]
    assert plain.own == ["only once"]


async def test_going_back_to_an_old_page_and_writing_something_else_loses_nothing(
    app: RunningApp, plain: PlainBrowser
) -> None:
    await walk_to_questions(plain)
    first_page = plain.page
    await plain.say("first")
    plain.page = first_page
    await plain.say("second")
    assert await app.words("helps") == ["first", "second"]


async def test_a_text_that_is_too_long_comes_back_in_the_box(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say(LONG)
    assert plain.status == 200
    assert "notice.too_long" in plain.keys
    assert plain.box == LONG
    assert await app.words("helps") == []


async def test_words_where_a_choice_was_asked_come_back_in_the_box(plain: PlainBrowser) -> None:
    await plain.open()
    await plain.press("A child or young person")
    await plain.say("older than you think\n")
    assert "notice.choose" in plain.keys
    assert plain.box.replace("\r\n", "\n") == "older than you think\n"
    assert "13 to 15" in plain.buttons


@pytest.mark.parametrize("letter", ["x", "ш", "語", "🙂"])
async def test_the_longest_message_fits_in_every_script(app: RunningApp, plain: PlainBrowser, letter: str) -> None:
    await walk_to_questions(plain)
    await plain.say(letter * 10_000)
    assert await app.words("helps") == [letter * 10_000]


async def test_what_somebody_writes_is_never_taken_for_html(plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say("<script>alert('hi')</script> & <b>bold</b>")
    assert plain.own == ["<script>alert('hi')</script> & <b>bold</b>"]
    assert plain.page.select(".message script, .message b") == []


async def test_a_reload_right_after_shows_the_same_and_a_return_later_says_welcome_back(plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say("my gran")
    before = plain.keys
    await plain.open()
    assert plain.keys == before
    plain.forget("posted")
    await plain.open()
    assert plain.keys == ["notice.welcome_back", "question.helps", "answer"]
    assert plain.own == ["my gran"]


async def test_whoever_comes_back_to_the_question_of_stopping_is_not_shown_one_answer_as_all_of_them(
    plain: PlainBrowser,
) -> None:
    await walk_to_questions(plain)
    await plain.say("Baking")
    await plain.press("Stop")
    await plain.open()
    assert "ask.stopping" in plain.keys
    assert "answer" not in plain.keys


async def test_the_ending_survives_a_reload_and_offers_a_new_start(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say("enough")
    await plain.press("Stop")
    await plain.press("Erase it all")
    for _ in range(2):
        assert plain.keys == ["ending.stopped_erased", "ending.again"]
        await plain.open()
    assert plain.cookie("chat") == ""
    assert await app.rows(ResponseRow) == []
    await plain.press("Start again")
    assert plain.keys == ["welcome.who", "welcome.nobody_live", "welcome.how", "ask.audience"]
    assert plain.cookie("chat") != ""
    await plain.press("A child or young person")
    assert "ask.age" in plain.keys


async def test_two_engagements_side_by_side_do_not_mix(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say("to the first")
    await plain.open("/chat/second-engagement")
    assert "welcome.who" in plain.keys
    for label in ("A child or young person", "13 to 15", "No", "Yes, I'd like to", "Yes, you may"):
        await plain.press(label)
    await plain.say("to the second")
    await plain.press("Stop")
    await plain.press("Keep what I wrote")
    assert plain.keys == ["ending.stopped_kept", "receipt.kept", "ending.again"]
    await plain.open("/chat")
    assert plain.own == ["to the first"]
    responses = {row["engagement"]: row["status"] for row in await app.rows(ResponseRow)}
    assert responses == {"five-questions": "open", "second-engagement": "stopped_kept"}


async def test_two_browsers_are_two_people(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    async with plain_browser(app.url) as other:
        await walk_to_questions(other)
        await other.say("other words")
        assert other.own == ["other words"]
    await plain.open()
    assert "answer" not in plain.keys
    assert len(await app.rows(ResponseRow)) == 2


async def test_easier_words_can_be_chosen_before_anything_else(plain: PlainBrowser) -> None:
    await plain.open()
    await plain.press("Easier words")
    await plain.press("Easy Read")
    assert "You are talking to a computer." in " ".join(plain.texts)
    await plain.press("Usual words")
    await plain.press("English")
    assert "Easier words" in plain.buttons


async def test_each_page_offers_help_without_a_request(plain: PlainBrowser) -> None:
    await plain.open()
    for label in ("A child or young person", "13 to 15", "No", "Yes, I'd like to", "Yes, you may", "Stop"):
        assert plain.page.select_one('details.help a[href="tel:999"]')
        assert plain.page.select_one('details.help a[href="tel:08001111"]')
        assert plain.page.select_one('details.help a[href="sms:85258?&body=SHOUT"]')
        await plain.press(label)
    assert plain.keys == ["ending.stopped_erased", "ending.again"]
    assert plain.page.select_one('details.help a[href="tel:999"]')
