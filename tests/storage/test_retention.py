"""What was promised about time is done: on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.errors import StartError
from bot.last_days import last_day
from conversations import load_script
from conversations.inbound import Typed
from storage.database import Database
from storage.retention import delete_responses_kept_until, forget_left_conversations
from tests.bot.turning import go_to_the_first_question, said, turns_of
from tests.support.stored import row_counts

LAST = date(2028, 12, 31)
TOLD = "my stepdad hits me"


class TestRetention:
    async def test_answers_stay_to_the_last_day_and_are_gone_with_everything_the_day_after(
        self, database: Database
    ) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        await turns.take(said(Typed("my friends")))
        async with database.writing() as connection:
            assert await delete_responses_kept_until(connection, "five-questions", LAST, LAST) == 0
            assert await delete_responses_kept_until(connection, "another", LAST, LAST + timedelta(days=1)) == 0
        assert (await row_counts(database))["answer_messages"] == 1
        async with database.writing() as connection:
            assert await delete_responses_kept_until(connection, "five-questions", LAST, LAST + timedelta(days=1)) == 1
        left = await row_counts(database)
        assert not {"responses", "consents", "answers", "answer_messages"} & set(left)

    async def test_a_talk_that_was_left_loses_its_link_and_its_held_words_but_not_its_answers(
        self, database: Database
    ) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        await turns.take(said(Typed("my friends")))
        await turns.take(said(Typed(TOLD)))
        assert (await row_counts(database))["held_messages"] == 1
        today = turns.today()
        async with database.writing() as connection:
            assert await forget_left_conversations(connection, today) == 0
            assert await forget_left_conversations(connection, today + timedelta(days=1)) == 1
        left = await row_counts(database)
        assert "conversations" not in left
        assert "held_messages" not in left
        assert left["answer_messages"] == 1


def test_the_last_day_is_the_one_the_first_messages_name() -> None:
    assert last_day(load_script()) == LAST


def test_a_script_that_does_not_say_how_long_is_refused_with_what_to_write() -> None:
    every_kind = load_script("tests/conversations/every_kind")
    with pytest.raises(StartError, match="keep_until"):
        last_day(replace(every_kind, values={}))
