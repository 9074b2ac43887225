"""Analysts at work over HTTP: themes, coding, agreement, searching, hiding, quotes; and what is never in an address or the trail."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from storage.accounts import Role
from storage.exports.writing import Format
from storage.receipts import erase_everything
from storage.releases.describing import WITH_WORDS
from storage.releases.making import FilesWanted, ReleaseRequest, make_release
from storage.showing import nobody_watches
from storage.tables import AnswerMessage, AuditRow, ThemeCodingRow, ThemeReadingRow, ThemeRow
from tests.support.answers import DAY, SCRIPT, Given, Response, put, remember
from tests.support.running_app import RunningApp, running_app
from tests.support.staff_people import Page, StaffBrowser, signed_in

HELPS = f"/staff/themes/{SCRIPT.engagement}/helps"
MISSED = "Ravensworth"


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path) as running:
        yield running


@pytest.fixture
async def ada(app: RunningApp) -> AsyncIterator[StaffBrowser]:
    async with signed_in(app, Role.ANALYST, "ada") as browser:
        yield browser


def hidden(page: Page, form: str) -> dict[str, str]:
    """What the form that is sent to an address carries along."""
    found = page.soup.select_one(f'form[action="{form}"]')
    assert found is not None, page.words
    return {
        str(field["name"]): str(field["value"])
        for field in found.select('input[type="hidden"]')
        if field["name"] != "form_token"
    }


async def add_themes(browser: StaffBrowser, *names: str) -> dict[str, str]:
    """Make themes on the page; return their ids by name."""
    for name in names:
        page = await browser.send(HELPS, {"name": name, "description": f"When {name} is told."})
        assert name in page.words
    return {row["name"]: row["id"] for row in await browser.app.rows(ThemeRow)}


async def code(browser: StaffBrowser, fields: dict[str, str], *, again: bool = False) -> tuple[Page, str]:
    """Code the next answer; return the page that comes then, and whose answer was coded."""
    shown = await browser.get(f"{HELPS}/code{'?again' if again else ''}")
    carried = hidden(shown, f"{HELPS}/code")
    page = await browser.send(f"{HELPS}/code", {**carried, "step": "save", **fields}, token=shown.token)
    return page, carried["answer"]


async def trail(app: RunningApp) -> list[tuple[str, dict[str, str]]]:
    """Every entry of the audit trail: kind, and what it is about."""
    rows = sorted(await app.rows(AuditRow), key=lambda row: row["number"])
    return [(row["kind"], json.loads(row["about"])) for row in rows]


async def test_a_frame_is_built_changed_merged_and_retired(app: RunningApp, ada: StaffBrowser) -> None:
    ids = await add_themes(ada, "Waiting", "Queues", "<b>Places</b>")
    await ada.send(HELPS, {"name": "<i>Odd</i>", "description": "</textarea><i>When</i>"})
    await put(app.database, Response({"helps": Given(words=("<i>they</i> listen",))}))
    odd = {row["name"]: row["id"] for row in await app.rows(ThemeRow)}["<i>Odd</i>"]
    for path in (
        HELPS,
        f"{HELPS}/code",
        f"{HELPS}/themes/{odd}",
        f"{HELPS}/themes/{ids['Waiting']}",
        f"{HELPS}/quotes",
    ):
        shown = await ada.get(path)
        assert shown.status == 200
        assert not shown.soup.select("main i, main b"), path
    assert "already" in (await ada.send(HELPS, {"name": "waiting"})).words
    page = await ada.send(f"{HELPS}/themes/{ids['Waiting']}", {"name": "Long waits", "description": ""})
    assert "Long waits" in page.words
    merging = f"{HELPS}/themes/{ids['Queues']}"
    page = await ada.send(f"{merging}/merge", {"into": ids["Waiting"]}, shown_at=merging)
    assert "Queues" not in page.words
    retiring = f"{HELPS}/themes/{ids['<b>Places</b>']}"
    page = await ada.send(f"{retiring}/retire", {}, shown_at=retiring)
    assert "No longer offered" in page.words
    assert (await ada.get(merging)).status == 404
    assert (await ada.get(f"/staff/themes/{SCRIPT.engagement}/hard/themes/{ids['Waiting']}")).status == 404
    kinds = [kind for kind, _ in await trail(app) if kind.startswith("theme")]
    assert kinds == ["theme_added"] * 4 + ["theme_changed", "themes_merged", "theme_changed"]


async def test_answers_are_coded_one_after_another_and_the_one_before_can_be_changed(
    app: RunningApp, ada: StaffBrowser
) -> None:
    ids = await add_themes(ada, "Waiting", "People")
    await put(app.database, *(Response({"helps": Given(words=("they listen", "mostly"))}) for _ in range(2)))
    shown = await ada.get(f"{HELPS}/code")
    assert "they listen mostly" in shown.words
    page, first = await code(ada, {"theme": ids["Waiting"], "new": "Listening"})
    assert hidden(page, f"{HELPS}/code")["before"] == first
    assert "Listening" in page.words
    back = await ada.send(f"{HELPS}/code", {**hidden(page, f"{HELPS}/code"), "step": "back"}, token=page.token)
    boxes = {str(box["value"]) for box in back.soup.select('input[name="theme"][checked]')}
    assert len(boxes) == 2
    changed = {**hidden(back, f"{HELPS}/code"), "none": "yes", "step": "save"}
    page = await ada.send(f"{HELPS}/code", changed, token=page.token)
    assert not [row for row in await app.rows(ThemeCodingRow) if row["response_id"] == first]
    for wrong in ({}, {"theme": ids["People"], "none": "yes"}):
        page, _ = await code(ada, wrong)
        assert page.status == 400
        assert "they listen" in page.words
    page, _ = await code(ada, {"theme": ids["People"]})
    assert "no answers left" in page.words
    assert len(await app.rows(ThemeReadingRow)) == 2
    reading = [about for kind, about in await trail(app) if kind == "answers_read"]
    assert reading == [{"engagement": SCRIPT.engagement, "question": "helps", "to": "code"}]


async def test_an_answer_erased_while_it_was_read_is_not_coded(app: RunningApp, ada: StaffBrowser) -> None:
    response = Response({"helps": Given(words=("they listen",))})
    await put(app.database, response)
    shown = await ada.get(f"{HELPS}/code")
    async with app.database.writing() as connection:
        await erase_everything(connection, response.id, DAY)
    page = await ada.send(f"{HELPS}/code", {**hidden(shown, f"{HELPS}/code"), "none": "yes"}, token=shown.token)
    assert "was not saved" in page.words
    assert await app.rows(ThemeReadingRow) == []


async def test_two_people_see_how_far_they_agree_once_there_is_enough_to_say(
    app: RunningApp, ada: StaffBrowser
) -> None:
    ids = await add_themes(ada, "Waiting")
    responses = [Response({"helps": Given(words=("they listen",))}) for _ in range(12)]
    await put(app.database, *responses)

    async def coded_by(coder: str, chosen: list[Response], yes: int) -> None:
        readings = [{"response_id": one.id, "question_id": "helps", "coder": coder} for one in chosen]
        async with app.database.writing() as connection:
            await connection.execute(insert(ThemeReadingRow), readings)
            given = [{**reading, "theme_id": ids["Waiting"]} for reading in readings[:yes]]
            await connection.execute(insert(ThemeCodingRow), given)

    await coded_by("ada", responses, 6)
    await coded_by("bo", responses, 9)
    await coded_by("cy", responses[:7], 3)
    words = (await ada.get(f"{HELPS}/agreement")).words
    # Observed 9 of 12; by chance 6*9 + 6*3 of 144: kappa is (0.75 - 0.5) / 0.5.
    assert "Waiting 75% the same kappa 0.50 moderate" in words
    assert "fewer than 30" in words
    assert "ada and cy Answers that both have coded: fewer than 8." in words
    assert words.count("Too few answers for a table.") == 2


async def test_a_search_shows_answers_and_leaves_no_trace_of_its_words(
    app: RunningApp, ada: StaffBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await put(app.database, Response({"hard": Given(words=(f"told {MISSED} all",))}))
    page = await ada.send("/staff/search", {"words": f" {MISSED.lower()} ", "engagement": SCRIPT.engagement})
    assert f"told {MISSED} all" in page.words
    assert page.url.endswith("/staff/search")
    none = await ada.send("/staff/search", {"words": "nobody wrote this", "engagement": "second-engagement"})
    assert "No answer has these words" in none.words
    assert (await ada.send("/staff/search", {"words": " "})).status == 400
    entries = await trail(app)
    assert ("answers_searched", {"engagement": SCRIPT.engagement}) in entries
    assert MISSED.lower() not in f"{entries} {caplog.text}".lower()


async def test_words_are_shown_hidden_before_they_are_and_then_they_are_gone_for_good(
    app: RunningApp, ada: StaffBrowser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await put(app.database, Response({"helps": Given(words=(f"only {MISSED} listens", f"not {MISSED}s"))}))
    shown = await ada.get(f"{HELPS}/code")
    carried = hidden(shown, "/staff/hide")
    page = await ada.send("/staff/hide", carried, token=shown.token)
    assert f"only {MISSED} listens" in page.words
    asked = {**carried, "hide": f"{MISSED.lower()}\r\n", "kind": "name", "step": "try"}
    wrong = await ada.send("/staff/hide", {**asked, "hide": "nowhere"}, token=shown.token)
    assert wrong.status == 400
    page = await ada.send("/staff/hide", asked, token=shown.token)
    assert "only [name] listens" in page.words
    assert await app.words("helps") == [f"only {MISSED} listens", f"not {MISSED}s"]
    sure = {**hidden(page, "/staff/hide"), "step": "sure"}
    page = await ada.send("/staff/hide", sure, token=page.token)
    assert "The words are hidden" in page.words
    assert await app.words("helps") == ["only [name] listens", f"not {MISSED}s"]
    assert (await ada.send("/staff/hide", sure, token=page.token)).status == 400
    entries = [about for kind, about in await trail(app) if kind == "words_hidden"]
    assert entries == [{"engagement": SCRIPT.engagement, "question": "helps", "kind": "name", "release": ""}]
    assert MISSED.lower() not in f"{await trail(app)} {caplog.text}".lower()


async def test_quotes_are_of_those_who_agreed_and_are_in_a_release_with_two_things_told_at_most(
    app: RunningApp, ada: StaffBrowser, tmp_path: Path
) -> None:
    ids = await add_themes(ada, "Listening", "Other")
    await remember(app.database)
    agreed = [Response({"helps": Given(words=(f"they listen {number}",))}) for number in range(9)]
    lonely = Response({"helps": Given(words=("the only professional",))}, audience="professional", age_band=None)
    refused = Response({"helps": Given(words=("not for quoting",))}, consents={"take_part": True, "quotes": False})
    later = Response({"helps": Given(words=("in no release",))})
    await put(app.database, *agreed, lonely, refused)
    request = ReleaseRequest(DAY.replace(day=30), 7, WITH_WORDS, SCRIPT.engagement)
    wanted = FilesWanted(tmp_path / "shared", Format.CSV)
    await make_release(app.database, request, wanted, nobody_watches, noted)
    await put(app.database, later)
    everybody = [*agreed, lonely, refused, later]
    async with app.database.writing() as connection:
        rows = [{"response_id": one.id, "question_id": "helps", "coder": "ada"} for one in everybody]
        await connection.execute(insert(ThemeReadingRow), rows)
        given = [{**row, "theme_id": ids["Listening"]} for row in rows[1:]]
        await connection.execute(insert(ThemeCodingRow), given)
    page = await ada.get(f"{HELPS}/quotes?theme={ids['Listening']}")
    quoted = [" ".join(figure.get_text(" ").split()) for figure in page.soup.select("figure")]
    assert quoted == [f"they listen {number} Children and young people, 13 to 15" for number in range(1, 9)]
    assert "no quotes" in (await ada.get(f"{HELPS}/quotes?theme={ids['Other']}")).words
    coding = await ada.send(
        "/staff/hide",
        {"engagement": SCRIPT.engagement, "question": "helps", "answer": agreed[0].id},
        shown_at="/staff/search",
    )
    assert "This answer is in release 1" in coding.words


async def noted(*_about: object) -> None:
    """Note nothing: the test makes the release itself."""


async def test_no_address_and_no_link_of_these_pages_says_whose_answer_it_is(
    app: RunningApp, ada: StaffBrowser
) -> None:
    response = Response({"helps": Given(words=("they listen",))})
    await put(app.database, response)
    shown = await ada.get(f"{HELPS}/code")
    page, _ = await code(ada, {"none": "yes"})
    for one in (shown, page, await ada.send("/staff/search", {"words": "listen"})):
        links = [str(link["href"]) for link in one.soup.find_all("a")]
        forms = [str(form.get("action")) for form in one.soup.find_all("form")]
        assert response.id not in f"{one.url} {links} {forms}"
    assert (await app.rows(AnswerMessage))[0]["words"] == "they listen"
