"""Rows come back in the order of the alphabet, wherever those that do not fit are put, and few are in memory at a time."""

import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.exports.files import drafts
from storage.releases import sorting
from storage.releases.sorting import InFiles, InMemory, Sorting

HELD = 4
rows = st.lists(st.tuples(st.sampled_from(["a", "ab", ""]), st.text(max_size=5)), max_size=30)


@pytest.fixture(autouse=True)
def few_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "HELD", HELD)
    monkeypatch.setattr(sorting, "TOGETHER", 3)


@given(given_rows=rows)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_come_back_sorted_from_files_and_from_memory(
    tmp_path: Path, given_rows: Sequence[tuple[str, str]]
) -> None:
    with drafts() as begun:
        for aside in (InMemory(), InFiles(begun, tmp_path / "a.csv")):
            some = Sorting(aside)
            for row in given_rows:
                some.add(row)
            assert list(some.rows()) == sorted(given_rows)
    assert list(tmp_path.iterdir()) == []


def test_what_is_put_aside_in_memory_touches_no_disk_and_in_files_only_the_folder(tmp_path: Path) -> None:
    with drafts() as begun:
        kept = Sorting(InMemory())
        for number in range(3 * HELD):
            kept.add((f"{number}",))
        assert list(tmp_path.iterdir()) == []
        filed = Sorting(InFiles(begun, tmp_path / "a.csv"))
        for number in range(3 * HELD):
            filed.add((f"{number}",))
        assert len(list(tmp_path.iterdir())) == 3
        assert all(file.stat().st_mode & 0o777 == 0o600 for file in tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def test_ten_times_as_many_rows_take_less_than_twice_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "HELD", 2_000)
    monkeypatch.setattr(sorting, "TOGETHER", 20)

    def peak(number: int) -> int:
        tracemalloc.start()
        some = Sorting(InMemory())
        for one in range(number):
            some.add(("young_person", "13_15", f"place {one % 17}", f"life {one:07}"))
        assert sum(1 for _ in some.rows()) == number
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(20_000) < 2 * peak(2_001)
