"""Route by route: who gets to see each staff page, that no form is taken from elsewhere, and what every answer carries."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from storage.accounts import Role
from tests.support.running_app import RunningApp, running_app
from tests.support.staff_people import StaffBrowser, signed_in, staff_browser

EVERYBODY = frozenset(Role)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
MAKERS = EVERYBODY - {Role.ANALYST}
READERS = frozenset({Role.LEAD, Role.ANALYST})
LEADS = frozenset({Role.LEAD})
READERS_OF_WE_DID = frozenset({Role.LEAD, Role.ADMINISTRATOR})
AT_THE_STALL = frozenset({Role.YOUTH_WORKER, Role.LEAD})
OPEN = None
ACCESS: dict[tuple[str, str], frozenset[Role] | None] = {
    ("GET", "/staff"): EVERYBODY,
    ("GET", "/staff/sign-in"): OPEN,
    ("POST", "/staff/sign-in"): OPEN,
    ("GET", "/staff/{rest}"): OPEN,
    ("POST", "/staff/{rest}"): EVERYBODY,
    ("POST", "/staff/sign-out"): EVERYBODY,
    ("GET", "/staff/static/{name}"): OPEN,
    ("GET", "/staff/join/{token}"): OPEN,
    ("POST", "/staff/join/{token}"): OPEN,
    ("GET", "/staff/account"): EVERYBODY,
    ("POST", "/staff/account/password"): EVERYBODY,
    ("POST", "/staff/account/codes"): EVERYBODY,
    ("POST", "/staff/account/sign-out"): EVERYBODY,
    ("GET", "/staff/people"): ADMINISTRATORS,
    ("POST", "/staff/people"): ADMINISTRATORS,
    ("GET", "/staff/people/{id}"): ADMINISTRATORS,
    ("POST", "/staff/people/{id}/role"): ADMINISTRATORS,
    ("POST", "/staff/people/{id}/link"): ADMINISTRATORS,
    ("POST", "/staff/people/{id}/sign-out"): ADMINISTRATORS,
    ("POST", "/staff/people/{id}/remove"): ADMINISTRATORS,
    ("GET", "/staff/audit"): ADMINISTRATORS,
    ("GET", "/staff/overview"): READERS,
    ("GET", "/staff/overview/{engagement}"): READERS,
    ("GET", "/staff/themes"): READERS,
    ("GET", "/staff/themes/{engagement}/{question}"): READERS,
    ("POST", "/staff/themes/{engagement}/{question}"): READERS,
    ("GET", "/staff/themes/{engagement}/{question}/themes/{id}"): READERS,
    ("POST", "/staff/themes/{engagement}/{question}/themes/{id}"): READERS,
    ("POST", "/staff/themes/{engagement}/{question}/themes/{id}/merge"): READERS,
    ("POST", "/staff/themes/{engagement}/{question}/themes/{id}/retire"): READERS,
    ("GET", "/staff/themes/{engagement}/{question}/code"): READERS,
    ("POST", "/staff/themes/{engagement}/{question}/code"): READERS,
    ("GET", "/staff/themes/{engagement}/{question}/agreement"): READERS,
    ("GET", "/staff/themes/{engagement}/{question}/quotes"): READERS,
    ("GET", "/staff/search"): READERS,
    ("POST", "/staff/search"): READERS,
    ("POST", "/staff/hide"): READERS,
    ("GET", "/staff/translations"): READERS,
    ("GET", "/staff/translations/{engagement}"): READERS,
    ("POST", "/staff/translations/{engagement}"): READERS,
    ("GET", "/staff/translations/{engagement}/done"): READERS,
    ("POST", "/staff/translations/{engagement}/done"): READERS,
    ("GET", "/staff/events"): EVERYBODY,
    ("GET", "/staff/events/new"): MAKERS,
    ("POST", "/staff/events/new"): MAKERS,
    ("GET", "/staff/events/{code}"): EVERYBODY,
    ("GET", "/staff/events/{code}/files/{kind}"): EVERYBODY,
    ("POST", "/staff/events/{code}/close"): MAKERS,
    ("POST", "/staff/events/{code}/page"): MAKERS,
    ("GET", "/staff/you-said"): READERS_OF_WE_DID,
    ("GET", "/staff/you-said/new/{engagement}"): LEADS,
    ("POST", "/staff/you-said/new/{engagement}"): LEADS,
    ("GET", "/staff/you-said/{id}"): READERS_OF_WE_DID,
    ("POST", "/staff/you-said/{id}"): LEADS,
    ("POST", "/staff/you-said/{id}/publish"): LEADS,
    ("POST", "/staff/you-said/{id}/withdraw"): READERS_OF_WE_DID,
    ("POST", "/staff/you-said/{id}/delete"): LEADS,
    ("GET", "/staff/report"): READERS,
    ("POST", "/staff/report/{engagement}"): READERS,
    ("GET", "/staff/downloads"): READERS,
    ("POST", "/staff/downloads/answers"): READERS,
    ("POST", "/staff/downloads/releases"): READERS,
    ("POST", "/staff/downloads/releases/{number}"): READERS,
    ("GET", "/staff/downloads/made/{id}"): READERS,
    ("GET", "/staff/downloads/made/{id}/file"): READERS,
    ("POST", "/staff/downloads/made/{id}/stop"): READERS,
    ("GET", "/staff/paper"): AT_THE_STALL,
    ("GET", "/staff/paper/{engagement}/{kind}"): AT_THE_STALL,
    ("POST", "/staff/paper/{engagement}/{kind}"): AT_THE_STALL,
    ("GET", "/staff/paper/{engagement}/{kind}/print"): AT_THE_STALL,
}
"""Whom each page is for: roles, EVERYBODY who is signed in, or open. A new page is written here by hand, on purpose."""


def routes_under_staff(app: web.Application) -> set[tuple[str, str]]:
    """Every route that the program has under /staff, by method and path."""
    found = ((route.method, route.resource.canonical) for route in app.router.routes() if route.resource)
    return {(method, path) for method, path in found if path == "/staff" or path.startswith("/staff/")}


def path_of(pattern: str) -> str:
    """A path that a pattern fits, of nothing that exists."""
    return (
        pattern.replace("{name}", "nothing")
        .replace("{token}", "x" * 43)
        .replace("{id}", "0" * 32)
        .replace("{code}", "otter425")
        .replace("{number}", "1")
        .replace("{kind}", "link.png")
        .replace("{engagement}", "five-questions")
        .replace("{question}", "helps")
    )


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path) as running:
        yield running


def test_every_page_stands_in_the_table_above_and_nothing_else_does(app: RunningApp) -> None:
    assert routes_under_staff(app.staff.app) == set(ACCESS)
    assert dict(app.staff.roles) == ACCESS


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
async def test_each_page_lets_in_whom_it_is_for_and_nobody_else(app: RunningApp, role: Role | None) -> None:
    opened = staff_browser(app) if role is None else signed_in(app, role)
    async with opened as browser:
        token = "" if role is None else (await browser.get("/staff/account")).token
        for (method, pattern), roles in ACCESS.items():
            if roles is OPEN or pattern.endswith("sign-out"):
                continue
            path = path_of(pattern)
            page = await (
                browser.get(path, follow=False)
                if method == "GET"
                else browser.send(path, {}, token=token, follow=False)
            )
            if role is None:
                assert page.status == (303 if method == "GET" else 401), path
            elif role in roles:
                assert page.status in {200, 303, 400, 404}, path
            else:
                assert page.status == 403, path
                assert "not for your role" in page.words


@pytest.mark.parametrize(
    ("headers", "token"),
    [({}, ""), ({}, "0" * 64), ({"Sec-Fetch-Site": "cross-site"}, None), ({"Sec-Fetch-Site": "same-site"}, None),
     ({"Origin": "https://evil.example"}, None)],
)  # fmt: skip
async def test_no_form_is_taken_that_our_page_did_not_show_to_this_browser(
    app: RunningApp, headers: dict[str, str], token: str | None
) -> None:
    async with signed_in(app, Role.ADMINISTRATOR) as browser:
        right = (await browser.get("/staff/people")).token
        fields = {"form_token": right if token is None else token, "name": "eve@example.org", "role": "administrator"}
        async with browser.session.post(f"{app.url}/staff/people", data=fields, headers=headers) as answer:
            assert answer.status == 403
        assert "eve@" not in (await browser.get("/staff/people")).words
        assert (await browser.send("/staff/people", fields | {"form_token": right}, token=right)).status == 200


async def test_a_token_of_somebody_else_does_not_count(app: RunningApp) -> None:
    async with signed_in(app, Role.ADMINISTRATOR) as browser, signed_in(app, Role.LEAD) as other:
        token = (await other.get("/staff/account")).token
        page = await browser.send("/staff/people", {"name": "eve@example.org", "role": "lead"}, token=token)
        assert page.status == 403


@pytest.mark.parametrize("path", ["/staff", "/staff/sign-in", "/staff/nowhere", "/staff/join/x", "/staff/static/x"])
async def test_every_answer_is_kept_by_nobody_and_stands_in_no_frame(app: RunningApp, path: str) -> None:
    async with staff_browser(app) as browser:
        headers = (await browser.get(path, follow=False)).headers
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


async def test_no_page_holds_a_style_or_script_of_its_own(app: RunningApp) -> None:
    async with signed_in(app, Role.ADMINISTRATOR) as browser:
        for path in ("/staff", "/staff/people", "/staff/audit", "/staff/account"):
            page = await browser.get(path)
            assert page.status == 200
            assert not page.soup.find_all("script", src=False)
            assert not page.soup.find_all("style")
            assert not page.soup.find_all(style=True)


async def test_styles_can_be_kept_and_ask_nothing_of_another_host(app: RunningApp) -> None:
    async with staff_browser(app) as browser:
        links = [str(link["href"]) for link in (await browser.get("/staff/sign-in")).soup.find_all("link")]
        for link in links:
            page = await browser.get(link)
            assert page.status == 200
            assert "immutable" in page.headers["Cache-Control"]
            assert "//" not in page.html.replace("http://www.w3.org", "")


async def test_a_change_of_role_counts_from_the_next_request(app: RunningApp) -> None:
    async with signed_in(app, Role.ADMINISTRATOR, "ada") as ada, signed_in(app, Role.ADMINISTRATOR, "eve") as eve:
        path = await person_path(ada, "eve")
        await ada.send(f"{path}/role", {"role": "analyst"}, shown_at=path)
        assert (await eve.get("/staff/people")).status == 403
        await ada.send(f"{path}/remove", {"sure": "yes"}, shown_at=path)
        assert (await eve.get("/staff", follow=False)).status == 303


async def test_too_large_a_form_is_refused(app: RunningApp) -> None:
    async with signed_in(app, Role.ADMINISTRATOR) as browser:
        page = await browser.send("/staff/people", {"name": "x" * 300_000, "role": "lead"})
        assert page.status == 413


async def person_path(browser: StaffBrowser, name: str) -> str:
    """Where the page of somebody is."""
    link = (await browser.get("/staff/people")).soup.find("a", string=name)
    assert link is not None
    return str(link["href"])


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_nobody_can_tell_an_address_that_there_is_from_one_that_there_is_not(
    app: RunningApp, method: str
) -> None:
    answers = set()
    async with staff_browser(app) as browser:
        for path in ("overview", "people", "events/otter425", "hide", "overviews", "events/otter425/none", "x" * 40):
            there = f"{app.url}/staff/{path}"
            async with browser.session.request(method, there, allow_redirects=False) as answer:
                answers.add((answer.status, answer.headers.get("Location"), answer.headers.get("Allow")))
    assert len(answers) == 1


@pytest.mark.parametrize("role", [None, Role.LEAD])
async def test_an_address_that_is_none_is_said_in_words_and_a_slash_too_many_does_no_harm(
    app: RunningApp, role: Role | None
) -> None:
    async with staff_browser(app) if role is None else signed_in(app, role) as browser:
        if role is not None:
            page = await browser.get("/staff/overviews")
            assert (page.status, "There is no such page" in page.words) == (404, True)
        for path, there in (("/staff/", "/staff"), ("/staff/overview/", "/staff/overview"), ("/STAFF", "/staff")):
            answer = await browser.get(path, follow=False)
            assert (answer.status, answer.headers["Location"]) == (303, there)
        assert (await browser.get("/staff//evil.example/", follow=False)).headers["Location"].startswith("/staff/")
