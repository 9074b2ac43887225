import csv
import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storage.exports.cells import guarded, unguarded
from storage.exports.columns import Column
from storage.exports.writing import CsvRows, JsonRows

SIGNS = "=+-@＝＋－＠"
HARMLESS_BEFORE = " \t\r\n\"'\u00a0\u3000\u200b\u200e\u202e\ufeff\x00\x1f"
risky = st.text(st.sampled_from(SIGNS + HARMLESS_BEFORE + "ab1(,;|!") | st.characters(codec="utf-8"), max_size=12)


def could_be_a_formula(cell: str) -> bool:
    """Say it in another way than the code does: what is left once spreadsheets have dropped what they may drop."""
    if cell.startswith("'"):
        return False  # text, for a spreadsheet; Calc and Excel show the apostrophe or hide it, and calculate nothing
    return cell[:1] in tuple("\t\r\n") or cell.lstrip(HARMLESS_BEFORE)[:1] in tuple(SIGNS)


@given(risky)
@example("=cmd|' /C calc'!A0")
@example("\ufeff=1+1")
@example("'=1+1")
@example('"=1+1')
@example("\t=1+1")
@example("＝1+1")
def test_no_cell_is_a_formula_and_every_value_comes_back(value: str) -> None:
    assert not could_be_a_formula(guarded(value))
    assert unguarded(guarded(value)) == value


@given(risky)
def test_what_nobody_could_take_for_a_formula_stays_as_it_is(value: str) -> None:
    assert guarded(value) in (value, "'" + value)
    if value[:1].isalnum():
        assert guarded(value) == value


@pytest.mark.parametrize("words", ["'cause it's hard", "I = sad", "3-4 weeks", "' hello", "”so” they said", "ok"])
def test_ordinary_words_get_no_apostrophe(words: str) -> None:
    assert guarded(words) == words


@pytest.mark.parametrize("words", ["- friends\n- music", "@home", "+1", "  =A1", "'=A1", "''=A1", "\n-", "−5"])
def test_words_that_begin_with_a_sign_get_one_apostrophe(words: str) -> None:
    assert guarded(words) == "'" + words


@given(st.lists(risky, min_size=1, max_size=4))
def test_csv_gives_back_every_value(values: list[str]) -> None:
    columns = [f"c{number}" for number in range(len(values))]
    file = io.StringIO(newline="")
    CsvRows(file, [Column(name, "") for name in columns]).write(dict(zip(columns, values, strict=True)))
    _, row = csv.reader(io.StringIO(file.getvalue(), newline=""), strict=True)
    assert not any(map(could_be_a_formula, row))
    assert [unguarded(cell) for cell in row] == [value.replace("\x00", "") for value in values]


@given(risky | st.sampled_from(["a\u2028b", "a\u2029b", "a\x85b"]))
def test_json_lines_hold_words_as_they_are_each_row_on_one_line(value: str) -> None:
    file = io.StringIO(newline="")
    JsonRows(file, [Column("words", "")]).write({"words": value})
    (line,) = file.getvalue().splitlines()
    assert json.loads(line) == {"words": value.replace("\x00", "")}


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    for writer, expected in (
        (CsvRows, "a,b,c\r\n-1,,x y\r\n"),
        (JsonRows, '{"a": -1, "b": null, "c": ["x", "y"]}\n'),
    ):
        file = io.StringIO(newline="")
        writer(file, [Column(name, "") for name in "abc"]).write({"a": -1, "c": ("x", "y")})
        assert file.getvalue() == expected
