"""Receipts on the web: shown at the end and on the way, opened on another device, and useless to everybody else."""

import logging

import pytest
from sqlalchemy import update

from bot.receipts import limiting
from bot.receipts.words import read, written
from storage.tables import AnswerMessage, ConversationRow, ReceiptRow, ResponseRow
from tests.support.plain_browser import SAME_ORIGIN, PlainBrowser, plain_browser, walk_to_questions
from tests.support.receipts import traces_of
from tests.support.running_app import RunningApp

BAKING, ROOM = "Baking with my nan", "A quiet room at school"


def words_on(plain: PlainBrowser) -> str:
    """The receipt's words on the page."""
    shown = plain.page.select_one(".receipt-words")
    return shown.get_text(strip=True) if shown else ""


async def answer_two(plain: PlainBrowser) -> None:
    """Take part and answer the first two questions."""
    await walk_to_questions(plain)
    await plain.say(BAKING)
    await plain.press("Next")
    await plain.say(ROOM)


async def stopped(plain: PlainBrowser) -> str:
    """Answer two questions, stop and keep them; return the receipt's words."""
    await answer_two(plain)
    await plain.press("Stop")
    await plain.press("Keep what I wrote")
    assert plain.keys == ["ending.stopped_kept", "receipt.kept", "ending.again"]
    return words_on(plain)


async def give(browser: PlainBrowser, words: str, do: str = "open", path: str = "/receipt", **headers: str) -> None:
    """Send the form of the receipt page."""
    fields = {"words": words, "do": do}
    async with browser.session.post(browser.url + path, data=fields, headers={**SAME_ORIGIN, **headers}) as response:
        await browser._keep(response)


def sections(plain: PlainBrowser) -> list[tuple[str, str]]:
    """What is held, as (question, answer)."""
    return [
        (part.h2.get_text(strip=True), " ".join(line.get_text(strip=True) for line in part.select(".own")))
        for part in plain.page.select(".held-answer")
        if part.h2
    ]


async def test_whoever_stops_gets_four_words_that_show_the_answers_on_another_device(
    app: RunningApp, plain: PlainBrowser
) -> None:
    words = await stopped(plain)
    assert len(words.split()) == 4
    async with plain_browser(app.url) as other:
        await other.open("/receipt")
        assert other.keys == ["receipt_page.enter"]
        await give(other, words)
        assert other.keys == ["receipt_page.held"]
        assert sections(other) == [
            ("What helps you, or people you know, feel OK?", BAKING),
            ("What makes it hard to get help?", ROOM),
        ]
        assert "Nobody has written here yet what happened next." in other.page.get_text()
        assert "Carry on here" not in other.buttons
        assert other.session.cookie_jar.filter_cookies(other.response.url) == {}


async def test_the_words_are_read_with_capitals_and_a_slip(app: RunningApp, plain: PlainBrowser) -> None:
    words = await stopped(plain)
    first, *rest = words.split()
    async with plain_browser(app.url) as other:
        await give(other, " - ".join([first.upper() + "q", *rest]))
        assert other.keys == ["receipt_page.held"]


async def test_whoever_takes_part_can_ask_for_it_on_the_way_and_sees_the_same_words_again(plain: PlainBrowser) -> None:
    await answer_two(plain)
    await plain.press("My receipt")
    assert "receipt.open" in plain.keys
    words = words_on(plain)
    await plain.open()
    await plain.say("receipt")
    assert words_on(plain) == words
    assert plain.own == [ROOM]
    await plain.press("Stop")
    await plain.press("Keep what I wrote")
    assert words_on(plain) == words


async def test_a_reload_right_after_shows_the_receipt_again_while_the_talk_is_open(plain: PlainBrowser) -> None:
    await answer_two(plain)
    await plain.press("My receipt")
    words = words_on(plain)
    await plain.open()
    assert words_on(plain) == words


async def test_before_taking_part_there_is_none(app: RunningApp, plain: PlainBrowser) -> None:
    await plain.open()
    await plain.press("A child or young person")
    await plain.say("receipt")
    assert "receipt.not_yet" in plain.keys
    assert await app.rows(ReceiptRow) == []


async def test_after_the_end_the_page_says_what_only_the_words_can_do(plain: PlainBrowser) -> None:
    words = await stopped(plain)
    for asked in ("receipt", "delete"):
        await plain.say(asked)
        assert plain.keys[0] == "receipt.closed"
        assert words not in plain.page.get_text()
        assert plain.page.select("a[href='/receipt']")


async def test_one_answer_can_be_taken_out_and_then_everything(app: RunningApp, plain: PlainBrowser) -> None:
    words = await stopped(plain)
    await give(plain, words, "out:helps")
    assert plain.keys == ["receipt_page.taken_out"]
    assert sections(plain) == [("What makes it hard to get help?", ROOM)]
    assert await app.words("helps") == []
    await give(plain, words, "erase")
    assert plain.keys == ["receipt_page.erase_sure"]
    assert await app.words("hard") == [ROOM]
    await give(plain, words, "erase_yes")
    assert plain.keys == ["receipt_page.erased"]
    for table in (ResponseRow, AnswerMessage, ReceiptRow):
        assert await app.rows(table) == []
    await give(plain, words)
    assert plain.keys == ["receipt_page.wrong"]


async def test_once_everything_is_erased_the_chat_no_longer_says_that_it_is_kept(plain: PlainBrowser) -> None:
    words = await stopped(plain)
    await plain.open()
    assert "ending.stopped_kept" in plain.keys
    await give(plain, words, "erase_yes")
    assert plain.keys == ["receipt_page.erased"]
    await plain.open()
    assert plain.keys[-1] == "ask.audience"


async def test_what_is_erased_while_the_talk_is_open_ends_it(app: RunningApp, plain: PlainBrowser) -> None:
    await answer_two(plain)
    await plain.press("My receipt")
    async with plain_browser(app.url) as other:
        await give(other, words_on(plain), "erase_yes")
    assert await app.rows(ConversationRow) == []
    await plain.say("And painting")
    assert "notice.not_begun" in plain.keys
    assert await app.rows(AnswerMessage) == []


async def test_an_open_talk_is_carried_on_elsewhere_and_the_old_device_loses_it(
    app: RunningApp, plain: PlainBrowser
) -> None:
    await answer_two(plain)
    await plain.press("My receipt")
    words = words_on(plain)
    async with plain_browser(app.url) as other:
        await give(other, words)
        assert "Carry on here" in other.buttons
        await give(other, words, path="/chat/receipt/carry-on")
        assert str(other.response.url).endswith("/chat")
        assert other.keys[0] == "notice.welcome_back"
        assert other.own == [ROOM]
        await other.say("And a kind teacher")
        await plain.open()
        assert plain.keys == ["welcome.who", "welcome.nobody_live", "welcome.how", "ask.audience"]
        assert await app.words("hard") == [ROOM, "And a kind teacher"]


async def test_an_answer_taken_out_of_an_open_talk_is_gone_there_too(app: RunningApp, plain: PlainBrowser) -> None:
    await answer_two(plain)
    await plain.press("My receipt")
    async with plain_browser(app.url) as other:
        await give(other, words_on(plain), "out:hard")
    await plain.open()
    assert plain.own == []
    await plain.press("Next")
    assert "answer.nothing_yet" in plain.keys
    assert len(await app.rows(ConversationRow)) == 1


async def test_a_talk_that_is_open_here_is_not_lost_to_another(app: RunningApp, plain: PlainBrowser) -> None:
    await answer_two(plain)
    await plain.press("My receipt")
    words = words_on(plain)
    async with plain_browser(app.url) as other:
        await walk_to_questions(other)
        await other.say("Somebody else's words")
        await give(other, words, path="/chat/receipt/carry-on")
        assert other.keys == ["receipt_page.other_chat"]
        await other.open()
        assert other.own == ["Somebody else's words"]
    assert len(await app.rows(ConversationRow)) == 2


async def test_wrong_erased_and_outdated_words_are_answered_alike(app: RunningApp, plain: PlainBrowser) -> None:
    words = await stopped(plain)
    value = read(words)
    assert value is not None
    await give(plain, written(value ^ 1))
    never = str(plain.page.select_one(".thread"))
    async with app.database.writing() as connection:
        await connection.execute(update(ResponseRow).values(engagement="gone-engagement"))
    await give(plain, words)
    assert str(plain.page.select_one(".thread")) == never
    await give(plain, words, "erase_yes")
    assert str(plain.page.select_one(".thread")) == never
    assert len(await app.rows(ResponseRow)) == 1


async def test_too_many_wrong_tries_have_to_wait_and_others_need_not(
    app: RunningApp, plain: PlainBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = await stopped(plain)
    monkeypatch.setattr(limiting, "WRONG_IN_ALL", 3)
    for number in range(limiting.WRONG_TRIES):
        await give(plain, written(number), **{"X-Forwarded-For": "9.9.9.9, 203.0.113.5"})
        assert plain.keys == ["receipt_page.wrong"]
    await give(plain, words, **{"X-Forwarded-For": "203.0.113.5"})
    assert plain.keys == ["receipt_page.wait"]
    await give(plain, words, **{"X-Forwarded-For": "203.0.113.6"})
    assert plain.keys == ["receipt_page.held"]
    assert len(await app.rows(ReceiptRow)) == 1


async def test_words_that_are_no_receipt_are_handed_back_and_a_disclosure_meets_help(plain: PlainBrowser) -> None:
    await give(plain, "otter maple")
    assert plain.keys == ["receipt_page.not_four"]
    box = plain.page.select_one("#words")
    assert box is not None
    assert box["value"] == "otter maple"
    await give(plain, "my stepdad hits me")
    assert plain.keys == ["signpost.hurt", "receipt_page.not_four"]


async def test_the_words_stand_in_no_address_no_row_and_no_log(
    app: RunningApp, plain: PlainBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        words = await stopped(plain)
        await give(plain, words)
        assert "?" not in str(plain.response.url)
        await give(plain, written(5))
    assert plain.response.headers["Cache-Control"] == "no-store"
    for table in (ReceiptRow, ResponseRow, ConversationRow, AnswerMessage):
        stored = str(await app.rows(table))
        assert [trace for trace in traces_of(words) if trace in stored] == []
    logged = caplog.text.lower()
    assert [trace for trace in traces_of(words) if trace in logged] == []
    assert "203.0.113" not in logged


async def test_another_site_cannot_send_the_form(app: RunningApp, plain: PlainBrowser) -> None:
    words = await stopped(plain)
    for path in ("/receipt", "/chat/receipt/carry-on"):
        await give(plain, words, "erase_yes", path, **{"Sec-Fetch-Site": "cross-site"})
        assert plain.status == 403
    assert len(await app.rows(ResponseRow)) == 1


async def test_a_receipt_of_a_response_that_expires_today_still_opens(app: RunningApp, plain: PlainBrowser) -> None:
    words = await stopped(plain)
    assert app.turns.script("").values["keep_until"] == "31 December 2028"
    await give(plain, words)
    assert plain.keys == ["receipt_page.held"]
    assert "31 December 2028" in plain.texts[0]


async def test_a_receipt_typed_into_the_chat_is_stored_nowhere_unless_it_is_said_to_be_an_answer(
    app: RunningApp, plain: PlainBrowser
) -> None:
    words = await stopped(plain)
    await plain.press("Start again")
    await walk_to_questions(plain)
    before = await app.row_count()
    await plain.say(f"my receipt is {words}")
    assert plain.keys[-1] == "receipt.typed"
    link = plain.page.select_one("#log a.tap")
    assert link is not None
    assert (link["href"], plain.box) == ("/receipt", "")
    assert await app.row_count() - before == 1  # the mark that keeps a message from being taken twice
    stored = str(await app.rows(ConversationRow))
    assert [trace for trace in traces_of(words) if trace in stored] == []
    await plain.press("This is my answer")
    await plain.say("otter maple window kettle")
    assert plain.own == ["otter maple window kettle"]
    assert "otter maple window kettle" in [row["words"] for row in await app.rows(AnswerMessage)]
