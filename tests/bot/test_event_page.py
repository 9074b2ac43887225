"""The page of an event, over HTTP: what it shows and hides, and what it says where it cannot know."""

import re
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from conversations.inbound import Typed
from storage.alerts import raise_alert
from storage.events import Event, renew_page
from storage.moments import minute_of
from tests.bot.turning import said
from tests.support.made_events import SECRET, TOLD, Clock, an_event, closed, make, to_come
from tests.support.running_app import NOON, RunningApp, running_app

PAGE = f"/event/{SECRET}"
NO_ALERTS = "No alerts so far"
JUST_NOW = "Somebody taking part in Big Conversation was just shown urgent help."


@pytest.fixture
def clock() -> Clock:
    """The moment it is: noon, in winter, when England's clocks show UTC."""
    return Clock(NOON)


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[RunningApp]:
    """The web chat with an event that is open."""
    async with running_app(tmp_path, now=clock) as running:
        yield running


async def fetch(app: RunningApp, path: str = PAGE) -> tuple[int, str, aiohttp.ClientResponse]:
    async with aiohttp.ClientSession() as session, session.get(app.url + path) as answer:
        return answer.status, await answer.text(), answer


async def shown(app: RunningApp, path: str = PAGE) -> str:
    """Return the words of the page's own region, which changes with what happens."""
    status, html, _ = await fetch(app, path)
    assert status == 200
    region = BeautifulSoup(html, "html.parser").find(id="now")
    assert region is not None
    return " ".join(region.get_text(" ").split())


async def alert(app: RunningApp, clock: Clock) -> None:
    async with app.database.writing() as connection:
        assert await raise_alert(connection, "otter425", minute_of(clock()))


async def test_without_an_alert_it_says_so_and_that_it_is_live(app: RunningApp, clock: Clock) -> None:
    await make(app.database, an_event(NOON), NOON)
    clock.pass_minutes(0.5)
    assert await shown(app) == NO_ALERTS
    _, html, _ = await fetch(app)
    assert "Checked for alerts at 12:00:30" in html
    assert "This event is open until 13:00 on Saturday 21 November." in html
    assert "otter425" in html


async def test_a_disclosure_at_the_event_is_told_at_once_with_what_to_do_and_nothing_of_it(
    app: RunningApp, clock: Clock
) -> None:
    await make(app.database, an_event(NOON), NOON)
    await app.turns.take(said(Typed(TOLD), code="otter425"))
    assert (await shown(app)).startswith(JUST_NOW)
    _, html, _ = await fetch(app)
    words = BeautifulSoup(html, "html.parser").get_text(" ")
    for step in ("look around kindly", "help is here", "call 999"):
        assert step in words
    for telling in ("hits", "stepdad", "physical", "abuse", "high", "helps", "question", "category"):
        assert telling not in words.lower()
    assert clock() == NOON


async def test_several_are_joined_and_never_numbered(app: RunningApp, clock: Clock) -> None:
    await make(app.database, an_event(NOON), NOON)
    looks = set()
    for number in range(6):
        await alert(app, clock)
        if number:
            looks.add(await shown(app))
    (look,) = looks
    assert "more than once" in look
    assert "one person or several" in look


async def test_no_time_on_it_is_finer_than_five_minutes(app: RunningApp, clock: Clock) -> None:
    await make(app.database, an_event(NOON), NOON)
    clock.pass_minutes(3)
    await alert(app, clock)
    clock.pass_minutes(14)
    await alert(app, clock)
    clock.pass_minutes(6)
    words = await shown(app)
    assert "Between 12:15 and 12:20" in words
    assert words.endswith("In the last hour Between 12:00 and 12:05")
    assert {int(minutes) % 5 for minutes in re.findall(r"\d\d:(\d\d)", words)} == {0}


async def test_an_alert_moves_to_the_last_hour_and_then_goes(app: RunningApp, clock: Clock) -> None:
    await make(app.database, an_event(NOON), NOON)
    await alert(app, clock)
    for minutes, words in ((19, JUST_NOW), (1, "No new alerts"), (39, "No new alerts"), (1, NO_ALERTS)):
        clock.pass_minutes(minutes)
        assert (await shown(app)).startswith(words)


async def test_its_script_gets_the_same_and_a_mark_that_changes_with_what_is_new(app: RunningApp, clock: Clock) -> None:
    await make(app.database, an_event(NOON), NOON)
    marks = []
    for _ in range(4):
        async with aiohttp.ClientSession() as session, session.get(f"{app.url}{PAGE}/now") as answer:
            parts = await answer.json()
        marks.append(parts["mark"])
        assert set(parts) == {"now", "standing", "checked", "mark"}
        await alert(app, clock)
    assert marks[0] == ""
    assert marks[1] != marks[2] == marks[3]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (closed, "This event is closed. No new alerts come."),
        (to_come, "This event opens on Saturday 21 November at 12:10."),
    ],
)
async def test_it_says_so_where_the_event_is_not_open(
    app: RunningApp, change: Callable[[Event, datetime], Event], words: str
) -> None:

    await make(app.database, change(an_event(NOON), NOON), NOON)
    _, html, _ = await fetch(app)
    assert words in html


@pytest.mark.parametrize(
    "path", ["/event/x", f"{PAGE}x", f"/event/{SECRET[:-1]}", "/event/otter425", "/event/%00", f"{PAGE}x/now"]
)
async def test_another_address_shows_nothing_and_says_what_to_do(app: RunningApp, path: str) -> None:
    await make(app.database, an_event(NOON), NOON)
    status, html, _ = await fetch(app, path)
    assert status == 404
    assert "Ask whoever made the event" in html
    assert "Big Conversation" not in html


async def test_an_old_address_ends_with_a_new_one(app: RunningApp) -> None:
    await make(app.database, an_event(NOON), NOON)
    async with app.database.writing() as connection:
        await renew_page(connection, "otter425", "new-secret")
    assert (await fetch(app))[0] == 404
    assert (await fetch(app, "/event/new-secret"))[0] == 200


async def test_where_the_database_does_not_answer_it_never_says_that_there_are_no_alerts(app: RunningApp) -> None:
    await make(app.database, an_event(NOON), NOON)
    async with app.database.writing() as connection:
        await connection.execute(text("ALTER TABLE alerts RENAME TO mislaid"))
    for path in (PAGE, f"{PAGE}/now"):
        status, html, _ = await fetch(app, path)
        assert status == 503
        assert "cannot look for alerts just now" in html
        assert 'http-equiv="refresh"' in html
        assert NO_ALERTS not in html


async def test_nobody_keeps_it_and_its_title_tells_nothing(app: RunningApp, clock: Clock) -> None:
    await make(app.database, an_event(NOON), NOON)
    await alert(app, clock)
    _, html, answer = await fetch(app)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "<title>Event page</title>" in html


async def test_what_staff_call_an_event_is_shown_as_they_wrote_it(app: RunningApp, clock: Clock) -> None:
    event = an_event(NOON)
    await make(
        app.database,
        type(event)(event.code, "<b>{alert}</b> & Co", event.engagement, event.opens, event.closes, alerts=True),
        NOON,
    )
    await alert(app, clock)
    _, html, _ = await fetch(app)
    assert "taking part in &lt;b&gt;{alert}&lt;/b&gt; &amp; Co was just shown" in html
