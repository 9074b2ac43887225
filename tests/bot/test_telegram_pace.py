"""The pace of what goes out: never faster than Telegram allows, first come first served, and help before all else."""

import asyncio
import time

import pytest

from bot.telegram.pace import Pace, Rank

MANY = 1000
"""A burst that nobody here uses up."""


async def go(pace: Pace, chat_id: int, gone: list[int], rank: Rank = Rank.REPLY) -> None:
    """Wait for a turn and write down that it came."""
    await pace.turn(chat_id, rank)
    gone.append(chat_id)


async def settle() -> None:
    """Let everything happen that waits for nothing."""
    for _ in range(5):
        await asyncio.sleep(0)


async def drop(*tasks: asyncio.Task[None]) -> None:
    """End what still waits."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_no_more_goes_out_than_the_pace_allows_and_whoever_asked_first_goes_first() -> None:
    pace, gone = Pace(200, MANY), list[int]()
    started = time.monotonic()
    await asyncio.gather(*(go(pace, chat_id, gone) for chat_id in range(100)))
    # A quarter of a second's worth goes at once, the rest one every five milliseconds.
    assert time.monotonic() - started >= (100 - 50) / 200 * 0.98
    assert gone == [*range(100)]
    assert pace.waiting == 0


async def test_a_few_at_once_do_not_wait() -> None:
    pace, gone = Pace(30, MANY), list[int]()
    tasks = [asyncio.create_task(go(pace, chat_id, gone)) for chat_id in range(8)]
    await settle()
    assert len(gone) >= 7
    await asyncio.gather(*tasks)
    assert gone == [*range(8)]


async def test_what_is_urgent_waits_for_nobody() -> None:
    pace, gone = Pace(0.01, MANY), list[int]()
    waiting = [asyncio.create_task(go(pace, chat_id, gone)) for chat_id in range(50)]
    await settle()
    assert pace.waiting == 49
    await go(pace, 99, gone, Rank.URGENT)
    assert gone == [0, 99]
    assert pace.waiting == 49
    await drop(*waiting)


async def test_what_is_urgent_is_counted_so_that_others_make_up_for_it() -> None:
    pace, gone = Pace(20, MANY), list[int]()
    started = time.monotonic()
    for chat_id in range(10):
        await go(pace, chat_id, gone, Rank.URGENT)
    await go(pace, 99, gone)
    assert time.monotonic() - started >= 5 / 20 * 0.98


async def test_replies_go_before_what_is_said_to_everybody() -> None:
    pace, gone = Pace(50, MANY), list[int]()
    broadcasts = [asyncio.create_task(go(pace, -chat_id, gone, Rank.BROADCAST)) for chat_id in range(1, 21)]
    replies = [asyncio.create_task(go(pace, chat_id, gone)) for chat_id in range(1, 6)]
    await asyncio.gather(*broadcasts, *replies)
    first = gone.index(1)  # as many as went at once, before any reply was there
    assert gone[:first] == [-chat_id for chat_id in range(1, first + 1)]
    assert gone[first : first + 5] == [1, 2, 3, 4, 5]
    assert gone[first + 5 :] == [-chat_id for chat_id in range(first + 1, 21)]


async def test_a_chat_that_telegram_asks_to_wait_waits_alone() -> None:
    pace, gone = Pace(1000, MANY), list[int]()
    pace.hold(7, 3600)
    held = asyncio.create_task(go(pace, 7, gone, Rank.URGENT))
    await asyncio.gather(*(go(pace, chat_id, gone) for chat_id in range(100, 150)))
    assert gone == [*range(100, 150)]
    await drop(held)
    started = time.monotonic()
    pace.hold(8, 0.2)
    pace.hold(8, 0.1)
    await go(pace, 8, gone, Rank.URGENT)
    assert time.monotonic() - started >= 0.2


async def test_a_chat_that_had_its_burst_waits_alone_and_takes_nobody_elses_turn() -> None:
    pace, gone = Pace(1000, 2), list[int]()
    started = time.monotonic()
    flood = [asyncio.create_task(go(pace, 7, gone)) for _ in range(40)]
    await settle()
    others = [go(pace, chat_id, gone) for chat_id in range(100, 120)]
    await asyncio.gather(*others)
    assert gone.count(7) <= 4 + time.monotonic() - started
    assert set(range(100, 120)) <= set(gone)
    await drop(*flood)


@pytest.mark.parametrize("chats", [1, 50])
async def test_without_a_pace_nobody_waits_but_whom_telegram_asks_to(chats: int) -> None:
    pace, gone = Pace(0, 1), list[int]()
    tasks = [asyncio.create_task(go(pace, number % chats, gone)) for number in range(500)]
    await settle()
    assert len(gone) == 500
    pace.hold(0, 0.05)
    started = time.monotonic()
    await pace.turn(0)
    assert time.monotonic() - started >= 0.05
    await asyncio.gather(*tasks)


async def test_whoever_stops_waiting_leaves_the_turn_to_the_next() -> None:
    pace, gone = Pace(1, MANY), list[int]()
    tasks = [asyncio.create_task(go(pace, chat_id, gone)) for chat_id in range(12)]
    await settle()
    await drop(*tasks[1:11])
    await tasks[11]
    assert gone == [0, 11]


async def test_chats_are_forgotten_once_they_may_have_their_whole_burst_again() -> None:
    pace = Pace(1_000_000, MANY)
    for chat_id in range(20_000):
        pace.hold(chat_id, 0)
        await pace.turn(chat_id)
    assert len(pace._held) < 5000
