"""You said, we did, on Telegram: in words, by the link of an event that is over and to whoever holds a receipt."""

import pytest
from sqlalchemy import select

from storage.tables import ResponseRow
from tests.bot.test_receipts_telegram import stopped
from tests.support.made_events import an_event, closed, make
from tests.support.made_themes import PHONES, WAITS, coded, made_public, made_theme
from tests.support.telegram_people import text
from tests.support.telegram_sayso import NOW, Sayso

pytestmark = pytest.mark.bot_api
PHONES_AS_SAID = f"You said\n{PHONES.you_said}\n\nNot yet\n{PHONES.words}\n02/11/2026"


async def test_the_link_of_an_event_that_is_over_says_what_came_of_it_and_goes_on_to_the_questions(
    polling_sayso: Sayso,
) -> None:
    await make(polling_sayso.database, closed(an_event(NOW), NOW), NOW)
    assert text("you_said.event_over") not in await polling_sayso.person().ask("/start otter425")
    for says in (PHONES, WAITS):
        await made_public(polling_sayso.database, says)
    await polling_sayso.turns.events.read()
    said = await polling_sayso.person().ask("/start otter425")
    order = [said.index(part) for part in (text("you_said.event_over"), WAITS.words, PHONES_AS_SAID)]
    assert order == sorted(order)
    assert said.index(text("welcome.nobody_live")) > order[-1]
    assert PHONES.words not in await polling_sayso.person().ask("/start")


async def test_a_receipt_says_what_came_of_its_own_answers(polling_sayso: Sayso) -> None:
    words = await stopped(polling_sayso.person())
    theme = await made_theme(polling_sayso.database, "Phones")
    await made_public(polling_sayso.database, PHONES, [theme])
    await made_public(polling_sayso.database, WAITS)
    await polling_sayso.turns.events.read()
    said = await polling_sayso.person().ask(f"/receipt {words}")
    assert text("you_said.not_about_yours") in said
    ((response,),) = await polling_sayso.rows(select(ResponseRow.id))
    await coded(polling_sayso.database, response, theme)
    said = await polling_sayso.person().ask(f"/receipt {words}")
    assert f"{text('receipt_page.next_heading')}\n\n{PHONES_AS_SAID}" in said
    assert WAITS.words not in said
