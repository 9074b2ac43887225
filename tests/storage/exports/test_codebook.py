from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from bs4 import BeautifulSoup

from conversations.wording import Wording
from storage.database import Database
from storage.exports.codebook import CSV_IN_SPREADSHEETS, WARNING
from tests.storage.exports.reading_back import csv_rows, export
from tests.support.answers import SCRIPT, Response, put, remember


def reworded(wording: Wording, key: str, text: str) -> Wording:
    return replace(wording, texts=MappingProxyType({**wording.texts, key: {"text": text}}))


ARABIC = replace(reworded(SCRIPT.languages["en"], "question.helps", "ما الذي يساعدك؟"), language="ar", name="العربية")
NEWER = replace(
    SCRIPT,
    version="2-newer",
    languages=MappingProxyType(
        {"en": reworded(SCRIPT.languages["en"], "question.helps", "=<b>What</b> helps & heals?"), "ar": ARABIC}
    ),
)


@pytest.fixture
async def folder(database: Database, tmp_path: Path) -> Path:
    """A folder with an export under two versions of the wording."""
    await remember(database, SCRIPT, NEWER)
    await put(database, Response(), Response(version=NEWER.version))
    await export(database, tmp_path / "a.csv")
    return tmp_path


class TestCodebook:
    def test_every_column_of_the_data_is_explained_in_both(self, folder: Path) -> None:
        columns = list(csv_rows(folder / "a.csv")[0])
        explained = [line["column"] for line in csv_rows(folder / "a-codebook.csv") if line["entry"] == "column"]
        assert explained == columns
        page = (folder / "a-codebook.html").read_text(encoding="utf-8")
        assert [name for name in columns if f"<code>{name}</code>" not in page] == []

    def test_every_code_has_its_label_and_the_ons_code_where_there_is_one(self, folder: Path) -> None:
        lines = [
            line
            for line in csv_rows(folder / "a-codebook.csv")
            if line["entry"] == "code" and line["language"] in ("", "en")
        ]
        found = {(line["column"], line["code"]): line for line in lines}
        thanet = found["district.option", "thanet"]
        assert (thanet["text"], thanet["outside_code"]) == ("Thanet", "E07000114")
        assert found["services.option", "not_said"]["text"] == "I'd rather not say"
        assert found["life.option.care", "1"]["text"] == "I am or was in care"
        assert found["consent_quotes", "no_choice"]["text"].endswith("count it as no")
        assert found["helps.status", "skipped"]["text"] == "saw the question and chose to skip it"
        wanted = {("district.option", option.id) for option in SCRIPT.questions[5].options}
        assert wanted <= set(found)

    def test_every_wording_of_a_question_says_for_whom_and_under_which_version(self, folder: Path) -> None:
        lines = csv_rows(folder / "a-codebook.csv")
        helps = [line for line in lines if (line["entry"], line["question"]) == ("wording", "helps")]
        seen = {(line["script_versions"], line["for_whom"], line["language"]): line["text"] for line in helps}
        texts = SCRIPT.languages["en"].texts["question.helps"]
        assert seen[SCRIPT.version, "everybody else", "en"] == texts["text"]
        assert seen[SCRIPT.version, "10_12", "en"] == texts["10_12"]
        assert seen[SCRIPT.version, "professional", "en"] == texts["professional"]
        assert seen["2-newer", "everybody", "en"] == "'=<b>What</b> helps & heals?"
        assert seen["2-newer", "everybody", "ar"] == "ما الذي يساعدك؟"

    def test_a_text_that_did_not_change_is_told_once_for_both_versions(self, folder: Path) -> None:
        lines = csv_rows(folder / "a-codebook.csv")
        hard = [line for line in lines if (line["entry"], line["text_key"]) == ("wording", "question.hard")]
        english = {line["script_versions"] for line in hard if line["language"] == "en"}
        assert english == {f"2-newer {SCRIPT.version}"}

    def test_the_words_of_each_consent_are_there_with_their_values_filled_in(self, folder: Path) -> None:
        lines = [line for line in csv_rows(folder / "a-codebook.csv") if line["entry"] == "wording"]
        keys = {
            line["column"]: {found["text_key"] for found in lines if found["column"] == line["column"]}
            for line in lines
        }
        assert {"consent.kept", "ask.take_part", "choice.take_part.yes"} <= keys["consent_take_part"]
        assert "ask.quotes" in keys["consent_quotes"]
        assert {"ask.permission", "ask.together"} <= keys["consent_permission"]
        kept = [line["text"] for line in lines if line["text_key"] == "consent.kept"]
        assert kept
        assert all("31 December 2028" in text for text in kept)

    def test_the_page_shows_words_as_words_and_never_as_markup(self, folder: Path) -> None:
        page = BeautifulSoup((folder / "a-codebook.html").read_text(encoding="utf-8"), "html.parser")
        assert "=<b>What</b> helps & heals?" in page.get_text()
        assert page.find("b") is None
        assert page.find("script") is None

    def test_both_say_that_the_file_is_to_be_kept_restricted_and_what_it_is(self, folder: Path) -> None:
        page = BeautifulSoup((folder / "a-codebook.html").read_text(encoding="utf-8"), "html.parser")
        assert [found.get_text() for found in page.find_all(class_="warning")] == [WARNING]
        facts = {line["code"]: line["text"] for line in csv_rows(folder / "a-codebook.csv") if line["entry"] == "about"}
        assert facts["warning"] == WARNING
        assert facts["csv_in_spreadsheets"] == CSV_IN_SPREADSHEETS
        assert CSV_IN_SPREADSHEETS in [found.get_text() for found in page.find_all("p")]
        assert (facts["data_file"], facts["rows"], facts["statuses"]) == ("a.csv", "2", "finished stopped_kept")
        assert "apostrophe" in page.get_text()

    async def test_the_long_form_is_explained_too(self, database: Database, tmp_path: Path) -> None:
        await remember(database)
        await put(database, Response())
        await export(database, tmp_path / "b.csv", long=True)
        lines = csv_rows(tmp_path / "b-codebook.csv")
        columns = [line["column"] for line in lines if line["entry"] == "column"]
        assert columns == list(csv_rows(tmp_path / "b.csv")[0])
        options = {
            (line["question"], line["code"]): line["outside_code"] for line in lines if line["entry"] == "option"
        }
        assert options["district", "medway"] == "E06000035"
