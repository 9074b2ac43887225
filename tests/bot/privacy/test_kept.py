"""Rows that are older than people were told, and links that should be gone, are counted by table."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from bot.privacy.findings import Standing, exit_code
from bot.privacy.kept import kept_part
from bot.settings import Settings
from conversations.engine import new_state
from conversations.inbound import Typed
from storage.alert_chats import tell_chat
from storage.database import Database
from storage.last_words import LastWords, keep_last_words
from storage.moments import minute_of
from storage.tables import AlertRow, HeldMessage
from tests.bot.turning import NOW, SCRIPT, SCRIPTS, go_to_the_first_question, said, turns_of
from tests.support.answers import Response, put
from tests.support.made_events import TOLD, an_event, make


async def standing(database: Database, days: int = 0) -> tuple[int, str]:
    """The exit code some days later, and all that was found."""
    part = await kept_part(database, Settings(), SCRIPTS, NOW + timedelta(days=days))
    wrong = [finding.seen for finding in part.findings if finding.standing is not Standing.HOLDS]
    return exit_code([part]), "\n".join(wrong)


async def test_a_talk_under_way_with_held_words_and_an_alert_breaks_no_rule(database: Database) -> None:
    await make(database, an_event(NOW), NOW)
    turns = turns_of(database)
    await go_to_the_first_question(turns)
    await turns.take(said(Typed(TOLD), "m1"))
    await put(database, Response())
    assert await standing(database) == (0, "")


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (5, "handled_messages: 1 marks"),
        (33, "conversations: 1 links of talks"),
        (800, "signpost_counts: 1 counts"),
    ],
)
async def test_what_should_have_gone_by_its_age_is_counted(database: Database, days: int, named: str) -> None:
    turns = turns_of(database)
    await go_to_the_first_question(turns)
    await turns.take(said(Typed(TOLD), "m1"))
    code, wrong = await standing(database, days)
    assert code == 1
    assert named in wrong


async def test_answers_after_the_promised_day_are_counted(database: Database) -> None:
    await put(database, Response())
    assert (await standing(database, days=5000))[1].startswith("responses: 1 responses kept longer")


async def test_answers_of_an_engagement_that_went_are_counted_after_the_day_their_writers_were_told(
    database: Database,
) -> None:
    await put(database, Response(engagement="long-gone"))
    async with database.writing() as connection:
        await connection.execute(text("UPDATE responses SET kept_until = '2026-11-01'"))
    assert "responses kept longer than their writers were told" in (await standing(database))[1]


async def test_alerts_after_an_hour_and_staff_chats_after_their_event_are_counted(database: Database) -> None:
    await make(database, an_event(NOW), NOW)
    async with database.writing() as connection:
        await tell_chat(connection, "otter425", 77)
        await connection.execute(
            insert(AlertRow).values(event_code="otter425", expires_minute=minute_of(NOW) + 60, again=False)
        )
        said = LastWords(new_state(SCRIPT), (), None)
        await keep_last_words(connection, "f" * 64, said, minute_of(NOW))
    code, wrong = await standing(database, days=2)
    assert code == 1
    assert "alerts: 1 alerts" in wrong
    assert "last_words: 1 last words" in wrong
    assert "alert_chats: 1 staff chats" in wrong


async def test_a_link_to_closed_answers_and_their_held_words_are_counted(database: Database) -> None:
    turns = turns_of(database)
    await go_to_the_first_question(turns)
    await turns.take(said(Typed(TOLD), "m1"))
    async with database.writing() as connection:
        await connection.execute(text("UPDATE responses SET status = 'finished'"))
    _, wrong = await standing(database)
    assert "conversations: 1 links between an address and answers" in wrong
    assert "held_messages: 1 held words of talks that are closed" in wrong


async def test_held_words_of_a_talk_that_was_given_up_are_counted(database: Database) -> None:
    response = Response(status="open")
    await put(database, response)
    async with database.writing() as connection:
        await connection.execute(
            insert(HeldMessage).values(response_id=response.id, question_id="helps", number=1, words="...")
        )
    assert "held_messages: 1 held words of talks that were given up." in (await standing(database))[1]


async def test_a_table_that_cannot_be_counted_is_said_and_is_no_success(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("DROP TABLE handled_messages"))
    code, wrong = await standing(database)
    assert (code, "handled_messages" in wrong) == (2, True)
