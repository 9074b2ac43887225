"""What adults at an event read can be filled in everywhere, and the page for youth workers says the same."""

import re
from pathlib import Path

import pytest

from conversations.content import load_script, load_staff_texts

TEXTS = load_staff_texts()
VALUES = {
    "event": "{Hall} & Co",
    "begin": "10:40",
    "end": "10:45",
    "time": "10:42",
    "day": "Saturday",
    "code": "otter425",
    "name": "{Hall} & Co",
    "role": "Analyst",
    "typed": "ABCD EFGH",
    "entries": "12",
    "number": "12",
    "seal": "0a1b",
    "share": "17",
    "wrong": "entry 7 is not as it was written",
    "why": "reads like age 14",
    "words": "in the {queue}",
    "age": "something",
    "title": "something",
    "closes": "something",
    "expected": "something",
    "figure": "something",
    "theme": "something",
    "second": "something",
    "first": "something",
    "group": "something",
    "groups": "something",
    "licence": "something",
    "link": "something",
    "made": "something",
    "monday": "something",
    "note": "something",
    "of": "something",
    "opens": "something",
    "percent": "something",
    "place": "something",
    "question": "something",
    "source": "something",
    "sunday": "something",
    "target": "something",
    "threshold": "something",
    "until": "something",
    "sheet": "young_person-13_15",
    "language": "en",
    "engagement": "five-questions",
    "kind": "Professionals",
    "numbers": "2, 5",
    "asked": "22 November 2026, 09:40",
    "format": "CSV",
    "minutes": "30",
    "step": "2",
    "steps": "5",
    "what": "reading words",
}
DOCS = Path(__file__).parents[2] / "docs" / "events_and_alerts.md"


@pytest.mark.parametrize("key", TEXTS.texts)
def test_every_text_can_be_filled_in(key: str) -> None:
    said = TEXTS.say(key, **VALUES)
    assert said.strip()
    assert "{" not in said.replace(VALUES["event"], "").replace(VALUES["words"], "")


def test_a_text_that_is_not_there_is_noticed() -> None:
    with pytest.raises(KeyError):
        TEXTS.say("alert.nowhere")


@pytest.mark.parametrize("key", ["alert.just_now", "alert.again", "alert.earlier", "alert.nobody_knows"])
def test_an_alert_holds_nothing_but_the_event_and_when_it_was(key: str) -> None:
    assert set(re.findall(r"\{(\w+)\}", TEXTS.texts[key])) <= {"event", "begin", "end"}


def test_the_page_for_youth_workers_quotes_what_is_said() -> None:
    page = " ".join(DOCS.read_text(encoding="utf-8").split()).replace("*", "")
    script = load_script()
    assert script.languages["en"].texts["door.alerts"]["text"] in page
    assert TEXTS.say("alert.just_now", event="Big Conversation, Detling") in page
    for step in ("look", "follow"):
        assert TEXTS.say(f"what_to_do.{step}") in page
