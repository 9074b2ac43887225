"""The web chat in a real browser, with JavaScript."""

import pytest
from playwright.async_api import Browser, Dialog, expect

from storage.tables import AnswerRow, ConversationRow, ResponseRow
from tests.support.chat_page import chat_page
from tests.support.made_events import TOLD
from tests.support.running_app import RunningApp

pytestmark = pytest.mark.browser


async def test_a_whole_talk_from_the_link_to_the_thanks(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.walk_to_questions()
        for words in ("its hard", "to get help", "cos of waiting"):
            await chat.say(words)
        assert await chat.own() == ["its hard", "to get help", "cos of waiting"]
        await chat.press("Next")
        for number in range(2, 6):
            await chat.say(f"answer {number}")
            await chat.press("Next")
        await chat.press("Yes, ask me")
        await chat.press("Medway")
        for _ in range(4):
            await chat.press("Skip")
        await chat.press("I am or was in care")
        assert await chat.page.get_attribute('[value="life:care"]', "aria-pressed") == "true"
        await chat.press("None of these")
        assert await chat.page.get_attribute('[value="life:care"]', "aria-pressed") == "false"
        await chat.press("Next")
        assert (await chat.keys())[-3:] == ["ending.finished", "receipt.kept", "ending.again"]
        await chat.page.reload()
        assert await chat.keys() == ["ending.finished", "ending.again"]
        await chat.page.get_by_role("button", name="Start again").click()
        await chat.page.wait_for_selector("[data-key='ask.audience']")
        assert chat.trouble == []
        assert await chat.policy_violations() == []
    assert await app.words("helps") == ["its hard", "to get help", "cos of waiting"]
    assert await app.words("change") == ["answer 5"]
    options = {row["question_id"]: row["options"] for row in await app.rows(AnswerRow)}
    assert (options["district"], options["life"]) == (["medway"], ["none"])
    assert [row["status"] for row in await app.rows(ResponseRow)] == ["finished"]
    assert await app.rows(ConversationRow) == []


async def test_a_whole_talk_without_javascript(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url, java_script_enabled=False) as chat:
        page = chat.page
        await chat.open()
        for label in ("A child or young person", "16 or 17", "No", "Yes, I'd like to", "No, please don't"):
            await page.get_by_role("button", name=label, exact=True).click()
        for number in range(1, 6):
            await page.fill("#reply", f"plain {number}")
            await page.click("#send")
            await expect(page.locator(".own .text").last).to_have_text(f"plain {number}")
            await page.get_by_role("button", name="Next", exact=True).click()
        await page.get_by_role("button", name="No, I'm done").click()
        await expect(page.locator("[data-key='ending.finished']")).to_have_count(1)
        await page.reload()
        await expect(page.locator("[data-key='ending.finished']")).to_have_count(1)
        await page.get_by_role("button", name="Start again").click()
        await expect(page.locator("[data-key='ask.audience']")).to_have_count(1)
    assert [await app.words(question) for question in ("helps", "change")] == [["plain 1"], ["plain 5"]]


async def test_a_reload_and_a_return_carry_on_where_somebody_was(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.say("before")
        await chat.page.reload()
        assert await chat.keys() == ["notice.welcome_back", "question.helps", "answer"]
        await chat.page.close()
        page = await chat.context.new_page()
        await page.goto(app.url + "/chat")
        await page.fill("#reply", "after")
        await page.click("#send")
        await page.wait_for_selector("[data-key='answer.more']")
    assert await app.words("helps") == ["before", "after"]


@pytest.mark.parametrize("break_first", [False, True])
async def test_whoever_comes_back_before_they_chose_can_still_keep_what_they_told(
    app: RunningApp, browser: Browser, *, break_first: bool
) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.say("before")
        await chat.say(TOLD)
        if break_first:
            await chat.press("Take a break")
        await chat.page.reload()
        assert await chat.keys() == ["notice.welcome_back", "question.helps", "answer", "signpost.what_next"]
        assert TOLD not in await chat.page.inner_text("body"), "whoever looks over their shoulder"
        await chat.press("Keep what I wrote")
        await chat.page.reload()
        assert (await chat.keys())[:2] == ["notice.welcome_back", "question.helps"]
        assert await chat.page.locator("[data-key='signpost.what_next']").count() == 0
    assert await app.words("helps") == ["before", TOLD]


async def test_whoever_chose_to_carry_on_is_not_asked_again(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.say(TOLD)
        await chat.press("Carry on")
        await chat.page.reload()
        assert await chat.keys() == ["notice.welcome_back", "question.helps"]


async def test_under_long_words_of_their_own_the_answer_and_next_are_in_sight(
    app: RunningApp, browser: Browser
) -> None:
    async with chat_page(browser, app.url, viewport={"width": 360, "height": 640}) as chat:
        await chat.open_at_questions(app)
        await chat.say("a walk by the sea with my dog, and " * 30)
        await expect(chat.page.locator("[data-key='answer.first']")).to_be_in_viewport(ratio=1)
        await expect(chat.page.get_by_role("button", name="Next", exact=True)).to_be_in_viewport(ratio=1)


async def test_next_sends_what_is_still_in_the_box(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.page.fill("#reply", "not yet sent")
        await chat.page.get_by_role("button", name="Next", exact=True).click()
        await chat.page.wait_for_selector("[data-key='question.hard']")
        assert await chat.box() == ""
    assert await app.words("helps") == ["not yet sent"]


async def test_quick_double_taps_are_harmless(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.page.fill("#reply", "once")
        await chat.page.dblclick("#send")
        await chat.settled()
        await chat.page.get_by_role("button", name="Skip", exact=True).dblclick()
        await chat.page.wait_for_selector("[data-key='answer.leave_out']")
        await chat.page.get_by_role("button", name="Next", exact=True).dblclick()
        await chat.page.wait_for_selector("[data-key='question.hard']")
        await chat.settled()
        assert "question.reach" not in await chat.keys()
    assert await app.words("helps") == ["once"]


async def test_a_text_that_is_too_long_comes_back_in_the_box(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        for long in ("z" * 10_001, "z" * 70_000):
            await chat.say(long)
            assert await chat.box() == long
            assert await chat.own() == []
            assert "too many" in await chat.page.inner_text("#room")
        assert await chat.page.locator(".message.error").count() == 2
        await chat.say("short")
        assert await chat.page.inner_text("#room") == ""
    assert await app.words("helps") == ["short"]


async def test_without_cookies_the_words_stay_in_the_box(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.context.clear_cookies()
        await chat.say("keep me")
        assert await chat.box() == "keep me"
        assert "cookie" in await chat.page.locator(".message.error").inner_text()


async def test_help_opens_without_signal_and_keeps_what_was_written(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.page.fill("#reply", "half a thought")
        await chat.context.set_offline(offline=True)
        await chat.page.get_by_text("Help", exact=True).click()
        assert await chat.page.is_visible('a[href="tel:999"]')
        await chat.page.keyboard.press("Escape")
        assert await chat.page.is_hidden('a[href="tel:999"]')
        assert await chat.box() == "half a thought"


async def test_easier_words_change_the_page_and_keep_what_was_written(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open()
        await chat.page.fill("#reply", "draft")
        await chat.press("Easier words")
        await chat.press("Easy Read")
        assert await chat.page.get_by_role("button", name="Usual words").count() == 1
        assert await chat.box() == "draft"


async def test_a_pasted_picture_is_answered_and_not_sent(app: RunningApp, browser: Browser) -> None:
    paste = """() => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(9)], "me-at-school.png", { type: "image/png" }));
        document.getElementById("reply").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }"""
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        async with chat.page.expect_request(lambda request: request.method == "POST") as sent:
            await chat.page.evaluate(paste)
        await chat.page.wait_for_selector("[data-key='unsupported.photo']")
        assert "me-at-school" not in ((await sent.value).post_data or "")


async def test_two_engagements_in_one_browser_do_not_mix(app: RunningApp, browser: Browser) -> None:
    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.say("to the first")
        await chat.open_at_questions(app, "second-engagement")
        await chat.say("to the second")
        assert await chat.own() == ["to the second"]
        await chat.open()
        assert await chat.own() == ["to the first"]


async def test_leaving_while_something_is_unsent_asks_first(app: RunningApp, browser: Browser) -> None:
    asked: list[str] = []

    async def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        await dialog.dismiss()

    async with chat_page(browser, app.url) as chat:
        await chat.open_at_questions(app)
        await chat.context.set_offline(offline=True)
        await chat.page.fill("#reply", "do not lose me")
        await chat.page.click("#send")
        chat.page.on("dialog", stay)
        await chat.page.evaluate("window.location.href = '/chat'")
        await chat.page.wait_for_selector(".unsent")
        assert asked == ["beforeunload"]
        assert await chat.own() == ["do not lose me"]
