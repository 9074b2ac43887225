"""When an answer gets lost on the way: the page's script sends the same message again."""

from storage.tables import ResponseRow
from tests.support.plain_browser import PlainBrowser, walk_to_questions
from tests.support.running_app import RunningApp


async def test_a_message_sent_again_gets_the_same_answer_and_counts_once(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    first = await plain.ask_parts({"typed": "lost and found"})
    again = await plain.ask_parts({"typed": "lost and found"})
    assert first[0] == again[0] == 200
    assert first[1]["messages"] == again[1]["messages"]
    assert await app.words("helps") == ["lost and found"]


async def test_a_pick_sent_again_leads_to_the_same_question(plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    _, first = await plain.ask_parts({"pick": "helps:.skip"})
    _, again = await plain.ask_parts({"pick": "helps:.skip"})
    assert "question.hard" in first["messages"]
    assert first["messages"] == again["messages"]


async def test_a_closing_message_sent_again_says_that_it_is_over_and_shows_the_receipt_again(
    app: RunningApp, plain: PlainBrowser
) -> None:
    await walk_to_questions(plain)
    await plain.say("all I have")
    await plain.press("Stop")
    token = plain.cookie("chat")
    keep = {"pick": "stopping:keep"}
    message_id = plain.message_id
    _, first = await plain.ask_parts(keep)
    assert first["ended"]
    assert "ending.stopped_kept" in first["messages"]
    # The cookies of the lost answer were lost with it.
    headers = {
        "Sec-Fetch-Site": "same-origin",
        "Accept": "application/json",
        "Cookie": f"sayso.chat.five-questions={token}",
    }
    plain.session.cookie_jar.clear()
    async with plain.session.post(
        app.url + "/chat", data={"message_id": message_id, **keep}, headers=headers
    ) as response:
        again = await response.json()
        assert response.status == 200
    assert again["ended"]
    assert "ending.again" in again["messages"]
    assert "receipt-words" in again["messages"]
    assert again["messages"] == first["messages"]
    assert [row["status"] for row in await app.rows(ResponseRow)] == ["stopped_kept"]


async def test_a_closing_message_whose_cookies_arrived_is_answered_with_the_ending(plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    await plain.ask_parts({"command": "stop"})
    _, again = await plain.ask_parts({"command": "stop"})
    assert again["ended"]
    assert "ending.stopped_erased" in again["messages"]


async def test_an_option_of_several_changes_its_button_and_adds_no_message(plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    for _ in range(5):
        await plain.press("Skip")
    await plain.press("Yes, ask me")
    for _ in range(5):
        await plain.press("Skip")
    _, parts = await plain.ask_parts({"pick": "life:care"})
    assert parts["inPlace"]
    assert parts["messages"] == ""
    assert 'value="life:care" aria-pressed="true"' in parts["choices"]
    assert 'value="life:send" aria-pressed="false"' in parts["choices"]


async def test_what_cannot_be_read_is_explained(app: RunningApp, plain: PlainBrowser) -> None:
    await walk_to_questions(plain)
    for kind in ("photo", "file", "nonsense"):
        status, parts = await plain.ask_parts({"unsupported": kind})
        assert status == 200
        assert f"unsupported.{kind if kind != 'nonsense' else 'other'}" in parts["messages"]
    _, parts = await plain.ask_parts({"command": "dance"})
    assert "unsupported.unknown_command" in parts["messages"]
    assert await app.words("helps") == []
