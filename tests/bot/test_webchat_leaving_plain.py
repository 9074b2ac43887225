"""'Leave this page' without JavaScript: a plain link by our own address, and a cover over everything on the way back."""

import pytest
from playwright.async_api import Browser, Error, expect

from tests.support.chat_page import chat_page
from tests.support.elsewhere import Elsewhere
from tests.support.plain_browser import PlainBrowser, walk_to_questions
from tests.support.running_app import RunningApp

SECRET = "my stepdad hits me"


@pytest.mark.browser
async def test_in_a_real_browser_the_link_works_and_back_shows_no_words(
    app_with_exit: RunningApp, elsewhere: Elsewhere, browser: Browser
) -> None:
    url = app_with_exit.url
    async with chat_page(browser, url, java_script_enabled=False) as chat:
        page = chat.page
        await chat.open_at_questions(app_with_exit)
        for words in ("my dog", SECRET):
            await page.fill("#reply", words)
            await page.click("#send")
        await expect(page.locator("#leave")).to_be_visible()
        assert await page.is_hidden("#leave-key")
        note = page.locator("main noscript .note")
        assert "Back button can lead here again" in await note.inner_text()
        talked = [("about:blank", ""), *[(f"{url}/chat", "Sayso")] * 3]
        assert await chat.history() == talked
        await page.get_by_role("link", name="Leave this page").click()
        await expect(page).to_have_url(elsewhere.url)
        for _ in range(100):  # the browser writes a page's title down a moment after it has come
            if (await chat.history())[-1][1]:
                break
            await page.wait_for_timeout(100)
        assert await chat.history() == [*talked, (elsewhere.url, "Weather")]
        assert "Referer" not in elsewhere.requests[0]
        for _ in range(3):
            await page.go_back()
            assert await chat.keys() == ["page.covered"]
            content = await page.content()
            assert not [words for words in ("my dog", SECRET, "What helps") if words in content]
        await page.get_by_role("button", name="Carry on").click()
        assert await chat.own() == ["my dog"]
        assert {title for address, title in await chat.history() if address.startswith(url)} == {"Sayso"}


@pytest.mark.browser
async def test_where_words_were_handed_back_back_shows_nothing_at_all(
    app_with_exit: RunningApp, elsewhere: Elsewhere, browser: Browser
) -> None:
    async with chat_page(browser, app_with_exit.url, java_script_enabled=False) as chat:
        await chat.open()
        await chat.page.get_by_role("button", name="A child or young person").click()
        await chat.page.fill(
            "#reply", "i want to tell you a thing"
        )  # where a choice is asked: it comes back in the box
        await chat.page.click("#send")
        assert await chat.box() == "i want to tell you a thing"
        await chat.page.click("#leave")
        await expect(chat.page).to_have_url(elsewhere.url)
        with pytest.raises(Error, match="ERR_CACHE_MISS"):  # here a browser asks whether to send the form once more
            await chat.page.go_back()


async def leave(plain: PlainBrowser, path: str = "/leave") -> str:
    """Press the link; return where it leads."""
    async with plain.session.get(plain.url + path, allow_redirects=False) as response:
        assert response.status == 303
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        return response.headers["Location"]


async def test_the_link_stores_nothing_and_covers_only_its_own_talk(app: RunningApp, plain: PlainBrowser) -> None:
    await plain.open("/chat/second-engagement")
    link = plain.page.select_one("#leave")
    assert link is not None
    assert await leave(plain, str(link["href"])) == "about:blank"
    assert await app.row_count() == 0
    await plain.open("/chat/second-engagement")
    assert plain.keys == ["page.covered"]
    await plain.open("/chat")
    assert "welcome.who" in plain.keys


async def test_an_unknown_code_leads_away_all_the_same(plain: PlainBrowser) -> None:
    assert await leave(plain, "/leave/jane-doe") == "about:blank"
    assert "jane" not in str([str(cookie) for cookie in plain.session.cookie_jar])


async def test_the_cover_has_help_and_the_way_out_and_says_nothing_of_the_person(plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.say("my dog")
    await leave(plain)
    await plain.open()
    assert plain.keys == ["page.covered"]
    assert plain.buttons == ["Carry on"]
    assert plain.page.select_one('details.help a[href="tel:999"]')
    assert plain.page.select_one("#leave")
    assert plain.response.headers["Cache-Control"] == "no-store"
    await plain.submit({"uncover": "1"})
    assert plain.keys[:2] == ["notice.welcome_back", "question.helps"]
    assert plain.own == ["my dog"]
    await plain.open()
    assert "question.helps" in plain.keys


async def test_what_was_on_its_way_is_taken_once_its_owner_carries_on(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await leave(plain)
    await plain.say("line one\nline two")
    assert plain.keys == ["page.covered"]
    assert "line one" not in plain.page.get_text()
    assert await app.words("helps") == []
    hidden = {str(field["name"]): str(field["value"]) for field in plain.page.select("main input[type=hidden]")}
    await plain.submit({**hidden, "uncover": "1"})
    assert [words.replace("\r\n", "\n") for words in await app.words("helps")] == ["line one\nline two"]
    assert plain.cookie("left") == ""


async def test_an_open_page_goes_on_under_a_cover(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await leave(plain)
    status, parts = await plain.ask_parts({"typed": "from another tab"})
    assert status == 200
    assert "answer.first" in parts["messages"]
    assert await app.words("helps") == ["from another tab"]


async def test_starting_again_lifts_the_cover_of_what_is_over(plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.press("Stop")
    await leave(plain)
    await plain.open()
    assert plain.keys == ["page.covered"]
    await plain.press("Carry on")
    assert plain.keys == ["ending.stopped_erased", "ending.again"]
