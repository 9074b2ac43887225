"""The web chat in other languages: by the link, by the browser, by the button in the middle of a question."""

from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
from playwright.async_api import Browser

from bot.language_offering import LanguageOffering
from conversations.content import load_script
from conversations.language_changing import OFFER
from conversations.script import Script
from storage.tables import AnswerMessage, ResponseRow
from tests.support.chat_page import chat_page
from tests.support.plain_browser import PlainBrowser, plain_browser
from tests.support.running_app import RunningApp, running_app


@cache
def script() -> Script:
    """The five questions with two packs that the installation offers."""
    return load_script(drafts=frozenset({"pl", "ar"}))


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
        assert await chat.page.get_attribute("[data-key='notice.welcome_back'] .text", "dir") == "ltr"
        await chat.page.locator("#send").click()
        await chat.page.locator("#asking button").wait_for()
        assert says("ar", "page.asking_send") in await chat.page.inner_text("#asking")
        assert await many.words("helps") == []
        assert chat.trouble == []
