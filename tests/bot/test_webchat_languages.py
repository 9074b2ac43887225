"""The web chat in other languages: by the link, by the browser, by the button in the middle of a question."""

from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize

from bot.language_offering import LanguageOffering
from conversations.content import load_script
from conversations.language_changing import OFFER
from conversations.script import Script
from storage.tables import AnswerMessage, ConversationRow, HandledMessage, ResponseRow
from tests.support.chat_page import chat_page
from tests.support.plain_browser import PlainBrowser, plain_browser
from tests.support.running_app import RunningApp, running_app


@cache
def script() -> Script:
    """The five questions with two packs that the installation offers."""
    return load_script(drafts=frozenset({"pl", "ar", "uk"}))


@pytest.fixture
async def many(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path, {script().engagement: script()}) as running:
        yield running


@pytest.fixture
async def reader(many: RunningApp) -> AsyncIterator[PlainBrowser]:
    async with plain_browser(many.url) as plain:
        yield plain


async def to_the_first_question(reader: PlainBrowser) -> None:
    """Begin in English and agree to take part."""
    await reader.open("/chat", **{"Accept-Language": "en-GB"})
    for button in ("A child or young person", "16 or 17", "No", "Yes", "No"):
        label = next(label for label in reader.buttons if label.startswith(button))
        await reader.press(label)


def words_on(reader: PlainBrowser) -> str:
    """The receipt's words on the page."""
    shown = reader.page.select_one(".receipt-words")
    return shown.get_text(strip=True) if shown else ""


def says(language: str, key: str) -> str:
    return script().languages[language].texts[key]["text"]


async def test_a_link_names_its_language_and_the_first_press_is_taken_in_it(
    many: RunningApp, reader: PlainBrowser
) -> None:
    await reader.open("/chat?lang=ar", **{"Accept-Language": "en-GB"})
    html = reader.page.find("html")
    assert html is not None
    assert (html["lang"], html["dir"]) == ("ar", "rtl")
    assert reader.action == "/chat?lang=ar"
    await reader.press(says("ar", "audience.young_person"))
    await reader.press(says("ar", "age_band.16_17"))
    await reader.press(says("ar", "choice.check.no"))
    await reader.press(says("ar", "choice.take_part.yes"))
    assert [row["language"] for row in await many.rows(ResponseRow)] == ["ar"]


@pytest.mark.parametrize("wish", ["xx", "../x", "fr", "", "%0d%0aX:1"])
async def test_a_language_that_is_not_offered_changes_nothing(reader: PlainBrowser, wish: str) -> None:
    await reader.open(f"/chat?lang={wish}")
    assert reader.action == "/chat"


async def test_the_browsers_language_is_taken_where_it_is_offered(reader: PlainBrowser) -> None:
    await reader.open("/chat", **{"Accept-Language": "pl-PL,pl;q=0.9,en;q=0.5"})
    assert says("pl", "ask.audience") in reader.texts


async def test_who_says_no_language_chooses_first_and_each_stands_in_its_own_name(
    many: RunningApp, reader: PlainBrowser
) -> None:
    await reader.open("/chat", **{"Accept-Language": "de-DE,de;q=0.9"})
    assert reader.keys == ["ask.languages"]
    arabic = reader.page.find("button", string="العربية")
    assert arabic is not None
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    assert reader.page.select("button[aria-pressed]") == []
    await reader.press("العربية")
    html = reader.page.find("html")
    assert html is not None
    assert (html["lang"], html["dir"]) == ("ar", "rtl")
    assert reader.keys == ["welcome.who", "welcome.nobody_live", "welcome.how", "ask.audience"]
    assert says("ar", "ask.audience") in reader.texts
    assert await many.rows(ResponseRow) == []


async def test_words_in_another_language_have_it_offered_once_and_in_that_language(
    many: RunningApp, reader: PlainBrowser
) -> None:
    offering = LanguageOffering(many.turns)
    many.turns.listener = offering.listen
    await to_the_first_question(reader)
    await reader.say("bardzo długo czekałam na pomoc w szkole")
    assert OFFER not in reader.keys  # nobody's turn waits for it
    await offering.finish()
    await reader.press("Next")
    offer = reader.page.select_one(f'.message[data-key="{OFFER}"] .text')
    assert offer is not None
    assert (offer["lang"], offer["dir"], offer.get_text()) == (
        "pl",
        "ltr",
        says("pl", OFFER).replace("{language}", "Polski"),
    )
    assert "question.hard" in reader.keys
    await reader.say("nie wiem dokładnie co powinnam napisać")
    await offering.finish()
    await reader.press("Next")
    assert OFFER not in reader.keys
    stored = [row["words"] for row in await many.rows(AnswerMessage)]
    assert "bardzo długo czekałam na pomoc w szkole" in stored


async def test_the_offer_leads_to_the_language_at_the_same_question(many: RunningApp, reader: PlainBrowser) -> None:
    offering = LanguageOffering(many.turns)
    many.turns.listener = offering.listen
    await to_the_first_question(reader)
    await reader.say("انتظرت وقتا طويلا جدا حتى يساعدني أحد")
    await offering.finish()
    await reader.press("Next")
    await reader.press("العربية")
    assert says("ar", "notice.language_changed") in reader.texts
    assert "question.hard" in reader.keys


async def test_the_language_changes_in_the_middle_of_a_question_and_the_place_is_kept(reader: PlainBrowser) -> None:
    await to_the_first_question(reader)
    await reader.say("my friends")
    await reader.press("Language / easier words")
    assert {"English", "Easy Read", "Polski", "العربية"} <= set(reader.buttons)
    await reader.press("Polski")
    assert reader.own == ["my friends"]
    assert "question.helps" in reader.keys
    assert says("pl", "button.next") in reader.buttons


@pytest.mark.browser
async def test_while_the_page_asks_before_sending_a_change_of_language_keeps_the_words_and_asks_anew(
    many: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, many.url, locale="en-GB") as chat:
        await chat.open_at_questions(many)
        await chat.say("my name is Zosia Kowalska")
        assert await chat.page.locator("#asking").is_visible()
        await chat.page.locator(".tool[value=language]").click()
        await chat.settled()
        await chat.press("العربية")
        assert await chat.box() == "my name is Zosia Kowalska"
        assert not await chat.page.locator("#asking").is_visible()
        assert await chat.page.get_attribute("html", "dir") == "rtl"
        # What was said before the change stays as it was.
        assert await chat.page.get_attribute("[data-key='notice.welcome_back']", "dir") == "ltr"
        await chat.page.locator("#send").click()
        await chat.page.locator("#asking button").wait_for()
        assert says("ar", "page.asking_send") in await chat.page.inner_text("#asking")
        assert await many.words("helps") == []
        assert chat.trouble == []


async def test_under_the_last_words_the_language_changes_and_the_receipt_stays_without_a_script(
    many: RunningApp, reader: PlainBrowser
) -> None:
    await to_the_first_question(reader)
    await reader.say("my friends")
    await reader.press("Stop")
    await reader.press("Keep what I wrote")
    receipt = words_on(reader)
    stored = await many.row_count() - len(await many.rows(HandledMessage))
    await reader.press("Language / easier words")
    assert (reader.keys, words_on(reader)) == (["ask.languages", "receipt.kept"], receipt)
    await reader.press("Polski")
    assert reader.keys == ["notice.language_changed", "ending.stopped_kept", "ending.again", "receipt.kept"]
    assert says("pl", "ending.stopped_kept") in reader.texts
    assert words_on(reader) == receipt
    assert await many.rows(ConversationRow) == []
    marks = len(await many.rows(HandledMessage))
    assert await many.row_count() - marks == stored  # they keep a message from being taken twice
    await reader.say("dziekuje bardzo")
    assert says("pl", "notice.after_end") in reader.texts
    await reader.say("my stepdad hits me")
    await reader.press(says("pl", "button.languages"))
    assert reader.keys == ["ask.languages", "help.intro"]
    await reader.press("العربية")
    assert reader.keys[-1] == "help.intro"
    await reader.open()
    assert says("ar", "ending.stopped_kept") in reader.texts


async def test_what_is_no_receipt_is_not_shown_as_one(reader: PlainBrowser) -> None:
    await to_the_first_question(reader)
    await reader.press("Stop")
    await reader.submit({**reader.hidden, "command": "language", "receipt": "<b>call me on this number</b>"})
    assert reader.keys == ["ask.languages"]


@pytest.mark.browser
async def test_under_the_last_words_the_page_says_the_receipt_and_where_help_is_in_the_new_language(
    many: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, many.url, locale="en-GB") as chat:
        await chat.open_at_questions(many)
        await chat.say("my dog")
        await chat.press("Stop")
        await chat.press("Keep what I wrote")
        receipt = await chat.page.inner_text(".receipt-words")
        await chat.say("my stepdad hits me")
        await chat.page.locator(".tool[value=language]").click()
        await chat.settled()
        await chat.press("العربية")
        assert (await chat.keys())[-5:] == [
            "notice.language_changed", "ending.stopped_kept", "ending.again", "help.intro", "receipt.kept",
        ]  # fmt: skip
        assert await chat.page.locator(".receipt-words").all_inner_texts() == [receipt, receipt]
        last = chat.page.locator(".message").last
        assert (await last.get_attribute("lang"), await last.get_attribute("dir")) == ("ar", "rtl")
        for before in ("[data-key='ending.stopped_kept']", ".own.echo"):
            stays = chat.page.locator(before).first
            assert (await stays.get_attribute("lang"), await stays.get_attribute("dir")) == ("en-GB", "ltr")
        assert await chat.page.get_by_role("button", name=says("ar", "page.start_again")).count() == 1
        assert chat.trouble == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360])
async def test_on_a_small_phone_leaving_languages_and_help_stand_in_one_line(
    many: RunningApp, browser: Browser, width: int
) -> None:
    size: ViewportSize = {"width": width, "height": 640}
    for language in script().languages:
        async with chat_page(browser, many.url, viewport=size, has_touch=True) as chat:
            await chat.open(f"/chat?lang={language}")
            buttons = await chat.page.locator("#header .tool").evaluate_all(
                "(all) => all.map((one) => one.getBoundingClientRect().toJSON())"
            )
            assert len(buttons) == 3
            assert len({round(button["top"] + button["height"] / 2) for button in buttons}) == 1, language
            assert all(button["width"] >= 44 and 44 <= button["height"] <= 60 for button in buttons), language
            languages = chat.page.get_by_role("button", name=says(language, "button.languages"))
            assert await languages.count() == 1, language


async def test_pages_that_are_no_chat_offer_no_language_under_their_help(reader: PlainBrowser) -> None:
    await reader.open("/receipt", **{"Accept-Language": "en-GB"})
    assert "Language / easier words" not in reader.buttons
