"""The staff pages of events over HTTP: made from a name alone, shown, closed; what is shown of how many came."""

import io
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from bot.event_codes import read_code
from bot.event_files import KINDS
from conversations.content import load_engagements
from conversations.inbound import Command, Picked, command_option
from conversations.opening import LONDON
from conversations.people import Channel
from storage.accounts import Role
from storage.moments import minute_of
from storage.tables import AuditRow, EventRow, ResponseRow
from tests.bot.turning import TO_THE_FIRST_QUESTION, said
from tests.support.made_events import Clock, an_event, make, printed_for
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import Page, StaffBrowser, signed_in

NEW = "/staff/events/new"
TODAY = {"name": "Big Conversation, Detling", "day": "2026-11-21", "opens": "12:00", "closes": "22:00",
         "engagement": "five-questions"}  # fmt: skip


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path, load_engagements(), now=clock) as running:
        yield running


@pytest.fixture
async def worker(app: RunningApp) -> AsyncIterator[StaffBrowser]:
    async with signed_in(app, Role.YOUTH_WORKER) as browser:
        printed_for(app)
        yield browser


def values(page: Page) -> dict[str, str]:
    """Return what stands in a page's form."""
    fields = page.soup.select("main input[name], main select[name]")
    found = {}
    for field in fields:
        chosen = field.select_one("option[selected]") if field.name == "select" else field
        if field.get("type") != "checkbox":
            found[str(field["name"])] = str((chosen or field).get("value", ""))
    return found


def code_of(page: Page) -> str:
    return page.url.rpartition("/")[2]


async def test_a_name_makes_an_event_of_today_until_tonight_without_alerts(
    app: RunningApp, worker: StaffBrowser
) -> None:
    first = values(await worker.get(NEW))
    page = await worker.send(NEW, {**first, "name": "Big Conversation, Detling"})
    code = code_of(page)
    assert read_code(code) == code
    [row] = await app.rows(EventRow)
    ten = NOON.astimezone(LONDON).replace(hour=22, minute=0)
    assert (row["code"], row["name"], row["alerts"], row["permission"]) == (code, TODAY["name"], False, None)
    assert (row["opens_minute"], row["closes_minute"]) == (minute_of(NOON), minute_of(ten))
    assert f"{app.url}/{code}" in page.words
    assert f"https://t.me/SaysoKentBot?start={code}" in page.words
    assert "/event/" not in page.html
    [made] = [row for row in await app.rows(AuditRow) if row["kind"] == "event_made"]
    assert code in made["about"]
    listed = await worker.get("/staff/events")
    assert re.search(rf"Big Conversation, Detling {code} Open now\.", listed.words)


async def test_a_form_sent_twice_makes_one_event_and_leads_to_it(app: RunningApp, worker: StaffBrowser) -> None:
    form = {**TODAY, "alerts": "yes"}
    first, second = await worker.send(NEW, form), await worker.send(NEW, form)
    [row] = await app.rows(EventRow)
    assert code_of(first) == code_of(second) == row["code"]
    assert "/event/" in first.html
    assert "/event/" not in second.html
    other = await worker.send(NEW, {**form, "name": "Youth club"})
    assert code_of(other) != row["code"]


async def test_the_address_of_one_event_s_page_is_not_shown_on_another_s(worker: StaffBrowser) -> None:
    plain = await worker.send(NEW, TODAY)
    alerting = await worker.send(NEW, {**TODAY, "name": "Youth club", "alerts": "yes"}, follow=False)
    assert alerting.status == 303
    assert "/event/" not in (await worker.get(f"/staff/events/{code_of(plain)}")).html


async def test_everything_that_is_asked_for_is_kept_and_shown(app: RunningApp, worker: StaffBrowser) -> None:
    more = {"place": "maidstone", "partner": "Detling School", "audience": "young_person", "language": "en-easy",
            "target": "60", "permission": "yes"}  # fmt: skip
    page = await worker.send(NEW, {**TODAY, **more})
    [row] = await app.rows(EventRow)
    assert {name: str(row[name]) for name in more} == {**more, "permission": "True"}
    for shown in ("Maidstone", "Detling School", "Children and young people", "Collected beforehand.", "60"):
        assert shown in page.words


async def test_an_event_with_alerts_shows_its_secret_page_once_and_can_have_a_new_one(
    app: RunningApp, worker: StaffBrowser
) -> None:
    made = await worker.send(NEW, {**TODAY, "alerts": "yes"})
    [secret] = set(re.findall(r"/event/([\w-]{32})", made.html))
    [row] = await app.rows(EventRow)
    assert row["alerts"]
    there = f"/staff/events/{row['code']}"
    assert secret not in (await worker.get(there)).html
    async with worker.session.get(f"{app.url}/event/{secret}") as answer:
        assert answer.status == 200
    renewed = await worker.send(f"{there}/page", {}, shown_at=there)
    [newer] = set(re.findall(r"/event/([\w-]{32})", renewed.html))
    for address, status in ((secret, 404), (newer, 200)):
        async with worker.session.get(f"{app.url}/event/{address}") as answer:
            assert answer.status == status


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "Type a name"),
        ({"name": "x" * 81}, "Type a name"),
        ({"name": "\u202eback"}, "Type a name"),
        ({"partner": "x" * 81}, "Type a partner organisation"),
        ({"day": "today"}, "Choose a day and a time"),
        ({"closes": ""}, "Choose a day and a time"),
        ({"closes": "11:00"}, "after it opens"),
        ({"day": "2026-11-20"}, "not in the past"),
        ({"target": "many"}, "Type a number"),
        ({"target": "0"}, "Type a number"),
        ({"place": "atlantis"}, "cannot be made"),
        ({"engagement": "nothing"}, "cannot be made"),
    ],
)
async def test_what_cannot_be_is_said_beside_the_form_and_nothing_is_lost(
    app: RunningApp, worker: StaffBrowser, changed: dict[str, str], told: str
) -> None:
    page = await worker.send(NEW, {**TODAY, "partner": "A School", **changed})
    assert page.status == 400
    assert told in page.words
    assert values(page)["opens"] == "12:00"
    assert await app.rows(EventRow) == []


async def test_an_event_is_closed_early_and_only_once(app: RunningApp, worker: StaffBrowser, clock: Clock) -> None:
    there = f"/staff/events/{code_of(await worker.send(NEW, TODAY))}"
    clock.pass_minutes(5)
    page = await worker.send(f"{there}/close", {}, shown_at=there)
    assert "Closed." in page.words
    assert "Close the event now" not in page.words
    [row] = await app.rows(EventRow)
    assert row["closes_minute"] == minute_of(NOON) + 5


async def test_every_file_can_be_taken_away_and_leads_to_the_event(app: RunningApp, worker: StaffBrowser) -> None:
    there = f"/staff/events/{code_of(await worker.send(NEW, TODAY))}"
    code = there.rpartition("/")[2]
    for kind in KINDS:
        async with worker.session.get(f"{app.url}{there}/files/{kind}?save") as answer:
            body = await answer.read()
            assert answer.status == 200
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{code}-{kind}"'
            assert answer.headers["Content-Type"] == KINDS[kind]
            assert answer.headers["Cache-Control"] == "no-store"
        if kind == "link.png":
            found = zxingcpp.read_barcodes(Image.open(io.BytesIO(body)))
            assert [square.text for square in found] == [f"{app.url}/{code}"]
        if kind.endswith(".pdf"):
            assert f"/{code}" in PdfReader(io.BytesIO(body)).pages[0].extract_text()
    assert (await worker.get(f"{there}/files/poster-a3.pdf")).status == 404


async def test_without_a_public_address_the_page_says_what_is_missing(app: RunningApp, worker: StaffBrowser) -> None:
    page = await worker.send(NEW, TODAY)
    printed_for(app, "")
    page = await worker.get(f"/staff/events/{code_of(page)}")
    assert "SAYSO_PUBLIC_URL" in page.words
    assert "files/" not in page.html
    assert (await worker.get(f"/staff/events/{code_of(page)}/files/link.png")).status == 409


async def test_an_analyst_may_look_and_changes_nothing(app: RunningApp) -> None:
    await make(app.database, an_event(NOON), NOON)
    async with signed_in(app, Role.ANALYST) as analyst:
        page = await analyst.get("/staff/events/otter425")
        assert page.status == 200
        assert "Close the event now" not in page.words
        assert "New event" not in (await analyst.get("/staff/events")).words
        assert (await analyst.get(NEW)).status == 403
        closing = await analyst.send("/staff/events/otter425/close", {}, shown_at="/staff")
        assert closing.status == 403
        assert (await analyst.get("/staff/events/maple222")).status == 404


async def come(app: RunningApp, address: str) -> None:
    """Have somebody begin at the event and agree to take part."""
    for step in TO_THE_FIRST_QUESTION:
        await app.turns.take(said(step, address=address, code="otter425", channel=Channel.WEB))


def counts(page: Page) -> dict[str, str]:
    """Return what the page says of how many came."""
    facts = page.soup.select_one("#counts dl")
    assert facts
    names, said_of = ([part.get_text(" ", strip=True) for part in facts.find_all(tag)] for tag in ("dt", "dd"))
    return dict(zip(names, said_of, strict=True))


async def test_how_many_came_is_hidden_rounded_and_moves_only_by_many(app: RunningApp, worker: StaffBrowser) -> None:
    await make(app.database, an_event(NOON), NOON)
    there = "/staff/events/otter425"
    few = {"Started": "fewer than 8", "Reached the end": "fewer than 8"}
    assert counts(await worker.get(there)) == few
    for number in range(7):
        await come(app, f"person {number}")
    assert counts(await worker.get(there)) == few, "seven look like none"
    await come(app, "person 7")
    assert counts(await worker.get(there)) == {"Started": "about 10", "Reached the end": "fewer than 8"}
    for step in (Picked("helps", command_option(Command.STOP)), Picked("stopping", "erase")):
        await app.turns.take(said(step, address="person 7", code="otter425"))
    assert len(await app.rows(ResponseRow)) == 7
    assert counts(await worker.get(there))["Started"] == "about 10", "one who takes everything back does not show"
