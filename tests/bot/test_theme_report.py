"""Themes in the report: counts by the small-number rule, quotes of those who agreed, on the page and in the PDF."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from sqlalchemy import insert, update

from bot.figures.drawing import whole_page
from bot.figures.labels import Labels
from bot.figures.pdf import as_pdf
from bot.figures.report import report_of
from bot.figures.sections import Expected
from bot.figures.themes_section import read_themes
from conversations.content import load_expected, load_staff_texts
from storage.counting import Counts
from storage.database import Database
from storage.exports.writing import Format
from storage.releases.describing import WITH_WORDS
from storage.releases.making import FilesWanted, ReleaseRequest, make_release
from storage.statistics import CLOSED_LISTS, statistics_of
from storage.tables import ResponseRow, ThemeCodingRow, ThemeReadingRow
from storage.theme_figures import theme_figures
from storage.themes import add_theme
from tests.support.answers import DAY, SCRIPT, Given, Response, put, remember
from tests.support.running_app import running_app
from tests.support.whole_program import program

LABELS = Labels(SCRIPT, load_staff_texts(), {})
EXPECTED = Expected(*load_expected(SCRIPT.engagement))
UKRAINIAN = "мене слухають"


async def coded(database: Database, numbers: Mapping[str, int], people: Sequence[Response]) -> dict[str, str]:
    """Have somebody give each theme to so many of the people, from the first one on; return the themes' ids."""
    ids = {}
    async with database.writing() as connection:
        readings = [{"response_id": one.id, "question_id": "helps", "coder": "ada"} for one in people]
        await connection.execute(insert(ThemeReadingRow), readings)
        for name, number in numbers.items():
            ids[name] = (await add_theme(connection, SCRIPT.engagement, "helps", name)).id
            if number:
                given = [{**reading, "theme_id": ids[name]} for reading in readings[:number]]
                await connection.execute(insert(ThemeCodingRow), given)
    return ids


async def shared(database: Database, folder: Path) -> None:
    """Make a release of everybody so far."""

    async def note(*_about: object) -> None:
        pass

    request = ReleaseRequest(DAY.replace(day=30), 7, WITH_WORDS, SCRIPT.engagement)
    await make_release(database, request, FilesWanted(folder / "shared", Format.CSV), lambda _: None, note)


def helped(number: int, **about: bool) -> list[Response]:
    """People who wrote something of their own."""
    consents = {"take_part": True, "quotes": about.get("quotes", True)}
    return [
        Response({"helps": Given(words=(f"they listen, number {one}",))}, consents=consents) for one in range(number)
    ]


async def test_small_themes_are_hidden_others_rounded_and_the_most_said_come_first(database: Database) -> None:
    people = helped(33)
    await put(database, *people)
    ids = await coded(database, {"Few": 3, "Some": 12, "Many": 28, "Nobody": 0}, people)
    async with database.reading() as connection:
        figures = await theme_figures(connection, SCRIPT.engagement, "helps")
        assert await theme_figures(connection, SCRIPT.engagement, "hard") is None
        before = (None, DAY.replace(day=1))
        assert await theme_figures(connection, SCRIPT.engagement, "helps", period=before) is None
    assert figures
    assert [theme.name for theme in figures.themes][:2] == ["Many", "Some"]
    shown = {name: str(figures.of[theme]) for name, theme in ids.items()}
    assert shown == {"Few": "*", "Some": "10", "Many": "30", "Nobody": "0"}
    assert (str(figures.coded), str(figures.none_fits)) == ("35", "*")


async def test_the_report_shows_themes_and_quotes_and_the_pdf_what_its_letters_can_show(
    database: Database, tmp_path: Path
) -> None:
    await remember(database)
    people = [
        *helped(10),
        Response({"helps": Given(words=(UKRAINIAN,))}),
        Response({"helps": Given(words=("x" * 401,))}),
        *helped(10, quotes=False),
    ]
    await put(database, *people)
    await coded(database, {"Being heard": 22, "<i>Few</i>": 2}, people)
    await shared(database, tmp_path)
    nobody: dict[str, Counter[str]] = {name: Counter() for name in (*CLOSED_LISTS, "audience", "entry_code")}
    statistics = statistics_of(Counts(nobody), SCRIPT, frozenset(), (None, DAY))
    async with database.reading() as connection:
        themes = await read_themes(connection, SCRIPT, 7, (None, DAY), 50)
        without = await read_themes(connection, SCRIPT, 7, (None, DAY), 0)
    report = report_of(statistics, EXPECTED, LABELS, DAY, themes)
    page = BeautifulSoup(whole_page(report), "html.parser")
    part = page.select_one("section[aria-labelledby='figures-themes-helps']")
    assert part
    words = " ".join(part.get_text(" ").split())
    assert "Answers that have been read and coded: 20." in words
    assert "<i>Few</i> *" in words
    quoted = [" ".join(figure.get_text(" ").split()) for figure in part.select("figure")]
    told = "Children and young people, 13 to 15"
    assert sorted(quoted) == sorted(
        f"{said} {told}" for said in (UKRAINIAN, *(f"they listen, number {n}" for n in range(10)))
    )
    read = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(as_pdf(report))).pages).split())
    assert "they listen, number 3" in read
    assert UKRAINIAN not in read
    assert not any(question.quotes for question in without)


@pytest.mark.program
async def test_the_command_says_that_there_are_words_to_be_read(tmp_path: Path) -> None:
    made = program(tmp_path)
    (tmp_path / "data").mkdir()
    async with running_app(tmp_path / "data") as app:
        people = helped(12)
        await remember(app.database)
        await put(app.database, *people)
        await coded(app.database, {"Being heard": 12}, people)
        async with app.database.writing() as connection:
            await connection.execute(update(ResponseRow).values(opened_on=DAY - timedelta(days=300)))
        await shared(app.database, tmp_path)
    for number, expected in ((2, 2), (0, 0)):
        out = tmp_path / f"report{number}"
        code, said = await made.command(
            "report", "--engagement", SCRIPT.engagement, "--quotes", str(number), "--out", str(out)
        )
        assert code == 0, said
        assert ("read every quote" in said) is bool(expected)
        assert (out / "report.html").read_text(encoding="utf-8").count("they listen") == expected
