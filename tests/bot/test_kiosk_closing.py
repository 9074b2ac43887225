"""A tablet that is handed round, and its event: closing takes nobody's talk away, and nothing said there is untrue."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.support.made_events import TOLD, Clock, an_event, make
from tests.support.running_app import NOON, running_app
from tests.support.shared_tablet import shared_tablet

pytestmark = pytest.mark.browser

WORDS = "only my cat knows this"


async def test_a_tablet_that_waited_until_the_event_was_over_begins_no_talk(tmp_path: Path, browser: Browser) -> None:
    clock = Clock(NOON)
    async with running_app(tmp_path, now=clock) as app, shared_tablet(browser, app.url) as tablet:
        await make(app.database, an_event(NOON), NOON)
        await tablet.set_up()
        clock.pass_minutes(61)
        await tablet.start()
        await expect(tablet.page.locator("#start")).to_have_count(0)
        await expect(tablet.page.locator("#log, #form")).to_have_count(0)


async def test_whoever_is_in_the_middle_when_the_event_closes_is_helped_and_goes_on_to_the_end(
    tmp_path: Path, browser: Browser
) -> None:
    clock = Clock(NOON)
    async with running_app(tmp_path, now=clock) as app, shared_tablet(browser, app.url) as tablet:
        await make(app.database, an_event(NOON), NOON)
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.say(WORDS)
        clock.pass_minutes(61)
        await tablet.say(TOLD)
        await expect(tablet.page.locator("#log .signpost")).to_be_visible()
        await tablet.press("Stop")
        await tablet.press("Keep what I wrote")
        await expect(tablet.page.locator(".receipt-words")).to_be_visible()
        await tablet.page.get_by_role("button", name="Done, clear the screen").click()
        await expect(tablet.page.locator("[data-key='kiosk.not_set_up']")).to_be_visible()
        assert WORDS not in await tablet.all_text()
        assert await tablet.page.locator("a[href^='/chat']").count() == 0, "nor a chat that stays for the next person"
    assert await app.words("helps") == [WORDS]


async def test_whoever_takes_a_break_there_is_not_told_that_their_place_is_saved(
    tmp_path: Path, browser: Browser
) -> None:
    async with running_app(tmp_path, now=Clock(NOON)) as app, shared_tablet(browser, app.url) as tablet:
        await make(app.database, an_event(NOON), NOON)
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.say(TOLD)
        await tablet.press("Take a break")
        said = await tablet.page.inner_text("[data-key='signpost.break'] .text")
        assert said == await tablet.page.text_content("#ready li:last-child")
