"""Help lines through the web chat's own door: what is open, what opens when, what has lapsed, as the clock goes on."""

from datetime import datetime
from pathlib import Path

import pytest

from conversations.content import load_script
from conversations.opening import LONDON
from tests.support.checked_helplines import all_checked
from tests.support.plain_browser import PlainBrowser, plain_browser, walk_to_questions
from tests.support.running_app import running_app

SCRIPT = all_checked(load_script(), kooth={"check_by": "2026-11-23"})


class Clock:
    """A clock that a test sets."""

    def __init__(self, time: str) -> None:
        self.set(time)

    def __call__(self) -> datetime:
        return self.moment

    def set(self, time: str) -> None:
        """Set it by the English clock."""
        self.moment = datetime.fromisoformat(time).replace(tzinfo=LONDON)


def panel(browser: PlainBrowser) -> str:
    """What stands under Help in the page's header."""
    found = browser.page.select_one("details.help")
    assert found is not None
    return found.get_text(" ", strip=True)


@pytest.fixture
def clock() -> Clock:
    return Clock("2026-11-23T09:00")


async def test_a_closed_service_says_when_it_opens_and_is_open_then(clock: Clock, tmp_path: Path) -> None:
    async with running_app(tmp_path, {SCRIPT.engagement: SCRIPT}, clock) as app, plain_browser(app.url) as browser:
        await walk_to_questions(browser)
        assert "The chat is closed now. It opens at midday." in panel(browser)
        clock.set("2026-11-23T12:00")
        await browser.open()
        assert "The chat is open now, until 10 pm." in panel(browser)
        clock.set("2026-11-23T23:00")
        _, parts = await browser.ask_parts({"command": "help"})
        assert "The chat is closed now. It opens tomorrow at midday." in parts["messages"]
        assert 'href="https://www.kooth.com"' in parts["messages"]


async def test_a_line_drops_out_at_midnight_when_its_check_has_run_out(clock: Clock, tmp_path: Path) -> None:
    async with running_app(tmp_path, {SCRIPT.engagement: SCRIPT}, clock) as app, plain_browser(app.url) as browser:
        clock.set("2026-11-23T23:59")
        await walk_to_questions(browser)
        assert "Kooth" in panel(browser)
        clock.set("2026-11-24T00:00")
        await browser.say("it is hard to wait")
        await browser.open()
        assert "Kooth" not in panel(browser)
        assert "116 123" in panel(browser)


async def test_somebody_who_tells_of_harm_gets_five_lines_and_a_clock_put_back_changes_nothing_for_good(
    clock: Clock, tmp_path: Path
) -> None:
    async with running_app(tmp_path, {SCRIPT.engagement: SCRIPT}, clock) as app, plain_browser(app.url) as browser:
        await walk_to_questions(browser)
        await browser.say("my stepdad hits me")
        lines = browser.page.select('.message[data-key="signpost.hurt"] .points > li')
        assert [line.get_text(" ", strip=True).split(":")[0].split(",")[0] for line in lines] == [
            "If somebody's life is in danger", "Childline", "If you feel very bad and need help soon",
            "If you would rather text", "Samaritans",
        ]  # fmt: skip
        clock.set("2026-11-24T09:00")
        await browser.open()
        assert "Kooth" not in panel(browser)
        clock.set("2026-11-23T09:00")
        await browser.open()
        assert "It opens at midday." in panel(browser)
