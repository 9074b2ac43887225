"""Signing in to the staff pages, over HTTP: who gets in, what is said to who does not, and when it ends."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.accounts import Role
from storage.staff_sessions import IDLE_MINUTES, LONGEST_MINUTES
from storage.tables import StaffTriesRow
from tests.support.made_events import Clock
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import Person, StaffBrowser, signed_in, somebody, staff_browser

WRONG = "is not right"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path, now=clock) as running:
        yield running


@pytest.fixture
async def lead(app: RunningApp) -> Person:
    return await somebody(app, Role.LEAD)


@pytest.fixture
async def browser(app: RunningApp) -> AsyncIterator[StaffBrowser]:
    async with staff_browser(app) as opened:
        yield opened


async def test_name_password_and_code_sign_in(browser: StaffBrowser, lead: Person) -> None:
    page = await browser.sign_in(lead, name="  Lead@Example.org ")
    assert page.status == 200
    assert page.url.endswith("/staff")
    assert "lead@example.org" in page.words


@pytest.mark.parametrize(
    "changed",
    [{"name": "nobody@example.org"}, {"password": "seven quiet otters knot"}, {"code": "000000"}, {"code": "²²²²²²"},
     {"code": ""}, {"password": ""}, {"name": ""}, {"name": "\ud83d"}, {"password": "x" * 100_000}],
)  # fmt: skip
async def test_whatever_is_wrong_the_same_is_said(browser: StaffBrowser, lead: Person, changed: dict[str, str]) -> None:
    changed = {name: value.encode(errors="replace").decode() for name, value in changed.items()}
    page = await browser.sign_in(lead, **changed)
    assert page.status == 403
    assert WRONG in page.words
    assert (await browser.get("/staff", follow=False)).status == 303


async def test_a_code_counts_once(app: RunningApp, browser: StaffBrowser, lead: Person, clock: Clock) -> None:
    assert (await browser.sign_in(lead)).status == 200
    async with staff_browser(app) as other:
        assert (await other.sign_in(lead)).status == 403
        assert (await other.sign_in(lead, code=lead.code(app, -1))).status == 403
        clock.pass_minutes(1)
        assert (await other.sign_in(lead)).status == 200


async def test_a_session_from_before_is_not_carried_over(app: RunningApp, browser: StaffBrowser, lead: Person) -> None:
    await browser.get("/staff/sign-in")
    planted = "A" * 43
    browser.session.cookie_jar.update_cookies({"sayso.staff": planted})
    await browser.sign_in(lead)
    tokens = {
        cookie.value
        for cookie in browser.session.cookie_jar
        if cookie.key == "sayso.staff" and cookie["path"] == "/staff"
    }
    assert tokens
    assert planted not in tokens
    async with staff_browser(app) as other:
        other.session.cookie_jar.update_cookies({"sayso.staff": planted})
        assert (await other.get("/staff", follow=False)).status == 303


async def test_a_session_ends_when_nothing_happens(browser: StaffBrowser, lead: Person, clock: Clock) -> None:
    await browser.sign_in(lead)
    for _ in range(3):
        clock.pass_minutes(IDLE_MINUTES - 6)
        assert (await browser.get("/staff", follow=False)).status == 200
    clock.pass_minutes(IDLE_MINUTES)
    assert (await browser.get("/staff", follow=False)).status == 303


async def test_a_session_ends_after_a_working_day_whatever_happens(
    browser: StaffBrowser, lead: Person, clock: Clock
) -> None:
    await browser.sign_in(lead)
    for _ in range(LONGEST_MINUTES // 20 - 1):
        clock.pass_minutes(20)
        assert (await browser.get("/staff", follow=False)).status == 200
    clock.pass_minutes(20)
    assert (await browser.get("/staff", follow=False)).status == 303


async def test_signing_out_ends_the_session_everywhere_it_was_copied_to(app: RunningApp, lead: Person) -> None:
    async with staff_browser(app) as browser, staff_browser(app) as copied:
        await browser.sign_in(lead)
        token = next(cookie.value for cookie in browser.session.cookie_jar if cookie.key == "sayso.staff")
        copied.session.cookie_jar.update_cookies({"sayso.staff": token})
        assert (await copied.get("/staff", follow=False)).status == 200
        await browser.send("/staff/sign-out", {}, shown_at="/staff")
        assert (await copied.get("/staff", follow=False)).status == 303


async def test_who_guesses_is_stopped_and_others_are_not(
    app: RunningApp, browser: StaffBrowser, lead: Person, clock: Clock
) -> None:
    for _ in range(6):
        assert (await browser.sign_in(lead, password="wrong")).status == 403
    page = await browser.sign_in(lead)
    assert page.status == 429
    assert "Wait 30 minutes" in page.words
    async with signed_in(app, Role.ANALYST):
        pass
    clock.pass_minutes(30)
    assert (await browser.sign_in(lead)).status == 200


async def test_several_copies_and_one_that_was_restarted_count_the_same_tries(
    app: RunningApp, browser: StaffBrowser, lead: Person, clock: Clock, tmp_path: Path
) -> None:
    async with running_app(tmp_path, now=clock) as copy, staff_browser(copy) as other:
        for _ in range(3):
            assert (await browser.sign_in(lead, password="wrong")).status == 403
            assert (await other.sign_in(lead, password="wrong")).status == 403
        assert (await browser.sign_in(lead)).status == 429
        assert (await other.sign_in(lead)).status == 429
    async with running_app(tmp_path, now=clock) as restarted, staff_browser(restarted) as again:
        assert (await again.sign_in(lead)).status == 429
        clock.pass_minutes(30)
        assert (await again.sign_in(lead)).status == 200
    kept = str(await app.rows(StaffTriesRow))
    assert lead.account.name not in kept
    assert "127.0.0.1" not in kept


async def test_a_name_that_nobody_has_is_stopped_alike(browser: StaffBrowser, lead: Person) -> None:
    statuses = [(await browser.sign_in(lead, name="nobody@example.org")).status for _ in range(7)]
    assert statuses == [403] * 6 + [429]


async def test_the_cookie_is_for_the_server_and_these_pages_alone(app: RunningApp, lead: Person) -> None:
    async with staff_browser(app) as browser:
        page = await browser.send(
            "/staff/sign-in",
            {"name": lead.account.name, "password": "seven quiet otters knit", "code": lead.code(app)},
            follow=False,
        )
    cookie = page.headers["Set-Cookie"]
    assert page.status == 303
    for part in ("HttpOnly", "SameSite=Strict", "Path=/staff"):
        assert part in cookie
