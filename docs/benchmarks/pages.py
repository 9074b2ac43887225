"""How long the pages take that staff open, on very many responses: `python -m docs.benchmarks.pages`, a part of `make bench`.

A whole Sayso runs on a database of made-up people (`--responses`, or `--data` for one that is there already), a lead is signed
in, and one client opens one page after the other, from the request to the last byte. The overview is opened while its
figures are still being worked out, as soon as they are there, again and again, and after one more response was stored.
"""

import argparse
import asyncio
import re
import socket
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import aiohttp
import pyotp

from bot.secrets import staff_keys
from bot.settings import read_settings
from bot.staff import passwords
from bot.staff.second_factor import new_secret, typed_secret
from conversations.content import load_script
from docs.benchmarks.first_load import until_ready
from docs.benchmarks.made_up import ROOT, made_up, parser_of, sayso, settings
from storage.accounts import Role, add_account, new_account, remove_account, set_credentials
from storage.database import Database
from storage.demo.filling import store
from storage.demo.people import MARK, MadeUpPeople

AGAIN = 40
"""How often a page is opened once more."""

ENOUGH, LONG = 5, 10.0
"""How often other pages are opened, and the seconds after which it is not tried again."""

LONGEST_WORK = 3600.0
"""Seconds that working the figures out may take at the most."""

ENGAGEMENT = f"{MARK}-five-questions"
FIGURES = "<table"
"""What stands on the overview once it has figures."""

OVERVIEW = f"/staff/overview/{ENGAGEMENT}"
OWN_FILES = ("script.toml", "en.toml", "en-easy.toml", "places.toml", "targets.toml")
QUESTION = f"/staff/themes/{ENGAGEMENT}/helps"
PAGES = (
    ("events", "/staff/events"),
    ("report", "/staff/report"),
    ("'You said, we did', for staff", "/staff/you-said"),
    ("'You said, we did', for everybody", f"/you-said/{ENGAGEMENT}"),
    ("the themes of a question", QUESTION),
    ("an answer to give themes to", f"{QUESTION}/code"),
    ("answers to translate", f"/staff/translations/{ENGAGEMENT}"),
    ("downloads", "/staff/downloads"),
    ("the chat's first page", "/chat"),
)
"""The other pages, each opened some times."""

SEARCHES = (
    ("a word of many answers", "school"),
    ("a word that nobody wrote", "xylophone"),
    ("one with an accent", "Ärger"),
)
Send = Callable[[], Awaitable[str]]


async def seconds_of(send: Send) -> float:
    """Return how long a page took."""
    begun = time.perf_counter()
    await send()
    return time.perf_counter() - begun


class Lead:
    """A client that a lead has signed in on."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def get(self, path: str) -> str:
        """Open a page. Raises ClientResponseError where it is not there."""
        async with self._session.get(self._address + path) as answer:
            answer.raise_for_status()
            return await answer.text()

    async def send(self, path: str, fields: dict[str, str]) -> str:
        """Send the form of a page."""
        token = re.search(r'name="form_token" value="([^"]*)"', await self.get(path))
        return await self.send_with(path, {"form_token": token[1] if token else "", **fields})

    async def send_with(self, path: str, fields: dict[str, str]) -> str:
        """Send a form whose token is known."""
        async with self._session.post(self._address + path, data=fields) as answer:
            answer.raise_for_status()
            return await answer.text()


async def measure(lead: Lead, database: Database) -> None:
    """Open everything, and print a table."""
    out = sys.stdout
    out.write("\nPages on made-up responses, from the request to the last byte:\n\n")
    out.write("| page | p50 ms | p95 ms | longest ms |\n|---|---:|---:|---:|\n")
    begun, waiting = time.perf_counter(), []
    while time.perf_counter() - begun < LONGEST_WORK:
        waiting.append(await seconds_of(partial(lead.get, OVERVIEW)))
        if FIGURES in await lead.get(OVERVIEW):
            break
        await asyncio.sleep(1)
    worked_out = time.perf_counter() - begun
    line("overview, while its figures are worked out", waiting)
    line("overview, the first view with figures", [await seconds_of(partial(lead.get, OVERVIEW))])
    line("overview, later views", [await seconds_of(partial(lead.get, OVERVIEW)) for _ in range(AGAIN)])
    await one_more_response(database)
    line("overview, right after a response was stored", [await seconds_of(partial(lead.get, OVERVIEW))])
    for name, path in PAGES:
        took = [await seconds_of(partial(lead.get, path))]
        while len(took) < ENOUGH and sum(took) < LONG:
            took.append(await seconds_of(partial(lead.get, path)))
        line(name, took)
    for name, words in SEARCHES:
        fields = {"engagement": ENGAGEMENT, "words": words}
        line(f"search: {name}", [await seconds_of(partial(lead.send, "/staff/search", fields))])
    out.write(f"\nThe figures of the overview were there {worked_out:.0f} s after the start.\n")


def line(name: str, seconds: list[float]) -> None:
    """Print a line of the table."""
    ordered = sorted(1000 * each for each in seconds)
    share = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    sys.stdout.write(f"| {name} | {statistics.median(ordered):,.0f} | {share:,.0f} | {ordered[-1]:,.0f} |\n")
    sys.stdout.flush()


async def one_more_response(database: Database) -> None:
    """Store one more made-up person."""
    people = MadeUpPeople(load_script(), time.time_ns(), 1, date.today())  # noqa: DTZ011 - the day on the wall
    async with database.writing() as connection:
        for table, rows in people.rows(0, 1).items():
            await store(connection, table, rows)


@asynccontextmanager
async def signed_in(database: Database, address: str, folder: Path) -> AsyncIterator[Lead]:
    """Give a client of a lead whose account goes afterwards."""
    account, secret, password = new_account("measuring@example.org", Role.LEAD), new_secret(), "seven quiet otters knit"
    keys = staff_keys(read_settings({"SAYSO_DATA_DIR": str(folder)}, None))
    async with database.writing() as connection:
        await add_account(connection, account)
        kept = await passwords.hashed(password)
        await set_credentials(connection, account.id, kept, keys.masked(account.id, secret))
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            lead = Lead(session, address)
            code = pyotp.TOTP(typed_secret(secret).replace(" ", "")).at(datetime.now(UTC))
            page = await lead.send("/staff/sign-in", {"name": account.name, "password": password, "code": code})
            if 'name="password"' in page:
                raise RuntimeError("the made-up lead could not sign in")
            yield lead
    finally:
        async with database.writing() as connection:
            await remove_account(connection, account.id)


def engagement_of_made_up_people(folder: Path) -> Path:
    """Return a folder with the usual engagement under the id that made-up people have, so that pages show them."""
    own = folder / "engagements"
    own.mkdir(exist_ok=True)
    for name in OWN_FILES:
        text = (ROOT / "conversations/content" / name).read_text(encoding="utf-8")
        (own / name).write_text(text.replace('"five-questions"', f'"{ENGAGEMENT}"', 1), encoding="utf-8")
    return own


async def run(given: argparse.Namespace, folder: Path) -> None:
    """Start a whole Sayso on the made-up people, measure it, and end it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = engagement_of_made_up_people(folder)
    program = await asyncio.create_subprocess_exec(
        *sayso("run"), cwd=ROOT, stdout=asyncio.subprocess.DEVNULL,
        env=settings(folder, given.database, SAYSO_PORT=str(port), SAYSO_CONTENT=str(own)),
    )  # fmt: skip
    database = Database(given.database or f"sqlite:///{(folder / 'sayso.db').as_posix()}")
    try:
        address = f"http://127.0.0.1:{port}"
        await until_ready(address)
        async with signed_in(database, address, folder) as lead:
            await measure(lead, database)
    finally:
        if program.returncode is None:
            program.terminate()
        await program.wait()
        await database.close()


def main() -> int:
    """Measure and print; returns the exit code."""
    given = parser_of("pages", __doc__ or "").parse_args()
    with made_up(given) as folder:
        asyncio.run(run(given, folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
