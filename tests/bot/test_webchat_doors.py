"""What the web chat lets in, what it keeps out, and what it leaves behind."""

import logging

import pytest
from aiohttp import FormData
from sqlalchemy import text
from yarl import URL

from storage.tables import ConversationRow
from tests.support.plain_browser import SAME_ORIGIN, PlainBrowser, walk_to_questions
from tests.support.running_app import RunningApp

AGENTS = ("WhatsApp/2.23.20", "facebookexternalhit/1.1", "TelegramBot (like TwitterBot)", "Mozilla/5.0")


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("path", ["/chat", "/chat/five-questions", "/chat/nobody-knows-this", "/"])
async def test_opening_or_previewing_a_link_stores_nothing(
    app: RunningApp, plain: PlainBrowser, path: str, agent: str
) -> None:
    headers = {"User-Agent": agent}
    async with plain.session.head(app.url + path, headers=headers, allow_redirects=True) as response:
        assert response.status == 200
    await plain.open(path, **headers)
    await plain.open(path, **headers)
    assert "ask.audience" in plain.keys
    assert await app.row_count() == 0


async def test_the_cookie_is_random_and_only_for_the_chat(app: RunningApp, plain: PlainBrowser) -> None:
    async with plain.session.get(app.url + "/chat") as response:
        cookie = response.headers["Set-Cookie"]
    token = plain.cookie("chat")
    assert len(token) == 32
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/chat" in cookie
    assert "Max-Age=2592000" in cookie
    plain.session.cookie_jar.clear()
    await plain.open()
    assert plain.cookie("chat") != token


async def test_a_cookie_that_we_did_not_make_is_replaced(app: RunningApp, plain: PlainBrowser) -> None:
    async with plain.session.get(app.url + "/chat", headers={"Cookie": "sayso.chat.five-questions=me"}) as response:
        assert "sayso.chat.five-questions=" in response.headers["Set-Cookie"]


async def test_no_page_may_be_kept_framed_or_load_from_elsewhere(plain: PlainBrowser) -> None:
    await plain.open()
    headers = plain.response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"} <= set(policy)
    assert "unsafe" not in headers["Content-Security-Policy"]
    page = plain.page
    assert page.select("style, script:not([src]), [style], [onclick], iframe") == []
    for tag, name in (("script", "src"), ("link", "href"), ("img", "src")):
        assert all(str(found[name]).startswith("/static/") for found in page.find_all(tag))


async def test_every_answer_to_a_form_is_kept_out_of_caches(plain: PlainBrowser) -> None:
    await plain.open()
    async with plain.session.post(
        plain.url + "/chat",
        data=plain.form({"pick": "audience:young_person"}),
        headers=SAME_ORIGIN,
        allow_redirects=False,
    ) as response:
        assert response.status == 303
        assert response.headers["Location"] == "/chat"
        assert response.headers["Cache-Control"] == "no-store"


async def test_a_form_from_another_website_is_not_taken(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        page = plain.page
        await plain.submit({"typed": "not mine"}, headers)
        assert plain.status == 403
        assert "another website" in plain.texts[0]
        plain.page = page
    assert await app.words("helps") == []


@pytest.mark.parametrize("origin", ["own", "null", ""])
async def test_an_older_browser_is_let_in_by_its_origin(app: RunningApp, plain: PlainBrowser, origin: str) -> None:
    await walk_to_questions(plain)
    sent = app.url if origin == "own" else origin
    await plain.submit({"typed": "from an old tablet"}, {"Origin": sent} if sent else {})
    assert await app.words("helps") == ["from an old tablet"]


async def test_without_a_cookie_the_words_stay_and_sending_again_works(app: RunningApp, plain: PlainBrowser) -> None:
    await plain.open()
    plain.session.cookie_jar.clear()
    await plain.say("please keep this")
    assert plain.status == 400
    assert "cookie" in plain.texts[0]
    assert plain.box == "please keep this"
    assert await app.row_count() == 0
    await plain.submit({"pick": "audience:young_person"})
    assert "ask.age" in plain.keys


async def test_an_unknown_code_leads_to_the_chat_and_is_never_repeated(plain: PlainBrowser) -> None:
    await plain.open("/chat/jane-doe")
    assert str(plain.response.url).endswith("/chat")
    assert plain.keys[0] == "door.unknown_code"
    assert "jane" not in str(plain.page)
    assert "jane" not in str([str(cookie) for cookie in plain.session.cookie_jar])


@pytest.mark.parametrize("typed", ["otter42", "otter426", "carpet4545", "Oter-425", "otter"])
async def test_a_code_that_was_read_wrongly_from_a_board_leads_to_the_chat_and_not_to_nothing(
    plain: PlainBrowser, typed: str
) -> None:
    await plain.open(f"/{typed}")
    assert (plain.status, plain.keys[0]) == (200, "door.unknown_code")
    assert str(plain.response.url).endswith("/chat")


async def test_a_code_typed_in_capitals_is_known(plain: PlainBrowser) -> None:
    await plain.open("/chat/Second-Engagement")
    assert str(plain.response.url).endswith("/chat/second-engagement")
    assert plain.keys[0] == "welcome.who"


async def test_more_than_fits_is_refused_kindly(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    page = plain.page
    await plain.say("x" * 70_000)
    assert plain.status == 413
    assert "too much to send at once" in plain.texts[0]
    plain.page = page
    status, parts = await plain.ask_parts({"typed": "x" * 70_000})
    assert status == 413
    assert "too much to send at once" in parts["problem"]
    assert await app.words("helps") == []


async def test_a_body_without_a_length_is_cut_off_too(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    body = FormData()
    body.add_field("typed", "y" * 70_000)
    async with plain.session.post(app.url + "/chat", data=body(), headers=SAME_ORIGIN, chunked=True) as response:
        assert response.status == 413


async def test_a_form_that_is_none_is_refused(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    headers = {**SAME_ORIGIN, "Content-Type": "multipart/form-data; boundary=xx"}
    async with plain.session.post(
        app.url + "/chat", data=b"--xx\r\n\r\nno name\r\n--xx--\r\n", headers=headers
    ) as response:
        assert response.status == 400


async def test_a_failing_turn_apologises_with_help_changes_nothing_and_logs_no_words(
    app: RunningApp, plain: PlainBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await walk_to_questions(plain)
    before = await app.rows(ConversationRow)
    async with app.database.writing() as connection:
        await connection.execute(text("ALTER TABLE answer_messages RENAME TO away"))
    page = plain.page
    status, parts = await plain.ask_parts({"typed": "my secret words"})
    assert status == 500
    assert "0800 1111" in parts["problem"]
    plain.page = page
    await plain.say("my secret words")
    assert plain.status == 500
    assert "0800 1111" in plain.texts[0]
    assert plain.box == "my secret words"
    assert await app.rows(ConversationRow) == before
    assert "secret words" not in caplog.text
    assert plain.cookie("chat") not in caplog.text
    async with app.database.writing() as connection:
        await connection.execute(text("ALTER TABLE away RENAME TO answer_messages"))
    await plain.press("Try again now", words="my secret words")
    assert await app.words("helps") == ["my secret words"]


async def test_static_files_are_kept_for_ever_under_a_name_that_changes_with_them(plain: PlainBrowser) -> None:
    await plain.open()
    paths = [str(tag.get("src") or tag.get("href")) for tag in plain.page.select("script[src], link[href]")]
    assert len(paths) == 4
    for path in paths:
        async with plain.session.get(plain.url + path) as response:
            assert response.status == 200
            assert "immutable" in response.headers["Cache-Control"]
            assert "Set-Cookie" not in response.headers
    async with plain.session.get(plain.url + "/static/chat.000000000000.css") as response:
        assert response.status == 404
    async with plain.session.get(plain.url + "/static/..%2froutes.py") as response:
        assert response.status == 404


@pytest.mark.parametrize("path", ["/otter425", "/Otter425", "/OTTER-425", "/otter%20425"])
async def test_a_code_right_after_the_host_leads_to_its_chat(app: RunningApp, plain: PlainBrowser, path: str) -> None:
    async with plain.session.get(app.url + path, allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, "/chat/otter425")
        assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/Chat", "/chat"),
        ("/CHAT/otter425", "/chat/otter425"),
        ("/Receipt", "/receipt"),
        ("/you-said/", "/you-said"),
        ("/otter425/", "/otter425"),
        ("/otter425.", "/chat/otter425"),
        ("//evil.example/", "/evil.example"),
    ],
)
async def test_an_address_typed_a_little_otherwise_leads_where_it_was_meant_to(
    app: RunningApp, plain: PlainBrowser, path: str, there: str
) -> None:
    async with plain.session.get(URL(app.url + path, encoded=True), allow_redirects=False) as response:
        assert (response.status, response.headers["Location"]) == (303, there)


@pytest.mark.parametrize("path", ["/425", "/otter425/x", "/receipts", "/metrics", "/robots.txt"])
async def test_what_can_be_no_code_leads_nowhere(app: RunningApp, plain: PlainBrowser, path: str) -> None:
    async with plain.session.get(app.url + path, allow_redirects=False) as response:
        assert response.status == 404
