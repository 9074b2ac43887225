"""The web chat asks before it takes what could tell who somebody is: their words come back, and nothing is stored yet."""

import pytest
from playwright.async_api import Browser, expect

from storage.tables import AnswerMessage, HandledMessage, HeldMessage
from tests.support.chat_page import chat_page
from tests.support.plain_browser import PlainBrowser, walk_to_questions
from tests.support.running_app import RunningApp

TELLING = "ring me on 07700 900123 <b>ok</b>"
TAKEN_OUT = "ring me on [phone] <b>ok</b>"
SEND = "Send it – take it out for me"
CHANGE = "Change it"
PHONE = {"viewport": {"width": 360, "height": 640}}


def asked(plain: PlainBrowser) -> str:
    """The note on a plain page, or nothing."""
    note = plain.page.select_one("#asking-text")
    return note.get_text(strip=True) if note else ""


async def test_words_come_back_with_a_note_and_nothing_is_stored(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    handled = len(await app.rows(HandledMessage))
    await plain.say(TELLING)
    assert plain.status == 200
    assert plain.box == TELLING
    assert asked(plain).startswith("This looks like a phone number.")
    assert "07700" not in asked(plain)
    assert plain.page.select("b") == []
    assert plain.response.headers["Cache-Control"] == "no-store"
    assert plain.keys[-1] == "question.helps"
    assert str(plain.response.url).endswith("/chat")
    assert await app.rows(AnswerMessage) == []
    assert len(await app.rows(HandledMessage)) == handled


async def test_sent_as_it_is_it_is_taken_out_and_they_are_told(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say(TELLING)
    await plain.press(SEND, words=TELLING)
    assert await app.words("helps") == [TAKEN_OUT]
    assert "answer.redacted" in plain.keys
    assert plain.box == asked(plain) == ""


@pytest.mark.parametrize("words", [TELLING, "ring me on 07700 900456", "a lot better"])
async def test_a_second_send_goes_through_whatever_was_changed(
    app: RunningApp, plain: PlainBrowser, words: str
) -> None:
    await walk_to_questions(plain)
    await plain.say(TELLING)
    await plain.say(words)
    assert asked(plain) == ""
    assert len(await app.words("helps")) == 1


async def test_the_next_message_is_asked_about_anew(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say(TELLING)
    await plain.say("fine")
    await plain.say("my brother tom")
    assert asked(plain).startswith("This looks like a name.")
    assert await app.words("helps") == ["fine"]


async def test_several_kinds_are_joined(plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say("my brother tom goes to fort pitt, ring him on 07700 900123")
    assert "a name, a school and a phone number" in asked(plain)


async def test_next_with_such_words_goes_on_only_when_they_are_sent(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.press("Next", words=TELLING)
    assert asked(plain)
    assert plain.box == TELLING
    await plain.press(SEND, words=TELLING)
    assert "question.hard" in plain.keys
    assert await app.words("helps") == [TAKEN_OUT]


async def test_help_is_never_held_up_by_the_question(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say("i want to kill myself, my name is jayden, 07700 900123")
    assert asked(plain) == ""
    assert plain.page.select(".signpost")
    assert ["[phone]" in row["words"] for row in await app.rows(HeldMessage)] == [True]


@pytest.mark.parametrize("words", ["it was ok", "childline 0800 1111 was good", "stop"])
async def test_harmless_words_are_not_asked_about(plain: PlainBrowser, words: str) -> None:
    await walk_to_questions(plain)
    await plain.say(words)
    assert asked(plain) == ""


async def test_words_that_would_not_be_stored_are_not_asked_about(plain: PlainBrowser) -> None:
    await plain.open()
    await plain.press("A child or young person")
    await plain.say("my brother tom")
    assert asked(plain) == ""
    assert "notice.choose" in plain.keys


async def test_a_name_in_the_next_message_is_asked_about_and_taken_out(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    for words in ("my", "name is", "jaydenx"):
        await plain.say(words)
    assert asked(plain).startswith("This looks like a name.")
    await plain.say("jaydenx")
    assert await app.words("helps") == ["my", "name is", "[name]"]


async def test_the_day_of_something_lately_is_no_birthday(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    today = app.turns.today()
    lately, born = today.replace(year=today.year - 1, day=1), today.replace(year=today.year - 14, day=1)
    await plain.say(f"on {lately:%d/%m/%Y} they cancelled")
    assert asked(plain) == ""
    await plain.say(f"{born:%d/%m/%Y}")
    assert "birthday" in asked(plain)
    assert await app.words("helps") == [f"on {lately:%d/%m/%Y} they cancelled"]


async def test_a_message_sent_again_after_it_was_taken_is_not_asked_about(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    page = plain.page
    await plain.submit({"typed": TELLING, "asked": "1"})
    plain.page = page
    await plain.say(TELLING)
    assert asked(plain) == ""
    assert await app.words("helps") == [TAKEN_OUT]


@pytest.mark.browser
async def test_the_page_asks_moves_the_focus_and_leads_back_to_the_words(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url, **PHONE) as chat:
        await chat.open_at_questions(app)
        await chat.say(TELLING)
        assert (await chat.box(), await chat.own(), await chat.focus()) == (TELLING, [], "asking")
        assert "This looks like a phone number." in await chat.page.inner_text("#asking")
        assert await chat.sideways() <= 0
        await chat.page.get_by_text(CHANGE).click()
        assert await chat.focus() == "reply"
        assert await chat.page.evaluate("location.hash") == ""
        assert await app.words("helps") == []
        await chat.press(SEND)
        assert not await chat.page.is_visible("#asking")
        assert "answer.redacted" in await chat.keys()
        assert chat.trouble == await chat.policy_violations() == []
    assert await app.words("helps") == [TAKEN_OUT]


@pytest.mark.browser
async def test_next_waits_with_the_words_and_goes_with_them(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url, **PHONE) as chat:
        await chat.open_at_questions(app)
        await chat.page.fill("#reply", TELLING)
        await chat.press("Next")
        assert await chat.box() == TELLING
        assert "question.hard" not in await chat.keys()
        await chat.page.get_by_role("button", name=SEND).click()
        await chat.page.wait_for_selector("[data-key='question.hard']")
    assert await app.words("helps") == [TAKEN_OUT]


@pytest.mark.browser
async def test_an_emptied_box_is_a_new_message(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.say(TELLING)
        await chat.page.fill("#reply", "")
        assert not await chat.page.is_visible("#asking")
        await chat.say(TELLING)
        assert await chat.page.is_visible("#asking")
    assert await app.words("helps") == []


@pytest.mark.browser
async def test_without_javascript_the_page_asks_and_leads_back_to_the_words(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url, java_script_enabled=False, **PHONE) as chat:
        await chat.open_at_questions(app)
        await chat.page.fill("#reply", TELLING)
        await chat.page.click("#send")
        assert "This looks like a phone number." in await chat.page.inner_text("#asking")
        await expect(chat.page.locator("#asking")).to_be_focused()
        await chat.page.get_by_text(CHANGE).click()
        await expect(chat.page.locator("#reply")).to_be_focused()
        assert await chat.box() == TELLING
        await chat.page.fill("#reply", "a lot better")
        await chat.page.get_by_role("button", name=SEND).click()
        await expect(chat.page.get_by_role("button", name="Next", exact=True)).to_be_visible()
        await expect(chat.page.locator("#asking")).to_be_hidden()
    assert await app.words("helps") == ["a lot better"]
