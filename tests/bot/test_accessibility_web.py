"""axe-core finds nothing at any step of the web chat, in any direction, colours, wording, or on a shared tablet."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize

from tests.support.chat_page import chat_page
from tests.support.every_step import CODES, Walk, every_kind, make_events
from tests.support.findings import colour_findings, findings, small_targets
from tests.support.made_themes import NIGHTS, PHONES, WAITS, made_public
from tests.support.running_app import RunningApp, running_app
from tests.support.shared_tablet import shared_tablet

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}, "reduced_motion": "reduce"}
ZOOMED: ViewportSize = {"width": 320, "height": 256}
"""A desk's screen at 400 %."""
ON_A_TABLET = {"front", "help is open", "scale", "signpost", "not sent", "the end, with a receipt"}
OTHER_COLOURS = ({"color_scheme": "dark"}, {"forced_colors": "active", "color_scheme": "dark"}, {"contrast": "more"})


@pytest.fixture(scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningApp]:
    """The web chat with one question of every kind, and an event in each language."""
    folder: Path = tmp_path_factory.mktemp("every_step")
    async with running_app(folder, every_kind()) as running:
        await make_events(running.database)
        yield running


async def looked_at(page: Page, step: str, others: tuple[dict[str, str], ...] = OTHER_COLOURS) -> list[str]:
    """All that is wrong with the page at this step; `others` are colours that somebody may have asked for."""
    seen_at = page.viewport_size
    assert seen_at is not None
    sideways = []
    for size in (seen_at, ZOOMED):
        await page.set_viewport_size(size)
        if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            sideways.append(f"it scrolls sideways at {size}")
    await page.set_viewport_size(seen_at)
    wrong = [*await findings(page), *await small_targets(page)]
    for colours in others:
        wrong += [f"{colours}: {one}" for one in await colour_findings(page, **colours)]
    return [f"{step}: {one}" for one in (*wrong, *sideways)]


@pytest.mark.parametrize("language", CODES)
async def test_nothing_is_found_at_any_step(app: RunningApp, browser: Browser, language: str) -> None:
    wrong = []
    others = OTHER_COLOURS if language == "en" else ()
    async with chat_page(browser, app.url, **PHONE) as chat:
        await chat.open(f"/chat/{CODES[language]}")
        wording = every_kind()["every-kind"].wording(language)
        assert await chat.page.get_attribute("html", "dir") == wording.direction
        first = wording.texts["welcome.nobody_live"]["text"].split("\n")[0]
        assert await chat.page.get_by_text(first).count() == 1
        async for step in Walk(chat.page).steps():
            wrong += await looked_at(chat.page, step, others)
    assert wrong == [], "\n".join(wrong)


async def test_nothing_is_found_on_a_shared_tablet(app: RunningApp, browser: Browser) -> None:
    wrong = []
    async with shared_tablet(
        browser, app.url, viewport={"width": 768, "height": 1024}, reduced_motion="reduce"
    ) as tablet:
        await tablet.page.clock.install()
        await tablet.set_up()
        wrong += await looked_at(tablet.page, "ready for the next person")
        await tablet.start()
        async for step in Walk(tablet.page).steps():
            if step in ON_A_TABLET:
                wrong += await looked_at(tablet.page, step)
        await tablet.asked_after()
        wrong += await looked_at(tablet.page, "are you still here")
        await tablet.open("/kiosk/otter427")
    assert wrong == [], "\n".join(wrong)


async def test_nothing_is_found_on_the_pages_around_the_chat(app: RunningApp, browser: Browser) -> None:
    wrong = []
    async with chat_page(browser, app.url, **PHONE) as chat:
        page = chat.page
        await chat.open("/kiosk")
        wrong += await looked_at(page, "not a shared tablet")
        await chat.open()
        walk = Walk(page)
        await walk.pick("young_person")
        await page.click("#leave")
        await chat.open()
        wrong += await looked_at(page, "covered")
        await page.click("button[name=uncover]")
        for option in ("13_15", "no", "yes", "yes"):
            await walk.pick(option)
        await walk.write("my cat")
        await walk.pick(".stop")
        await walk.pick("keep")
        receipt = await page.inner_text(".receipt-words")
        await page.reload()
        wrong += await looked_at(page, "ended, opened again")
        await chat.context.clear_cookies()
        await page.evaluate("document.getElementById('form').submit()")
        await page.wait_for_selector(".error")
        wrong += await looked_at(page, "trouble")
        await chat.open("/receipt")
        wrong += await looked_at(page, "receipt")
        for words in ("no such words here", receipt):
            await page.fill("#words", words)
            await page.click("button[value=open]")
            wrong += await looked_at(page, f"receipt {words}")
        for button in ("erase", "erase_yes"):
            await page.click(f"button[value={button}]")
            wrong += await looked_at(page, button)
    assert wrong == [], "\n".join(wrong)


async def test_nothing_is_found_on_the_page_of_what_came_of_it(app: RunningApp, browser: Browser) -> None:
    wrong = []
    async with chat_page(browser, app.url, **PHONE) as chat:
        for published in (0, 3):
            for says in (WAITS, PHONES, NIGHTS)[:published]:
                await made_public(app.database, says, engagement="every-kind")
            for language in ("en", "ar"):
                await chat.open(f"/you-said/every-kind?lang={language}")
                direction = every_kind()["every-kind"].wording(language).direction
                assert await chat.page.get_attribute("html", "dir") == direction
                assert await chat.page.locator(".came-said").count() == published
                wrong += await looked_at(chat.page, f"{published} entries in {language}")
        await chat.page.set_viewport_size({"width": 1280, "height": 900})
        wrong += await looked_at(chat.page, "at a desk")
        assert await chat.policy_violations() == []
    assert wrong == [], "\n".join(wrong)
