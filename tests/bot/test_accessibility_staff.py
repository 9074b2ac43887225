"""axe-core finds nothing on any page for staff, nor on the page of an event: on a phone and at a desk."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from conversations.content import load_engagements, load_script
from storage.accounts import Role
from storage.audit import Kind
from storage.scripts import remember_wordings
from tests.bot.test_staff_access import ACCESS
from tests.bot.test_theme_report import quotable
from tests.support.findings import findings
from tests.support.made_events import SECRET, Clock, an_event, make
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import signed_in

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RunningApp]:
    """The whole site, with an event that somebody was shown help at."""
    async with running_app(tmp_path_factory.mktemp("staff"), load_engagements(), now=Clock(NOON)) as running:
        await make(running.database, an_event(NOON), NOON)
        yield running


async def wrong_on(page: Page, address: str) -> list[str]:
    """All that is wrong with a page, at both sizes; nothing where it is a file."""
    answer = await page.context.request.get(address)
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    await page.goto(address)
    wrong = await findings(page)
    for size in (PHONE, DESK):
        await page.set_viewport_size({"width": size["width"], "height": size["height"]})
        if await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"it scrolls sideways at {size['width']}")
    return [f"{address.partition('/staff')[2] or address}: {one}" for one in wrong]


@pytest.mark.parametrize("role", [None, Role.LEAD, Role.ADMINISTRATOR], ids=["nobody", "lead", "administrator"])
async def test_nothing_is_found_on_any_page_for_staff(app: RunningApp, browser: Browser, role: Role | None) -> None:
    context = await browser.new_context(reduced_motion="reduce")
    page = await context.new_page()
    places = {
        "{code}": "otter425",
        "{id}": "",
        "{engagement}": "five-questions",
        "{question}": "helps",
        "{token}": "made-up",
    }
    if role is not None:
        async with signed_in(app, role) as staff:
            cookie = {"name": "sayso.staff", "value": staff.session_token, "domain": "127.0.0.1", "path": "/staff"}
            await context.add_cookies([cookie])  # type: ignore[list-item] # a cookie as Playwright takes one
            found = (await staff.get("/staff/people")).soup.select_one("main a[href^='/staff/people/']")
            places["{id}"] = str(found["href"]).rpartition("/")[2] if found else "nobody"
    wrong = []
    for (method, path), who in ACCESS.items():
        if method == "GET" and (who is None if role is None else who is not None and role in who):
            for name, value in places.items():
                path = path.replace(name, value)  # noqa: PLW2901 - one place after the other
            wrong += await wrong_on(page, app.url + path)
    if role is None:
        wrong += await wrong_on(page, f"{app.url}/event/{SECRET}")
        wrong += await wrong_on(page, f"{app.url}/event/no-such-event")
    await context.close()
    assert wrong == [], "\n".join(wrong)


async def test_nothing_is_found_on_pages_of_an_engagement_that_is_over_and_where_quotes_are_read(
    app: RunningApp, browser: Browser, tmp_path: Path
) -> None:
    await quotable(app, tmp_path)
    past = replace(load_script(), engagement="last-year", title="Last year's talk")
    await remember_wordings(app.database, {past.engagement: past}, NOON.date())
    event = replace(an_event(NOON, "heron777", alerts=False), engagement=past.engagement)
    await make(app.database, event, NOON)
    context = await browser.new_context(reduced_motion="reduce")
    page = await context.new_page()
    async with signed_in(app, Role.LEAD, "lea") as staff:
        cookie = {"name": "sayso.staff", "value": staff.session_token, "domain": "127.0.0.1", "path": "/staff"}
        await context.add_cookies([cookie])  # type: ignore[list-item] # a cookie as Playwright takes one
        wrong = []
        for path in (
            "overview/last-year", "downloads?engagement=last-year", "events?engagement=last-year", "events/heron777",
            "you-said/new/last-year", "translations/last-year", "themes/last-year/helps",
        ):  # fmt: skip
            wrong += await wrong_on(page, f"{app.url}/staff/{path}")
            assert await page.locator(".over, nav strong", has_text="over").count() == 1, path
        await page.goto(f"{app.url}/staff/report")
        five = page.locator("section", has=page.locator("form[action$='/five-questions']"))
        await five.get_by_label("With some quotes for each theme").check()
        await five.get_by_role("button", name="Download as PDF").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Read these quotes")
        await page.get_by_role("button", name="Download as PDF").click()
        wrong += await findings(page)
    await context.close()
    assert wrong == [], "\n".join(wrong)


async def test_the_whole_hash_of_a_download_can_be_read_in_the_audit_trail(app: RunningApp, browser: Browser) -> None:
    about = {"engagement": "five-questions", "reason": "coding the themes", "sha256": "0123456789abcdef" * 4}
    async with app.database.writing() as connection:
        await app.staff.trail.note(connection, "lead@example.org", Kind.EXPORTED, app.staff.minute(), **about)
    context = await browser.new_context(viewport=ViewportSize(width=1280, height=900))
    async with signed_in(app, Role.ADMINISTRATOR, "auditor@example.org") as staff:
        cookie = {"name": "sayso.staff", "value": staff.session_token, "domain": "127.0.0.1", "path": "/staff"}
        await context.add_cookies([cookie])  # type: ignore[list-item] # a cookie as Playwright takes one
    page = await context.new_page()
    for width in (1280, 1024, 360):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.goto(f"{app.url}/staff/audit")
        cell = page.locator("td", has_text=about["sha256"])
        right = await cell.evaluate("cell => cell.getBoundingClientRect().right")
        shown = await page.locator(".wide").evaluate("box => box.getBoundingClientRect().right")
        assert right <= shown, f"it is out of sight at {width}"
    await context.close()
