"""Turns at the same moment, in one process and in two that share a database."""

import asyncio
from collections import Counter

from conversations.inbound import Command, CommandGiven, Picked, Started, Typed
from storage.database import Database
from storage.tables import AnswerMessage, ConversationRow, HandledMessage, ResponseRow
from tests.bot.turning import TO_THE_FIRST_QUESTION, go_to_the_first_question, said, turns_of
from tests.support.stored import row_counts, rows

MANY = 50


def message(number: int) -> str:
    return f"message {number}"


class TestTurnsSideBySide:
    async def test_every_one_of_many_messages_at_once_is_kept_exactly_once(self, database: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        await asyncio.gather(*(turns.take(said(Typed(message(n)), f"m{n}")) for n in range(MANY)))
        kept = await rows(database, AnswerMessage)
        assert [row["number"] for row in kept] == list(range(1, MANY + 1))
        assert Counter(row["words"] for row in kept) == Counter(message(n) for n in range(MANY))

    async def test_in_one_process_messages_keep_the_order_they_came_in(self, database: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        await asyncio.gather(*(turns.take(said(Typed(message(n)), f"m{n}")) for n in range(MANY)))
        assert [row["words"] for row in await rows(database, AnswerMessage)] == [message(n) for n in range(MANY)]

    async def test_two_processes_lose_nothing_and_double_nothing(
        self, database: Database, second_process: Database
    ) -> None:
        processes = turns_of(database), turns_of(second_process)
        await go_to_the_first_question(processes[0])
        taken = await asyncio.gather(
            *(processes[n % 2].take(said(Typed(message(n // 2)), f"m{n // 2}")) for n in range(2 * MANY))
        )
        assert Counter(outcome.repeated for outcome in taken) == {True: MANY, False: MANY}
        kept = await rows(database, AnswerMessage)
        assert [row["number"] for row in kept] == list(range(1, MANY + 1))
        assert Counter(row["words"] for row in kept) == Counter(message(n) for n in range(MANY))

    async def test_two_processes_begin_one_conversation(self, database: Database, second_process: Database) -> None:
        processes = turns_of(database), turns_of(second_process)
        begun = await asyncio.gather(*(turns.take(said(Started(), f"m{n}")) for n, turns in enumerate(processes)))
        assert [outcome.repeated for outcome in begun] == [False, False]
        assert await row_counts(database) == {"conversations": 1, "handled_messages": 2}
        (held,) = await rows(database, ConversationRow)
        assert held["version"] == 2

    async def test_two_processes_that_take_the_same_yes_open_one_response(
        self, database: Database, second_process: Database
    ) -> None:
        processes = turns_of(database), turns_of(second_process)
        for step in TO_THE_FIRST_QUESTION[:3]:
            await processes[0].take(said(step))
        yes = said(TO_THE_FIRST_QUESTION[3])
        await asyncio.gather(*(turns.take(yes) for turns in processes))
        assert len(await rows(database, ResponseRow)) == 1

    async def test_stopping_and_writing_at_the_same_moment_come_one_after_the_other(
        self, database: Database, second_process: Database
    ) -> None:
        one, two = turns_of(database), turns_of(second_process)
        for number in range(15):
            person = f"person {number}"
            await go_to_the_first_question(one, address=person)
            # Where nothing is written yet, stopping erases at once; where something is, it asks first.
            stopped, wrote = await asyncio.gather(
                one.take(said(CommandGiven(Command.STOP), address=person)),
                two.take(said(Typed("my friends"), address=person)),
            )
            assert stopped.closed != wrote.kept_words
            if wrote.kept_words:
                await one.take(said(Picked("stopping", "erase"), address=person))
        stored = await row_counts(database)
        assert {"responses", "answers", "answer_messages", "consents"} & set(stored) == set()

    async def test_different_people_do_not_wait_for_each_other(self, database: Database) -> None:
        turns = turns_of(database)
        people = [f"person {n}" for n in range(10)]
        await asyncio.gather(*(go_to_the_first_question(turns, address=person) for person in people))
        assert len(await rows(database, ResponseRow)) == len(people)
        assert len({row["id"] for row in await rows(database, ResponseRow)}) == len(people)
        assert await rows(database, HandledMessage) == []

    async def test_locks_of_finished_turns_are_let_go(self, database: Database) -> None:
        turns = turns_of(database)
        await go_to_the_first_question(turns)
        assert len(turns._locks) == 0
