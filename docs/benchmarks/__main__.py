"""Measures Sayso beside usual bots: see `docs.benchmarks`. `make bench` installs what it needs and runs it."""

import argparse
import asyncio
import json
import os
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import uvloop

from docs.benchmarks.contenders import ROOT, Contender, contenders
from docs.benchmarks.machine import about
from docs.benchmarks.measuring import Cores, as_json, kill, measure
from docs.benchmarks.report import report

RESULTS = Path(__file__).parent / "results.json"


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m docs.benchmarks",
        description="Measures Sayso beside usual bots: turns per CPU second, waiting times, memory, start, kill -9.",
    )
    parser.add_argument("--only", default="", help="a pattern: measure the bots whose names it is found in")
    parser.add_argument("--people", default="50,500,2000", help="how many people talk at once, one run each")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each run is measured, at most 60")
    parser.add_argument(
        "--rounds", type=int, default=3, help="how often everything is measured, one bot after the other"
    )
    parser.add_argument("--kills", type=int, default=2, help="how often each bot is killed under load")
    parser.add_argument("--python", type=Path, default=ROOT / ".venv/bin/python", help="the Python that runs Sayso")
    parser.add_argument("--beside", action="append", default=[], metavar="NAME=FOLDER",
                        help="another checkout of Sayso to measure side by side, for before and after")  # fmt: skip
    parser.add_argument("--postgres", default=os.environ.get("SAYSO_TEST_POSTGRES", ""),
                        help="URL of a PostgreSQL server to make databases in; without it those runs are left out")  # fmt: skip
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the numbers go; the table beside it as .md")
    parser.add_argument("--note", default="", help="what a reader has to know beside the numbers, put above the tables")
    parser.add_argument(
        "--add", action="store_true", help="keep what is in that file already, from runs on this machine"
    )
    given = parser.parse_args(words)
    if not 1 <= given.seconds <= 60 or given.rounds > 10 or given.kills > 10:  # noqa: PLR2004 - said in the help
        parser.error("1 to 60 seconds, at most 10 rounds and 10 kills")
    if given.out.suffix == ".md":
        parser.error("--out names the file of the numbers, such as results.json: the table goes beside it as .md")
    return given


def chosen(given: argparse.Namespace) -> list[Contender]:
    """Return the bots to measure."""
    beside = {name: Path(folder).resolve() for name, _, folder in (one.partition("=") for one in given.beside)}
    # No `resolve` here: behind the link there is the bare Python, without what is installed for it.
    every = contenders(given.python.absolute(), beside)
    found = [one for one in every if re.search(given.only, one.name)]
    return [one for one in found if one.server != "postgresql" or given.postgres]


def cores_for(contender: Contender) -> Cores:
    """Return one core for the bot and another for the people; several copies share all cores with the rest."""
    if not hasattr(os, "sched_getaffinity") or (os.cpu_count() or 1) < 2:  # noqa: PLR2004 - one each
        return Cores()
    every = tuple(range(os.cpu_count() or 1))
    return Cores(every, every) if contender.server == "postgresql" else Cores((0,), every[1:])


async def run(given: argparse.Namespace) -> dict[str, Any]:
    """Measure everything that was asked for, one bot after the other and all of that several times."""
    bots = chosen(given)
    people = [int(number) for number in given.people.split(",") if number]
    kept = json.loads(given.out.read_text(encoding="utf-8")) if given.add and given.out.exists() else {}
    results: dict[str, Any] = {
        "about": {**about(ROOT), "note": given.note},
        "bots": {**kept.get("bots", {}), **{bot.name: bot.about for bot in bots}},
        "runs": kept.get("runs", []),
        "kills": kept.get("kills", []),
    }
    plan = [(bot, number) for _ in range(given.rounds) for number in people for bot in bots]
    for done, (bot, number) in enumerate(plan, start=1):
        say(f"{done} of {len(plan)}: {bot.name}, {number} people")
        try:
            measured = await measure(bot, number, given.seconds, cores_for(bot), given.postgres)
        except RuntimeError as error:
            say(f"  left out: {error}")
            continue
        say(f"  {measured.turns_per_cpu_second:.0f} turns per CPU second, p99 {measured.p99_ms:.0f} ms, "
            f"others used {measured.other_cores:.2f} cores")  # fmt: skip
        results["runs"].append(as_json(measured))
        given.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    chance = random.Random(1)  # noqa: S311 - no secret is made of it
    for kill_round in range(given.kills):
        for bot in bots:
            if bot.keeps:
                killed = await kill(bot, 50, chance.random(), cores_for(bot), given.postgres)
                say(f"kill {kill_round + 1} of {given.kills}: {bot.name}: {as_json(killed)}")
                results["kills"].append(as_json(killed))
    given.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return results


def say(line: str) -> None:
    """Say how far it is."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(words: Sequence[str] | None = None) -> int:
    """Measure, write the numbers and the table; returns the exit code."""
    given = arguments(words)
    results = uvloop.run(run(given)) if sys.platform != "win32" else asyncio.run(run(given))
    given.out.with_suffix(".md").write_text(report(results), encoding="utf-8")
    say(f"written to {given.out} and {given.out.with_suffix('.md')}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
