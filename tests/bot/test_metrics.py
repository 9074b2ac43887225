"""/metrics: what a person on call needs, for nobody without the token, and nothing of anybody in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families

from bot.admission import Admission
from bot.health import Health, Standing
from bot.measured_turns import MeasuredTurns
from bot.measuring import Measures, Result
from bot.metrics import METRICS_PATH, Metrics, add_metrics
from conversations.inbound import Command, CommandGiven, Typed
from conversations.people import Channel
from storage.alert_chats import tell_chat
from storage.alerts import raise_alert
from storage.anonymity import ChannelKeys
from storage.database import Database
from storage.measuring import Spread
from storage.moments import minute_of
from tests.bot.turning import NOW, SCRIPT, SCRIPTS, go_to_the_first_question, said
from tests.support.made_events import an_event, make
from tests.support.migrated import migrated
from tests.support.work import calls_made

TOKEN = "made-up-token-of-the-metrics-made-up"
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}
MARKED = "zebedee"
HARM = f"my dad hits me {MARKED}"
ADDRESS = "address-of-somebody"


@dataclass
class Watched:
    """Turns with a database of their own, and where their metrics are."""

    database: Database
    turns: MeasuredTurns
    health: Health
    url: str

    async def page(self) -> str:
        """What somebody with the token reads."""
        async with aiohttp.ClientSession() as session, session.get(self.url, headers=WITH_TOKEN) as answer:
            assert answer.status == 200
            return await answer.text()

    async def value(self, name: str, **labels: str) -> float:
        """One number of it."""
        samples = [s for family in text_string_to_metric_families(await self.page()) for s in family.samples]
        (found,) = [s.value for s in samples if s.name == name and s.labels == labels]
        return found


@pytest.fixture
async def watched(tmp_path: Path) -> AsyncIterator[Watched]:
    """Turns, and the page that counts them, on a real port."""
    database = await migrated(f"sqlite:///{tmp_path / 'sayso.db'}")
    measures, admission, health = Measures(database.measures), Admission(), Health(database)
    keys = ChannelKeys(b"s" * 32)
    turns = MeasuredTurns(
        database, SCRIPTS, SCRIPT.engagement, keys, lambda: NOW, measures=measures, admission=admission
    )
    app = web.Application()
    add_metrics(app, Metrics(measures, admission, health, database, now=lambda: NOW), TOKEN)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    health.standing = Standing.READY
    host, port = runner.addresses[0][:2]
    yield Watched(database, turns, health, f"http://{host}:{port}{METRICS_PATH}")
    await runner.cleanup()
    await database.close()


@pytest.mark.parametrize("given", [None, "", "Bearer", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}", "Bearer \udcff"])
async def test_nobody_without_the_token_reads_anything(watched: Watched, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given}
    async with aiohttp.ClientSession() as session, session.get(watched.url, headers=headers) as answer:
        assert (answer.status, await answer.text()) == (401, "")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_without_a_token_there_is_no_such_page() -> None:
    app = web.Application()
    database = Database("sqlite://")
    measures = Measures(database.measures)
    add_metrics(app, Metrics(measures, Admission(), Health(database), database, now=lambda: NOW), "")
    assert list(app.router.routes()) == []


async def test_turns_are_counted_by_channel_and_by_what_became_of_them(watched: Watched) -> None:
    await go_to_the_first_question(watched.turns)
    words = said(Typed("a lot"), "m1")
    await watched.turns.take(words)
    await watched.turns.take(words)
    telegram = said(CommandGiven(Command.HELP), channel=Channel.TELEGRAM)
    await watched.turns.take(telegram)
    assert await watched.value("sayso_turns_total", channel="web", result="taken") == 6
    assert await watched.value("sayso_turns_total", channel="web", result="repeated") == 1
    assert await watched.value("sayso_turns_total", channel="telegram", result="taken") == 1
    assert await watched.value("sayso_turn_seconds_count", channel="web") == 7
    assert await watched.value("sayso_turns_waiting") == 0
    assert await watched.value("sayso_turns_under_way") == 0


async def test_a_turn_on_telegram_waits_for_a_place_and_is_never_refused(watched: Watched) -> None:
    admission = watched.turns._admission
    async with AsyncExitStack() as places:
        for _ in range(admission.at_once):
            await places.enter_async_context(admission.place())
        turn = asyncio.create_task(watched.turns.take(said(CommandGiven(Command.HELP), channel=Channel.TELEGRAM)))
        await asyncio.sleep(0)
        assert await watched.value("sayso_turns_waiting") == 1
        assert not turn.done()
    assert (await turn).replies
    assert await watched.value("sayso_waited_seconds_count") == 1


async def test_a_turn_that_fails_is_counted_as_failed(watched: Watched, tmp_path: Path) -> None:
    await watched.database.close()
    file = tmp_path / "sayso.db"
    await asyncio.to_thread(file.rename, tmp_path / "elsewhere")
    await asyncio.to_thread(file.mkdir)
    with pytest.raises(Exception, match="unable to open"):
        await watched.turns.take(said(Typed("a lot"), "m1"))
    assert await watched.value("sayso_turns_total", channel="web", result="failed") == 1
    assert await watched.value("sayso_ready") == 0
    assert await watched.value("sayso_database_errors_total") > 0


async def test_help_is_counted_by_level_alone_and_nothing_of_anybody_is_there(watched: Watched) -> None:
    event = await make(watched.database, an_event(NOW), NOW)
    await watched.turns.events.read()
    harm = said(Typed(HARM), "m1", address=ADDRESS, code=event.code)
    await watched.turns.take(harm)
    await watched.turns.take(harm)
    await watched.turns.take(said(CommandGiven(Command.HELP), "m2", address=ADDRESS, code=event.code))
    assert await watched.value("sayso_signposts_total", level="full") == 1
    assert await watched.value("sayso_signposts_total", level="quiet") == 0
    page = await watched.page()
    for telling in (MARKED, ADDRESS, event.code, event.name, SCRIPT.engagement, "abuse", "physical", "audience", "m1"):
        assert telling not in page


async def test_the_oldest_message_that_a_staff_chat_waits_for_is_there(watched: Watched) -> None:
    assert await watched.value("sayso_alerts_untold") == 0
    event = await make(watched.database, an_event(NOW), NOW)
    async with watched.database.writing() as connection:
        await tell_chat(connection, event.code, 1234567)
        await raise_alert(connection, event.code, minute_of(NOW) - 4)
    assert await watched.value("sayso_alerts_untold") == 1
    assert await watched.value("sayso_oldest_untold_alert_seconds") == 240
    assert "1234567" not in await watched.page()


async def test_what_waits_in_the_files_and_what_the_database_did_is_there(watched: Watched) -> None:
    watched.database.deleted.set()
    assert await watched.value("sayso_deleted_not_wiped") == 1
    before = await watched.value("sayso_database_seconds_count", access="write")
    await go_to_the_first_question(watched.turns)
    assert await watched.value("sayso_database_seconds_count", access="write") > before
    assert await watched.value("process_resident_memory_bytes") > 0


async def test_a_process_that_is_about_to_stop_says_so(watched: Watched) -> None:
    assert await watched.value("sayso_ready") == 1
    watched.health.standing = Standing.DRAINING
    assert await watched.value("sayso_ready") == 0


def test_a_spread_counts_each_value_once_at_its_bound() -> None:
    spread = Spread((1, 2, 5))
    for value in (0.5, 1, 1.5, 5, 6):
        spread.add(value)
    assert list(spread.up_to()) == [(1, 2), (2, 3), (5, 4), (float("inf"), 5)]
    assert (spread.count, spread.sum) == (5, 14.0)


def test_counting_a_turn_costs_next_to_nothing() -> None:
    measures = Measures(Database("sqlite://").measures)
    assert calls_made(lambda: measures.turn_taken(Channel.WEB, Result.TAKEN, 0.01)) <= 10
