"""What stands around the page of an engagement that is over: its own words, today's help, and never a text that cannot be said."""

from dataclasses import replace
from typing import Any

import pytest

from conversations.content import load_engagements
from conversations.script import Script
from storage.past_frames import frame_of
from storage.scripts import wording_to_json

TODAY = load_engagements(drafts=frozenset({"pl"}))["five-questions"]


def of_last_year(texts: dict[str, str], **changed: object) -> dict[str, Any]:
    """Return a stored wording with these texts in English."""
    stored = wording_to_json(TODAY)
    stored["languages"]["en"]["texts"] |= {key: {"text": text} for key, text in texts.items()}
    stored["languages"]["en"]["values"] |= {"organisation": "the youth club"}
    return {**stored, "title": "Last year", **changed}


def said(script: Script, key: str, language: str = "en") -> str:
    return script.languages[language].texts[key].get("text", "")


def test_its_own_words_and_names_stand_around_it_and_only_help_is_todays() -> None:
    own = {"you_said.title": "What you told us", "help.intro": "Call 0800 000", "helpline.childline": "Call nobody"}
    frame = frame_of(of_last_year(own), TODAY)
    script = frame.around(TODAY)
    assert frame.title == "Last year"
    assert said(script, "you_said.title") == "What you told us"
    assert script.values["organisation"] == script.languages["en"].values["organisation"] == "the youth club"
    for key in ("help.intro", "helpline.childline"):
        assert said(script, key) == said(TODAY, key)
    assert script.helplines == TODAY.helplines
    assert script.engagement == TODAY.engagement


def test_a_text_that_cannot_be_filled_or_is_known_no_more_is_todays() -> None:
    own = {"you_said.title": "Hello {nobody}", "you_said.intro": "{", "long.ago": "gone"}
    script = frame_of(of_last_year({**own, "you_said.intro": "In {organisation}"}), TODAY).around(TODAY)
    assert said(script, "you_said.title") == said(TODAY, "you_said.title")
    assert said(script, "you_said.intro") == "In {organisation}"
    assert "long.ago" not in script.languages["en"].texts
    assert frame_of(of_last_year(own), TODAY).around(TODAY).languages == TODAY.languages


def test_it_has_the_languages_that_it_had_and_that_are_offered_today() -> None:
    stored = of_last_year({})
    fewer = {code: stored["languages"][code] for code in ("en", "pl")}
    script = frame_of({**stored, "languages": {**fewer, "xx": fewer["en"]}, "default_language": "pl"}, TODAY)
    assert (script.default_language, set(script.languages)) == ("pl", {"en", "pl"})
    lost = frame_of({**stored, "languages": fewer, "default_language": "xx"}, TODAY)
    assert lost.default_language in lost.languages


@pytest.mark.parametrize(
    "stored", [{}, {"title": "Old"}, {"languages": {}}, {"languages": {"en": {}}}, {"languages": []}]
)
def test_a_wording_that_cannot_be_read_leaves_todays(stored: dict[str, Any]) -> None:
    frame = frame_of(stored, TODAY)
    assert frame.around(TODAY) == replace(TODAY, values=TODAY.languages[TODAY.default_language].values)
    assert frame.title == stored.get("title", "")
