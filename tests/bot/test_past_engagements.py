"""An engagement that is over: staff find it on every page that it had, each says so, and what came of it can be published."""

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.channel import Envelope
from bot.figures.keeping import keep_last_figures
from bot.settings import Settings
from bot.staff import downloads_page
from conversations.inbound import Started
from conversations.people import Channel
from conversations.you_said import WhatCame
from storage.accounts import Role
from storage.scripts import remember_wordings
from storage.tables import AnswerMessage, AuditRow, ResponseRow, WeDidRow
from storage.theme_coding import code_answer
from storage.themes import add_theme
from tests.support.answers import SCRIPT, Given, Response, put
from tests.support.given_responses import Given as People
from tests.support.given_responses import give
from tests.support.made_events import an_event, make
from tests.support.made_themes import ENOUGH, WAITS
from tests.support.plain_browser import plain_browser
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import StaffBrowser, signed_in

PAST = "last-year"
TITLE = "Last year's talk"
HEADING = "What came of last year's talk"
OVER = "This engagement is over"


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The site with last year's engagement in its database, whose content is gone: with people, an event and a theme."""
    english = SCRIPT.languages["en"]
    own = replace(english, texts={**english.texts, "you_said.title": {"text": HEADING}})
    last_year = replace(SCRIPT, engagement=PAST, title=TITLE, languages={"en": own})
    async with running_app(tmp_path, settings=Settings(data_dir=tmp_path / "data")) as running:
        await remember_wordings(running.database, {PAST: last_year, SCRIPT.engagement: SCRIPT}, NOON.date())
        await give(running.database, People(40, answers={"helps": (), "district": ("thanet",)}))
        async with running.database.writing() as connection:
            await connection.execute(update(ResponseRow).values(engagement=PAST))
        await make(running.database, replace(an_event(NOON), engagement=PAST, name="Beach day"), NOON)
        await make(
            running.database, replace(an_event(NOON, "heron777"), name="Market day"), NOON, "another-made-up-one"
        )
        yield running


@pytest.fixture
async def lead(app: RunningApp) -> AsyncIterator[StaffBrowser]:
    async with signed_in(app, Role.LEAD) as browser:
        yield browser


async def test_the_overview_lists_it_and_shows_its_last_figures(app: RunningApp, lead: StaffBrowser) -> None:
    page = await lead.get("/staff/overview")
    link = page.soup.find("a", string=f"{TITLE} (over)")
    assert link is not None
    assert OVER not in page.words
    page = await lead.get(str(link["href"]))
    assert (page.status, "No figures of it were kept" in page.words) == (200, True)
    await keep_last_figures(app.database, app.staff.scripts, NOON.date(), 7)
    page = await lead.get(str(link["href"]))
    assert OVER in page.words
    assert "40 people agreed to take part" in page.words
    assert "Thanet" in page.words
    assert page.soup.find("a", string=SCRIPT.title) is not None
    assert (await lead.get("/staff/overview/never-was")).status == 404


async def test_its_answers_are_downloaded_with_its_own_filters(
    lead: StaffBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads_page, "PATIENCE", timedelta(minutes=10))
    page = await lead.get(f"/staff/downloads?engagement={PAST}")
    assert OVER in page.words
    assert page.soup.select_one("input[name=place][value=thanet]")
    assert page.soup.select_one("input[name=question][value=helps]")
    fields = {
        "engagement": PAST,
        "format": "csv",
        "reason": "for the final report",
        "place": "thanet",
        "form_token": page.token,
    }
    sent = [*fields.items(), ("status", "finished")]
    async with lead.session.post(f"{lead.app.url}/staff/downloads/answers", data=sent) as answer:
        assert answer.status == 200
        body = await answer.read()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read(f"answers-{PAST}.csv").decode("utf-8-sig"))))
    assert {(row["engagement"], row["district.option"]) for row in rows} == {(PAST, "thanet")}
    assert len(rows) == 40


async def test_its_report_is_made_of_the_last_figures(app: RunningApp, lead: StaffBrowser) -> None:
    assert f"{TITLE} (over)" in (await lead.get("/staff/report")).words
    page = await lead.send(f"/staff/report/{PAST}", {"as": "page"}, shown_at="/staff/report")
    assert page.status == 200
    assert TITLE in page.words
    assert "40 people agreed to take part" in page.words
    (entry,) = [row for row in await app.rows(AuditRow) if row["kind"] == "report_made"]
    assert PAST in entry["about"]


async def test_events_are_listed_by_engagement_and_one_of_it_says_that_it_is_over(lead: StaffBrowser) -> None:
    page = await lead.get("/staff/events")
    assert {"Beach day", "Market day", f"{TITLE} (over)"} <= set(page.soup.stripped_strings)
    page = await lead.get(f"/staff/events?engagement={PAST}")
    assert "Beach day" in page.words
    assert "Market day" not in page.words
    assert "Beach day" in (await lead.get("/staff/events?engagement=never-was")).words
    assert "The engagement of this event is over" in (await lead.get("/staff/events/otter425")).words
    assert "is over" not in (await lead.get("/staff/events/heron777")).words


async def test_its_answers_are_coded_searched_and_hidden_in(app: RunningApp, lead: StaffBrowser) -> None:
    await put(app.database, Response({"helps": Given(words=("Ravensworth listens",))}, engagement=PAST))
    assert f"{TITLE} (over)" in (await lead.get("/staff/themes")).words
    page = await lead.get(f"/staff/themes/{PAST}/helps/code")
    assert "Ravensworth listens" in page.words
    page = await lead.send("/staff/search", {"engagement": PAST, "words": "ravensworth"})
    assert "Ravensworth listens" in page.words
    fields = {str(box["name"]): str(box["value"]) for box in page.soup.select("article form input[name]")}
    page = await lead.send("/staff/hide", {**fields, "step": "sure", "hide": "Ravensworth"}, token=page.token)
    assert "The words are hidden" in page.words
    assert [row["words"] for row in await app.rows(AnswerMessage)] == ["[taken out] listens"]
    assert (await lead.get(f"/staff/themes/{PAST}/helps/quotes")).status == 200
    assert OVER in (await lead.get(f"/staff/translations/{PAST}")).words


async def test_what_came_of_it_is_published_shown_to_everybody_and_withdrawn(
    app: RunningApp, lead: StaffBrowser
) -> None:
    several = [Response({"helps": Given(words=("the wait was long",))}, engagement=PAST) for _ in range(ENOUGH)]
    await put(app.database, *several)
    async with app.database.writing() as connection:
        theme = await add_theme(connection, PAST, "helps", "Waits")
        for response in several:
            assert await code_answer(connection, PAST, response.id, "helps", "ada", [theme.id])
    assert f"{TITLE} (over)" in (await lead.get("/staff/you-said")).words
    form = {"you_said": WAITS.you_said, "came": WhatCame.WE_DID.value, "words": WAITS.words, "on": WAITS.on.isoformat()}
    page = await lead.send(f"/staff/you-said/new/{PAST}", {**form, "themes": theme.id})
    assert OVER in page.words
    path = page.url.removeprefix(app.url)
    async with plain_browser(app.url) as young:
        await young.open(f"/you-said/{PAST}")
        assert str(young.response.url).endswith(f"/you-said/{SCRIPT.engagement}"), "a draft opens no page"
        await young.open("/otter425")
        assert young.keys[0] == "door.unknown_code", "nothing came of it yet"
        mark = page.soup.select_one("input[name=shown]")
        assert mark is not None
        page = await lead.send(f"{path}/publish", {"sure": "yes", "shown": str(mark["value"])}, shown_at=path)
        assert [row["published_on"] for row in await app.rows(WeDidRow)] == [NOON.date()]
        await young.open(f"/you-said/{PAST}")
        assert str(young.response.url) == f"{app.url}/you-said/{PAST}"
        assert {TITLE, HEADING, WAITS.words} <= set(young.page.stripped_strings)
        assert young.page.select_one(".help-panel a[href^='tel:']"), "where to get help is there as it is today"
        await app.turns.events.read()
        for old in ("/otter425", f"/chat/{PAST}"):
            await young.open(old)
            assert str(young.response.url) == f"{app.url}/you-said/{PAST}", "an old poster leads to what came of it"
        begun = await app.turns.take(Envelope(Channel.TELEGRAM, "a chat", "1", Started(), "otter425"))
        assert [reply.key for reply in begun.replies][:3] == ["you_said.event_over", "you_said.you_said", "welcome.who"]
        assert begun.replies[0].links[0].target == PAST
        await young.open(f"/you-said/{PAST}?lang=en-easy")
        assert young.page.html is not None
        assert WAITS.words in set(young.page.stripped_strings)
        await lead.send(f"{path}/withdraw", {}, shown_at=path)
        await young.open(f"/you-said/{PAST}")
        assert WAITS.words not in young.page.get_text()
        await app.turns.events.read()
        await young.open("/otter425")
        assert young.keys[-1] == "ask.audience"
