"""A made-up person whose every trace is marked talks on every channel: nothing of them stays anywhere."""

import pytest

from bot.errors import StartError
from bot.privacy.canary import in_scratch, walk_and_search
from bot.privacy.marks import PERSONAL
from bot.privacy.scratch import scratch_place
from bot.settings import Settings, read_settings
from bot.settings_shown import environment_for
from tests.bot.privacy.emulated_telegram import EmulatedTelegram
from tests.support.migrated import migrated
from tests.support.telegram_people import BotApi


@pytest.mark.bot_api
@pytest.mark.program
async def test_nothing_of_a_person_stays_in_tables_files_logs_exports_or_temporary_files(
    bot_api: BotApi, database_url: str
) -> None:
    # JSON logs on one of the two databases, text on the other.
    settings = Settings(database_url=database_url, log_format="json" if "postgresql" in database_url else "text")
    doing: list[str] = []
    walked = await walk_and_search(settings, EmulatedTelegram(bot_api), doing.append)
    assert sorted(walked.hits) == []
    assert walked.channels == {"web": True, "telegram": True, "terminal": True, "export": True}
    assert {answer.status for answer in walked.answers} >= {200, 303, 400, 403, 404, 413, 500}
    assert len(walked.marks) > len(PERSONAL) + 8
    assert walked.failures >= 8
    assert len(doing) >= 4
    if "postgresql" in database_url:
        assert walked.server is not None
        assert "write-ahead log" in walked.server.looked_at


async def test_the_scratch_program_has_this_installations_settings_but_none_of_its_secrets(bot_api: BotApi) -> None:
    real = read_settings(
        {
            "SAYSO_SECRET": "a-made-up-secret-of-the-real-installation",
            "SAYSO_TELEGRAM_TOKEN": "123:made-up",
            "SAYSO_TELEGRAM_WEBHOOK_SECRET": "made-up-webhook-secret",
            "SAYSO_PUBLIC_URL": "https://sayso.example.org",
            "SAYSO_COUNT_DAYS": "30",
            "SAYSO_CONTENT": "here:there",
        },
        env_file=None,
    )
    async with scratch_place("sqlite:///nowhere.db") as scratch:
        own = in_scratch(real, scratch, EmulatedTelegram(bot_api))
        environment = {name: value for name, value in environment_for(own).items() if name.startswith("SAYSO_")}
        assert scratch.database.url.database == str(scratch.data / "sayso.db")
    assert (own.count_days, own.log_level, own.public_url) == (30, "debug", "")
    for secret in (real.secret, real.telegram_token, real.telegram_webhook_secret):
        assert secret not in str(environment)
    read = read_settings(environment, env_file=None)
    assert (read.database, read.telegram_token, read.count_days) == (own.database, bot_api.token, 30)
    assert all(folder.is_absolute() for folder in read.content)


@pytest.mark.postgres
async def test_a_scratch_database_is_gone_afterwards_and_one_that_holds_something_is_refused(
    postgres_database_url: str,
) -> None:
    async with scratch_place(postgres_database_url) as scratch:
        name = scratch.database.url.database
        assert name is not None
        assert name.startswith("sayso_privacy_")
        folder = scratch.folder
    assert not folder.exists()
    async with scratch_place("sqlite:///x.db", postgres_database_url) as scratch:
        assert str(scratch.database.url.database) in postgres_database_url
    full = await migrated(postgres_database_url)
    with pytest.raises(StartError, match="not empty"):
        async with scratch_place("sqlite:///x.db", postgres_database_url):
            pass
    await full.close()
