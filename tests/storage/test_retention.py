"""What was promised about time is done: on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest

from bot.turns import Turns
from conversations.content import load_script
from conversations.inbound import Command, CommandGiven, Picked, Typed
from conversations.keeping import kept_until, last_day
from conversations.script import Script
from storage.database import Database
from storage.deletions import Deleted, deletions, week_of
from storage.retention import Terms, count_due, delete_due
from storage.tables import DeletionRow, ResponseRow
from tests.bot.turning import DAY, NOW, SCRIPT, go_to_the_first_question, said, turns_of
from tests.support.stored import row_counts, rows

LAST = date(2028, 12, 31)
TOLD = "my stepdad hits me"
TERMS = Terms(left_days=30, handled_days=3, count_days=730, last_days={SCRIPT.engagement: LAST})
OF_A_RESPONSE = {"responses", "consents", "answers", "answer_messages"}


def promising(**values: str) -> Script:
    """Return the script with other promises."""
    return replace(SCRIPT, values=MappingProxyType({**SCRIPT.values, **values}))


async def someone_who_wrote(database: Database, script: Script = SCRIPT) -> Turns:
    """Have somebody answer the first question and leave the talk open."""
    turns = turns_of(database, {script.engagement: script})
    await go_to_the_first_question(turns)
    await turns.take(said(Typed("my friends")))
    return turns


class TestAnswers:
    async def test_they_stay_to_the_last_day_and_are_gone_with_everything_the_day_after(
        self, database: Database
    ) -> None:
        await someone_who_wrote(database)
        assert (await delete_due(database, TERMS, LAST))[Deleted.AGED] == 0
        assert (await row_counts(database))["answer_messages"] == 1
        assert (await delete_due(database, TERMS, LAST + timedelta(days=1)))[Deleted.AGED] == 1
        assert not OF_A_RESPONSE & set(await row_counts(database))

    async def test_a_later_day_in_a_new_script_keeps_nothing_longer_than_its_writer_was_told(
        self, database: Database
    ) -> None:
        await someone_who_wrote(database)
        longer = replace(TERMS, last_days={SCRIPT.engagement: date(2035, 12, 31)})
        assert (await delete_due(database, longer, LAST + timedelta(days=1)))[Deleted.AGED] == 1

    async def test_an_earlier_day_in_a_new_script_counts_for_those_who_came_before_too(
        self, database: Database
    ) -> None:
        await someone_who_wrote(database)
        sooner = replace(TERMS, last_days={SCRIPT.engagement: DAY})
        assert (await delete_due(database, sooner, DAY + timedelta(days=1)))[Deleted.AGED] == 1

    async def test_they_go_although_their_engagement_is_not_there_any_more(self, database: Database) -> None:
        await someone_who_wrote(database)
        assert (await delete_due(database, replace(TERMS, last_days={}), LAST))[Deleted.AGED] == 0
        gone = await delete_due(database, replace(TERMS, last_days={}), LAST + timedelta(days=1))
        assert gone[Deleted.AGED] == 1

    async def test_a_script_that_promises_a_number_of_days_keeps_to_it(self, database: Database) -> None:
        await someone_who_wrote(database, promising(keep_days="90"))
        (row,) = await rows(database, ResponseRow)
        assert row["kept_until"] == DAY + timedelta(days=90)
        assert (await delete_due(database, TERMS, DAY + timedelta(days=90)))[Deleted.AGED] == 0
        assert (await delete_due(database, TERMS, DAY + timedelta(days=91)))[Deleted.AGED] == 1

    async def test_of_another_engagement_they_are_left_alone(self, database: Database) -> None:
        await someone_who_wrote(database)
        assert (await delete_due(database, replace(TERMS, last_days={"another": DAY}), LAST))[Deleted.AGED] == 0


class TestLeftTalks:
    async def test_they_lose_their_link_and_their_held_words_but_not_their_answers(self, database: Database) -> None:
        turns = await someone_who_wrote(database)
        await turns.take(said(Typed(TOLD)))
        assert (await row_counts(database))["held_messages"] == 1
        gone = await delete_due(database, TERMS, DAY + timedelta(days=30))
        assert (gone[Deleted.LEFT], gone[Deleted.HELD]) == (0, 0)
        gone = await delete_due(database, TERMS, DAY + timedelta(days=31))
        assert (gone[Deleted.LEFT], gone[Deleted.HELD]) == (1, 1)
        left = await row_counts(database)
        assert not {"conversations", "held_messages"} & set(left)
        assert left["answer_messages"] == 1

    async def test_what_is_due_is_told_before_and_nothing_is_due_afterwards(self, database: Database) -> None:
        turns = await someone_who_wrote(database)
        await turns.take(said(Typed(TOLD), "m1"))
        day = DAY + timedelta(days=31)
        async with database.reading() as connection:
            due = await count_due(connection, TERMS, day)
        assert due[Deleted.HELD] == 1
        assert await delete_due(database, TERMS, day) == due
        async with database.reading() as connection:
            assert set((await count_due(connection, TERMS, day)).values()) == {0}


class TestTheLog:
    async def test_it_counts_by_week_what_people_took_back_and_what_time_took(self, database: Database) -> None:
        turns = await someone_who_wrote(database)
        await turns.take(said(Typed(TOLD)))
        await turns.take(said(Picked("helps", ".take_out")))
        await turns.take(said(CommandGiven(Command.DELETE)))
        await turns.take(said(Picked("stopping", "erase")))
        await someone_who_wrote(database)
        await delete_due(database, TERMS, DAY + timedelta(days=31))
        logged = {(row["week"], row["kind"]): row["rows"] for row in await rows(database, DeletionRow)}
        first, later = week_of(DAY), week_of(DAY + timedelta(days=31))
        assert logged == {(first, "held"): 1, (first, "erased"): 1, (later, "left"): 1}

    async def test_only_weeks_that_are_over_are_read_and_old_ones_go(self, database: Database) -> None:
        await someone_who_wrote(database)
        later = DAY + timedelta(days=31)
        await delete_due(database, TERMS, later)
        async with database.reading() as connection:
            assert await deletions(connection, week_of(later) + timedelta(days=6)) == {}
            assert await deletions(connection, week_of(later) + timedelta(days=7)) == {
                week_of(later): {Deleted.LEFT: 1}
            }
        await delete_due(database, TERMS, later + timedelta(days=740))
        assert await rows(database, DeletionRow) == []

    async def test_it_holds_no_day_no_id_and_nothing_of_a_person(self) -> None:
        assert set(DeletionRow.__table__.columns.keys()) == {"week", "kind", "rows"}
        assert not DeletionRow.__table__.foreign_keys


def test_the_last_day_is_the_one_the_first_messages_name() -> None:
    assert last_day(load_script().values) == LAST


@pytest.mark.parametrize(
    ("values", "last"),
    [
        ({"keep_until": "31 December 2028"}, LAST),
        ({"keep_until": "31 December 2028", "keep_days": "10"}, NOW.date() + timedelta(days=10)),
        ({"keep_until": "25 November 2026", "keep_days": "10"}, date(2026, 11, 25)),
        ({}, None),
        ({"keep_until": "soon"}, None),
    ],
)
def test_whoever_agrees_is_kept_to_the_nearer_of_what_they_are_told(values: dict[str, str], last: date | None) -> None:
    assert kept_until(values, DAY) == last
