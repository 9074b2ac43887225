"""The page on the Children's Code has all 15 standards, and what it and the impact assessment name as proof exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/childrens_code.md").read_text(encoding="utf-8")
STANDARDS = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
NAMES = (
    "Best interests of the child",
    "Data protection impact assessments",
    "Age appropriate application",
    "Transparency",
    "Detrimental use of data",
    "Policies and community standards",
    "Default settings",
    "Data minimisation",
    "Data sharing",
    "Geolocation",
    "Parental controls",
    "Profiling",
    "Nudge techniques",
    "Connected toys and devices",
    "Online tools",
)
DOCUMENTS = ("childrens_code.md", "dpia.md", "data_map.md", "motivated_intruder.md")
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FILE = re.compile(r"`((?:bot|conversations|storage|docs|tests)/[\w/.-]*)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


def missing_tests(text: str) -> list[str]:
    """Return the tests that a text names and that are not there."""
    return [
        f"{file}::{name}"
        for file, name in TEST.findall(text)
        if not (ROOT / file).is_file()
        or not re.search(rf"^ *(async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]


def missing_files(text: str, folder: Path) -> list[str]:
    """Return the files that a text names or links to and that are not there."""
    named = [name for name in FILE.findall(text) if not (ROOT / name).exists()]
    return named + [link for link in LINK.findall(text) if not (folder / link).exists()]


def test_all_fifteen_standards_are_there_in_their_order() -> None:
    titles = [standard.partition("\n")[0] for standard in STANDARDS]
    assert titles == [f"{number} {name}" for number, name in enumerate(NAMES, start=1)]


@pytest.mark.parametrize("standard", STANDARDS, ids=[standard.partition(" ")[0] for standard in STANDARDS])
def test_a_standard_says_how_it_is_met_what_proves_it_and_what_is_left(standard: str) -> None:
    assert "- **How:**" in standard
    assert "- **Left to the organisation:**" in standard
    assert bool(TEST.findall(standard)) != ("- **No test can prove it:**" in standard)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_the_assessment_names_as_proof_is_there(document: str) -> None:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    assert missing_tests(text) == []
    assert missing_files(text, ROOT / "docs") == []


def test_a_test_or_a_file_that_is_not_there_is_noticed() -> None:
    assert missing_tests("`tests/house/test_childrens_code.py::test_of_nothing`") == [
        "tests/house/test_childrens_code.py::test_of_nothing"
    ]
    assert missing_files("`bot/nowhere.py` and [this](nowhere.md)", ROOT / "docs") == ["bot/nowhere.py", "nowhere.md"]


@pytest.mark.parametrize(
    ("document", "most"), [(name, 250 if name in {"dpia.md", "data_map.md"} else 160) for name in DOCUMENTS]
)
def test_each_document_is_short_enough_to_be_read(document: str, most: int) -> None:
    assert len((ROOT / "docs" / document).read_text(encoding="utf-8").splitlines()) <= most
