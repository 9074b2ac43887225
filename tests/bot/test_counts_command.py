"""`sayso safety counts`: how often help was shown, whole weeks only, small numbers hidden, never a text."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from storage.events import Event, add_event
from storage.moments import day_of
from storage.tables import SignpostCountRow
from tests.support.migrated import migrated
from tests.support.whole_program import Program, program

pytestmark = pytest.mark.program

TODAY = day_of(datetime.now(UTC) + timedelta(hours=1))
"""Just before midnight it is the next day already: what begins then ends in the week after."""

MONDAY = TODAY - timedelta(days=TODAY.weekday() + 14)
"""The beginning of a week that is over whenever this runs."""

SHOWN = (
    (0, "", "suicide", 13),
    (0, "", "abuse_physical", 6),
    (0, "", "bullying", 9),
    (2, "otter425", "abuse_physical", 2),
    (14, "", "abuse_physical", 30),
)
"""What was shown: days after that Monday, by which code, for which worry, how often. The last is in this very week."""


@pytest.fixture
async def sayso(tmp_path: Path) -> Program:
    """The program with help that was shown in a week that is over, and in this one."""
    sayso = program(tmp_path)
    (tmp_path / "data").mkdir()
    database = await migrated(f"sqlite:///{tmp_path / 'data' / 'sayso.db'}")
    async with database.writing() as connection:
        await add_event(connection, Event("otter425", "Hall", "five-questions", 0), MONDAY)
        for days, code, category, times in SHOWN:
            where = {"engagement": "five-questions", "entry_code": code, "place": "helps"}
            what = {"level": "full", "urgency": "high", "category": category, "shown": times}
            day = MONDAY + timedelta(days=days)
            await connection.execute(insert(SignpostCountRow).values(day=day, **where, **what))
    await database.close()
    return sayso


async def counted(sayso: Program, *words: str) -> dict[str, str]:
    """Return the rows of the CSV: what was counted, and the figure as it is shown."""
    code, written = await sayso.command("safety", "counts", "--format", "csv", *words)
    assert code == 0, written
    return {row[3]: row[4] for row in csv.reader(written.splitlines()[1:])}


async def test_categories_are_shown_by_the_rule_and_this_week_is_not_counted_yet(sayso: Program) -> None:
    rows = await counted(sayso)
    assert {key: shown for key, shown in rows.items() if shown != "0"} == {
        "suicide": "15",
        "abuse_physical": "10",
        "bullying": "10",
        "all": "30",
    }
    assert rows["eating"] == "0"


async def test_small_counts_are_hidden_wherever_they_stand(sayso: Program) -> None:
    assert await counted(sayso, "--by", "event") == {"otter425": "*", "no event": "30", "all": "30"}
    day = f"{MONDAY:%Y-%m-%d}"
    assert await counted(sayso, "--by", "day") == {
        day: "30",
        f"{MONDAY + timedelta(days=2):%Y-%m-%d}": "*",
        "all": "30",
    }
    assert await counted(sayso, "--by", "question", "--event", "Otter 425") == {"helps": "*", "all": "*"}


async def test_the_threshold_is_a_setting(sayso: Program) -> None:
    strict = Program(sayso.folder, {**sayso.settings, "SAYSO_SMALL_NUMBERS": "10"})
    rows = await counted(strict)
    assert [rows[key] for key in ("suicide", "bullying")] == ["15", "*"]


async def test_for_people_it_says_what_the_figures_mean(sayso: Program) -> None:
    code, written = await sayso.command("safety", "counts", "--from", f"{MONDAY:%Y-%m-%d}", "--level", "quiet")
    assert code == 0
    assert f"from Monday {MONDAY.day} {MONDAY:%B %Y} to Sunday" in written
    assert "* is a number from 1 to 7" in written
    assert "It counts signposts, not people" in written


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (["--event", "maple222"], "There is no event"),
        (["--engagement", "nothing"], "There are: five-questions"),
        (["--from", f"{TODAY:%Y-%m-%d}"], "No whole week of that period is over yet"),
        (["--from", "yesterday"], "write a day as in"),
        (["--by", "person"], "invalid choice"),
    ],
)
async def test_what_cannot_be_counted_is_said(sayso: Program, words: list[str], answer: str) -> None:
    code, written = await sayso.command("safety", "counts", *words)
    assert code == 2
    assert answer in written
