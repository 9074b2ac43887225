"""Accounts from the one-time link to the leaver, over HTTP; and what of them the audit trail tells."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Browser

from bot.staff import passwords
from bot.staff.inviting import LINK_MINUTES, invite
from bot.staff.second_factor import step_of
from bot.staff.tidying import tidy_staff
from storage.accounts import Role
from tests.support.made_events import Clock
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import (
    PASSWORD,
    Page,
    Person,
    StaffBrowser,
    code_of,
    secret_on,
    signed_in,
    somebody,
    staff_browser,
)

NEW = "four teapots climb quietly"


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
async def app(tmp_path: Path, clock: Clock) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path, now=clock) as running:
        yield running


@pytest.fixture
async def link(app: RunningApp) -> str:
    """The path of a one-time link for a youth worker."""
    async with app.database.writing() as connection:
        _, token = await invite(connection, app.staff.keys, "jo@example.org", Role.YOUTH_WORKER, app.staff.minute())
    return f"/staff/join/{token}"


@pytest.fixture
async def door(app: RunningApp) -> AsyncIterator[StaffBrowser]:
    async with staff_browser(app) as opened:
        yield opened


async def kinds(app: RunningApp) -> list[tuple[str, str]]:
    """Who did what, the newest first."""
    async with app.database.reading() as connection:
        assert not (await app.staff.trail.verify(connection)).wrong
        return [(entry.who, entry.kind) for entry in await app.staff.trail.newest(connection, 100)]


async def join(browser: StaffBrowser, link: str, **changed: str) -> Page:
    """Open a link and send what it asks for, or nearly so."""
    page = await browser.get(link)
    code = code_of(secret_on(page), browser.app)
    return await browser.send(link, {"password": NEW, "again": NEW, "code": code, **changed}, token=page.token)


def codes_on(page: Page) -> list[str]:
    return [item.get_text(strip=True) for item in page.soup.select(".codes li")]


async def test_a_link_sets_an_account_up_once_and_it_can_then_sign_in(
    app: RunningApp, door: StaffBrowser, link: str, clock: Clock
) -> None:
    secret = secret_on(await door.get(link))
    page = await join(door, link)
    assert page.status == 200
    assert len(codes_on(page)) == 8
    assert (await door.get(link)).status == 404
    clock.pass_minutes(1)
    fields = {"name": "jo@example.org", "password": NEW, "code": code_of(secret, app)}
    assert (await door.send("/staff/sign-in", fields)).url.endswith("/staff")
    assert await kinds(app) == [("jo@example.org", "signed_in"), ("jo@example.org", "joined")]


async def test_a_recovery_code_signs_in_once(app: RunningApp, door: StaffBrowser, link: str) -> None:
    codes = codes_on(await join(door, link))
    fields = {"name": "jo@example.org", "password": NEW, "code": codes[0].upper().replace("-", " ")}
    assert (await door.send("/staff/sign-in", fields)).status == 200
    async with staff_browser(app) as other:
        assert (await other.send("/staff/sign-in", fields)).status == 403
        assert (await other.send("/staff/sign-in", fields | {"code": codes[1]})).status == 200
    assert ("jo@example.org", "recovery_code_used") in await kinds(app)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password": "short otter", "again": "short otter"}, "12 characters or more"),
        ({"password": "x" * 201, "again": "x" * 201}, "200 characters or fewer"),
        ({"password": "Password-2026!", "again": "Password-2026!"}, "try first"),
        ({"password": "ababababababab", "again": "ababababababab"}, "try first"),
        ({"password": "jo@example.org!!", "again": "jo@example.org!!"}, "try first"),
        ({"again": "something else it is"}, "not the same"),
        ({"code": "000000"}, "code is not right"),
    ],
)
async def test_what_is_wrong_is_said_beside_it_and_the_link_stays(
    door: StaffBrowser, link: str, changed: dict[str, str], said: str
) -> None:
    page = await join(door, link, **changed)
    assert page.status == 400
    assert said in page.words
    assert (await join(door, link)).status == 200


async def test_a_link_runs_out(door: StaffBrowser, link: str, clock: Clock) -> None:
    clock.pass_minutes(LINK_MINUTES - 1)
    assert (await door.get(link)).status == 200
    clock.pass_minutes(1)
    assert (await door.get(link)).status == 404


async def test_an_administrator_invites_and_the_name_is_taken_then(app: RunningApp, door: StaffBrowser) -> None:
    async with signed_in(app, Role.ADMINISTRATOR, "ada") as ada:
        page = await ada.send("/staff/people", {"name": "Lea@Example.org", "role": "lead"})
        address = page.soup.select_one(".link")
        assert address is not None
        link = address.get_text(strip=True)
        assert link.startswith(app.url)
        assert (await join(door, link.removeprefix(app.url))).status == 200
        for name, role, said in (
            ("LEA@example.org ", "lead", "already"),
            ("x", "lead", "3 to 120"),
            ("xyz", "", "role"),
        ):
            page = await ada.send("/staff/people", {"name": name, "role": role})
            assert page.status == 400
            assert said in page.words
    assert ("ada", "invited") in await kinds(app)


async def test_a_new_link_ends_all_that_one_could_sign_in_with(app: RunningApp) -> None:
    lea = await somebody(app, Role.LEAD, "lea")
    async with signed_in(app, Role.ADMINISTRATOR, "ada") as ada, staff_browser(app) as hers:
        await hers.sign_in(lea)
        path = f"/staff/people/{lea.account.id}"
        assert (await ada.send(f"{path}/link", {}, shown_at=path)).status == 200
        assert (await hers.get("/staff", follow=False)).status == 303
        assert (await hers.sign_in(lea, code=lea.code(app, 1))).status == 403


async def test_a_leaver_is_out_at_once_if_it_is_meant(app: RunningApp) -> None:
    lea = await somebody(app, Role.LEAD, "lea")
    async with signed_in(app, Role.ADMINISTRATOR, "ada") as ada, staff_browser(app) as hers:
        await hers.sign_in(lea)
        path = f"/staff/people/{lea.account.id}"
        assert (await ada.send(f"{path}/remove", {}, shown_at=path)).status == 400
        assert (await hers.get("/staff", follow=False)).status == 200
        await ada.send(f"{path}/remove", {"sure": "yes"}, shown_at=path)
        assert (await hers.get("/staff", follow=False)).status == 303
        assert (await hers.sign_in(lea, code=lea.code(app, 1))).status == 403
    assert (await kinds(app))[0] == ("ada", "account_removed")


async def test_nobody_changes_their_own_account_so_that_an_administrator_stays(app: RunningApp) -> None:
    ada = await somebody(app, Role.ADMINISTRATOR, "ada")
    async with staff_browser(app) as browser:
        await browser.sign_in(ada)
        path = f"/staff/people/{ada.account.id}"
        for step in ("role", "link", "sign-out", "remove"):
            page = await browser.send(f"{path}/{step}", {"sure": "yes", "role": "lead"}, shown_at="/staff/people")
            assert page.status == 404
        assert "Another administrator" in (await browser.get(path)).words


async def test_another_password_signs_out_everywhere_else(app: RunningApp, clock: Clock) -> None:
    lea = await somebody(app, Role.LEAD, "lea")
    async with staff_browser(app) as here, staff_browser(app) as there:
        await here.sign_in(lea)
        clock.pass_minutes(1)
        await there.sign_in(lea)
        fields = {"current": PASSWORD, "new": NEW, "again": NEW}
        wrong = await here.send("/staff/account/password", fields | {"current": "wrong"}, shown_at="/staff/account")
        assert "not your password" in wrong.words
        changed = await here.send("/staff/account/password", fields, shown_at="/staff/account")
        assert "Your password is changed" in changed.words
        assert (await there.get("/staff", follow=False)).status == 303
        clock.pass_minutes(1)
        assert (await there.sign_in(lea)).status == 403
        assert (await there.sign_in(lea, password=NEW)).status == 200


async def test_new_recovery_codes_need_the_password_and_end_the_old_ones(
    app: RunningApp, door: StaffBrowser, link: str
) -> None:
    old = codes_on(await join(door, link))
    fields = {"name": "jo@example.org", "password": NEW, "code": old[0]}
    await door.send("/staff/sign-in", fields)
    page = await door.send("/staff/account/codes", {"current_codes": NEW}, shown_at="/staff/account")
    assert not set(codes_on(page)) & set(old)
    async with staff_browser(app) as other:
        assert (await other.send("/staff/sign-in", fields | {"code": old[1]})).status == 403
        assert (await other.send("/staff/sign-in", fields | {"code": codes_on(page)[1]})).status == 200


async def test_what_is_over_is_deleted(app: RunningApp, link: str, clock: Clock) -> None:
    async with signed_in(app, Role.LEAD):
        pass
    clock.pass_minutes(LINK_MINUTES)
    await tidy_staff(app.database, app.staff.keys, 2555, clock())
    async with app.database.reading() as connection:
        for table in ("staff_links", "staff_sessions", "staff_tries"):
            assert (await connection.exec_driver_sql(f"SELECT count(*) FROM {table}")).scalar_one() == 0
    assert link


async def test_the_database_holds_no_password_code_or_token_as_it_is(app: RunningApp, tmp_path: Path) -> None:
    lea = await somebody(app, Role.LEAD, "lea")
    async with staff_browser(app) as browser:
        await browser.sign_in(lea)
        token = browser.session_token
    async with app.database.outside_transactions() as connection:
        await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    content = (tmp_path / "sayso.db").read_bytes()
    assert b"lea" in content
    for secret in (PASSWORD.encode(), lea.secret, token.encode()):
        assert secret not in content


@pytest.mark.parametrize("password", ["correcthorsebatterystaple", "Welcome12345!", "123456789012", "qwertyuiop12"])
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert passwords.what_is_wrong(password, "ada") == "joining.too_common"


def test_a_code_counts_for_half_a_minute_either_way(clock: Clock) -> None:
    person = Person.of_secret(bytes(20))
    now = step_of(person.secret, person.at(clock()), clock())
    assert now is not None
    clock.pass_minutes(0.5)
    assert step_of(person.secret, person.at(NOON), clock()) == now
    clock.pass_minutes(0.5)
    assert step_of(person.secret, person.at(NOON), clock()) is None


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
async def test_in_a_browser_an_account_is_set_up_and_nothing_is_wider_than_the_screen(
    app: RunningApp, browser: Browser, link: str, width: int
) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 740})
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    await page.goto(app.url + link)
    picture = await page.locator("svg.qr").bounding_box()
    assert picture is not None
    assert 150 < picture["width"] <= width
    key = (await page.locator(".key").inner_text()).partition(":")[2]
    # Whoever holds the phone that has the app cannot point its camera at its own screen.
    tapped = await page.get_by_role("link", name="Open it here").get_attribute("href")
    assert tapped is not None
    assert parse_qs(urlsplit(tapped).query)["secret"] == [key.replace(" ", "")]
    await page.fill("#password", NEW)
    await page.fill("#again", NEW)
    await page.fill("#code", code_of(key, app))
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.click("main button")
    code = await page.locator(".codes li").first.inner_text()
    await page.click("main a")
    for field, value in (("name", "jo@example.org"), ("password", NEW), ("code", code)):
        await page.fill(f"#{field}", value)
    await page.click("main button")
    await page.wait_for_url("**/staff")
    assert await page.locator(".signed-in").inner_text()
    assert complaints == []
    await context.close()
