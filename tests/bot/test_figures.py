"""The overview and the report: what staff read there, and that no small number stands anywhere in them."""

import hashlib
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.figures.drawing import whole_page
from bot.figures.labels import Labels
from bot.figures.model import Bar, BarTable, Document, Section
from bot.figures.pdf import as_pdf
from bot.figures.report import report_of
from bot.figures.sections import Expected, Parts
from conversations.content import load_expected, load_staff_texts
from conversations.people import AgeBand
from storage.accounts import Role
from storage.counting import Counts
from storage.small_numbers import NEAREST
from storage.statistics import Statistics, statistics_of
from storage.statistics_keeping import statistics_until_now
from tests.support.given_responses import SCRIPT, SUNDAY, TODAY, Given, give
from tests.support.running_app import NOON, RunningApp, running_app
from tests.support.staff_people import signed_in
from tests.support.whole_program import program

EXPECTED = Expected(*load_expected(SCRIPT.engagement))
LABELS = Labels(SCRIPT, load_staff_texts(), {"otter425": "Hall"})
BANDS = [band.value for band in AgeBand]
NUMBER = re.compile(r"(?:[\d,]+|\*)(?: \((?:(?:under )?\d+%|share [\d,]+)\)| of [\d,]+)?")


@st.composite
def counted(draw: st.DrawFn) -> Counts:
    """True counts of some people, as the database would have made them."""
    young = draw(st.lists(st.tuples(st.sampled_from(sorted(SCRIPT.places)), st.sampled_from(BANDS),
                                    st.integers(1, 30)), max_size=12))  # fmt: skip
    adults = draw(st.integers(0, 30))
    counts = Counts()
    for place, band, number in young:
        counts.districts[(place,), band] += number
        counts.ages[band] += number
    total = counts.ages.total() + adults
    part = draw(st.integers(0, total))
    cuts = {"channel": ("web", "telegram"), "language": ("en", "en-easy"), "written_in": ("en", "pl"), "status": ("finished", "open"),
            "entry_code": ("otter425", "")}  # fmt: skip
    counts.by = {name: Counter({keys[0]: part, keys[1]: total - part}) for name, keys in cuts.items()}
    counts.by["week"] = Counter({"2026-11-09": total})
    counts.by["audience"] = Counter({"young_person": total - adults, "parent_carer": adults})
    counts.furthest[0], counts.furthest[5] = part, total - part
    counts.answers["helps", False] = total - part
    return counts


def shown(counts: Counts) -> Statistics:
    return statistics_of(counts, SCRIPT, frozenset({"otter425"}), (None, SUNDAY))


def numbers(page: str) -> Iterator[str]:
    """Every number of the tables of a page, as it is read."""
    for cell in BeautifulSoup(page, "html.parser").select("td.figures-number, .figures-grid td"):
        if cell.get_text().strip():
            yield cell.get_text().strip().removesuffix("fewer").strip()


@settings(max_examples=25, deadline=None)
@given(counts=counted())
def test_no_small_number_stands_anywhere(counts: Counts) -> None:
    page = whole_page(report_of(shown(counts), EXPECTED, LABELS, TODAY))
    found = list(numbers(page))
    assert found
    for number in found:
        assert NUMBER.fullmatch(number), number
        first = number.split()[0].replace(",", "")
        assert first == "*" or int(first) % NEAREST == 0


@settings(max_examples=25, deadline=None)
@given(counts=counted())
def test_a_hidden_number_has_no_bar_that_tells_it(counts: Counts) -> None:
    for section in Parts(shown(counts), EXPECTED, LABELS).overview().sections:
        for table in section.tables:
            for bar in table.rows:
                assert not bar.number.startswith("*") or bar.width is None


def a_report() -> Document:
    counts = Counts()
    counts.districts[("swale",), "13_15"], counts.ages["13_15"] = 40, 40
    counts.by = {name: Counter({key: 40}) for name, key in
                 {"channel": "web", "language": "en", "written_in": "en", "status": "finished", "entry_code": "otter425",
                  "week": "2026-11-09", "audience": "young_person"}.items()}  # fmt: skip
    counts.furthest[5] = 40
    return report_of(shown(counts), EXPECTED, LABELS, TODAY)


def test_the_report_asks_nothing_of_the_network_and_runs_nothing() -> None:
    page = BeautifulSoup(whole_page(a_report()), "html.parser")
    assert not page.select("script, link, img, iframe")
    assert "http" not in str(page).replace("http-equiv", "")


def test_every_table_has_a_caption_and_every_row_a_heading() -> None:
    page = BeautifulSoup(whole_page(a_report()), "html.parser")
    tables = page.select("table")
    assert len(tables) > 10
    for table in tables:
        assert table.caption
        assert table.caption.get_text().strip()
        assert all(row.find("th") for row in table.select("tr"))
    assert all(svg.find_parent(attrs={"aria-hidden": "true"}) for svg in page.select("svg"))


def test_what_staff_wrote_is_text_and_never_markup() -> None:
    labels = Labels(SCRIPT, load_staff_texts(), {"otter425": "<script>Hall</script>"})
    counts = Counts()
    counts.ages["13_15"] = 40
    counts.by = {name: Counter({key: 40}) for name, key in
                 {"channel": "web", "language": "en", "written_in": "en", "status": "finished", "entry_code": "otter425",
                  "week": "2026-11-09", "audience": "young_person"}.items()}  # fmt: skip
    counts.furthest[5] = 40
    page = whole_page(report_of(shown(counts), EXPECTED, labels, TODAY))
    assert "<script>" not in page
    assert "&lt;script&gt;Hall" in page


def test_the_pdf_says_what_the_page_says() -> None:
    document = a_report()
    read = PdfReader(BytesIO(as_pdf(document)))
    words = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for section in document.sections:
        assert section.heading in words
        for point in section.points:
            assert point in words
    assert "Hall (otter425)" in words
    assert read.metadata is not None
    assert read.metadata.title == document.title


def of_thousands() -> Document:
    """Young people of one age, very many of them, and a few who talked in a language that is offered no longer."""
    many, few = 40_000, 20
    counts = Counts()
    counts.districts[("swale",), "13_15"], counts.ages["13_15"] = many + few, many + few
    counts.by = {name: Counter({key: many + few}) for name, key in
                 {"channel": "web", "written_in": "en", "status": "finished", "entry_code": "otter425",
                  "week": "2026-11-09", "audience": "young_person"}.items()}  # fmt: skip
    counts.by["language"] = Counter({"en": many, "zu": few})
    counts.furthest[5] = many + few
    texts = load_staff_texts()
    named = replace(texts, texts={**texts.texts, "language_name.zu": "Zulu"})
    return report_of(shown(counts), EXPECTED, replace(LABELS, texts=named), TODAY)


def test_some_people_are_not_called_none_and_a_language_has_its_name_also_where_it_is_offered_no_longer() -> None:
    (who,) = (section for section in of_thousands().sections if section.key == "who")
    rows = {row.label: row.number for table in who.tables for row in table.rows}
    assert rows["Zulu"] == "20 (under 1%)"
    assert rows["Parents and carers"] == "0 (0%)"


def test_thousands_who_are_missing_read_like_all_other_thousands() -> None:
    (missing,) = (section for section in of_thousands().sections if section.key == "missing")
    assert any(re.match(r"About \d+,\d{3} more from", point) for point in missing.points)
    assert not any(re.search(r"\d{4}", point) for point in missing.points)


@pytest.mark.parametrize("before", range(20, 30, 2))
def test_no_heading_stands_at_the_end_of_a_page_without_what_it_is_of(before: int) -> None:
    first, second = (
        BarTable(name, tuple(Bar(f"{name} {number}", "5", 10, None) for number in range(rows)))
        for name, rows in (("First", before), ("Second", 9))
    )
    sections = (Section("a", "One", tables=(first,)), Section("b", "Two of them", tables=(second,)))
    read = PdfReader(BytesIO(as_pdf(Document("Report", "Weeks", (), sections))))
    (page,) = (page.extract_text() for page in read.pages if "Two of them" in page.extract_text())
    assert "Second 0" in page


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[RunningApp]:
    async with running_app(tmp_path) as running:
        yield running


@pytest.mark.parametrize("role", [Role.LEAD, Role.ANALYST])
async def test_a_lead_sees_one_page_with_every_figure(app: RunningApp, role: Role) -> None:
    await give(app.database, Given(40), Given(3, age="16_17"), Given(20, audience="professional", age=None))
    await statistics_until_now(app.database, SCRIPT, NOON.date(), 7)
    async with signed_in(app, role) as browser:
        page = await browser.get("/staff/overview")
    assert page.status == 200
    assert "65 people agreed to take part." in page.words
    assert "Whole weeks up to Sunday 15 November 2026" in page.words
    assert "65 of 1,000" in page.words
    assert "Too few answers" in page.words
    assert "script" not in [tag.name for tag in page.soup.find_all()]
    assert not page.soup.select("[style]")


async def test_before_the_first_week_is_over_the_page_says_so(app: RunningApp) -> None:
    async with signed_in(app, Role.LEAD) as browser:
        page = await browser.get("/staff/overview")
        other = await browser.get("/staff/overview/second-engagement")
        none = await browser.get("/staff/overview/nothing")
    assert "There are no figures yet" in page.words
    assert other.status == 200
    assert none.status == 404


@pytest.mark.parametrize("role", [Role.YOUTH_WORKER, Role.ADMINISTRATOR])
async def test_the_overview_is_not_for_everybody(app: RunningApp, role: Role) -> None:
    async with signed_in(app, role) as browser:
        assert (await browser.get("/staff/overview")).status == 403


@pytest.mark.program
async def test_the_report_is_written_as_page_and_pdf_or_not_at_all(tmp_path: Path) -> None:
    made = program(tmp_path)
    (tmp_path / "data").mkdir()
    async with running_app(tmp_path / "data") as app:
        await give(app.database, Given(40, day=SUNDAY - timedelta(days=300)))
    out = tmp_path / "report"
    words = ("report", "--engagement", "five-questions", "--out", str(out))
    code, said = await made.command(*words)
    assert code == 0, said
    assert "40 people agreed to take part." in (out / "report.html").read_text(encoding="utf-8")
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert sorted(path.name for path in out.iterdir()) == ["report.html", "report.pdf"]
    code, trail = await made.command("audit")
    assert hashlib.sha256((out / "report.pdf").read_bytes()).hexdigest() in trail
    assert "report_made" in trail
    code, said = await made.command(*words)
    assert code == 2
    assert "is there already" in said
    code, said = await made.command(*words, "--overwrite", "--from", "2026-11-18", "--to", "2026-11-19")
    assert code == 2
    assert "No whole week" in said
