"""Posters and sheets in the letters of every language pack, as a printer, a phone and a screen reader meet them."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import pypdfium2
import pytest
import zxingcpp
from fpdf import FPDF
from pypdf import PdfReader

from bot.errors import CallError
from bot.event_files import POSTERS, EventFiles
from bot.paper_printing import PaperPrinting
from bot.posters.drawing import texts_of
from bot.settings import Settings
from bot.typefaces import Typefaces, is_right_to_left
from conversations.content import load_engagements, load_staff_texts
from conversations.pack_files import all_packs
from conversations.paper import sheet_kinds, sheet_words, texts_of_sheet
from conversations.people import Audience
from conversations.poster import Invited, poster_words
from conversations.script import Script
from storage.events import Event
from storage.moments import minute_of
from tests.support.checked_helplines import all_checked
from tests.support.pdf_words import one_line, operations, shaped_words

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MINUTE = minute_of(NOW)
SETTINGS = Settings(public_url="https://sayso.example.org", telegram_name="SaysoKentBot", organisation_colour="#5a2a6a")
EVENT = Event("otter425", "Big Conversation", "five-questions", MINUTE, MINUTE + 6 * 24 * 60)
PACKS = tuple(all_packs())
FROM_RIGHT = ("ar", "ckb", "fa", "ps")
OTHER_LETTERS = (*FROM_RIGHT, "ne", "pa", "ti", "uk", "vi")
MILLIMETRE = 72 / 25.4


@cache
def script() -> Script:
    """Return the five questions in every language there is, with every help line that could be printed."""
    return all_checked(load_engagements(drafts=frozenset(PACKS))["five-questions"])


@cache
def poster(language: str, kind: str) -> bytes:
    files = EventFiles({script().engagement: script()}, SETTINGS, load_staff_texts())
    return files.file(replace(EVENT, language=language), kind, NOW)


@cache
def sheet(language: str) -> bytes:
    printing = PaperPrinting({script().engagement: script()}, SETTINGS, load_staff_texts())
    return printing.pdf(script().engagement, sheet_kinds(script())[0], language, None, NOW)


def invited(language: str, audience: Audience = Audience.YOUNG_PERSON) -> Invited:
    return Invited(audience, language=language, until=datetime(2026, 11, 28, 9, tzinfo=UTC))


def printed(language: str) -> Iterator[str]:
    """Give every text that can be printed in a language."""
    for audience in Audience:
        yield from texts_of(poster_words(script(), invited(language, audience), "otter425", "SaysoKentBot", NOW))
    for kind in sheet_kinds(script()):
        yield from texts_of_sheet(sheet_words(script(), kind, language, "", "sayso.example.org/receipt", NOW))


@pytest.mark.parametrize("language", PACKS)
def test_every_letter_that_is_printed_is_drawn_and_none_as_an_empty_box(language: str) -> None:
    texts = [text for text in printed(language) if text]
    pdf = FPDF()
    typefaces = Typefaces(pdf, texts, alike=True)
    try:
        assert typefaces.lacks(texts) == ""
        for text in texts:
            for style in ("", "B"):
                typefaces.set(text, style, 12, script().languages[language].direction)
                runs = pdf._preload_bidirectional_text(text, markdown=False)
                assert one_line("".join(run.string for run in runs)) == one_line(text)
                for run in runs:
                    if run.text_shaping_parameters:
                        glyphs, _ = run.font.perform_harfbuzz_shaping(run.string, 12, run.text_shaping_parameters)  # type: ignore[union-attr]
                        assert all(glyph.codepoint for glyph in glyphs), run.string
                    else:
                        assert all(ord(letter) in run.font.cmap for letter in run.string if letter != "\n")  # type: ignore[union-attr]
    finally:
        typefaces.close()


def test_what_no_typeface_has_is_told() -> None:
    pdf = FPDF()
    typefaces = Typefaces(pdf, ["说出来", "Say it"])
    assert typefaces.lacks(["说出来", "Say it"]) == "".join(sorted("说出来"))
    typefaces.close()


@pytest.mark.parametrize("language", PACKS)
def test_a_poster_of_every_language_is_one_page_that_a_phone_can_scan(language: str) -> None:
    [page] = pypdfium2.PdfDocument(poster(language, "poster-a4.pdf"))
    picture = page.render(scale=2).to_pil()
    [found] = zxingcpp.read_barcodes(picture)
    assert found.text == "https://sayso.example.org/otter425"
    on_the_right = found.position.top_left.x > picture.width / 2
    assert on_the_right is (language in FROM_RIGHT), "the square stands where lines begin"


@pytest.mark.parametrize("language", OTHER_LETTERS)
def test_a_poster_can_be_read_back_in_the_order_in_which_it_was_written(language: str) -> None:
    words = poster_words(script(), invited(language), "otter425", "SaysoKentBot", NOW)
    assert words.direction == ("rtl" if language in FROM_RIGHT else "ltr")
    read = shaped_words(poster(language, "poster-a4.pdf"))
    for text in texts_of(words):
        assert one_line(text) in read
    assert str(PdfReader(io.BytesIO(poster(language, "poster-a4.pdf"))).root_object["/Lang"]) == words.language


@pytest.mark.parametrize("language", FROM_RIGHT)
def test_numbers_and_names_are_drawn_from_left_to_right_in_lines_from_right_to_left(language: str) -> None:
    # pypdf tells what stands on the paper from left to right, whatever it means.
    [page] = PdfReader(io.BytesIO(poster(language, "poster-a4.pdf"))).pages
    seen = one_line(page.extract_text())
    for there in (
        "999", "0800 1111", "116 123", "18001 111", "85258", "SHOUT", "@SaysoKentBot", "/start", "otter425", "Relay UK",
        "sayso.example.org/otter425", "For staff: made on 22 November 2026.",
    ):  # fmt: skip
        assert there in seen


@pytest.mark.parametrize("language", [*OTHER_LETTERS, "pl"])
def test_a_sheet_can_be_read_back_and_its_boxes_stand_where_lines_begin(language: str) -> None:
    kind = sheet_kinds(script())[0]
    words = sheet_words(script(), kind, language, "", "sayso.example.org/receipt", NOW)
    read = shaped_words(sheet(language)) + one_line(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet(language))).pages)
    )
    for text in texts_of_sheet(words):
        assert one_line(text) in read
    boxes = [
        float(operands[0]) / MILLIMETRE
        for operands, name in operations(sheet(language))
        if name == b"re" and float(operands[2]) == pytest.approx(5 * MILLIMETRE, abs=0.1)
    ]
    options = [*words.ages, *(option for question in words.questions for option in question.options)]
    asked = 2 + bool(words.permission)
    assert len(boxes) == len(options) + asked
    first = 210 - 17 - 5 if language in FROM_RIGHT else 17
    assert boxes[:asked] == pytest.approx([first] * asked, abs=0.1)


def test_a_draft_that_is_not_offered_is_not_printed_either() -> None:
    public = load_engagements()
    files = EventFiles(public, SETTINGS, load_staff_texts())
    [page] = PdfReader(io.BytesIO(files.file(replace(EVENT, language="ar"), "poster-a4.pdf", NOW))).pages
    assert "Have your say" in page.extract_text()


def test_a_sheet_in_letters_that_no_typeface_has_is_refused() -> None:
    english = script().languages["en"]
    texts = {**english.texts, "poster.title": {"text": "说出来"}}
    other = replace(english, language="zh", name="中文", texts=texts)
    chinese = replace(script(), languages={**script().languages, "zh": other})
    printing = PaperPrinting({chinese.engagement: chinese}, SETTINGS, load_staff_texts())
    with pytest.raises(CallError, match="There is no sheet in the letters of 中文 yet"):
        printing.pdf(chinese.engagement, sheet_kinds(chinese)[0], "zh", None, NOW)


def test_direction_is_that_of_the_first_letter_that_has_one() -> None:
    assert [is_right_to_left(text) for text in ("نعم", "16 سنة", "NHS نعم", "116", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_the_files_cut_for_a_document_are_gone_when_it_is_closed() -> None:
    pdf = FPDF()
    typefaces = Typefaces(pdf, ["رأيك"])
    [cut] = {font.ttffile for name, font in pdf.fonts.items() if name == "notosansarabic"}  # type: ignore[union-attr]
    assert cut.exists()
    typefaces.close()
    assert not cut.parent.exists()


@pytest.mark.parametrize("kind", POSTERS)
def test_every_paper_and_ink_can_be_had_in_letters_from_right_to_left(kind: str) -> None:
    assert one_line(script().languages["ar"].texts["poster.title"]["text"]) in shaped_words(poster("ar", kind))
