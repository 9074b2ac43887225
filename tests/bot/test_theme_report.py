"""Themes in the report: counts by the small-number rule, quotes of those who agreed, on the page and in the PDF."""

import json
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
from storage.accounts import Role
from storage.counting import Counts
from storage.database import Database
from storage.exports.writing import Format
from storage.releases.describing import WITH_WORDS
from storage.releases.making import FilesWanted, ReleaseRequest, make_release
from storage.showing import nobody_watches
from storage.statistics import CLOSED_LISTS, statistics_of
from storage.tables import AuditRow, ResponseRow, ThemeCodingRow, ThemeReadingRow
from storage.theme_figures import theme_figures
from storage.themes import add_theme
from tests.support.answers import DAY, SCRIPT, Given, Response, put, remember
from tests.support.pdf_words import shaped_words
from tests.support.running_app import RunningApp, running_app
from tests.support.staff_people import signed_in
from tests.support.whole_program import program

LABELS = Labels(SCRIPT, load_staff_texts(), {})
EXPECTED = Expected(*load_expected(SCRIPT.engagement))
UKRAINIAN = "мене слухають"
ARABIC = "يستمعون إليّ، 116 123"
TIGRINYA = "ይሰምዑኒ እዮም"
BENGALI = "ওরা আমার কথা শোনে"
EMOJI = "they listen 🙂 ❤\ufe0f 10 times"
CHINESE = "他们听我说"
QUOTED = (UKRAINIAN, ARABIC, TIGRINYA, BENGALI, EMOJI, CHINESE)


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
    await make_release(database, request, FilesWanted(folder / "shared", Format.CSV), nobody_watches, note)


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
        *(Response({"helps": Given(words=(said,))}) for said in QUOTED),
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
    assert "Answers that have been read and coded: 25." in words
    assert "<i>Few</i> *" in words
    quoted = [" ".join(figure.get_text(" ").split()) for figure in part.select("figure")]
    told = "Children and young people, 13 to 15"
    assert sorted(quoted) == sorted(
        f"{said} {told}" for said in (*QUOTED, *(f"they listen, number {n}" for n in range(10)))
    )
    read = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(as_pdf(report))).pages).split())
    assert "they listen, number 3" in read
    shaped = shaped_words(as_pdf(report))
    for said in QUOTED[:-1]:
        assert f"“{said}”" in shaped
    assert CHINESE not in read + shaped, "no typeface has its letters"
    assert not any(question.quotes for question in without)


async def quotable(app: RunningApp, folder: Path) -> None:
    """Have twelve people who may be quoted say one thing, and release it."""
    people = helped(12)
    await remember(app.database)
    await put(app.database, *people)
    await coded(app.database, {"Being heard": 12}, people)
    async with app.database.writing() as connection:
        await connection.execute(update(ResponseRow).values(opened_on=DAY - timedelta(days=300)))
    await shared(app.database, folder)


@pytest.mark.program
async def test_the_command_quotes_nobody_unasked_and_calls_a_report_a_draft_until_somebody_has_read_its_quotes(
    tmp_path: Path,
) -> None:
    made = program(tmp_path)
    (tmp_path / "data").mkdir()
    async with running_app(tmp_path / "data") as app:
        await quotable(app, tmp_path)
    for number, (words, quoted, draft) in enumerate(
        (((), 0, False), (("--quotes", "2"), 2, True), (("--quotes", "2", "--quotes-read"), 2, False))
    ):
        out = tmp_path / f"report{number}"
        code, said = await made.command("report", "--engagement", SCRIPT.engagement, *words, "--out", str(out))
        assert code == 0, said
        assert ("Read every quote" in said) is draft
        html = (out / "report.html").read_text(encoding="utf-8")
        assert html.count("they listen") == quoted
        assert ("DRAFT" in html) is ("Draft, not to be given to anybody" in html) is draft
        pdf = " ".join(page.extract_text() for page in PdfReader(out / "report.pdf").pages)
        assert ("DRAFT" in pdf) is draft
        assert pdf.count("they listen") == quoted
    code, trail = await made.command("audit")
    assert (trail.count("read: no"), trail.count("read: yes")) == (1, 1), trail


async def test_on_the_page_every_quote_is_read_before_the_report_is_made_and_one_can_be_left_out(
    tmp_path: Path,
) -> None:
    async with running_app(tmp_path) as app, signed_in(app, Role.LEAD) as lead:
        await quotable(app, tmp_path)
        path, wanted = f"/staff/report/{SCRIPT.engagement}", {"as": "page", "quotes": "yes"}
        plain = await lead.send(path, {"as": "page"}, shown_at="/staff/report")
        assert "attachment" in plain.headers["Content-Disposition"]
        assert "they listen" not in plain.words
        page = await lead.send(path, wanted, shown_at="/staff/report")
        assert "Content-Disposition" not in page.headers
        quotes = [quote.get_text(strip=True) for quote in page.soup.select("blockquote")]
        assert len(quotes) == 2
        assert all(quote.startswith("they listen") for quote in quotes)
        form = {**wanted, "shown": str(page.soup.select_one("input[name=shown]")["value"])}  # type: ignore[index]
        boxes = [str(box["value"]) for box in page.soup.select("input[name=leave_out]")]
        unread = await lead.send(path, {**form, "leave_out": boxes[0]}, token=page.token)
        assert (unread.status, "Read every quote and tick the box" in unread.words) == (400, True)
        assert [str(box["value"]) for box in unread.soup.select("input[name=leave_out][checked]")] == boxes[:1]
        other = await lead.send(path, {**form, "shown": "0" * 64, "read": "yes"}, token=page.token)
        assert (other.status, "not the same any more" in other.words) == (400, True)
        made = await lead.send(path, {**form, "read": "yes", "leave_out": boxes[0]}, token=page.token)
        assert "attachment" in made.headers["Content-Disposition"]
        assert [quote.get_text(strip=True) for quote in made.soup.select("blockquote")] == quotes[1:]
        assert "Draft" not in made.words
        trail = [json.loads(row["about"]) for row in await app.rows(AuditRow) if row["kind"] == "report_made"]
        assert sorted(entry["quotes"] for entry in trail) == ["0", "1"]
        assert "they listen" not in str(await app.rows(AuditRow))
