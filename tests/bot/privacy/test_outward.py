"""What leaves the process is listed without secrets, and a page that loads from elsewhere is noticed."""

from collections.abc import Sequence

import pytest
from aiohttp import web

from bot.privacy.findings import Part, exit_code
from bot.privacy.outward import destinations, outward_part, web_address
from bot.privacy.pages import page_findings, policy_mistakes
from bot.privacy.web_talk import Answer
from bot.settings import Settings
from bot.webchat.security import CONTENT_SECURITY_POLICY, page_headers
from storage.database import Database
from tests.bot.test_settings import read
from tests.support.running_app import RunningApp

SECRETS = {
    "SAYSO_TELEGRAM_TOKEN": "123456:made-up-token",
    "SAYSO_SECRET": "made-up-secret-made-up-secret-made-up",
    "SAYSO_TELEGRAM_WEBHOOK_SECRET": "made-up-webhook-secret",
    "SAYSO_DATABASE_URL": "postgresql://sayso:made-up-password@127.0.0.1/sayso",
}
HEADERS = (("Content-Type", "text/html; charset=utf-8"), *page_headers().items())


def page(body: str, headers: Sequence[tuple[str, str]] = HEADERS) -> Answer:
    """A page of ours with something in it."""
    return Answer("/chat", 200, tuple(headers), f"<!DOCTYPE html><title>Sayso</title>{body}")


def test_every_place_is_listed_and_no_secret_is_shown() -> None:
    settings = read(**SECRETS, SAYSO_PUBLIC_URL="https://sayso.example.org")
    listed = str(list(destinations(settings)))
    for place in (
        "127.0.0.1:5432",
        "https://api.telegram.org",
        "https://sayso.example.org",
        "bbc.co.uk",
        "standard error",
    ):
        assert place in listed
    assert not [secret for secret in SECRETS.values() if secret in listed]
    assert "made-up-password" not in listed


async def test_the_running_pages_load_nothing_from_elsewhere(app: RunningApp) -> None:
    part = await outward_part(Settings(), app.database, app.url, [])
    assert exit_code([part]) == 0
    assert any("load nothing from elsewhere" in finding.seen for finding in part.findings)


async def outward(settings: Settings, address: str) -> Part:
    """The part, for a web chat at an address."""
    database = Database("sqlite://")
    try:
        return await outward_part(settings, database, address, [])
    finally:
        await database.close()


async def test_a_web_chat_that_does_not_answer_is_no_success(unused: str) -> None:
    assert exit_code([await outward(Settings(), unused)]) == 2


async def test_a_website_that_is_no_web_chat_is_no_success() -> None:
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = "http://{}:{}".format(*runner.addresses[0][:2])
    part = await outward(Settings(), address)
    await runner.cleanup()
    assert exit_code([part]) == 2


async def test_what_goes_unencrypted_fails(unused: str) -> None:
    plain = Settings(public_url="http://sayso.example.org", telegram_api_root="http://api.example.org")
    part = await outward(plain, unused)
    assert sum("can be read on its way" in finding.seen for finding in part.findings) == 2


@pytest.fixture
def unused() -> str:
    """An address that nobody listens on."""
    return "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "body",
    [
        '<script src="https://tracker.example/t.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/css">',
        '<img src="https://pixel.example/1.gif">',
        '<img srcset="/a.png 1x, https://pixel.example/2.gif 2x">',
        '<form action="https://elsewhere.example/">',
        '<a href="/x" ping="https://tracker.example/">x</a>',
        '<meta http-equiv="refresh" content="5; url=https://elsewhere.example/">',
        '<p style="background: url(https://pixel.example/3.gif)">x</p>',
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
    ],
)
def test_a_page_that_loads_or_runs_something_from_elsewhere_fails(body: str) -> None:
    found = page_findings([page(body)], "here", "http://127.0.0.1:8080")
    assert ["loads from elsewhere" in finding.seen for finding in found] == [True]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/css", "@import '/x.css';"),
        ("text/css", "p { background: url(https://pixel.example/1.gif) }"),
        ("text/javascript", 'fetch("https://tracker.example/")'),
        ("image/svg+xml", '<svg><image href="https://pixel.example/1.gif"/></svg>'),
    ],
)
def test_a_style_a_script_or_a_picture_that_names_another_site_fails(kind: str, body: str) -> None:
    answer = Answer("/static/x", 200, (("Content-Type", kind),), body)
    assert ["loads from elsewhere" in finding.seen for finding in page_findings([answer], "here", "http://x")] == [True]


def test_a_page_of_ours_may_lead_elsewhere_where_somebody_taps() -> None:
    body = '<a href="https://www.childline.org.uk">x</a><script src="/static/a.js"></script><img src="data:,x">'
    assert ["load nothing" in finding.seen for finding in page_findings([page(body)], "here", "http://x")] == [True]


@pytest.mark.parametrize("missing", ["Content-Security-Policy", "Referrer-Policy", "Cache-Control"])
def test_a_page_that_lost_a_header_on_its_way_fails(missing: str) -> None:
    kept = [(name, value) for name, value in HEADERS if name != missing]
    assert len(page_findings([page("", kept)], "here", "http://x")) == 1
    assert "load nothing" not in page_findings([page("", kept)], "here", "http://x")[0].seen


def test_a_cookie_that_scripts_may_read_fails() -> None:
    found = page_findings([page("", [*HEADERS, ("Set-Cookie", "sayso.chat=x; Path=/chat")])], "here", "http://x")
    assert ["cookie" in finding.seen for finding in found] == [True]


@pytest.mark.parametrize(
    "policy", ["", "script-src 'self'", "default-src *", "default-src 'self' 'unsafe-inline'", "default-src https://cdn.example"]
)  # fmt: skip
def test_a_policy_that_lets_others_in_is_noticed(policy: str) -> None:
    assert list(policy_mistakes(policy))


def test_our_own_policy_lets_nobody_in() -> None:
    assert list(policy_mistakes(CONTENT_SECURITY_POLICY)) == []


def test_the_running_web_chat_is_looked_for_where_people_find_it() -> None:
    assert web_address(read(SAYSO_HOST="0.0.0.0", SAYSO_PORT="81")) == "http://127.0.0.1:81"
    assert web_address(read(SAYSO_PUBLIC_URL="https://sayso.example.org")) == "https://sayso.example.org"
