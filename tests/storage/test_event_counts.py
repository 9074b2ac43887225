"""What is shown of how many took part: no look at it, and no two looks, tell of a few people."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update

from storage.database import Database
from storage.event_counts import FINISHED, is_enough_to_tell, shown_next, taken_part
from storage.events import Event, add_event
from storage.small_numbers import THRESHOLD, Figure
from storage.tables import ResponseRow

DAY = date(2026, 11, 21)
COUNTING = "SELECT status, count(*) FROM responses WHERE entry_code = 'otter425' GROUP BY status"
HALL = Event("otter425", "Big Conversation", "five-questions", 100)


@dataclass
class Room:
    """A room in which people begin, reach the end and take everything back."""

    database: Database
    made: int = 0

    async def begin(self, number: int, code: str = "otter425") -> None:
        row = {
            "engagement": "five-questions", "script_version": "1", "channel": "web", "entry_code": code,
            "audience": "young_person", "language": "en", "status": "open", "opened_on": DAY,
        }  # fmt: skip
        ids = [f"{self.made + place:032}" for place in range(number)]
        self.made += number
        async with self.database.writing() as connection:
            if ids:
                await connection.execute(insert(ResponseRow), [{**row, "id": own} for own in ids])

    async def finish(self, number: int) -> None:
        async with self.database.writing() as connection:
            await connection.execute(
                update(ResponseRow).where(ResponseRow.id < f"{number:032}").values(status="finished")
            )

    async def take_back(self, number: int) -> None:
        async with self.database.writing() as connection:
            await connection.execute(delete(ResponseRow).where(ResponseRow.id < f"{number:032}"))

    async def look(self, threshold: int = THRESHOLD) -> tuple[Figure, Figure]:
        async with self.database.writing() as connection:
            shown = await taken_part(connection, "otter425", threshold)
        return shown.total, shown.figures[FINISHED]


@pytest.fixture
async def room(database: Database) -> Room:
    async with database.writing() as connection:
        await add_event(connection, HALL, DAY)
    return Room(database)


class TestEventCounts:
    async def test_of_up_to_seven_nothing_is_told_not_even_that_they_are_none(self, room: Room) -> None:
        for _ in range(8):
            assert not any(map(is_enough_to_tell, await room.look()))
            await room.begin(1)
        started, finished = await room.look()
        assert str(started) == "10"
        assert not is_enough_to_tell(finished)

    async def test_others_who_came_by_other_links_do_not_count(self, room: Room) -> None:
        await room.begin(30, "maple333")
        await room.begin(30, "")
        assert not any(map(is_enough_to_tell, await room.look()))

    async def test_who_reached_the_end_is_told_beside_who_began(self, room: Room) -> None:
        await room.begin(40)
        await room.finish(25)
        assert [str(figure) for figure in await room.look()] == ["40", "25"]

    async def test_what_is_shown_stays_until_eight_more_or_fewer_took_part(self, room: Room) -> None:
        await room.begin(20)
        first = await room.look()
        await room.take_back(7)
        assert await room.look() == first
        await room.take_back(8)
        assert [str(figure) for figure in await room.look()] == ["10", "0"]

    async def test_a_higher_threshold_moves_in_larger_steps(self, room: Room) -> None:
        await room.begin(15)
        assert not is_enough_to_tell((await room.look(15))[0])
        await room.begin(1)
        assert is_enough_to_tell((await room.look(15))[0])


COUNTS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: (max(pair), min(pair)))


@given(days=st.lists(COUNTS, max_size=20), threshold=st.integers(3, 12))
def test_any_two_looks_differ_by_nothing_or_by_many(days: list[tuple[int, int]], threshold: int) -> None:
    held = (0, 0)
    for now in days:
        shown = shown_next(held, now, threshold)
        moved = max(abs(new - old) for new, old in zip(shown, held, strict=True))
        assert moved == 0 or moved > threshold
        assert all(abs(new - old) <= threshold for new, old in zip(shown, now, strict=True)), "at most so far behind"
        held = shown


async def test_the_people_of_an_event_are_found_without_reading_everybody(database: Database) -> None:
    room = Room(database)
    await room.begin(500, code="")
    await room.begin(3)
    async with database.writing() as connection:
        if database.is_sqlite:
            plan = await connection.exec_driver_sql("EXPLAIN QUERY PLAN " + COUNTING)
        else:
            await connection.exec_driver_sql("ANALYZE responses")
            plan = await connection.exec_driver_sql("EXPLAIN " + COUNTING)
        assert "ix_responses_entry_code" in " ".join(str(row) for row in plan)
