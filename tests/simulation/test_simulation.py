"""Histories made of seeds come to what one perfect machine would hold; `make simulate` runs them for as long as is wanted."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import delete

from storage.database import Database
from storage.tables import AnswerMessage, HandledMessage, Table
from tests.bot.turning import TO_THE_FIRST_QUESTION
from tests.conversations.any_talk import Action
from tests.simulation.copies import CopyInAProcess
from tests.simulation.history import (
    Again,
    AnswerLost,
    AtOnce,
    CutOff,
    DaysGoBy,
    History,
    Restarted,
    Sent,
    Tidied,
    history_of,
)
from tests.simulation.running import Failure, run, shortened, told
from tests.simulation.world import Broken, World
from tests.support.migrated import migrated

SEEDS = range(24)
SEEDS_ON_POSTGRESQL = range(24, 28)
STEPS = 30
ANSWERING = Action("type", text="my friends")
GOING_ON = Action("go on", text="my friends")
IN_TURN = (0, 1, 2, 0, 1, 2)


def a_talk(*copies: int) -> tuple[AtOnce, ...]:
    """Somebody comes as far as the first question; each step goes to one of these copies."""
    assert len(copies) == len(TO_THE_FIRST_QUESTION) + 1
    return tuple(AtOnce((Sent(0, GOING_ON, copy),)) for copy in copies)


@pytest.fixture
async def file(tmp_path: Path) -> str:
    """The URL of an SQLite file with all tables."""
    url = f"sqlite:///{(tmp_path / 'sayso.db').as_posix()}"
    await (await migrated(url)).close()
    return url


async def sabotaged(url: str, table: type[Table], *after: AtOnce) -> None:
    """Play a talk, take every row out of one table as no copy ever would, and go on."""
    world = World(url)
    outside = Database(url)
    try:
        for step in (*a_talk(*IN_TURN), AtOnce((Sent(0, ANSWERING, 0),))):
            await world.go(step)
        await world.check()
        async with outside.writing() as connection:
            await connection.execute(delete(table))
        for step in after:
            await world.go(step)
        await world.check()
    finally:
        await outside.close()
        await world.close()


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_history_on_sqlite_comes_to_what_a_perfect_machine_would_hold(file: str, seed: int) -> None:
    assert await told(file, seed, STEPS) == ""


@pytest.mark.postgres
async def test_histories_on_postgresql_come_to_what_a_perfect_machine_would_hold(postgres_database_url: str) -> None:
    await (await migrated(postgres_database_url)).close()
    assert [await told(postgres_database_url, seed, STEPS) for seed in SEEDS_ON_POSTGRESQL] == [""] * len(
        SEEDS_ON_POSTGRESQL
    )


@pytest.mark.program
async def test_copies_that_are_killed_lose_nothing_and_double_nothing(file: str) -> None:
    happened: Counter[str] = Counter()
    # Each is a process to start, so they are no more than are needed.
    history: History = (*a_talk(*[0] * 6), CutOff(Sent(0, ANSWERING, 0), 2), AnswerLost(Sent(0, ANSWERING, 1)))
    failure = await run(file, history, happened, CopyInAProcess)
    assert failure is None, failure
    assert happened["CutOff"] == happened["AnswerLost"] == 1


async def test_the_histories_hold_everything_that_can_go_wrong() -> None:
    steps = [step for seed in SEEDS for step in history_of(seed, STEPS)]
    assert {type(step) for step in steps} == {AtOnce, AnswerLost, CutOff, Restarted, DaysGoBy, Tidied}
    assert any(isinstance(step, AtOnce) and step.refusing and len(step.messages) > 1 for step in steps)
    assert any(isinstance(message, Again) for step in steps if isinstance(step, AtOnce) for message in step.messages)


def test_a_seed_always_makes_the_same_history() -> None:
    assert history_of(7, STEPS) == history_of(7, STEPS)
    assert history_of(7, STEPS) != history_of(8, STEPS)


async def test_a_message_that_is_taken_twice_is_noticed(file: str) -> None:
    with pytest.raises(Broken, match="taken twice"):
        await sabotaged(file, HandledMessage, AtOnce((Again(0, 0, 1),)))


async def test_an_answer_that_is_lost_is_noticed(file: str) -> None:
    with pytest.raises(Broken, match="what is stored is not what ought to be"):
        await sabotaged(file, AnswerMessage)


async def test_a_history_that_fails_is_made_as_short_as_it_can_be() -> None:
    async def fails(history: History) -> Failure | None:
        """Fail where a copy restarts at some time before things are tidied."""
        restarts = [place for place, step in enumerate(history) if isinstance(step, Restarted)]
        tidied = [place for place, step in enumerate(history, start=1) if isinstance(step, Tidied)]
        late = [place for place in tidied if restarts and place > restarts[0]]
        return Failure(late[0], Broken("it fails")) if late else None

    history: History = (
        DaysGoBy(1),
        Tidied(),
        *a_talk(*IN_TURN),
        Restarted(0),
        DaysGoBy(1),
        *a_talk(*IN_TURN),
        Tidied(),
        DaysGoBy(2),
    )
    failure = await fails(history)
    assert failure is not None
    assert await shortened(history, failure, fails) == (Restarted(0), Tidied())
