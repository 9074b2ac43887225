"""Who has a turn when: first come, first served, so many at once, and nobody kept waiting for what cannot be soon."""

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.admission import Admission, TooBusy


async def let_everybody_move() -> None:
    """Let every task go as far as it can without anybody's leaving."""
    for _ in range(10):
        await asyncio.sleep(0)


async def someone(admission: Admission, number: int, begun: list[int], leave: asyncio.Event) -> None:
    """Ask for a place, note that one has it, stay until told to leave."""
    async with admission.place(refusable=False):
        begun.append(number)
        await leave.wait()


@given(places=st.integers(1, 5), people=st.integers(1, 20), giving_up=st.sets(st.integers(0, 19)))
def test_places_are_given_in_the_order_they_were_asked_for_and_never_too_many(
    places: int, people: int, giving_up: set[int]
) -> None:
    async def all_of_them() -> None:
        admission, begun = Admission(places), list[int]()
        leaving = [asyncio.Event() for _ in range(people)]
        tasks = [asyncio.create_task(someone(admission, n, begun, leaving[n])) for n in range(people)]
        await let_everybody_move()
        assert begun == list(range(min(places, people)))
        gone = {n for n in giving_up if places <= n < people}
        for number in gone:
            tasks[number].cancel()
        await let_everybody_move()
        stayed = [n for n in range(people) if n not in gone]
        for count, number in enumerate(stayed):
            assert admission.under_way == min(places, len(stayed) - count)
            assert admission.waiting == max(0, len(stayed) - count - places)
            leaving[number].set()
            await let_everybody_move()
            assert begun == stayed[: count + 1 + places]
        await asyncio.gather(*tasks, return_exceptions=True)
        assert (admission.under_way, admission.waiting) == (0, 0)

    asyncio.run(all_of_them())


async def test_nobody_who_comes_later_overtakes_somebody_who_waits() -> None:
    admission, begun = Admission(1), list[int]()
    leaving = [asyncio.Event() for _ in range(3)]
    first = asyncio.create_task(someone(admission, 0, begun, leaving[0]))
    second = asyncio.create_task(someone(admission, 1, begun, leaving[1]))
    await let_everybody_move()
    leaving[0].set()
    # Asked for at the very moment that the place is free and the second has not taken it yet.
    await first
    third = asyncio.create_task(someone(admission, 2, begun, leaving[2]))
    await let_everybody_move()
    assert begun == [0, 1]
    leaving[1].set()
    leaving[2].set()
    await asyncio.gather(second, third)
    assert begun == [0, 1, 2]


async def test_who_would_wait_too_long_is_told_so_at_once_and_nothing_is_begun() -> None:
    admission = Admission(at_once=1, patience=20, seconds=5)
    leave, begun = asyncio.Event(), list[int]()
    tasks = [asyncio.create_task(someone(admission, n, begun, leave)) for n in range(6)]
    await let_everybody_move()
    assert (admission.waiting, admission.expected_wait, admission.is_full) == (5, 25, True)
    with pytest.raises(TooBusy):
        async with admission.place():
            begun.append(99)
    leave.set()
    await asyncio.gather(*tasks)
    assert sorted(begun) == list(range(6))
    assert not admission.is_full
    async with admission.place():
        assert admission.under_way == 1


async def test_no_more_wait_than_memory_has_room_for() -> None:
    admission = Admission(at_once=1, most_waiting=2)
    leave, begun = asyncio.Event(), list[int]()
    tasks = [asyncio.create_task(someone(admission, n, begun, leave)) for n in range(3)]
    await let_everybody_move()
    with pytest.raises(TooBusy):
        await admission.place().__aenter__()
    leave.set()
    await asyncio.gather(*tasks)


async def test_a_standstill_lets_nobody_wait_for_ever() -> None:
    admission = Admission(at_once=1, patience=0.01)
    async with admission.place():
        with pytest.raises(TooBusy):
            await admission.place().__aenter__()
        assert admission.waiting == 0


async def test_a_turn_that_fails_gives_its_place_back() -> None:
    admission = Admission(at_once=1)
    for _ in range(3):
        with suppress(ValueError):
            async with admission.place():
                raise ValueError
    assert (admission.under_way, admission.is_full) == (0, False)


def test_there_must_be_a_place() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Admission(0)
