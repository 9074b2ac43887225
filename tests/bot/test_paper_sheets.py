"""Sheets of paper, typed in: through the same rules as the chat, marked as paper, once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channel import Envelope
from bot.paper_sheets import Entered, Sheet, enter, name_of, next_step
from conversations.inbound import Inbound
from conversations.people import AgeBand, Audience, Channel
from storage.tables import AlertRow, AnswerRow, ConsentRow, ConversationRow, ResponseRow, SignpostCountRow
from tests.support.made_events import TOLD, Clock, an_event, make
from tests.support.running_app import NOON, RunningApp, running_app

SHEET = Sheet(
    id="form-1",
    code="otter425",
    audience=Audience.YOUNG_PERSON,
    age=AgeBand.AGE_13_15,
    take_part=True,
    quotes=False,
    permission=False,
    words={"helps": "my cat", "change": "open on Sundays. My name is Olivia Hartley."},
    options={"district": ("thanet",), "life": ("care", "young_carer")},
)


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    """The web chat with an event that is open and has alerts."""
    async with running_app(tmp_path) as running:
        await make(running.database, an_event(NOON), NOON)
        yield running


async def test_a_sheet_is_stored_as_the_same_answers_from_paper(app: RunningApp) -> None:
    entered = await enter(app.turns, SHEET)
    assert entered.kept
    assert not entered.told
    assert len(entered.receipt.split()) == 4
    (response,) = await app.rows(ResponseRow)
    assert (response["channel"], response["entry_code"], response["status"]) == ("paper", "otter425", "finished")
    assert (response["audience"], response["age_band"]) == ("young_person", "13_15")
    assert await app.words("helps") == ["my cat"]
    assert "Olivia" not in "".join(await app.words("change"))
    consents = {row["consent"]: row["agreed"] for row in await app.rows(ConsentRow)}
    assert consents == {"take_part": True, "quotes": False, "about_you": True}
    skipped = {row["question_id"]: row["skipped"] for row in await app.rows(AnswerRow)}
    assert not skipped["life"]
    assert skipped["hard"]
    assert await app.rows(ConversationRow) == []


async def test_what_tells_of_harm_is_told_to_whoever_types_and_to_nobody_else(app: RunningApp) -> None:
    entered = await enter(app.turns, replace(SHEET, words={"helps": "my cat", "hard": TOLD}))
    assert entered.told
    assert entered.kept
    assert await app.words("hard") == [], "put aside, as in the chat where nobody said that it may be kept"
    assert await app.rows(AlertRow) == [], "nobody in the room was just shown help"
    assert await app.rows(SignpostCountRow) == []


async def test_a_form_that_tells_of_harm_says_so_each_time_it_is_sent(app: RunningApp) -> None:
    sheet = replace(SHEET, words={"helps": "my cat", "hard": TOLD})
    assert (await enter(app.turns, sheet)).told_at == ("hard",)
    assert await enter(app.turns, sheet) == Entered(kept=False, told=True, before=True, told_at=("hard",))


async def test_a_form_sent_twice_counts_once(app: RunningApp) -> None:
    assert (await enter(app.turns, SHEET)).kept
    assert await enter(app.turns, SHEET) == Entered(kept=False, told=False, before=True)
    assert len(await app.rows(ResponseRow)) == 1


async def test_a_double_click_stores_one_response_and_each_answer_once(app: RunningApp) -> None:
    first, second = await asyncio.gather(enter(app.turns, SHEET), enter(app.turns, SHEET))
    assert {first.receipt, second.receipt} - {""}, "whichever page is seen, the four words were shown"
    assert len(await app.rows(ResponseRow)) == 1
    assert await app.words("helps") == ["my cat"]
    (life,) = [row for row in await app.rows(AnswerRow) if row["question_id"] == "life"]
    assert life["options"] == ["care", "young_carer"]


async def test_a_sheet_that_failed_in_the_middle_goes_on_where_it_was(app: RunningApp) -> None:
    script, state, done = app.turns.script(SHEET.code), None, set[Inbound]()
    for _ in range(9):
        step = next_step(script, state, SHEET, done)
        done.add(step)
        message = f"{SHEET.id} {name_of(script, state, step)}"
        state = (await app.turns.take(Envelope(Channel.PAPER, SHEET.id, message, step, SHEET.code))).state
    assert await app.words("helps") == ["my cat"]
    assert (await enter(app.turns, SHEET)).kept
    assert len(await app.rows(ResponseRow)) == 1
    assert await app.words("helps") == ["my cat"]
    answered = {row["question_id"] for row in await app.rows(AnswerRow) if not row["skipped"]}
    assert answered == {"helps", "change", "district", "life"}


@pytest.mark.parametrize("word", ["stop", "help", "next", "skip", "delete", "back"])
async def test_a_word_that_is_a_command_in_the_chat_is_an_answer_on_paper(app: RunningApp, word: str) -> None:
    assert (await enter(app.turns, replace(SHEET, words={"helps": word}))).kept
    assert await app.words("helps") == [word]


async def test_a_sheet_typed_in_after_the_event_counts_for_it(tmp_path: Path) -> None:
    clock = Clock(NOON)
    async with running_app(tmp_path, now=clock) as late:
        await make(late.database, an_event(NOON), NOON)
        clock.pass_minutes(180)
        assert (await enter(late.turns, SHEET)).kept
        (response,) = await late.rows(ResponseRow)
    assert response["entry_code"] == "otter425"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (replace(SHEET, take_part=False), "nobody agreed to take part"),
        (replace(SHEET, age=AgeBand.UNDER_10), "no grown-up was beside them"),
        (replace(SHEET, age=AgeBand.AGE_10_12), "no grown-up knows of it"),
    ],
)
async def test_without_the_boxes_that_it_needs_nothing_of_a_sheet_is_stored(
    app: RunningApp, changed: Sheet, why: str
) -> None:
    entered = await enter(app.turns, changed)
    assert not entered.kept, why
    assert entered.receipt == ""
    assert await app.rows(ResponseRow) == []


@pytest.mark.parametrize("audience", list(Audience))
async def test_an_empty_sheet_of_anybody_comes_to_an_end(app: RunningApp, audience: Audience) -> None:
    entered = await enter(app.turns, replace(SHEET, audience=audience, words={}, options={}))
    assert not entered.told
    (response,) = await app.rows(ResponseRow)
    assert response["status"] == "finished"
