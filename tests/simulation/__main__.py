"""Runs histories for as long as is wanted: `make simulate`, or `python -m tests.simulation --seconds 60 --seed 1`.

Every second is spent on histories in this process; every tenth history is one of copies in processes of their own, which
are killed with `kill -9`. With SAYSO_TEST_POSTGRES set, every other one is on PostgreSQL.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import make_url

from tests.simulation.copies import CopyInAProcess, CopyInHere
from tests.simulation.running import told
from tests.support.migrated import migrated
from tests.support.postgres import execute

STEPS = 60
STEPS_WITH_KILLS = 25
EVERY_TENTH = 10
WIDTH = 30


@asynccontextmanager
async def databases() -> AsyncIterator[list[str]]:
    """Give the URLs of empty databases with all tables: one of SQLite, and one of PostgreSQL where a server is named."""
    with tempfile.TemporaryDirectory(prefix="sayso-simulation-") as folder:
        urls = [f"sqlite:///{folder}/sayso.db"]
        server = os.environ.get("SAYSO_TEST_POSTGRES", "")
        name = f"sayso_simulation_{uuid.uuid4().hex}"
        if server:
            await execute(server, f'CREATE DATABASE "{name}"')
            urls.append(make_url(server).set(database=name).render_as_string(hide_password=False))
        try:
            for url in urls:
                await (await migrated(url)).close()
            yield urls
        finally:
            if server:
                await execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


async def simulate(first_seed: int, seconds: float) -> int:
    """Run one history after the other; return the exit code: 1 as soon as one fails."""
    happened: Counter[str] = Counter()
    began = time.monotonic()
    async with databases() as urls:
        done = 0
        while done == 0 or time.monotonic() - began < seconds:
            seed = first_seed + done
            kills = seed % EVERY_TENTH == EVERY_TENTH - 1
            new_copy, steps = (CopyInAProcess, STEPS_WITH_KILLS) if kills else (CopyInHere, STEPS)
            failure = await told(urls[(seed // 2) % len(urls)], seed, steps, happened, new_copy)
            if failure:
                sys.stdout.write(f"\n{failure}\n")
                return 1
            done += 1
            show(min(1.0, (time.monotonic() - began) / seconds), done, happened)
    counted = ", ".join(f"{name} {number}" for name, number in sorted(happened.items()))
    sys.stdout.write(
        f"\n{done} histories, seeds {first_seed} to {first_seed + done - 1}, as they should be: {counted}\n"
    )
    return 0


def show(part: float, done: int, happened: Counter[str]) -> None:
    """Show how far it is, on a terminal."""
    if sys.stderr.isatty():
        bar = "#" * int(part * WIDTH)
        sys.stderr.write(f"\r[{bar:<{WIDTH}}] {done} histories, {happened.total()} things happened ")
        sys.stderr.flush()


def main(words: Sequence[str] | None = None) -> int:
    """Read what is wanted and simulate; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument(
        "--seconds", type=float, default=60, help="how long; the history under way then is seen through"
    )
    parser.add_argument("--seed", type=int, help="the first seed; a random one where none is named")
    given = parser.parse_args(words)
    seed = random.randrange(1_000_000) if given.seed is None else given.seed
    return asyncio.run(simulate(seed, given.seconds))


if __name__ == "__main__":
    raise SystemExit(main())
