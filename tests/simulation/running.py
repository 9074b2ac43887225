"""Runs histories, and makes one that fails as short as it can."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from storage.database import Database
from storage.tables import Table
from tests.simulation.copies import Copy, CopyInHere
from tests.simulation.history import History, history_of
from tests.simulation.world import World

MOST_TRIES = 150
"""Shorter histories that are tried before the shortest so far is shown."""


@dataclass(frozen=True, slots=True)
class Failure:
    """How a history failed: the number of the step, and what was wrong."""

    step: int
    error: Exception

    @property
    def kind(self) -> str:
        """What a shorter history has to fail with too."""
        return f"{type(self.error).__name__}: {str(self.error).splitlines()[0] if str(self.error) else ''}"


async def run(
    url: str, history: History, happened: Counter[str] | None = None, new_copy: type[Copy] = CopyInHere
) -> Failure | None:
    """Let a history happen over an empty database with all tables; return how it failed, None where it did not."""
    await _empty(url)
    world = World(url, new_copy)
    done = 0
    try:
        for step in history:
            done += 1
            await world.go(step)
        await world.check()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what is looked for
        return Failure(done, error)
    finally:
        await world.close()
        if happened is not None:
            happened.update(world.happened)
    return None


async def shortened(
    history: History, failure: Failure, fails: Callable[[History], Awaitable[Failure | None]]
) -> History:
    """Return the shortest history found that fails in the same way: nothing behind the failure, nothing needless before."""
    history = history[: failure.step]
    tries = 0
    size = max(1, len(history) // 2)
    while tries < MOST_TRIES:
        place, shrunk = 0, False
        while place < len(history) and tries < MOST_TRIES:
            shorter = history[:place] + history[place + size :]
            tries += 1
            found = await fails(shorter)
            if found is not None and found.kind == failure.kind:
                history, shrunk = shorter[: found.step], True
            else:
                place += size
        if size == 1 and not shrunk:
            break
        size = max(1, size // 2)
    return history


async def told(
    url: str, seed: int, steps: int, happened: Counter[str] | None = None, new_copy: type[Copy] = CopyInHere
) -> str:
    """Run the history of a seed; return what there is to say of its failure, nothing where there is none."""
    history = history_of(seed, steps)
    failure = await run(url, history, happened, new_copy)
    if failure is None:
        return ""
    short = await shortened(history, failure, lambda other: run(url, other, new_copy=new_copy))
    lines = [
        f"seed {seed} fails at step {failure.step} of {len(history)}: {failure.kind}",
        f"again: make simulate SEED={seed} SECONDS=1",
        f"the same comes of these {len(short)} steps:",
        *(f"  {step}" for step in short),
        str(failure.error),
    ]
    return "\n".join(lines)


async def _empty(url: str) -> None:
    """Take every row out of every table."""
    database = Database(url)
    try:
        async with database.writing() as connection:
            for table in reversed(Table.metadata.sorted_tables):
                await connection.execute(table.delete())
    finally:
        await database.close()
