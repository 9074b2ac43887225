"""The line in the log that reminds staff of help lines: at the start and once a day, with what to run."""

import asyncio
import logging
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.helpline_reminder import remind, remind_every_day
from conversations.content import load_script
from conversations.script import Script
from tests.support.checked_helplines import all_checked

DAY = date(2026, 11, 23)
SCRIPT = load_script()


def reminded(script: Script, caplog: pytest.LogCaptureFixture) -> tuple[int, str]:
    caplog.clear()
    with caplog.at_level(logging.INFO, "bot.helpline_reminder"):
        remind({script.engagement: script, "another": script}, DAY)
    (record,) = caplog.records
    return record.levelno, record.getMessage()


def test_what_is_stale_due_and_unchecked_is_counted_once_for_all_engagements(caplog: pytest.LogCaptureFixture) -> None:
    script = all_checked(
        SCRIPT,
        kooth={"check_by": "2026-11-22"},
        beat={"check_by": "2026-12-23"},
        ceop={"check_by": "2026-12-24"},
        nspcc={"check_by": "2026-01-01", "checked_by": ""},
        shout={"checked_by": ""},
        samaritans={"check_by": "2026-11-01"},
    )
    level, said = reminded(script, caplog)
    assert level == logging.WARNING
    assert said.startswith("help lines: 2 stale, 1 due within 30 days, 1 of the safe minimum not checked by a named")
    assert said.endswith("run `sayso helplines`")


def test_where_nobody_is_needed_the_line_is_no_warning(caplog: pytest.LogCaptureFixture) -> None:
    level, said = reminded(all_checked(SCRIPT), caplog)
    assert (level, "0 stale, 0 due within 30 days, 0 of" in said) == (logging.INFO, True)


async def test_it_reminds_at_the_start_and_again_at_midnight(caplog: pytest.LogCaptureFixture) -> None:
    a_moment_before = datetime(2026, 11, 23, 23, 59, 59, 990_000, tzinfo=UTC)
    moments = iter([a_moment_before, a_moment_before + timedelta(hours=1)])
    looked_twice = asyncio.Event()

    def now() -> datetime:
        moment = next(moments)
        if moment != a_moment_before:
            looked_twice.set()
        return moment

    with caplog.at_level(logging.INFO, "bot.helpline_reminder"):
        reminding = asyncio.create_task(remind_every_day({SCRIPT.engagement: SCRIPT}, now))
        await asyncio.wait_for(looked_twice.wait(), 10)
        await asyncio.sleep(0)
        reminding.cancel()
        await asyncio.gather(reminding, return_exceptions=True)
    assert len(caplog.records) == 2
