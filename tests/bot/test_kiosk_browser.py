"""A tablet that is handed round, attacked by the next person: of the one before there is nothing, anywhere."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from conversations.content import load_engagements
from storage.tables import ConversationRow, ResponseRow
from tests.support.made_events import SECRET, Clock, an_event, make
from tests.support.plain_browser import YOUNG_TO_QUESTIONS
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.shared_tablet import KIOSK, Tablet, shared_tablet

pytestmark = pytest.mark.browser

QUIET, AFTER_HELP = 110, 290
"""Seconds before it may ask, less than the ten that the test's clock goes on by."""

RECEIPT = "otter maple window kettle"
WORDS = "only my cat knows this"
STORED = """async () => ({
    local: localStorage.length, session: sessionStorage.length, cookies: document.cookie, caches: await caches.keys(),
    databases: await indexedDB.databases(), workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"local": 0, "session": 0, "cookies": "", "caches": [], "databases": [], "workers": 0}


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The web chat with an event that is open."""
    async with running_app(tmp_path, now=Clock(NOON)) as running:
        await make(running.database, an_event(NOON), NOON)
        yield running


async def nothing_is_left(tablet: Tablet) -> None:
    await tablet.ready()
    assert WORDS not in await tablet.all_text()
    assert await tablet.page.locator(".own").count() == 0
    assert await tablet.page.evaluate(STORED) == NOTHING
    assert [cookie.get("name") for cookie in await tablet.context.cookies()] == ["sayso.device"]
    await tablet.start()
    assert await tablet.box() == ""
    assert await tablet.page.get_by_role("button", name=YOUNG_TO_QUESTIONS[0], exact=True).count() == 1


async def test_one_person_after_another_each_begins_anew(app: RunningApp, browser: Browser) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.set_up()
        before = await tablet.history()
        await tablet.start_and_walk_to_questions()
        await tablet.say(WORDS)
        await tablet.press("Stop")
        await tablet.press("Keep what I wrote")
        receipt = await tablet.page.inner_text(".receipt-words")
        assert f"{app.url.partition('//')[2]}/receipt" in await tablet.page.inner_text("[data-key='receipt.kept']")
        await tablet.page.get_by_role("button", name="Done, clear the screen").click()
        await nothing_is_left(tablet)
        assert receipt not in await tablet.all_text()
        assert await tablet.history() == before
        assert not any(SECRET in address for address, _ in before), "Back must not lead to the page with the alerts"
    assert await app.words("helps") == [WORDS]
    assert [row["entry_code"] for row in await app.rows(ResponseRow)] == ["otter425"]


async def test_neither_back_nor_forward_nor_a_reload_brings_anything_back(app: RunningApp, browser: Browser) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.set_up()
        for attack in ("back", "reload", "another page"):
            await tablet.start_at_questions(app)
            await tablet.say(WORDS)
            await tablet.page.fill("#reply", WORDS)
            if attack == "back":
                await tablet.page.go_back()
                await tablet.page.go_forward()
            elif attack == "reload":
                await tablet.page.reload()
            else:
                await tablet.page.goto("about:blank")
                await tablet.page.go_back()
            await nothing_is_left(tablet)
            await tablet.page.reload()
            await tablet.ready()


async def test_two_tabs_are_two_talks_that_never_mix(app: RunningApp, browser: Browser) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.set_up()
        await tablet.start_at_questions(app)
        other = Tablet(tablet.context, await tablet.context.new_page(), app.url)
        await other.open(KIOSK)
        await nothing_is_left(other)
        await tablet.say(WORDS)
        await other.press(YOUNG_TO_QUESTIONS[0])
        assert WORDS not in await other.all_text()
    assert len(await app.rows(ConversationRow)) == 2
    assert await app.words("helps") == [WORDS]


async def test_whoever_is_away_for_minutes_is_asked_and_then_the_screen_is_cleared(
    app: RunningApp, browser: Browser
) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.page.clock.install()
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.say(WORDS)
        still = tablet.page.get_by_role("alertdialog", name="Are you still here?")
        assert await tablet.asked_after() >= QUIET
        await expect(still).to_be_visible()
        assert await tablet.focus() == "here"
        await tablet.page.clock.run_for(15_000)
        assert await tablet.page.inner_text("#still-said") == "", "said at 30 seconds and at 10, not each second"
        await tablet.page.clock.run_for(20_000)
        assert await tablet.page.inner_text("#still-said") == "We clear the screen in 30 seconds."
        await tablet.page.get_by_role("button", name="Yes, I'm still here").click()
        await expect(still).to_be_hidden()
        assert await tablet.asked_after() >= QUIET
        await tablet.page.clock.run_for(62_000)
        await nothing_is_left(tablet)
    assert await app.words("helps") == [WORDS], "what was sent is kept, as from a phone that was put away"


async def test_nobody_who_does_anything_is_ever_asked(app: RunningApp, browser: Browser) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.page.clock.install()
        await tablet.set_up()
        await tablet.start_at_questions(app)
        for _ in range(5):
            await tablet.page.clock.run_for(100_000)
            await tablet.page.locator("#reply").press("a")
        assert await tablet.page.locator("#still[open]").count() == 0
        assert await tablet.box() == "aaaaa"


async def test_whoever_was_shown_help_has_longer(app: RunningApp, browser: Browser) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.page.clock.install()
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.say("my stepdad hits me")
        assert await tablet.page.locator(".message a.tap").count() == 0, "links would lead the next person elsewhere"
        assert await tablet.asked_after() >= AFTER_HELP


@pytest.mark.parametrize("way", ["button", "Shift"])
async def test_clearing_at_once_leaves_nothing_and_leads_nowhere_else(
    app: RunningApp, browser: Browser, way: str
) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.page.fill("#reply", WORDS)
        if way == "button":
            await (
                tablet.page.get_by_role("button", name="Clear the screen")
                .or_(tablet.page.get_by_role("link", name="Clear the screen"))
                .click()
            )
        else:
            for _ in range(3):
                await tablet.page.keyboard.press("Shift")
        await nothing_is_left(tablet)
        assert tablet.page.url == app.url + KIOSK


async def test_without_a_signal_the_screen_is_cleared_all_the_same_and_begins_anew_with_it(
    app: RunningApp, browser: Browser
) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.context.set_offline(offline=True)
        await tablet.page.fill("#reply", WORDS)
        await tablet.page.click("#send")
        await tablet.page.wait_for_selector("#not-sent")
        assert (await tablet.page.evaluate(STORED))["databases"] == [], "nothing is kept on a tablet that is shared"
        await tablet.page.click("#leave")
        await tablet.page.wait_for_selector(".kiosk-waiting")
        assert WORDS not in await tablet.all_text()
        await tablet.context.set_offline(offline=False)
        await nothing_is_left(tablet)
    assert await app.words("helps") == []


async def test_words_sent_without_a_signal_arrive_once_when_it_returns(app: RunningApp, browser: Browser) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.context.set_offline(offline=True)
        await tablet.page.fill("#reply", WORDS)
        await tablet.page.click("#send")
        await tablet.page.wait_for_selector("#not-sent")
        await tablet.context.set_offline(offline=False)
        await tablet.page.wait_for_selector("[data-key='answer.first']")
    assert await app.words("helps") == [WORDS]


async def test_the_slip_holds_the_four_words_and_nothing_else(app: RunningApp, browser: Browser) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.say(WORDS)
        await tablet.press("Stop")
        await tablet.press("Keep what I wrote")
        await tablet.page.evaluate("window.print = () => { window.printed = true; }")
        await tablet.page.get_by_role("button", name="Print my four words").click()
        assert await tablet.page.evaluate("window.printed")
        receipt = await tablet.page.text_content(".receipt-words")
        await tablet.page.emulate_media(media="print")
        on_paper = await tablet.page.inner_text("body")
        assert receipt is not None
        assert receipt in on_paper
        assert "/receipt" in on_paper
        assert WORDS not in on_paper
        assert "Done" not in on_paper


async def test_a_screen_that_was_off_for_long_shows_nothing_when_it_is_woken(app: RunningApp, browser: Browser) -> None:
    async with shared_tablet(browser, app.url, reduced_motion="reduce") as tablet:
        await tablet.page.clock.install()
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.say(WORDS)
        set_hidden = """(hidden) => {
            Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
        await tablet.page.evaluate(set_hidden, True)
        assert not await tablet.page.is_visible("#log")
        await tablet.page.evaluate(set_hidden, False)
        assert await tablet.page.is_visible("#log")
        await tablet.page.evaluate(set_hidden, True)
        # The clock goes on, and no timer runs meanwhile: as on a tablet that sleeps.
        await tablet.page.evaluate("Date.now = ((now) => () => now() + 600_000)(Date.now)")
        await tablet.page.evaluate(set_hidden, False)
        await nothing_is_left(tablet)


@pytest.mark.parametrize(("width", "height"), [(768, 1024), (1024, 768), (360, 740), (320, 256)])
async def test_it_fits_on_every_screen(app: RunningApp, browser: Browser, width: int, height: int) -> None:
    async with shared_tablet(browser, app.url, viewport={"width": width, "height": height}) as tablet:
        await tablet.page.clock.install()
        await tablet.set_up()
        assert await tablet.sideways() <= 0
        start = await tablet.page.locator("#start").bounding_box()
        assert start is not None
        assert start["height"] >= 90
        await tablet.start()
        assert await tablet.sideways() <= 0
        await tablet.asked_after()
        await expect(tablet.page.locator("#here")).to_be_visible()
        assert await tablet.sideways() <= 0
        assert tablet.trouble == [] or all("Clear-Site-Data" in text for text in tablet.trouble)
        assert await tablet.policy_violations() == []


async def test_without_scripts_the_tablet_says_why_it_cannot_be_used(app: RunningApp, browser: Browser) -> None:
    async with shared_tablet(browser, app.url) as tablet:
        await tablet.set_up()
        state = await tablet.context.storage_state()
    async with shared_tablet(browser, app.url, storage_state=state, java_script_enabled=False) as tablet:
        await tablet.open(KIOSK)
        assert "You can't use this tablet just now." in await tablet.page.inner_text("body")
        assert await tablet.page.locator("button:visible").count() == 0


@pytest.mark.parametrize("language", ["en", "en-easy", "ar", "tr"])
async def test_what_is_said_of_a_receipt_there_names_no_button_that_is_not_there(
    tmp_path: Path, browser: Browser, language: str
) -> None:
    scripts = load_engagements(drafts=frozenset({"ar", "tr"}))
    texts = scripts["five-questions"].languages[language].texts
    async with running_app(tmp_path, scripts) as app, shared_tablet(browser, app.url) as tablet:
        await make(app.database, replace(an_event(NOON), language=language), NOON)
        await tablet.set_up()
        await tablet.start_at_questions(app)
        await tablet.say(RECEIPT)
        said = await tablet.page.inner_text("[data-key='receipt.typed']")
        assert f"{app.url.partition('//')[2]}/receipt" in said
        assert texts["page.have_receipt"]["text"] not in said
        mine = tablet.page.get_by_role("button", name=texts["button.my_answer"]["text"])
        await expect(mine).to_be_visible()
        assert await tablet.page.locator("a[href='/receipt']").count() == 0
