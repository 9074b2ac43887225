"""Which devices may be handed round: those that an adult set up by the event's own page, until the event is over."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.known_events import KnownEvents
from storage.accounts import Role
from storage.events import Event, all_events, close_event
from storage.moments import minute_of
from storage.tables import AuditRow, EventRow
from tests.support.made_events import SECRET, Clock, an_event, closed, make
from tests.support.plain_browser import SAME_ORIGIN, PlainBrowser, plain_browser
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.shared_tablet import KIOSK
from tests.support.staff_people import signed_in

JSON = {"Accept": "application/json", "Sayso-Talk": "t" * 32, **SAME_ORIGIN}


@pytest.fixture
def clock() -> Clock:
    """The clock of the web chat."""
    return Clock(NOON)


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[RunningApp]:
    """The web chat with an event that closes in an hour."""
    async with running_app(tmp_path, now=clock) as running:
        await make(running.database, an_event(NOON), NOON)
        yield running


@pytest.fixture
async def plain(app: RunningApp) -> AsyncIterator[PlainBrowser]:
    """A browser in front of that web chat."""
    async with plain_browser(app.url) as browser:
        yield browser


async def share(app: RunningApp, plain: PlainBrowser, secret: str = SECRET, **headers: str) -> int:
    async with plain.session.post(
        f"{app.url}/event/{secret}/share?watched=yes", headers=SAME_ORIGIN | headers
    ) as response:
        return response.status


async def status_of(app: RunningApp, plain: PlainBrowser) -> int:
    async with plain.session.get(app.url + KIOSK) as response:
        return response.status


async def test_a_link_turns_nobodys_phone_into_a_shared_one(app: RunningApp, plain: PlainBrowser) -> None:
    async with plain.session.get(app.url + KIOSK) as response:
        assert response.status == 403
        page = await response.text()
    assert "This is not a shared tablet" in page
    assert 'id="start"' not in page
    async with plain.session.post(app.url + KIOSK, data={"pick": "audience:young_person"}, headers=JSON) as response:
        assert response.status == 403
    assert await app.row_count() == 0


async def test_only_the_events_own_page_sets_a_device_up(app: RunningApp, plain: PlainBrowser) -> None:
    assert await share(app, plain, "guessed") == 404
    assert await share(app, plain, **{"Sec-Fetch-Site": "cross-site"}) == 403
    assert await status_of(app, plain) == 403
    assert await share(app, plain) == 200
    assert await status_of(app, plain) == 200


async def test_setting_a_device_up_stands_in_the_audit_trail(app: RunningApp, plain: PlainBrowser) -> None:
    assert await share(app, plain, "guessed") == 404
    assert await app.rows(AuditRow) == []
    assert await share(app, plain) == 200
    (entry,) = await app.rows(AuditRow)
    assert (entry["who"], entry["kind"], entry["about"]) == ("event page", "kiosk_set_up", '{"event": "otter425"}')


async def test_nothing_is_set_up_where_nobody_says_that_alerts_are_received(
    app: RunningApp, plain: PlainBrowser
) -> None:
    async with plain.session.post(f"{app.url}/event/{SECRET}/share", headers=SAME_ORIGIN) as response:
        assert response.status == 400
    assert await status_of(app, plain) == 403


async def test_an_event_whose_alerts_are_off_has_no_shared_tablet(app: RunningApp, plain: PlainBrowser) -> None:
    assert await share(app, plain) == 200
    async with app.database.writing() as connection:
        await connection.execute(update(EventRow).values(alerts=False))
    await app.turns.events.read()
    assert await share(app, plain) == 409
    assert await status_of(app, plain) == 403, "nor does one that was set up before stay one"


async def test_the_devices_cookie_is_for_the_shared_page_alone_and_carries_no_talk(
    app: RunningApp, plain: PlainBrowser
) -> None:
    async with plain.session.post(f"{app.url}/event/{SECRET}/share?watched=yes", headers=SAME_ORIGIN) as response:
        cookie = response.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/kiosk", "Max-Age=90000"} <= set(cookie.split("; "))
    async with plain.session.get(app.url + KIOSK) as response:
        assert "Set-Cookie" not in response.headers
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Clear-Site-Data"] == '"storage"'
        first = await response.text()
    async with plain.session.get(app.url + KIOSK) as response:
        assert await response.text() != first, "each time the page opens it brings what a new talk is known by"
    async with plain.session.post(app.url + KIOSK, data={"pick": "audience:young_person"}, headers=JSON) as response:
        assert response.status == 200
        assert "Set-Cookie" not in response.headers


async def test_the_device_is_a_usual_one_again_when_the_event_is_over(
    app: RunningApp, plain: PlainBrowser, clock: Clock
) -> None:
    assert await share(app, plain) == 200
    clock.pass_minutes(61)
    assert await status_of(app, plain) == 403
    assert await share(app, plain) == 404
    clock.pass_minutes(24 * 60)
    async with plain.session.post(app.url + KIOSK, data={"pick": "audience:young_person"}, headers=JSON) as response:
        assert response.status == 403


async def test_a_device_that_was_shared_offers_no_chat_that_would_stay_on_it(
    app: RunningApp, plain: PlainBrowser, clock: Clock
) -> None:
    async def leads_to_a_chat() -> bool:
        async with plain.session.get(app.url + KIOSK) as response:
            assert response.status == 403
            return 'href="/chat' in await response.text()

    assert await leads_to_a_chat(), "somebody's own phone"
    assert await share(app, plain) == 200
    clock.pass_minutes(61)
    assert not await leads_to_a_chat()


async def test_it_ends_on_the_second_that_the_event_closes_and_asks_the_database_nothing(
    app: RunningApp, plain: PlainBrowser, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await share(app, plain) == 200
    assert await status_of(app, plain) == 200

    async def never(_events: KnownEvents) -> None:
        raise AssertionError("the closing time is known")

    monkeypatch.setattr(KnownEvents, "read", never)
    clock.moment = NOON + timedelta(minutes=60, seconds=-1)
    assert await status_of(app, plain) == 200
    clock.moment = NOON + timedelta(minutes=60)
    assert await status_of(app, plain) == 403


async def test_it_ends_at_once_when_staff_close_the_event(app: RunningApp, plain: PlainBrowser) -> None:
    assert await share(app, plain) == 200
    assert await status_of(app, plain) == 200
    async with signed_in(app, Role.YOUTH_WORKER) as worker:
        await worker.send("/staff/events/otter425/close", {}, shown_at="/staff/events/otter425")
    assert await status_of(app, plain) == 403


async def test_it_ends_at_once_when_another_process_closes_the_event(app: RunningApp, plain: PlainBrowser) -> None:
    assert await share(app, plain) == 200
    assert await status_of(app, plain) == 200
    async with app.database.writing() as connection:
        assert await close_event(connection, "otter425", minute_of(NOON))
    assert await status_of(app, plain) == 403


async def test_a_reading_from_before_it_was_closed_does_not_open_it_again(
    app: RunningApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = app.turns.events
    await events.read()
    event = events.event("otter425")
    assert event
    over = closed(event, NOON)

    async def closed_meanwhile(connection: AsyncConnection) -> Sequence[Event]:
        found = await all_events(connection)
        monkeypatch.undo()
        async with app.database.writing() as writing:
            assert await close_event(writing, event.code, minute_of(NOON))
        events.put(over)
        return found

    monkeypatch.setattr("bot.known_events.all_events", closed_meanwhile)
    await events.read()
    assert events.event("otter425") == over


@pytest.mark.parametrize(
    "forged", ["otter425.99999999.", "otter425.99999999.0", "otter425", "..", "otter425.é.é", "otter425.9" + "9" * 5000]
)
async def test_a_cookie_that_we_did_not_sign_counts_for_nothing(
    app: RunningApp, plain: PlainBrowser, forged: str
) -> None:
    headers = {"Cookie": f"sayso.device={forged}"}
    async with plain.session.get(app.url + KIOSK, headers=headers) as response:
        assert response.status in (400, 403)


async def test_a_longer_time_cannot_be_written_into_a_cookie(app: RunningApp, plain: PlainBrowser) -> None:
    async with plain.session.post(f"{app.url}/event/{SECRET}/share?watched=yes", headers=SAME_ORIGIN) as response:
        code, until, proof = response.cookies["sayso.device"].value.split(".")
    plain.session.cookie_jar.clear()
    longer = {"Cookie": f"sayso.device={code}.{int(until) + 1}.{proof}"}
    async with plain.session.get(app.url + KIOSK, headers=longer) as response:
        assert response.status == 403


async def test_what_no_script_sent_is_not_taken(app: RunningApp, plain: PlainBrowser) -> None:
    assert await share(app, plain) == 200
    for headers in (SAME_ORIGIN, {**JSON, "Sayso-Talk": "me"}):
        async with plain.session.post(
            app.url + KIOSK, data={"pick": "audience:young_person"}, headers=headers
        ) as response:
            assert response.status == 400
    assert await app.row_count() == 0
