"""You said, we did, over HTTP: written, refused, published, shown to everybody and to whom it is about, withdrawn."""

from dataclasses import replace

import pytest

from storage.accounts import Role
from storage.audit import Kind
from storage.tables import AuditRow, ResponseRow, WeDidRow
from tests.bot.test_receipts_web import give, stopped
from tests.support.made_events import an_event, closed, make
from tests.support.made_themes import (
    ENOUGH,
    FIVE,
    NIGHTS,
    PHONES,
    WAITS,
    coded,
    made_public,
    made_theme,
    said_by,
)
from tests.support.plain_browser import PlainBrowser, plain_browser, walk_to_questions
from tests.support.running_app import NOON, RunningApp
from tests.support.staff_people import Page, StaffBrowser, signed_in

NOBODY_YET = "Nobody has written here yet what happened next."
PUBLIC = f"/you-said/{FIVE}"


def form(theme: str, **changed: str) -> dict[str, str]:
    """What a lead writes."""
    return {
        "you_said": WAITS.you_said, "came": WAITS.came.value, "words": WAITS.words, "on": WAITS.on.isoformat(),
        "themes": theme, **changed,
    }  # fmt: skip


async def draft(lead: StaffBrowser, theme: str, **changed: str) -> str:
    """Write a draft; return the path of its page."""
    page = await lead.send(f"/staff/you-said/new/{FIVE}", form(theme, **changed))
    assert page.status == 200, page.words
    return page.url.removeprefix(lead.app.url)


async def publish(lead: StaffBrowser, path: str, **fields: str) -> Page:
    """Press Publish on the page of a draft."""
    shown_at = (await lead.get(path)).soup.select_one("input[name=shown]")
    mark = str(shown_at["value"]) if shown_at else ""
    return await lead.send(f"{path}/publish", {"sure": "yes", "shown": mark, **fields}, shown_at=path)


def shown(plain: PlainBrowser) -> list[str]:
    """What stands on a page under 'You said'."""
    return [said.get_text(strip=True) for said in plain.page.select(".came-said .message")]


async def test_a_lead_writes_and_publishes_and_everybody_can_read_it_until_it_is_withdrawn(
    app: RunningApp, plain: PlainBrowser
) -> None:
    theme = await made_theme(app.database, "Waits")
    await said_by(app.database, theme, ENOUGH)
    async with signed_in(app, Role.LEAD, "lea") as lead, signed_in(app, Role.ADMINISTRATOR, "ada") as administrator:
        path = await draft(lead, theme.id)
        await plain.open(PUBLIC)
        assert NOBODY_YET in plain.page.get_text()
        assert (await publish(lead, path)).status == 200
        await plain.open(PUBLIC)
        assert shown(plain) == [WAITS.you_said]
        assert {"We did", WAITS.words, "20/11/2026"} <= set(plain.page.stripped_strings)
        assert theme.name not in plain.page.get_text()
        page = await administrator.send(f"{path}/withdraw", {}, shown_at=path)
        assert "Draft" in (await administrator.get("/staff/you-said")).words
        assert "Save the draft" not in page.words
        await plain.open(PUBLIC)
        assert shown(plain) == []
        assert (await lead.send(f"{path}/delete", {}, shown_at=path)).status == 200
    assert await app.rows(WeDidRow) == []
    noted = [row for row in await app.rows(AuditRow) if row["kind"].startswith("we_did")]
    assert sorted((row["kind"], row["who"]) for row in noted) == [
        (Kind.WE_DID_PUBLISHED.value, "lea"),
        (Kind.WE_DID_WITHDRAWN.value, "ada"),
    ]
    assert WAITS.words not in str(noted)


async def test_what_too_few_people_said_is_not_published_until_it_is_about_more(app: RunningApp) -> None:
    waits, queues = await made_theme(app.database, "Waits"), await made_theme(app.database, "Queues")
    await said_by(app.database, waits, ENOUGH - 1)
    await said_by(app.database, queues, 1)
    async with signed_in(app, Role.LEAD) as lead:
        path = await draft(lead, waits.id)
        page = await publish(lead, path)
        assert page.status == 409
        assert "Fewer than 8 people said this" in page.words
        fields = form(waits.id)
        del fields["themes"]
        none = await draft(lead, "f" * 32)
        assert "Choose at least one theme" in (await publish(lead, none)).words
        body = [("form_token", page.token), *fields.items(), ("themes", waits.id), ("themes", queues.id)]
        async with lead.session.post(app.url + path, data=body) as answer:
            assert answer.status == 200
        assert (await publish(lead, path)).status == 200


async def test_words_of_somebody_who_did_not_agree_to_be_quoted_are_refused(app: RunningApp) -> None:
    theme = await made_theme(app.database, "Waits")
    await said_by(app.database, theme, ENOUGH, ["i sat there all night and cried on my own"])
    await said_by(app.database, theme, 1, ["the phone rang and rang and nobody cared"], quotes=True)
    async with signed_in(app, Role.LEAD) as lead:
        path = await draft(lead, theme.id, words="One of you sat there all night and cried.")
        page = await publish(lead, path)
        assert page.status == 409
        assert "'sat there all night and cried'" in page.words
        agreed = await draft(lead, theme.id, words="The phone rang and rang and nobody cared. Now we call back.")
        assert (await publish(lead, agreed)).status == 200


async def test_names_and_hard_words_are_shown_and_nothing_goes_out_unread(app: RunningApp, plain: PlainBrowser) -> None:
    theme = await made_theme(app.database, "Waits")
    await said_by(app.database, theme, ENOUGH)
    async with signed_in(app, Role.LEAD) as lead:
        hard = "My name is Oliver Bennett. Organisational prioritisation necessitates implementation considerations."
        path = await draft(lead, theme.id, words=hard)
        page = await lead.get(path)
        assert "could tell who somebody is" in page.words
        assert "My name is [name]" in page.words
        assert "too hard for young readers" in page.words
        page = await publish(lead, path, sure="")
        assert (page.status, "tick the box" in page.words) == (409, True)
    await plain.open(PUBLIC)
    assert shown(plain) == []


async def test_nobody_publishes_what_somebody_else_wrote_meanwhile(app: RunningApp, plain: PlainBrowser) -> None:
    theme = await made_theme(app.database, "Waits")
    await said_by(app.database, theme, ENOUGH)
    async with signed_in(app, Role.LEAD, "lea") as lead, signed_in(app, Role.LEAD, "eve") as eve:
        path = await draft(lead, theme.id)
        read = (await lead.get(path)).soup.select_one("input[name=shown]")
        assert read is not None
        await eve.send(path, form(theme.id, words="We asked Oliver Bennett."))
        page = await publish(lead, path, shown=str(read["value"]))
        assert (page.status, "Somebody has changed this draft" in page.words) == (409, True)
        assert (await publish(lead, path)).status == 200
        assert (await eve.send(path, form(theme.id), token=page.token)).status != 500
    await plain.open(PUBLIC)
    assert "We asked Oliver Bennett." in plain.page.get_text()


@pytest.mark.parametrize(
    "changed",
    [{"you_said": " "}, {"you_said": "x" * 201}, {"came": "maybe"}, {"words": ""}, {"words": "x" * 601},
     {"on": "soon"}, {"on": "2026-11-22"}],
)  # fmt: skip
async def test_a_draft_that_lacks_something_goes_back_with_what_was_written(
    app: RunningApp, changed: dict[str, str]
) -> None:
    theme = await made_theme(app.database, "Waits & <b>queues</b>")
    async with signed_in(app, Role.LEAD) as lead:
        page = await lead.send(f"/staff/you-said/new/{FIVE}", form(theme.id, **changed))
        assert page.status == 400
        assert "There is a problem" in page.words
        ticked = page.soup.select_one("input[name=themes][checked]")
        assert ticked is not None
        assert ticked["value"] == theme.id
        assert "Waits & <b>queues</b>" in page.words
    assert await app.rows(WeDidRow) == []


async def test_a_receipt_shows_what_came_of_its_own_answers_and_else_where_to_look(
    app: RunningApp, plain: PlainBrowser
) -> None:
    theme = await made_theme(app.database, "Waits")
    words = await stopped(plain)
    await made_public(app.database, WAITS, [theme])
    await app.turns.events.read()
    async with plain_browser(app.url) as other:
        await give(other, words)
        assert shown(other) == []
        assert "Nobody has written yet about the things you told us." in other.page.get_text()
        assert other.page.select_one(f'a[href^="{PUBLIC}"]')
        (response,) = await app.rows(ResponseRow)
        await coded(app.database, response["id"], theme)
        await give(other, words)
        assert shown(other) == [WAITS.you_said]
        assert NOBODY_YET not in other.page.get_text()
        await give(other, words, "out:hard")
        assert shown(other) == []


async def test_the_chat_leads_to_it_once_there_is_something(app: RunningApp, plain: PlainBrowser) -> None:
    await plain.open()
    assert not plain.page.select('a[href^="/you-said"]')
    await made_public(app.database, WAITS)
    await app.turns.events.read()
    await plain.open("/chat?lang=en-easy")
    (link,) = plain.page.select('a[href^="/you-said"]')
    await plain.open(str(link["href"]))
    assert (plain.status, shown(plain)) == (200, [WAITS.you_said])
    await stopped(plain)
    assert plain.page.select('a[href^="/you-said"]')


async def test_the_newest_stands_first_and_other_engagements_and_addresses_have_none_of_it(
    app: RunningApp, plain: PlainBrowser
) -> None:
    for says in (NIGHTS, WAITS, PHONES):
        await made_public(app.database, says)
    await plain.open("/you-said")
    assert str(plain.response.url) == app.url + PUBLIC
    assert shown(plain) == [says.you_said for says in (WAITS, PHONES, NIGHTS)]
    await plain.open("/you-said/second-engagement")
    assert shown(plain) == []
    await plain.open("/you-said/nobody?lang=en-easy")
    assert str(plain.response.url) == f"{app.url}{PUBLIC}?lang=en-easy"
    assert plain.session.cookie_jar.filter_cookies(plain.response.url) == {}


async def test_the_link_of_an_event_that_is_over_says_so_and_still_opens_the_questions(
    app: RunningApp, plain: PlainBrowser
) -> None:
    await make(app.database, closed(an_event(NOON), NOON), NOON)
    await plain.open("/otter425")
    assert "you_said.event_over" not in plain.keys
    await made_public(app.database, WAITS)
    await app.turns.events.read()
    async with plain_browser(app.url) as other:
        await other.open("/otter425")
        assert (other.keys[0], other.keys[-1]) == ("you_said.event_over", "ask.audience")
        assert other.page.select_one(f'.message a[href="{PUBLIC}"]')
        await other.press("A child or young person")
        assert "you_said.event_over" not in other.keys
        await other.open("/you-said/otter425")
        assert shown(other) == [WAITS.you_said]


async def test_whoever_carries_on_by_that_link_finds_their_place(app: RunningApp, plain: PlainBrowser) -> None:
    await make(app.database, closed(an_event(NOON), NOON), NOON)
    await made_public(app.database, WAITS)
    await app.turns.events.read()
    await walk_to_questions(plain)
    plain.forget("posted")
    await plain.open("/otter425")
    assert plain.keys == ["you_said.event_over", "notice.welcome_back", "question.helps"]
    async with signed_in(app, Role.YOUTH_WORKER) as worker:
        page = await worker.get("/staff/events/otter425")
        assert page.soup.select_one(f'a[href$="{PUBLIC}"]')


async def test_what_staff_type_is_shown_as_it_is_and_never_read_as_a_page(app: RunningApp, plain: PlainBrowser) -> None:
    typed = "<img src=x onerror=alert(1)> {minutes} & more"
    await made_public(app.database, replace(WAITS, you_said=typed, words=typed))
    await plain.open(PUBLIC)
    assert shown(plain) == [typed]
    assert not plain.page.find_all("img")
    async with signed_in(app, Role.LEAD) as lead:
        assert typed in (await lead.get("/staff/you-said")).words
