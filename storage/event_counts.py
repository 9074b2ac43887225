"""How many took part in an event, so that staff can look as often as they like and still learn of nobody.

Each look by itself goes by the rule for small numbers. But a page that is looked at every minute is a row of many tables:
where 12 becomes 13 one person just finished, and where it becomes 12 again one took everything back. So what is shown is
held. The held counts move only once one of them is eight or more away from what there is now (one more than the largest
count that is hidden), and then to what there is. Any two looks so differ by nothing or by the doings of eight or more
people. The price is that a look may be up to seven people behind. Nothing is stored of when a count moved.
"""

from types import ModuleType

from sqlalchemy import Insert, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import Prepared, given, rows, run
from storage.small_numbers import THRESHOLD, Figure, Published, publish
from storage.tables import EventCountRow, ResponseRow

FINISHED = "finished"
NOT_FINISHED = "not finished"
"""Those who agreed to take part and are still writing, or stopped on the way and let stand what they had written."""


async def taken_part(connection: AsyncConnection, code: str, threshold: int = THRESHOLD) -> Published[str]:
    """Return how many took part in an event as it may be shown now; the total are all who started.

    `threshold` is the largest count that is hidden. The connection must be one that writes.
    """
    held = await _held(connection, code)
    now = await _counted(connection, code)
    if shown_next(held, now, threshold) != held:
        held = now
        await run(connection, HOLD, {"event_code": code, "started": now[0], "finished": now[1]})
    started, finished = held
    return publish({FINISHED: finished, NOT_FINISHED: max(0, started - finished)}, threshold)


def shown_next(held: tuple[int, int], now: tuple[int, int], threshold: int) -> tuple[int, int]:
    """Return which counts (started, finished) are to be shown: those held, or those of now where they differ enough."""
    return now if any(abs(new - old) > threshold for new, old in zip(now, held, strict=True)) else held


def is_enough_to_tell(figure: Figure) -> bool:
    """Whether a figure says a number: nought is held too until eight have come, so it says no more than a hidden one."""
    return bool(figure.rounded)


def _hold(dialect: ModuleType) -> Insert:
    first = dialect.insert(EventCountRow).values(
        event_code=given("event_code"), started=given("started"), finished=given("finished")
    )
    held: Insert = first.on_conflict_do_update(
        index_elements=["event_code"], set_={"started": first.excluded.started, "finished": first.excluded.finished}
    )
    return held


HOLD = Prepared(_hold)
HELD = Prepared(
    lambda _: select(EventCountRow.started, EventCountRow.finished).where(EventCountRow.event_code == given("code"))
)
COUNT = Prepared(
    lambda _: (
        select(ResponseRow.status, func.count())
        .where(ResponseRow.entry_code == given("code"))
        .group_by(ResponseRow.status)
    )
)


async def _held(connection: AsyncConnection, code: str) -> tuple[int, int]:
    found = await rows(connection, HELD, {"code": code})
    return (found[0][0], found[0][1]) if found else (0, 0)


async def _counted(connection: AsyncConnection, code: str) -> tuple[int, int]:
    by_status: dict[str, int] = dict(await rows(connection, COUNT, {"code": code}))
    return sum(by_status.values()), by_status.get("finished", 0)
