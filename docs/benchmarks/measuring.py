"""One measurement: a bot, so many people, so many seconds; and one kill under load."""

import asyncio
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from docs.benchmarks.bot_api import BotApi
from docs.benchmarks.contenders import Contender, Place
from docs.benchmarks.copies import Copy, free_port, pin
from docs.benchmarks.crowd import Crowd
from docs.benchmarks.machine import busy_seconds
from docs.benchmarks.servers import postgresql, redis, seconds_of_postgresql
from docs.benchmarks.stored import marks_stored

WARM_UP = 2.0
"""Seconds of talking that are not measured, in which everybody begins."""

PATIENCE_AT_FIRST = 120.0
LOOK_EVERY = 1.0
QUIET_LOOKS = 7
IDLE = 0.05
"""Cores: a bot that uses less for seven looks, one a second, has settled: Sayso rests for five seconds before it reads ahead."""

PATIENCE = 10.0
"""Seconds after which somebody who got no answer counts as unanswered."""

PATIENCE_WITH_A_KILL = 4.0
ANSWERS_BEFORE_A_KILL = 2
"""Written answers that everybody has given, on average, before anything is killed; LONGEST_WAIT bounds that in seconds."""

LONGEST_WAIT = 60.0
AFTER_A_KILL = 5.0
"""Seconds that people go on talking after a kill and the new start: long enough to know who gets no answer any more."""


@dataclass(frozen=True, slots=True)
class Cores:
    """Which cores the bot and the people have; none: the machine decides."""

    bot: Sequence[int] = ()
    people: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run came to. Seconds are CPU seconds of the bot's own processes; `other_cores` is what else was busy."""

    name: str
    people: int
    turns: int
    turns_per_second: float
    turns_per_cpu_second: float
    cpu_ms_per_turn: float
    database_cpu_ms_per_turn: float
    p50_ms: float
    p99_ms: float
    longest_ms: float
    unanswered: int
    answered_twice: int
    calls_per_turn: float
    first_reply_seconds: float
    ready_mb: float
    end_mb: float
    bot_cores: float
    people_cores: float
    other_cores: float


@dataclass(frozen=True, slots=True)
class Killed:
    """What one kill under load came to; `acknowledged` are the messages whose answer had reached the person."""

    name: str
    people: int
    acknowledged: int
    lost: int
    dropped: int
    stored_twice: int
    answered_twice: int
    starts_again: bool


class Bot:
    """A bot that runs, with the people who can talk to it."""

    def __init__(self, contender: Contender, folder: Path, cores: Cores, database: str, patience: float) -> None:
        self.contender = contender
        self.database = database
        self.folder = folder
        self.api = BotApi(self._heard)
        self.copies: list[Copy] = []
        self._cores = cores.bot
        self._patience = patience
        self.crowd: Crowd

    def _heard(self, chat: int, message: Mapping[str, Any]) -> None:
        self.crowd.heard(chat, message)

    async def open(self) -> None:
        """Start the server that it talks to, prepare what it needs, and make the people."""
        await self.api.start()
        for _ in range(self.contender.copies):
            place = Place(self.folder, free_port(), self.api.root, self.database)
            self.copies.append(Copy(self.contender.command, self.contender.environment(place), self.folder, place.port))
        addresses = [f"http://127.0.0.1:{copy.port}{self.contender.path}" for copy in self.copies]
        self.crowd = Crowd(self.api, addresses, self._patience)
        if self.contender.prepare:
            place = Place(self.folder, 0, self.api.root, self.database)
            settings = {**self.contender.environment(place), "SAYSO_PORT": "1"}
            done = subprocess.run(  # noqa: ASYNC221, S603 - nothing else goes on yet
                self.contender.prepare, env=settings, cwd=self.folder, check=False, capture_output=True, text=True
            )
            if done.returncode:
                raise RuntimeError(f"it cannot be prepared:\n{done.stderr[-2000:]}")

    async def start(self) -> None:
        """Start all copies, and wait until they listen and have named their webhook."""
        named = self.api.calls["setwebhook"]
        for copy in self.copies:
            copy.start(self._cores)
        for copy in self.copies:
            await copy.listening()
        await until(lambda: self.api.calls["setwebhook"] - named >= len(self.copies), PATIENCE)

    async def settled(self) -> None:
        """Wait until it has done what it does once after a start, in its own time: that is no part of any turn."""
        give_up, before, quiet = time.perf_counter() + PATIENCE_AT_FIRST, self.used()[0], 0
        while time.perf_counter() < give_up and quiet < QUIET_LOOKS:
            await asyncio.sleep(LOOK_EVERY)
            spent, before = self.used()[0] - before, self.used()[0]
            quiet = quiet + 1 if spent < IDLE * LOOK_EVERY else 0

    def used(self) -> tuple[float, float]:
        """Return the CPU seconds and the megabytes of all copies."""
        each = [copy.used() for copy in self.copies]
        return sum(seconds for seconds, _ in each), sum(megabytes for _, megabytes in each)

    def database_seconds(self) -> float:
        """Return the CPU seconds that the database server spent on it, where that can be told apart."""
        return seconds_of_postgresql(self.database) if self.contender.server == "postgresql" else 0.0

    async def close(self) -> None:
        """Stop all copies and everything else."""
        self.crowd.stopping = True
        for copy in self.copies:
            await asyncio.to_thread(copy.stop)
        await self.crowd.close()
        await self.api.stop()


@asynccontextmanager
async def bot_of(contender: Contender, cores: Cores, server: str, patience: float = PATIENCE) -> AsyncIterator[Bot]:
    """Give a bot with a folder and a database of its own, not started yet; `server` is the PostgreSQL server's URL."""
    async with AsyncExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="sayso-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database = ""
        if contender.server == "postgresql":
            database = await stack.enter_async_context(postgresql(server))
        elif contender.server == "redis":
            database = await stack.enter_async_context(redis(folder, cores.people))
        bot = Bot(contender, folder, cores, database, patience)
        stack.push_async_callback(bot.close)
        await bot.open()
        yield bot


async def measure(contender: Contender, people: int, seconds: float, cores: Cores, server: str) -> Measured:
    """Start a bot, have so many people talk with it for a while, and return what that came to."""
    this = psutil.Process()
    pin(this, cores.people)
    async with bot_of(contender, cores, server) as bot:
        began = time.perf_counter()
        await bot.start()
        await bot.crowd.talk(turns=1)
        first_reply = time.perf_counter() - began
        await bot.settled()
        ready = bot.used()[1]
        chance = random.Random(people)  # noqa: S311 - no secret is made of it
        everybody = [asyncio.create_task(bot.crowd.person(chance.random() * WARM_UP / 2)) for _ in range(people)]
        await asyncio.sleep(WARM_UP)
        counts = bot.crowd.counts
        first, calls, before = counts.turns, bot.api.calls.total(), bot.used()[0]
        counts.latencies.clear()
        database, own, busy, moment = (
            bot.database_seconds(),
            sum(this.cpu_times()[:2]),
            busy_seconds(),
            time.perf_counter(),
        )
        await asyncio.sleep(seconds)
        took = time.perf_counter() - moment
        (after, megabytes), turns, calls = bot.used(), counts.turns - first, bot.api.calls.total() - calls
        database, own, busy = bot.database_seconds() - database, sum(this.cpu_times()[:2]) - own, busy_seconds() - busy
        # Who still waits counts with what they have waited so far: a bot that answers a few quickly shall not look quick.
        latencies = sorted([*counts.latencies, *bot.crowd.waiting()]) or [0.0]
        bot.crowd.stopping = True
        for person in everybody:
            person.cancel()
        await asyncio.gather(*everybody, return_exceptions=True)
    spent = after - before
    return Measured(
        contender.name, people, turns, turns / took, turns / spent, 1000 * spent / max(turns, 1),
        1000 * database / max(turns, 1), 1000 * share(latencies, 0.5), 1000 * share(latencies, 0.99), 1000 * latencies[-1],
        counts.unanswered, counts.answered_twice, calls / max(turns, 1), first_reply, ready, megabytes,
        spent / took, own / took, max(0.0, (busy - own - spent) / took),
    )  # fmt: skip


async def kill(contender: Contender, people: int, after: float, cores: Cores, server: str) -> Killed:
    """Kill a bot while people talk with it, look at what it has stored, start it again, and return what became of it all."""
    pin(psutil.Process(), cores.people)
    async with bot_of(contender, cores, server, PATIENCE_WITH_A_KILL) as bot:
        await bot.start()
        counts = bot.crowd.counts
        everybody = [asyncio.create_task(bot.crowd.person(0.0)) for _ in range(people)]
        await until(lambda: len(counts.acknowledged) >= people * ANSWERS_BEFORE_A_KILL, LONGEST_WAIT)
        await asyncio.sleep(after)
        for copy in bot.copies:
            copy.kill()
        await asyncio.sleep(0.3)  # what it had sent before still arrives
        acknowledged = set(counts.acknowledged)
        stored = await marks_stored(bot.folder, bot.database)
        try:
            await bot.start()
            starts_again = True
        except RuntimeError:
            starts_again = False
        await asyncio.sleep(AFTER_A_KILL if starts_again else 0)
        bot.crowd.stopping = True
        await asyncio.wait(everybody, timeout=PATIENCE_WITH_A_KILL + 1)
        for person in everybody:
            person.cancel()
        await asyncio.gather(*everybody, return_exceptions=True)
        twice = sum(times > 1 for times in (await marks_stored(bot.folder, bot.database)).values())
    lost = sum(mark not in stored for mark in acknowledged)
    return Killed(
        contender.name, people, len(acknowledged), lost, counts.unanswered, twice, counts.answered_twice, starts_again
    )


async def until(happened: Callable[[], bool], longest: float) -> None:
    """Wait until something has happened, or so many seconds have gone by."""
    give_up = time.perf_counter() + longest
    while not happened() and time.perf_counter() < give_up:  # noqa: ASYNC110 - what is waited for sets no event
        await asyncio.sleep(0.01)


def share(ordered: Sequence[float], part: float) -> float:
    """Return the value that this part of the ordered values does not exceed."""
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def as_json(result: Measured | Killed) -> dict[str, Any]:
    """Return a result as plain values, rounded to what they can mean."""
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(result).items()}
