"""What is read about a help line: its numbers, and when it opens where it is closed, in the words of each language."""

from dataclasses import replace
from datetime import datetime

import pytest

from conversations.content import load_script
from conversations.engine import new_state
from conversations.helplines import Way
from conversations.helplines_now import at
from conversations.hours import Hours
from conversations.hours_reading import read_hours
from conversations.opening import LONDON
from conversations.people import AgeBand, Audience
from conversations.prompts import help_signpost
from conversations.reading import Problems, Source
from conversations.turn import LinkKind, Reply
from tests.support.checked_helplines import all_checked

SCRIPT = all_checked(load_script())


def hours(**days: str) -> Hours:
    """Return hours as they are written in a file."""
    problems = Problems()
    read = read_hours(Source("", {}, {}), "hours", {"bank_holidays": "closed", **days}, [Way.CALL], problems)
    problems.raise_if_any()
    return read[Way.CALL]


def help_at(moment: str, language: str = "en", opens: Hours | None = None, **changed: object) -> Reply:
    """Return what a 14-year-old reads under Help at a moment of the English clock; `opens` are the chat's hours."""
    values = {**({"hours": {Way.CHAT: opens}} if opens else {}), **changed}
    script = at(all_checked(SCRIPT, kooth=values), datetime.fromisoformat(moment).replace(tzinfo=LONDON))
    state = replace(new_state(script, language=language), audience=Audience.YOUNG_PERSON, age_band=AgeBand.AGE_13_15)
    return help_signpost(script, state)


def chat_line(moment: str, language: str = "en", opens: Hours | None = None) -> str:
    """Return what is said of the chat's hours."""
    (line,) = [line for line in help_at(moment, language, opens).text.split("\n") if "Kooth" in line]
    return line[line.index("The chat is") :]


WEDNESDAYS = hours(wednesday="10:00-11:30")


@pytest.mark.parametrize(
    ("moment", "opens", "said", "said_easy"),
    [
        ("2026-11-23T09:00", None, "It opens at midday.", "It opens today at midday."),
        ("2026-11-21T09:00", None, "It opens at 6 pm.", "It opens today at 6 pm."),
        ("2026-11-23T22:00", None, "It opens tomorrow at midday.", "It opens tomorrow at midday."),
        ("2026-11-20T18:00", WEDNESDAYS, "It opens on Wednesday at 10 am.", "It opens on Wednesday at 10 am."),
        (
            "2026-11-25T12:00", WEDNESDAYS, "It opens in 7 days, on Wednesday at 10 am.",
            "It opens in 7 days. That is on Wednesday at 10 am.",
        ),
        ("2026-11-23T09:00", hours(monday="16:30-18:00"), "It opens at 4:30 pm.", "It opens today at 4:30 pm."),
        ("2026-11-23T09:00", hours(tuesday="00:00-06:00"), "It opens at midnight.", "It opens today at midnight."),
        (
            "2026-11-23T09:00", hours(friday="00:00-06:00"), "It opens on Thursday at midnight.",
            "It opens on Thursday at midnight.",
        ),
        (
            "2026-12-24T09:00", hours(friday="09:15-17:00"), "It opens in 15 days, on Friday at 9:15 am.",
            "It opens in 15 days. That is on Friday at 9:15 am.",
        ),
    ],
)  # fmt: skip
def test_a_closed_service_says_when_it_opens(moment: str, opens: Hours | None, said: str, said_easy: str) -> None:
    assert chat_line(moment, "en", opens) == f"The chat is closed now. {said}"
    assert chat_line(moment, "en-easy", opens) == f"The chat is closed now. {said_easy}"


@pytest.mark.parametrize(
    ("moment", "said", "said_easy"),
    [
        ("2026-11-23T12:00", "The chat is open now, until 10 pm.", "The chat is open now. It closes at 10 pm."),
        ("2026-11-21T21:59", "The chat is open now, until 10 pm.", "The chat is open now. It closes at 10 pm."),
    ],
)
def test_an_open_service_says_until_when(moment: str, said: str, said_easy: str) -> None:
    assert (chat_line(moment), chat_line(moment, "en-easy")) == (said, said_easy)


def test_what_never_opens_only_says_that_it_is_closed() -> None:
    assert chat_line("2026-11-23T12:00", opens=Hours(((),) * 7)) == "The chat is closed now."


def test_where_somebody_is_closed_no_answer_is_promised_for_today() -> None:
    everybody_open, some_closed = help_at("2026-11-23T12:30").text, help_at("2026-11-23T23:30").text
    assert everybody_open.split("\n")[0].endswith("These people can talk to you today:")
    assert some_closed.split("\n")[0].endswith("These people can help you, now or when they open:")
    assert help_at("2026-11-23T23:30", "en-easy").text.split("\n")[0].endswith("Some are closed now:")


def test_of_what_never_closes_or_has_unknown_hours_nothing_is_said_beyond_its_own_words() -> None:
    lines = help_at("2026-11-23T12:30", hours={}).text.split("\n")
    assert not [line for line in lines if " now" in line and "Kooth" in line]
    assert "• Samaritans, for anyone: call 116 123. It is free, day and night." in lines


def test_a_service_with_one_way_is_simply_open_or_closed() -> None:
    (line,) = [line for line in help_at("2026-11-23T18:00").text.split("\n") if "0800 011 3474" in line]
    assert line.endswith("It is free. It is closed now. It opens tomorrow at 9 am.")


def test_every_line_can_be_tapped_and_its_number_read() -> None:
    reply = help_at("2026-11-23T12:30")
    points = [line for line in reply.text.split("\n") if line.startswith("• ")]
    taps = {(link.point, link.kind, link.target, link.label) for link in reply.links}
    assert (0, LinkKind.CALL, "999", "Call 999") in taps
    assert (3, LinkKind.TEXT, "85258 SHOUT", "Text Shout") in taps
    assert (5, LinkKind.WEB, "https://www.kooth.com", "Chat with Kooth") in taps, "the site that is the chat, only once"
    assert len([link for link in reply.links if link.target == "https://www.kooth.com"]) == 1
    assert {link.point for link in reply.links} == set(range(len(points)))
    for link in reply.links:
        if link.kind is not LinkKind.WEB:
            assert link.target.partition(" ")[0] in points[link.point] or link.target in points[link.point]


def test_a_place_to_walk_into_is_read_and_not_tapped() -> None:
    script = at(SCRIPT, datetime(2026, 11, 23, 20, tzinfo=LONDON))
    state = replace(new_state(script), audience=Audience.YOUNG_PERSON, age_band=AgeBand.AGE_26_PLUS)
    reply = help_signpost(script, state)
    (point,) = [n for n, line in enumerate(reply.text.split("\n")[1:]) if "Folkestone" in line]
    assert "walk in at Ramsgate, Folkestone" in reply.text
    assert "It is open now, until 11 pm." in reply.text
    assert [link for link in reply.links if link.point == point] == []
