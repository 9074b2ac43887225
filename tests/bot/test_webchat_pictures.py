"""Easy Read in the browser: one idea a message, a picture beside it; and a scale that is chosen by its pictures or not."""

from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.picture_check import check_pictures
from bot.webchat.static_files import BUNDLES
from conversations.content import OWN_FOLDER, load_script
from conversations.pictures import load_pictures, out_of_step, read_pictures
from conversations.reading import Problems, Source
from storage.tables import AnswerRow
from tests.support.chat_page import chat_page
from tests.support.every_step import CODES, Walk, every_kind, make_events
from tests.support.plain_browser import plain_browser
from tests.support.running_app import RunningApp, running_app


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path, every_kind()) as running:
        await make_events(running.database)
        yield running


async def chosen(app: RunningApp) -> list[str]:
    return [str(row["options"]) for row in await app.rows(AnswerRow) if row["question_id"] == "rate"]


async def to_the_scale(walk: Walk) -> None:
    for option in ("young_person", "13_15", "no", "yes", "yes", ".skip"):
        await walk.pick(option)


@pytest.mark.browser
async def test_each_idea_is_a_message_of_its_own_with_a_picture_that_loads(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open(f"/chat/{CODES['en-easy']}")
        await chat.page.wait_for_load_state("networkidle")
        pictures = load_pictures()
        shown = [picture.alt for key in ("who", "nobody_live", "how") for picture in pictures.beside[f"welcome.{key}"]]
        drawn = await chat.page.eval_on_selector_all(
            ".message .picture", "all => all.filter((one) => one.naturalWidth > 0).map((one) => one.alt)"
        )
        assert drawn[: len(shown)] == shown
        assert await chat.page.locator(".message.pictured .text").first.inner_text() != ""
        assert await chat.page.locator(".message .text >> text=/\\n/").count() == 0
        assert chat.trouble == []
        await chat.open(f"/chat/{CODES['en']}")
        assert await chat.page.locator(".picture").count() == 0


@pytest.mark.browser
async def test_a_step_is_chosen_with_arrow_keys_and_sent_with_the_button(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open(f"/chat/{CODES['en']}")
        await to_the_scale(Walk(chat.page))
        group = chat.page.get_by_role("group", name="Is it easy to get help?")
        assert await group.get_by_role("radio").count() == 5
        await chat.page.get_by_role("button", name="That's my answer").click()
        await expect(group.get_by_role("radio", name="1 Not at all")).to_be_focused()
        assert await chosen(app) == [], "nothing is sent before a step is chosen"
        await chat.page.keyboard.press("Space")
        for _ in range(3):
            await chat.page.keyboard.press("ArrowDown")
        await expect(group.get_by_role("radio", name="4 Quite a lot")).to_be_checked()
        await chat.press("That's my answer")
        assert (await chat.keys())[-1] == "question.several"
        await chat.press("Back")
        await expect(group.get_by_role("radio", name="4 Quite a lot")).to_be_checked()
        assert await chat.page.get_by_role("button", name="Next").count() == 0, "it would leave a new choice behind"
        await group.get_by_text("Very much").click()
        await chat.press("That's my answer")


async def test_a_scale_works_without_scripts_and_skip_leaves_what_was_ticked(app: RunningApp) -> None:
    async with plain_browser(app.url) as browser:
        await browser.open(f"/chat/{CODES['en']}")
        for label in ("A child or young person", "13 to 15", "No", "Yes, I'd like to", "Yes, you may", "Skip"):
            await browser.press(label)
        fourth = browser.page.select("input[type=radio]")[3]
        await browser.submit({**browser.hidden, "typed": "", "scale": str(fourth["value"]), "rated": "1"})
        assert browser.keys[-1] == "question.several"
        await browser.press("Back")
        radios = browser.page.select("input[type=radio]")
        assert [radio.has_attr("checked") for radio in radios] == [False, False, False, True, False]
        await browser.submit({**browser.hidden, "scale": str(radios[0]["value"]), "pick": "rate:.back"})
        assert browser.keys[-1] == "question.words"


def test_every_line_of_an_easy_text_has_its_picture() -> None:
    assert list(out_of_step(load_pictures(), load_script())) == []


def test_a_picture_without_words_for_it_is_a_mistake() -> None:
    problems = Problems()
    data = {"languages": ["en-easy"], "alt": {"cat": "A cat"}, "beside": {"ask.age": ["dog"]}, "sizes": {}}
    read_pictures(Source(str(OWN_FOLDER / "pictures.toml"), data, {}), problems)
    assert sorted(problem.what for problem in problems.found) == [
        "'dog' is no picture with words for it.",
        "'sizes' is not known here.",
    ]


def test_the_check_of_the_script_names_a_picture_that_nobody_drew() -> None:
    out = StringIO()
    assert check_pictures(out) == 0
    assert check_pictures(out, BUNDLES.keys() - {"picture-age.svg"}) == 1
    assert "There is no drawing 'age'." in out.getvalue()
