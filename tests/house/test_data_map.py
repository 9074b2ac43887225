"""The record of processing knows every table, says how long each is kept, and is what the code makes of it today."""

from pathlib import Path

import pytest

from bot.settings import Settings
from docs.data_map import PURPOSES, data_map, holds, kept, tables

ROOT = Path(__file__).parents[2]
MAPPED = [name for purpose in PURPOSES for name in purpose.tables]


@pytest.mark.parametrize("table", sorted(tables()))
def test_every_table_has_one_purpose_and_a_time_it_is_kept(table: str) -> None:
    assert MAPPED.count(table) == 1, "give it a purpose in docs/data_map.py, then run `make docs`"
    assert kept()[table]


def test_nothing_is_said_of_a_table_that_is_not_there() -> None:
    assert {*MAPPED, *kept()} == set(tables())


def test_the_file_is_what_the_code_makes_of_it() -> None:
    assert data_map().strip() in (ROOT / "docs/data_map.md").read_text(encoding="utf-8"), "run `make docs`"


def test_a_table_without_a_time_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docs.data_map.kept", dict)
    with pytest.raises(KeyError):
        data_map()


def test_how_long_is_taken_from_the_settings() -> None:
    assert kept(Settings(count_days=12))["signpost_counts"].startswith("12 days")


@pytest.mark.parametrize("name", sorted(tables()))
def test_what_a_table_holds_is_its_own_first_sentence(name: str) -> None:
    assert holds(tables()[name])
    assert holds(tables()[name]) in (tables()[name].__doc__ or "")
