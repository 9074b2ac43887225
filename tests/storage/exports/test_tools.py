"""Files open in the tools that analysts have, and say the same there to the last figure."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conversations.words import clean
from storage.anonymity import new_response_id
from storage.database import Database
from storage.exports import spreadsheets
from storage.exports.cells import unguarded
from storage.exports.columns import Column
from storage.exports.writing import Format
from storage.theme_coding import code_answer
from storage.themes import add_theme
from tests.storage.exports.reading_back import csv_rows, export, json_rows
from tests.support.answers import Given, Response, put, remember

ESCAPE = re.compile("_x([0-9A-F]{4})_")
WORDS = [
    "=1+1",
    "  @spaces  ",
    "_x0041_ and _x005F_",
    "<b>&amp;</b>",
    "Zażółć 🎵 سلام",
    "a\tb\nc",
    "'-5",
    "1234567890123456",
]
PEOPLE = [
    Response(
        {
            "helps": Given([words, "more"]),
            "life": Given(options=["care", "send"]),
            "district": Given(options=["thanet"]),
            "reach": Given(skipped=True),
        }
    )
    for words in WORDS
]


async def every_format(database: Database, folder: Path, **wanted: Any) -> dict[Format, Path]:
    files = {kind: folder / f"{kind.value}" / f"a.{kind.value}" for kind in Format}
    for kind, out in files.items():
        out.parent.mkdir(exist_ok=True)
        await export(database, out, kind, **wanted)
    return files


def in_duckdb(question: str) -> duckdb.DuckDBPyRelation:
    found = duckdb.sql(question)
    assert found is not None
    return found


def sheet_rows(path: Path) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(path)
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, header), map(shown, row), strict=True)) for row in rows]


def shown(cell: Any) -> Any:
    """What a spreadsheet shows of a cell: openpyxl leaves the escapes of the format (ISO/IEC 29500) as they are."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell) if isinstance(cell, str) else cell


def as_text(value: object) -> str:
    """What CSV says of a value."""
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(value)
    return str(value.date() if hasattr(value, "date") else value)


@pytest.mark.parametrize("long", [False, True])
async def test_every_format_says_the_same_in_every_tool(database: Database, tmp_path: Path, long: bool) -> None:  # noqa: FBT001 - pytest passes it by name
    await remember(database)
    await put(database, *PEOPLE)
    async with database.writing() as connection:
        theme = await add_theme(connection, PEOPLE[0].engagement, "helps", "=Żółć; سلام")
        for coder in ("ada", "bo"):
            assert await code_answer(connection, PEOPLE[0].engagement, PEOPLE[0].id, "helps", coder, [theme.id])
    files = await every_format(database, tmp_path, long=long)
    plain = [{name: unguarded(cell) for name, cell in row.items()} for row in csv_rows(files[Format.CSV])]
    objects = [{name: as_text(value) for name, value in row.items()} for row in json_rows(files[Format.JSONL])]
    sheet = [{name: as_text(value) for name, value in row.items()} for row in sheet_rows(files[Format.XLSX])]
    found = in_duckdb(f"SELECT * FROM '{files[Format.PARQUET]}'")
    ducks = [{name: as_text(v) for name, v in zip(found.columns, row, strict=True)} for row in found.fetchall()]
    frame = pd.read_parquet(files[Format.PARQUET], dtype_backend="pyarrow")
    pandas_ = [{str(name): as_text(v) for name, v in row.items()} for row in frame.to_dict("records")]
    assert len(plain) == len(PEOPLE) * (11 if long else 1)
    themes = [row["themes" if long else "helps.themes"] for row in plain]
    assert [name for name in themes if name] == [theme.name]
    assert plain == objects == ducks
    assert [{name: v.replace("<NA>", "") for name, v in row.items()} for row in pandas_] == plain
    assert sheet == plain


async def test_days_numbers_and_lists_are_such_in_parquet_and_in_a_spreadsheet(
    database: Database, tmp_path: Path
) -> None:
    await remember(database)
    await put(database, PEOPLE[0])
    files = await every_format(database, tmp_path, long=True)
    options = in_duckdb(f"SELECT typeof(opened_on), options, opened_on, messages FROM '{files[Format.PARQUET]}'")
    rows = {tuple(row[1] or ()): row for row in options.fetchall()}
    assert rows["care", "send"][::2] == ("DATE", date(2026, 11, 21))
    (row,) = (row for row in sheet_rows(files[Format.XLSX]) if row["question"] == "helps")
    assert (row["opened_on"].date(), row["messages"]) == (date(2026, 11, 21), 2)


async def test_days_in_a_spreadsheet_are_shown_as_the_codebook_writes_them(database: Database, tmp_path: Path) -> None:
    await remember(database)
    await put(database, PEOPLE[0])
    await export(database, tmp_path / "a.xlsx", Format.XLSX)
    header, first = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows()
    days = [cell for name, cell in zip(header, first, strict=True) if str(name.value).endswith("ed_on")]
    assert [cell.number_format.replace("\\", "") for cell in days] == ["yyyy-mm-dd"] * 2


async def test_no_cell_of_a_spreadsheet_is_a_formula(database: Database, tmp_path: Path) -> None:
    await remember(database)
    await put(database, Response({"helps": Given(["=HYPERLINK(1)"])}), Response({"helps": Given(["+1-2"])}))
    await export(database, tmp_path / "a.xlsx", Format.XLSX)
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0].iter_rows() for cell in row]
    assert {"=HYPERLINK(1)", "+1-2"} <= {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}


@given(words=st.text(max_size=40).map(clean).filter(bool))
@example(words="=cmd|' /C calc'!A0")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_words_come_back_from_parquet(database: Database, tmp_path: Path, words: str) -> None:
    await remember(database)
    one = Response({"helps": Given([words])}, engagement=f"e-{new_response_id()}")
    await put(database, one)
    out = tmp_path / "a.parquet"
    await export(database, out, Format.PARQUET, engagement=one.engagement, overwrite=True)
    assert in_duckdb(f"SELECT \"helps.words\" FROM '{out}'").fetchall() == [(words,)]


async def test_what_a_cell_cannot_hold_is_cut_and_said(database: Database, tmp_path: Path) -> None:
    await remember(database)
    await put(database, Response({"helps": Given(["🎵" * 20_000])}))
    report = await export(database, tmp_path / "a.xlsx", Format.XLSX)
    (row,) = sheet_rows(tmp_path / "a.xlsx")
    assert row["helps.words"] == "🎵" * 16_383
    assert "1 cells were cut" in report.cut[0]
    assert report.cut[0] in (tmp_path / "a-codebook.html").read_text(encoding="utf-8")


def test_more_rows_than_a_sheet_holds_go_on_in_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_ROWS", 4)
    with (tmp_path / "a.xlsx").open("wb") as file:
        rows = spreadsheets.SpreadsheetRows(file, [Column("n", "")], "answers")
        for number in range(8):
            rows.write({"n": number})
        assert rows.finish() == ()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["answers", "answers 2", "answers 3"]
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["n", 0, 1, 2], ["n", 3, 4, 5], ["n", 6, 7]
    ]  # fmt: skip


def test_columns_have_letters() -> None:
    assert [spreadsheets.letters(number) for number in (0, 25, 26, 701, 702, 16_383)] == [
        "A", "Z", "AA", "ZZ", "AAA", "XFD"
    ]  # fmt: skip
