"""A database of very many made-up people, for what is measured of exports and of the staff pages."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
RESPONSES = 20_000
"""People made up unless another number is asked for: enough to see what takes long, and made in a minute."""

SEED = 1


def parser_of(program: str, description: str) -> argparse.ArgumentParser:
    """Return the words of a command that measures on made-up people."""
    parser = argparse.ArgumentParser(prog=f"python -m docs.benchmarks.{program}", description=description)
    parser.add_argument("--responses", type=int, default=RESPONSES, help=f"how many people to make up ({RESPONSES})")
    parser.add_argument(
        "--data", type=Path, help="a folder with a database of made-up people (sayso demo-data) to use instead"
    )
    parser.add_argument(
        "--database", default="", help="a PostgreSQL database's URL, where they are in one: with --data"
    )
    return parser


@contextmanager
def made_up(given: argparse.Namespace) -> Iterator[Path]:
    """Give a folder with a database of made-up people: the one that was named, else one that goes afterwards."""
    if given.data:
        yield given.data.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="sayso-bench-"))
    try:
        command = ["demo-data", "--responses", str(given.responses), "--seed", str(SEED)]
        subprocess.run(sayso(*command), env=settings(folder), cwd=ROOT, check=True, stdout=sys.stderr)  # noqa: S603
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sayso(*words: str) -> Sequence[str]:
    """Return a command of Sayso's."""
    return [sys.executable, "-m", "bot", *words]


def settings(folder: Path, database: str = "", **more: str) -> Mapping[str, str]:
    """Return the environment of a Sayso whose data is in a folder, and none of whoever measures."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SAYSO_")}
    url = {"SAYSO_DATABASE_URL": database} if database else {}
    return {**plain, "SAYSO_DATA_DIR": str(folder), "SAYSO_LOG_LEVEL": "error", **url, **more}
