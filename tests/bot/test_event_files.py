"""Squares to scan and posters, as a phone, a printer and a reader meet them."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from bot.errors import CallError
from bot.event_files import KINDS, POSTERS, EventFiles, file_name
from bot.posters.sheet import bolder
from bot.settings import Settings
from conversations.content import load_engagements, load_staff_texts
from conversations.helplines import SAFE_MINIMUM
from conversations.people import AgeBand, Audience
from conversations.poster import Invited, poster_lines, poster_words
from conversations.reading_age import EASY_READ, YOUNG_PEOPLE, measure, too_hard
from conversations.script import Script, Under10
from storage.events import Event
from storage.moments import minute_of
from tests.support.checked_helplines import all_checked

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MINUTE = minute_of(NOW)
SCRIPTS = load_engagements()
SCRIPT = SCRIPTS["five-questions"]
EVENT = Event("otter425", "Big Conversation", "five-questions", MINUTE, MINUTE + 6 * 24 * 60)
SETTINGS = Settings(public_url="https://sayso.example.org", telegram_name="SaysoKentBot", organisation_colour="#5a2a6a")
LINK = "https://sayso.example.org/otter425"
SIZES = {"A4": (210, 297), "A5": (148, 210)}


def files(script: Script = SCRIPT, settings: Settings = SETTINGS) -> EventFiles:
    return EventFiles({script.engagement: script}, settings, load_staff_texts())


@cache
def made(kind: str, event: Event = EVENT) -> bytes:
    return files().file(event, kind, NOW)


def words_of(poster: bytes) -> str:
    """Return what stands on a poster, in one line."""
    [page] = PdfReader(io.BytesIO(poster)).pages
    return " ".join(page.extract_text().split())


def seen(poster: bytes) -> Image.Image:
    """Return a poster as it looks."""
    looked_at: Image.Image = pypdfium2.PdfDocument(poster)[0].render(scale=2).to_pil()
    return looked_at


def scanned(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_a_phone_reads_the_link_from_the_picture() -> None:
    picture = Image.open(io.BytesIO(made("link.png")))
    assert scanned(picture) == [LINK]
    assert picture.width >= 1200


def test_the_drawn_square_says_what_it_is_and_runs_nothing() -> None:
    drawn = made("link.svg").decode()
    assert "<title>sayso.example.org/otter425</title>" in drawn
    assert not re.search(r"<script|onload|style=", drawn)


@pytest.mark.parametrize("kind", POSTERS)
def test_a_poster_is_one_sheet_of_its_paper_with_everything_on_it(kind: str) -> None:
    poster = made(kind)
    [page] = PdfReader(io.BytesIO(poster)).pages
    assert (round(float(page.mediabox.width) / 72 * 25.4), round(float(page.mediabox.height) / 72 * 25.4)) == SIZES[
        POSTERS[kind][0]
    ]
    said = words_of(poster)
    for there in (
        "Have your say", "Scan this with your phone", "sayso.example.org/otter425", "You chat with a computer.",
        "nobody writes back", "Under 13? Ask a grown-up you trust first.", "@SaysoKentBot", "/start otter425",
        "call 999", "call 0800 1111", "call 111 and press 2", "send SHOUT to 85258", "call 116 123",
        "made on 22 November 2026", "Take it down after 28 November 2026",
    ):  # fmt: skip
        assert there in said
    assert "Big Conversation" not in said, "the name is for staff"
    assert scanned(seen(poster)) == [LINK]


@pytest.mark.parametrize("kind", POSTERS)
def test_only_the_posters_in_colour_have_the_organisations_colour(kind: str) -> None:
    picture = seen(made(kind)).convert("RGB")
    in_colour = POSTERS[kind][1] == "colour"
    assert (picture.getpixel((10, 10)) == (0x5A, 0x2A, 0x6A)) is in_colour
    red, green, blue = (channel.tobytes() for channel in picture.split())
    assert (red == green == blue) is not in_colour


def test_every_letter_of_a_poster_is_large_enough_to_read() -> None:
    for kind, smallest in (("poster-a4.pdf", 12.0), ("poster-a5.pdf", 8.4)):
        page = pypdfium2.PdfDocument(made(kind))[0]
        text = page.get_textpage()
        sizes = {
            pypdfium2.raw.FPDFText_GetFontSize(text.raw, place)
            for place in range(text.count_chars() - 90)  # the last line is the note for staff
            if text.get_text_range(place, 1).strip()
        }
        assert min(sizes) >= smallest


def test_nobody_can_mistake_the_numbers_in_bold() -> None:
    assert bolder("Use Relay UK on 18001 111. Call 111.", ["111"]) == "Use Relay UK on 18001 111. Call **111**."
    assert bolder("two ** stars and SHOUT", ["SHOUT"]) == r"two \** stars and **SHOUT**"


def test_a_poster_names_the_right_age() -> None:
    young = EVENT, SCRIPT
    for event, script, there, absent in (
        (*young, "Under 13? Ask", "10 and over"),
        (replace(EVENT, permission=True), SCRIPT, "Under 10? Do it with a grown-up", "Under 13"),
        (EVENT, replace(SCRIPT, age_rules=replace(SCRIPT.age_rules, under_10=Under10.STOP)), "10 and over", "Under"),
        (EVENT, replace(SCRIPT, age_rules=replace(SCRIPT.age_rules, ask_permission=frozenset({AgeBand.NOT_SAID}))),
         "Under 10?", "Under 13"),
        (replace(EVENT, audience="parent_carer"), SCRIPT, "easier for children", "Under 1"),
        (replace(EVENT, audience="professional"), SCRIPT, "easier for young people", "Under 1"),
    ):  # fmt: skip
        said = words_of(files(script).file(event, "poster-a4-black.pdf", NOW))
        assert there in said
        assert absent not in said


def test_without_a_bot_there_is_no_word_of_telegram() -> None:
    assert "Telegram" not in words_of(
        files(settings=replace(SETTINGS, telegram_name="")).file(EVENT, "poster-a5.pdf", NOW)
    )


def ids(script: Script, **invited: object) -> set[str]:
    return {shown.line.id for shown in poster_lines(script, Invited(**invited), NOW)}  # type: ignore[arg-type]


def test_a_poster_carries_only_lines_that_hold_until_it_comes_down() -> None:
    minimum = set(SAFE_MINIMUM)
    assert ids(SCRIPT) == ids(SCRIPT, until=NOW) == minimum
    always = all_checked(SCRIPT)
    assert ids(always) == minimum, "nobody knows when it comes down"
    added = ids(always, until=NOW + timedelta(days=6)) - minimum
    assert added == {"papyrus"}, "what is closed at times is left out"
    lapsing = all_checked(SCRIPT, papyrus={"check_by": "2026-11-27"})
    assert ids(lapsing, until=NOW + timedelta(days=6)) == minimum
    assert ids(lapsing, until=NOW + timedelta(days=5)) == minimum | {"papyrus"}


def test_adults_are_not_sent_to_the_line_for_children() -> None:
    assert ids(SCRIPT, audience=Audience.PARENT_CARER) == set(SAFE_MINIMUM) - {"childline"}


@pytest.mark.parametrize(("language", "target", "age"), [("en", YOUNG_PEOPLE, 9), ("en-easy", EASY_READ, 8)])
def test_a_nine_year_old_can_read_the_poster(language: str, target: object, age: int) -> None:
    words = poster_words(SCRIPT, Invited(language=language), "otter425", "SaysoKentBot", NOW)
    texts = [words.title, words.about, words.who, words.how, words.computer, words.ages, words.scan, words.help]
    texts += [line.text for line in words.lines]
    assert [text for text in texts if too_hard(measure(text), target)] == []  # type: ignore[arg-type]
    whole = measure("\n".join(texts)).reading_age
    assert whole is not None
    assert round(whole) <= age


def test_where_no_typeface_has_the_letters_the_poster_is_in_the_engagements_own_language() -> None:
    english = SCRIPT.languages["en"]
    texts = {**english.texts, "poster.title": {"text": "说出来"}}
    other = replace(english, language="zh", texts=texts)
    script = replace(SCRIPT, languages={**SCRIPT.languages, "zh": other})
    said = words_of(files(script).file(replace(EVENT, language="zh"), "poster-a4.pdf", NOW))
    assert "Have your say" in said


def test_what_cannot_be_printed_is_refused_with_what_to_do() -> None:
    with pytest.raises(CallError, match="Set SAYSO_PUBLIC_URL"):
        files(settings=replace(SETTINGS, public_url="")).file(EVENT, "link.png", NOW)
    endless = files(settings=replace(SETTINGS, public_url=f"https://{'a' * 60}.{'b' * 60}.example.org"))
    with pytest.raises(CallError, match="too long for a poster"):
        endless.file(EVENT, "poster-a4.pdf", NOW)
    with pytest.raises(CallError, match="There is no engagement 'gone'"):
        files().file(replace(EVENT, engagement="gone"), "poster-a4.pdf", NOW)


def test_every_file_has_a_name_of_its_own() -> None:
    assert set(files().every(EVENT, NOW)) == {file_name(EVENT, kind) for kind in KINDS}
