"""What is prepared is the shorter way to the same, and never outlives what it was made of."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays
import numpy as np
import pytest

from bot.cli import main, prepare
from conversations import bank_holidays, prepared_files
from conversations.bank_holidays import BANK_HOLIDAYS, YEARS, bank_holidays_of, is_bank_holiday
from conversations.preparing import all_that_can_be_prepared
from conversations.redaction.lexicon import LARGE, LargeSets, read_large_sets
from conversations.safeguarding.corpus import load_corpus
from conversations.safeguarding.detector import load_detector, nothing_ahead


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that nothing is prepared in yet."""
    for module in (prepared_files, prepare):
        monkeypatch.setattr(module, "FOLDER", tmp_path / "prepared")
    prepared_files.is_current.cache_clear()
    yield tmp_path / "prepared"
    prepared_files.is_current.cache_clear()


def test_the_safety_net_says_the_same_of_every_text_with_it_and_without() -> None:
    files = dict(all_that_can_be_prepared())
    ahead, anew = load_detector(ahead=files.get), load_detector(ahead=nothing_ahead)
    examples = load_corpus()
    foreign = [example for example in examples if example.language != "en"]
    chance = random.Random(7)
    chosen = [*chance.sample(list(examples), 1_500), *chance.sample(foreign, min(1_500, len(foreign)))]
    for example in chosen:
        assert ahead.detect(example.text, example.language) == anew.detect(example.text, example.language)


def test_the_names_are_the_same_with_it_and_without() -> None:
    anew = read_large_sets()
    ahead = LargeSets.from_arrays(dict(all_that_can_be_prepared())[LARGE])
    for name in LargeSets.__slots__:
        assert set(getattr(ahead, name)) == set(getattr(anew, name))


@pytest.mark.parametrize("year", [YEARS[0], YEARS[0] - 1, YEARS[-1] + 1])
def test_bank_holidays_are_the_same_with_it_and_without(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    known = holidays.country_holidays("GB", subdiv="ENG", years=year)
    for ahead in ({BANK_HOLIDAYS: bank_holidays_of(YEARS)}, {}):
        monkeypatch.setattr("conversations.bank_holidays.prepared", ahead.get)
        bank_holidays._prepared.cache_clear()
        assert [day for day in days if is_bank_holiday(day)] == [day for day in days if day in known]
    bank_holidays._prepared.cache_clear()


def test_it_is_written_once_and_then_used(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert prepared_files.prepared(LARGE) is None
    prepared_files.is_current.cache_clear()
    assert main(["prepare"]) == 0
    assert "Prepared" in capsys.readouterr().out
    prepared_files.is_current.cache_clear()
    assert prepared_files.prepared(LARGE) is not None
    assert prepared_files.prepared("what-nobody-prepared") is None
    assert main(["prepare"]) == 0
    assert "already" in capsys.readouterr().out
    assert [path.name for path in folder.parent.iterdir()] == ["prepared"]


def test_a_damaged_file_is_as_if_it_were_not_there(folder: Path) -> None:
    folder.mkdir()
    (folder / prepared_files.MADE_OF).write_text(prepared_files.made_of(), encoding="utf-8")
    np.savez(folder / f"{LARGE}.npz", words=np.arange(1_000))
    whole = (folder / f"{LARGE}.npz").read_bytes()
    assert prepared_files.prepared(LARGE) is not None
    half = len(whole) // 2
    for damaged in (b"", whole[:half], whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :]):
        (folder / f"{LARGE}.npz").write_bytes(damaged)
        assert prepared_files.prepared(LARGE) is None


def test_it_is_not_used_once_a_rule_has_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule = folder.parent / "rule.toml"
    rule.write_text("patterns = []", encoding="utf-8")
    monkeypatch.setattr(prepared_files, "HERE", folder.parent)
    monkeypatch.setattr(prepared_files, "sources", lambda: iter([rule]))
    folder.mkdir()
    (folder / prepared_files.MADE_OF).write_text(prepared_files.made_of(), encoding="utf-8")
    assert prepared_files.is_current()
    prepared_files.is_current.cache_clear()
    rule.write_text("patterns = ['more']", encoding="utf-8")
    assert not prepared_files.is_current()


def test_what_is_prepared_depends_on_every_rule_and_every_word_list() -> None:
    names = {path.relative_to(prepared_files.HERE).as_posix() for path in prepared_files.sources()}
    content = prepared_files.HERE / "content"
    rules = {path for path in content.glob("safeguarding/*/*.toml") if len(path.parent.name) == 2}
    lists = set(content.glob("redaction/*/*.txt"))
    assert {path.relative_to(prepared_files.HERE).as_posix() for path in rules | lists} <= names
    assert {"word_tries.py", "safeguarding/patterns.py", "redaction/inflection.py"} <= names


def test_a_folder_that_cannot_be_written_to_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.parent / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr(prepare, "FOLDER", folder.parent / "file" / "prepared")
    assert main(["prepare"]) == 1
    assert "starts slower" in capsys.readouterr().err
