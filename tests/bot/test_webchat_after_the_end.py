"""Under the last words one can still write: help where it is told of harm, a kind sentence else, and nothing is stored."""

import pytest
from playwright.async_api import Browser

from storage.alerts import alerts_of
from storage.moments import minute_of
from storage.tables import ConversationRow, HandledMessage, HeldMessage, ResponseRow, SignpostCountRow
from tests.support.chat_page import ChatPage, chat_page
from tests.support.made_events import an_event, make
from tests.support.plain_browser import PlainBrowser, walk_to_questions
from tests.support.running_app import NOON, RunningApp

TOLD = "my stepdad hits me"


async def rows_but_marks(app: RunningApp) -> int:
    """How many rows there are, but for the marks that keep a message from being taken twice."""
    return await app.row_count() - len(await app.rows(HandledMessage))


async def end(plain: PlainBrowser, path: str = "/chat") -> None:
    """Take part and stop, keeping an answer."""
    await walk_to_questions(plain, path)
    await plain.say("my dog")
    await plain.press("Stop")
    await plain.press("Keep what I wrote")
    assert plain.keys == ["ending.stopped_kept", "receipt.kept", "ending.again"]


async def end_in_browser(chat: ChatPage, app: RunningApp) -> None:
    await chat.open_at_questions(app)
    await chat.say("my dog")
    await chat.press("Stop")
    await chat.press("Keep what I wrote")


@pytest.mark.browser
async def test_with_javascript_what_is_told_after_the_end_is_answered_in_the_same_page(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, app.url) as chat:
        await end_in_browser(chat, app)
        before = await rows_but_marks(app)
        await chat.say("thanks, bye")
        assert (await chat.keys())[-1] == "notice.after_end"
        await chat.say(TOLD)
        assert (await chat.keys())[-2:] == ["signpost.hurt", "notice.after_end_told"]
        assert await chat.page.locator("#log a[href='tel:08001111']").is_visible()
        assert await chat.page.get_by_role("button", name="Start again").count() == 1
        assert await chat.box() == ""
        announced = await chat.page.evaluate("window.announced")
        assert len([said for said in announced if "it is not your fault" in said]) == 1
        assert await rows_but_marks(app) == before
        await chat.page.reload()
        assert await chat.keys() == ["ending.stopped_kept", "ending.again"]
        await chat.say(TOLD)
        assert "signpost.hurt" in await chat.keys()
        assert chat.trouble == []


@pytest.mark.browser
async def test_in_a_browser_without_javascript_it_is_answered_on_a_page_of_its_own(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, app.url, java_script_enabled=False) as chat:
        await chat.open_at_questions(app)
        await chat.page.get_by_role("button", name="Stop").click()
        assert await chat.keys() == ["ending.stopped_erased", "ending.again"]
        await chat.page.fill("#reply", TOLD)
        await chat.page.click("#send")
        assert await chat.keys() == ["signpost.hurt", "notice.after_end_told"]
        assert await chat.page.locator("#log a[href='tel:999']").is_visible()
        assert await chat.page.is_visible("#reply")


async def test_words_after_the_end_get_a_kind_sentence_and_are_kept_nowhere(
    app: RunningApp, plain: PlainBrowser
) -> None:
    await end(plain)
    before = await rows_but_marks(app)
    await plain.say("oh and thank you")
    assert plain.keys == ["notice.after_end"]
    assert "Start again" in plain.buttons
    assert plain.box == ""
    await plain.say(TOLD)
    assert plain.keys == ["signpost.hurt", "notice.after_end_told"]
    assert await rows_but_marks(app) == before
    assert await app.rows(ConversationRow) == await app.rows(HeldMessage) == []
    assert plain.cookie("chat") == ""
    await plain.open()
    assert plain.keys == ["ending.stopped_kept", "ending.again"]
    await plain.press("Start again")
    assert "ask.audience" in plain.keys


async def test_a_page_left_open_long_after_the_end_still_answers(app: RunningApp, plain: PlainBrowser) -> None:
    await end(plain)
    plain.forget("ended")
    before = await rows_but_marks(app)
    await plain.say(TOLD)
    assert plain.keys == ["signpost.hurt", "notice.after_end_told"]
    status, parts = await plain.ask_parts({"typed": "bye", "ended": "1"})
    assert status == 200
    assert "notice.after_end" in parts["messages"]
    assert parts["ended"]
    assert await rows_but_marks(app) == before


async def test_words_under_an_old_ending_are_no_answer_in_a_talk_begun_elsewhere(
    app: RunningApp, plain: PlainBrowser
) -> None:
    await end(plain)
    ended_page = plain.page
    await plain.press("Start again")
    await walk_to_questions(plain)
    plain.page = ended_page
    await plain.submit({"typed": "thanks", "ended": "1"})
    assert plain.keys == ["notice.after_end"]
    assert await app.words("helps") == ["my dog"]
    await plain.open()
    assert "question.helps" in plain.keys


async def test_the_end_is_answered_in_the_language_of_the_talk(plain: PlainBrowser) -> None:
    await plain.open()
    await plain.press("Easier words")
    await plain.press("Easy Read")
    await plain.press("I am a child or young person")
    await plain.press("Stop")
    await plain.say("bye")
    assert "So we did not keep what you just wrote." in plain.texts[0]


async def test_who_tells_of_harm_without_any_cookie_is_answered_with_help_first(
    app: RunningApp, plain: PlainBrowser
) -> None:
    await plain.open()
    plain.session.cookie_jar.clear()
    await plain.say(TOLD)
    assert plain.status == 200
    assert plain.keys[:2] == ["signpost.hurt", "page.cookies_needed"]
    assert plain.box == TOLD
    plain.session.cookie_jar.clear()
    status, parts = await plain.ask_parts({"typed": TOLD})
    assert status == 200
    assert parts["refused"]
    assert "signpost.hurt" in parts["messages"]
    assert await app.rows(HeldMessage) == await app.rows(ResponseRow) == []


async def test_what_is_told_after_the_end_is_counted_once_and_told_to_the_adult_in_the_room(
    app: RunningApp, plain: PlainBrowser
) -> None:
    await make(app.database, an_event(NOON), NOON)
    await end(plain, "/chat/otter425")
    ended_page = plain.page
    for _ in range(2):  # the answer got lost, and the browser sends it once more
        plain.page = ended_page
        await plain.say(TOLD)
        assert plain.keys == ["signpost.hurt", "notice.after_end_told"]
    counted = [(row["entry_code"], row["place"], row["shown"]) for row in await app.rows(SignpostCountRow)]
    assert counted == [("otter425", "closed", 1)]
    async with app.database.reading() as connection:
        assert len(await alerts_of(connection, "otter425", minute_of(NOON))) == 1


async def test_a_language_that_is_heard_badly_is_answered_with_the_help_lines_too(plain: PlainBrowser) -> None:
    await end(plain)
    await plain.say("私は死にたいです")
    assert plain.keys[-1] == "notice.after_end"
    assert plain.page.select_one('#log a[href="tel:999"]')
