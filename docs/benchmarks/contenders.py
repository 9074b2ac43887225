"""The bots that `python -m docs.benchmarks` measures: Sayso as it ships, and usual ways to write a feedback bot beside it."""

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOKEN = "4242:MADE-UP-FOR-MEASURING"  # noqa: S105 - of a bot that does not exist
WEBHOOK_SECRET = "made-up-for-measuring"  # noqa: S105
SAYSO_SECRET = "made-up-for-measuring-and-long-enough-to-be-taken"  # noqa: S105
NO_PACE = "0"
"""Sayso's own limit of messages a second is for Telegram; the made-up Bot API server has none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one copy of a bot runs: its folder, its port, the Bot API server, and the database it shares, if any."""

    folder: Path
    port: int
    api_root: str
    database: str = ""


@dataclass(frozen=True, slots=True)
class Contender:
    """One bot: how its copies are started, and where they are called."""

    name: str
    about: str
    command: tuple[str, ...]
    environment: Callable[[Place], Mapping[str, str]]
    path: str
    copies: int = 1
    server: str = ""
    """The other program that it needs: 'postgresql', 'redis' or none."""

    prepare: tuple[str, ...] = ()
    """A command to run once before the first copy starts."""

    keeps: bool = True
    """Whether it stores anything that could be looked for after a kill."""


def sayso(checkout: Path, python: Path, name: str, *, copies: int = 1, postgres: bool = False) -> Contender:
    """Return Sayso from a checkout, run by a Python that has what it needs."""
    has_pace = "telegram_pace" in (checkout / "bot/settings.py").read_text(encoding="utf-8")

    def environment(place: Place) -> Mapping[str, str]:
        settings = {
            "PYTHONPATH": str(checkout),
            "SAYSO_PORT": str(place.port),
            "SAYSO_DATA_DIR": str(place.folder / "data"),
            "SAYSO_SECRET": SAYSO_SECRET,
            "SAYSO_TELEGRAM_TOKEN": TOKEN,
            "SAYSO_TELEGRAM_API_ROOT": place.api_root,
            "SAYSO_TELEGRAM_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "SAYSO_PUBLIC_URL": "https://bot.example",
        }
        return (
            settings
            | ({"SAYSO_TELEGRAM_PACE": NO_PACE} if has_pace else {})
            | ({"SAYSO_DATABASE_URL": place.database} if postgres else {})
        )

    program = (str(python), "-m", "bot")
    stored = f"PostgreSQL, {copies} {'copy' if copies == 1 else 'copies'}" if postgres else "SQLite"
    return Contender(
        name,
        f"Sayso, {stored}",
        (*program, "run"),
        environment,
        "/telegram/webhook",
        copies,
        "postgresql" if postgres else "",
        (*program, "migrate") if postgres else (),
    )


def peer(name: str, about: str, module: str, store: str = "", *, keeps: bool = True) -> Contender:
    """Return one of the peers, run by the Python that measures."""

    def environment(place: Place) -> Mapping[str, str]:
        return {
            "PYTHONPATH": str(ROOT),
            "BENCH_API_ROOT": place.api_root,
            "BENCH_TOKEN": TOKEN,
            "BENCH_WEBHOOK_SECRET": WEBHOOK_SECRET,
            "BENCH_PORT": str(place.port),
            "BENCH_FOLDER": str(place.folder),
            "BENCH_REDIS": place.database,
            "BENCH_STORE": store,
        }

    command = (sys.executable, "-m", f"docs.benchmarks.peers.{module}")
    server = "redis" if store == "redis" else ""
    return Contender(name, about, command, environment, "/hook", server=server, keeps=keeps)


def contenders(python: Path, beside: Mapping[str, Path]) -> tuple[Contender, ...]:
    """Return all bots that can run here. `beside` are other checkouts of Sayso to measure side by side, by name."""
    found = [
        sayso(ROOT, python, "sayso"),
        *(sayso(checkout, python, f"sayso {name}") for name, checkout in beside.items()),
        peer("ptb", "python-telegram-bot, ConversationHandler, nothing stored", "ptb_conversation", keeps=False),
        peer("ptb pickle", "the same, PicklePersistence written after every update", "ptb_conversation", "pickle"),
        peer("ptb sql", "python-telegram-bot, SQLAlchemy on SQLite, one commit a turn", "ptb_sql"),
        peer("aiogram", "aiogram, states in memory, nothing stored", "aiogram_states", "memory", keeps=False),
        peer("aiogram sqlite", "aiogram, aiogram-sqlite-storage", "aiogram_states", "sqlite"),
        peer("aiogram redis", "aiogram, RedisStorage, written to disk every second", "aiogram_states", "redis"),
        *(sayso(ROOT, python, f"sayso postgres {copies}", copies=copies, postgres=True) for copies in (1, 2, 4)),
        *(
            sayso(checkout, python, f"sayso {name} postgres {copies}", copies=copies, postgres=True)
            for name, checkout in beside.items()
            for copies in (1, 2, 4)
        ),
    ]
    return tuple(one for one in found if one.server != "redis" or shutil.which("redis-server"))
