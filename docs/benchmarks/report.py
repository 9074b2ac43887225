"""Makes tables of the numbers, with what a reader has to know to judge them."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

BUSY = 0.25
"""Cores: where other programs used more than that while it was measured, times are marked."""

Run = Mapping[str, Any]


def report(results: Mapping[str, Any]) -> str:
    """Return the whole page, in Markdown."""
    runs: Sequence[Run] = results["runs"]
    about: Mapping[str, Any] = results["about"]
    parts = [
        "# What `make bench` measured\n",
        made_on(about),
        f"{about['note']}\n" if about.get("note") else "",
        EXPLAINED,
        *(speed(results["bots"], runs, people) for people in sorted({run["people"] for run in runs})),
        size(results["bots"], runs),
        kills(results["bots"], results["kills"]),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def made_on(about: Mapping[str, Any]) -> str:
    """Return what the machine was, and the versions."""
    packages = ", ".join(f"{name} {version}" for name, version in about["packages"].items())
    return (
        f"{about['date']}, Sayso at {about['commit']}; {about['processor']}, {about['cores']} cores, "
        f"{about['memory_gb']} GB, {about['system']}, Python {about['python']}; {packages}.\n"
    )


EXPLAINED = """\
The bot has one core, the made-up people and the made-up Telegram have the other; copies on PostgreSQL share both with the
database. Everybody does the next thing when the last was answered, and it is measured once a bot has settled after its
start. Each number is the median of the rounds, the smallest and the largest behind it. **Compare turns per CPU second within
one table:** they depend on what else the machine does far less than waiting times, which are marked `!`
where other programs used more than a quarter of a core. Who still waits at the end counts with what they have waited so
far. A talk with Sayso has 24 turns, 18 of them presses; one with the peers has nine, three of them presses. The peers do what a usual example does: no safety net, no redaction, no consent in steps, no receipts.
"""


def speed(bots: Mapping[str, str], runs: Sequence[Run], people: int) -> str:
    """Return the table of one size of crowd."""
    here = [run for run in runs if run["people"] == people]
    ours = middle(here, "sayso", "turns_per_cpu_second")
    lines = [
        f"## {people:,} people at once\n",
        "| bot | turns per CPU second | beside Sayso | CPU ms a turn | the database's | turns/s | p50 ms | p99 ms | longest ms | unanswered |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, about in bots.items():
        mine = [run for run in here if run["name"] == name]
        if not mine:
            continue
        beside = f"{middle(mine, name, 'turns_per_cpu_second') / ours:.2f}" if ours else ""
        mark = "!" if any(run["other_cores"] > BUSY for run in mine) else ""
        lines.append(
            f"| {about} ({name}) | {spread(mine, 'turns_per_cpu_second')} | {beside} "
            f"| {middle(mine, name, 'cpu_ms_per_turn'):.2f} | {middle(mine, name, 'database_cpu_ms_per_turn'):.2f} "
            f"| {spread(mine, 'turns_per_second')}{mark} | {spread(mine, 'p50_ms')}{mark} | {spread(mine, 'p99_ms')}{mark} "
            f"| {spread(mine, 'longest_ms')}{mark} | {sum(run['unanswered'] for run in mine)} |"
        )
    return "\n".join(lines) + "\n"


def size(bots: Mapping[str, str], runs: Sequence[Run]) -> str:
    """Return the table of memory and of the start."""
    lines = [
        "## Start and memory\n",
        "| bot | start to first reply, s | memory when ready, MB | after the largest crowd, MB |",
        "|---|---:|---:|---:|",
    ]
    for name, about in bots.items():
        mine = [run for run in runs if run["name"] == name]
        if mine:
            largest = [run for run in mine if run["people"] == max(one["people"] for one in mine)]
            lines.append(
                f"| {about} ({name}) | {spread(mine, 'first_reply_seconds', '.2f')} | {spread(mine, 'ready_mb')} "
                f"| {spread(largest, 'end_mb')} |"
            )
    return "\n".join(lines) + "\n"


def kills(bots: Mapping[str, str], killed: Sequence[Run]) -> str:
    """Return the table of what was lost to `kill -9`."""
    if not killed:
        return ""
    lines = [
        "## Killed under load\n",
        "`kill -9` while 50 people talk, then a new start. Lost: an answer had come, and the words are nowhere. Dropped: the",
        "bot had taken the message, and no answer ever came. Twice: stored twice.\n",
        "| bot | kills | answered messages | lost | dropped | stored twice | said twice | starts again |",
        "|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    for name, about in bots.items():
        mine = [run for run in killed if run["name"] == name]
        if mine:
            counted = " | ".join(
                str(sum(run[column] for run in mine))
                for column in ("acknowledged", "lost", "dropped", "stored_twice", "answered_twice")
            )
            again = "yes" if all(run["starts_again"] for run in mine) else "**no**"
            lines.append(f"| {about} ({name}) | {len(mine)} | {counted} | {again} |")
    return "\n".join(lines) + "\n"


def middle(runs: Sequence[Run], name: str, column: str, of: Callable[[list[float]], float] = median) -> float:
    """Return the median of a column over the runs of one bot, 0 where there are none."""
    values = [float(run[column]) for run in runs if run["name"] == name]
    return of(values) if values else 0.0


def spread(runs: Sequence[Run], column: str, form: str = ",.0f") -> str:
    """Return the median of a column, with the smallest and the largest value where there were several runs."""
    values = sorted(float(run[column]) for run in runs)
    shown = format(median(values), form)
    return f"{shown} ({values[0]:{form}}-{values[-1]:{form}})" if len(values) > 1 else shown
