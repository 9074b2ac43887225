"""A copy of Sayso that takes turns from its standard input, until it is killed: `python -m tests.simulation.in_a_process URL`."""

import asyncio
import json
import sys
from datetime import datetime

from bot.turns import Turns
from storage.database import Database
from tests.bot.turning import NOW
from tests.simulation.copies import LONGEST_LINE, turns_over
from tests.simulation.lines import envelope_from_json, outcome_to_json
from tests.support.made_events import Clock


async def main(url: str) -> None:
    """Take turns, several at once, and say what came of each."""
    clock = Clock(NOW)
    turns = turns_over(Database(url), clock)
    lines = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    say("ready")
    async with asyncio.TaskGroup() as under_way:
        async for line in lines:
            number, moment, values = json.loads(line)
            clock.moment = datetime.fromisoformat(moment)
            under_way.create_task(take(turns, number, values))


async def take(turns: Turns, number: int, values: dict[str, object]) -> None:
    """Take one turn and say what came of it; of a failure only its kind."""
    try:
        outcome = outcome_to_json(await turns.take(envelope_from_json(values)))
    except Exception as error:  # noqa: BLE001 - whoever asked wants to know of any
        say(json.dumps([number, type(error).__name__]))
    else:
        say(json.dumps([number, outcome]))


def say(line: str) -> None:
    """Say one line, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
