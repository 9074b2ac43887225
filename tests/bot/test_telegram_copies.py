"""Several copies of Sayso with one bot: one fetches, the others stand by, and a mixture says what to mend."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.database import Database
from storage.sole_copy import SoleCopy
from tests.support.telegram_people import BotApi, Person, text, until
from tests.support.telegram_sayso import QUICK, Sayso, running_sayso
from tests.support.whole_program import Program, program

pytestmark = pytest.mark.bot_api

STANDS_BY = "another copy of Sayso fetches this bot's messages; this one stands by"
TAKES_OVER = "this copy of Sayso takes over"


async def said(log: pytest.LogCaptureFixture, line: str, times: int = 1) -> None:
    """Wait until a line stands in the log that often, and see that it does not stand there oftener."""

    async def there() -> bool:
        return log.text.count(line) >= times

    await until(there, line)
    assert log.text.count(line) == times


@pytest.fixture
async def two_copies(
    bot_api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[tuple[Sayso, Sayso]]:
    """Two that share a database and a bot, the first of which fetches."""
    caplog.set_level(logging.INFO, "bot.telegram")
    async with running_sayso(bot_api, tmp_path) as first:
        await bot_api.wait_for_call("getUpdates")
        async with running_sayso(bot_api, tmp_path) as second:
            await said(caplog, STANDS_BY)
            yield first, second


async def test_of_two_copies_one_fetches_and_the_other_says_so_once_and_disturbs_nobody(
    two_copies: tuple[Sayso, Sayso], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = two_copies
    person = first.person()
    await person.go_to_first_question()
    assert first.service.counts["turns"] == 6
    assert second.service.counts["turns"] == 0
    assert len(await first.api.calls("deleteWebhook")) == 1
    assert "another program fetches" not in caplog.text
    assert STANDS_BY not in caplog.text


async def test_where_the_one_that_fetches_stops_the_other_takes_over_in_the_middle_of_a_talk(
    two_copies: tuple[Sayso, Sayso], caplog: pytest.LogCaptureFixture
) -> None:
    first, second = two_copies
    person = first.person()
    await person.go_to_first_question()
    await first.service.stop()
    assert text("answer.first") in await person.ask("my dog")
    assert await second.words() == [("helps", "my dog")]
    await said(caplog, TAKES_OVER)


async def test_a_copy_that_loses_sight_of_the_database_lets_go_and_loses_nothing(
    bot_api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.telegram")
    async with running_sayso(bot_api, tmp_path) as sayso:
        person = sayso.person()
        await person.go_to_first_question()
        # As when a connection breaks: the place is gone, and another copy is quicker to take it.
        await sayso.service._fetching._place.release()
        other = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
        place = SoleCopy(other, f"telegram {sayso.service.client.bot_id}")
        assert await place.take()
        await said(caplog, "the database was lost sight of")
        await said(caplog, STANDS_BY)
        await person.say("my dog")
        fetched = len(await bot_api.calls("getUpdates"))
        await asyncio.sleep(0.3)
        assert len(await bot_api.calls("getUpdates")) == fetched
        await place.release()
        await other.close()
        assert text("answer.first") in await person.replies()
        await said(caplog, TAKES_OVER)


async def test_a_webhook_that_polling_takes_away_is_named_with_what_to_mend(
    bot_api: BotApi, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    watchful = replace(QUICK, webhook=0.1)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    async with running_sayso(bot_api, tmp_path / "one", webhook=True, patience=watchful) as by_webhook:
        async with running_sayso(bot_api, tmp_path / "two"):
            await said(caplog, "it is taken away, and they are fetched from here on")
            await said(caplog, "it is set again")
            await said(caplog, "a webhook is set for this bot, so nothing can be fetched")
        assert by_webhook.service.counts["webhook_set_again"] == 1
        assert text("ask.audience") in await by_webhook.person().ask("/start")


@pytest.mark.program
async def test_when_the_copy_that_fetches_is_killed_the_other_answers_within_seconds(
    bot_api: BotApi, tmp_path: Path
) -> None:
    first, second = _copy(bot_api, tmp_path, "one"), _copy(bot_api, tmp_path, "two")
    async with first.running() as killed:
        await bot_api.wait_for_call("getUpdates")
        async with second.running():
            await _logged(second, STANDS_BY)
            person = Person(bot_api, 987_654_322)
            await person.go_to_first_question()
            killed.kill()
            await killed.wait()
            assert text("answer.first") in await person.ask("my dog")
            assert TAKES_OVER in second.log
    assert bot_api.token not in first.log + second.log


def _copy(bot_api: BotApi, folder: Path, name: str) -> Program:
    (folder / name).mkdir()
    settings = {"SAYSO_TELEGRAM_TOKEN": bot_api.token, "SAYSO_TELEGRAM_API_ROOT": bot_api.url}
    return program(folder / name, **settings, SAYSO_DATA_DIR=str(folder / "data"))


async def _logged(copy: Program, line: str) -> None:
    async def there() -> bool:
        return line in copy.log

    await until(there, line)
