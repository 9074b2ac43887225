"""`sayso event` as staff meet it: what it prints, what it refuses, and that what it made works."""

import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from bot.errors import CallError
from bot.event_codes import read_code
from bot.event_files import KINDS
from bot.event_making import ALERTS_ADVICE, Wish, made_event
from conversations.content import load_engagements
from conversations.opening import LONDON
from storage.moments import minute_of, moment_of
from tests.support.whole_program import Program, program

SCRIPTS = load_engagements()
NOW = datetime(2026, 6, 20, 9, 0, tzinfo=UTC)
TEN = datetime(2026, 6, 21, 10, 0)  # noqa: DTZ001 - as staff write it
WISH = Wish("Big Conversation", "five-questions", TEN, TEN + timedelta(hours=5), alerts=True, place="thanet", target=30)


def refused(**changes: object) -> str:
    """Return what is said to a wish that differs from a good one in this."""
    fields = {name: getattr(WISH, name) for name in WISH.__slots__} | changes
    with pytest.raises(CallError) as error:
        made_event(Wish(**fields), "otter425", NOW, SCRIPTS)
    return str(error.value)


def test_times_are_englands_also_in_summer() -> None:
    event = made_event(WISH, "otter425", NOW, SCRIPTS)
    assert moment_of(event.opens) == TEN.replace(tzinfo=LONDON)
    assert event.opens == minute_of(datetime(2026, 6, 21, 9, 0, tzinfo=UTC))
    assert (event.closes or 0) - event.opens == 5 * 60


def test_a_name_loses_its_odd_spaces() -> None:
    wish = Wish("  Big \n Conversation ", "five-questions", TEN)
    assert made_event(wish, "otter425", NOW, SCRIPTS).name == "Big Conversation"


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "bell\a", "\u202esdrawkcab"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    assert "Give the event a name" in refused(name=name)


def test_what_cannot_be_is_refused_with_what_to_write() -> None:
    assert "There are: five-questions" in refused(engagement="nothing")
    assert "There are: en, en-easy" in refused(language="tlh")
    assert "up to 80 letters" in refused(partner="x" * 81)
    assert "one group, on one occasion" in refused(permission=True, alerts=False, closes=None)
    assert "thanet" in refused(place="nowhere")
    assert "write 1 or more" in refused(target=0)
    assert "must close after it opens" in refused(closes=TEN)
    assert "not in the past" in refused(opens=TEN - timedelta(days=9), closes=TEN - timedelta(days=8))
    assert "Say with --closes" in refused(closes=None)
    assert "one event for each day" in refused(closes=TEN + timedelta(hours=25))


pytestmark = pytest.mark.program


async def said(sayso: Program, *words: str, code: int = 0) -> str:
    """Run a command; return what it wrote."""
    returned, written = await sayso.command(*words)
    assert returned == code, written
    return written


async def test_an_event_is_made_listed_given_a_new_page_and_closed(tmp_path: Path) -> None:
    sayso = program(tmp_path, SAYSO_PUBLIC_URL="https://sayso.example.org")
    await said(sayso, "migrate")
    assert "There are no events yet" in await said(sayso, "event", "list")
    closes = f"{(datetime.now(UTC) + timedelta(hours=2)).astimezone(LONDON):%Y-%m-%dT%H:%M}"
    made = await said(sayso, "event", "new", "Big Conversation", "--alerts", "--closes", closes)
    (code,) = re.findall(r"https://sayso\.example\.org/(\w+)\n", made)
    assert read_code(code) == code
    assert "t.me" not in made
    (secret,) = re.findall(r"https://sayso\.example\.org/event/([\w-]{32})\n", made)
    assert ALERTS_ADVICE in made
    listed = await said(sayso, "event", "list")
    assert re.search(rf"{code} +open +on .* five-questions +Big Conversation", listed)
    assert secret not in listed
    renewed = await said(sayso, "event", "page", code.upper())
    assert secret not in renewed
    assert "/event/" in renewed
    assert "is closed" in await said(sayso, "event", "close", code)
    assert "was closed before" in await said(sayso, "event", "close", code)
    assert "is closed, so its page" in await said(sayso, "event", "page", code, code=2)
    assert "There is no event" in await said(sayso, "event", "close", "maple222", code=2)


async def test_without_alerts_there_is_no_page_and_no_advice(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    await said(sayso, "migrate")
    made = await said(sayso, "event", "new", "Club", "--place", "thanet", "--audience", "young_person", "--target", "9")
    assert "/event/" not in made
    assert "Alerts" not in made
    assert "until it is closed" in made
    (code,) = re.findall(r"http://localhost:\d+/(\w+)", made)
    assert "has no alerts" in await said(sayso, "event", "page", code, code=2)


async def test_a_call_that_is_off_makes_nothing(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    await said(sayso, "migrate")
    for words in (["--alerts"], ["--opens", "tomorrow"], ["--engagement", "nothing"], ["--audience", "everybody"]):
        await said(sayso, "event", "new", "Club", *words, code=2)
    assert "There are no events yet" in await said(sayso, "event", "list")


async def test_one_line_makes_a_link_its_square_and_its_posters(tmp_path: Path) -> None:
    sayso = program(tmp_path, SAYSO_PUBLIC_URL="https://sayso.example.org", SAYSO_TELEGRAM_NAME="@SaysoKentBot")
    await said(sayso, "migrate")
    closes = f"{(datetime.now(UTC) + timedelta(hours=2)).astimezone(LONDON):%Y-%m-%dT%H:%M}"
    wishes = ("--permission-collected", "--closes", closes, "--partner", "A School", "--language", "en-easy")
    made = await said(sayso, "link", "new", "Big Conversation, Detling", *wishes)
    (code,) = re.findall(r"https://sayso\.example\.org/(\w+)\n", made)
    assert f"Say or write it:      sayso.example.org/{code}\n" in made
    assert f"https://t.me/SaysoKentBot?start={code}" in made
    assert "does not ask 10 to 12s" in made
    written = {path.name: path.read_bytes() for path in (tmp_path / code).iterdir()}
    assert sorted(written) == sorted(f"{code}-{kind}" for kind in KINDS)
    assert all(f"{code}/{name}" in made for name in written)
    picture = Image.open(io.BytesIO(written[f"{code}-link.png"]))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [f"https://sayso.example.org/{code}"]
    again = await said(sayso, "event", "files", code.upper(), "--files", str(tmp_path / "again"))
    assert str(tmp_path / "again" / f"{code}-poster-a4.pdf") in again
    assert "There is no event" in await said(sayso, "event", "files", "maple222", code=2)


async def test_without_a_public_address_no_link_is_made_that_leads_nowhere(tmp_path: Path) -> None:
    sayso = program(tmp_path)
    await said(sayso, "migrate")
    assert "Set SAYSO_PUBLIC_URL" in await said(sayso, "link", "new", "Club", code=2)
    assert "Set SAYSO_PUBLIC_URL" in await said(sayso, "event", "new", "Club", "--files", "there", code=2)
    assert "There are no events yet" in await said(sayso, "event", "list")
