"""A state is refused rather than guessed: its form when stored, and what its parts must be to each other."""

import json
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from conversations import load_script, new_state
from conversations.errors import StateError
from conversations.people import AgeBand, Audience, Channel
from conversations.state import FORMAT, AnswerSketch, Consent, ConversationState, Phase
from tests.conversations.states import every_state
from tests.support.talk import agreed, stored

SCRIPT = load_script()
NEW = new_state(SCRIPT, Channel.WEB)
AT_QUESTION = agreed(SCRIPT).say("one", "two").state
AGREED = {Consent.TAKE_PART: True}


def test_every_state_comes_back_from_storage_as_it_was() -> None:
    for state in every_state(SCRIPT):
        assert stored(state) == state


def test_the_stored_form_holds_no_word_that_was_written() -> None:
    talk = agreed(SCRIPT).say("my secret garden")
    assert "garden" not in json.dumps(talk.state.to_json())
    assert talk.state.answer("helps") == AnswerSketch(messages=1, characters=16)


@pytest.mark.parametrize("number", [0, FORMAT + 1, None, "1", "newest"])
def test_an_unknown_format_is_refused(number: object) -> None:
    with pytest.raises(StateError, match="another format"):
        ConversationState.from_json({**AT_QUESTION.to_json(), "format": number})


@pytest.mark.parametrize("key", [key for key in AT_QUESTION.to_json() if key != "format"])
def test_a_stored_state_that_lacks_a_part_is_refused(key: str) -> None:
    data = AT_QUESTION.to_json()
    del data[key]
    with pytest.raises(StateError):
        ConversationState.from_json(data)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("channel", "fax"),
        ("phase", "nowhere"),
        ("phase", ""),
        ("phase", None),
        ("paused_phase", ""),
        ("audience", "cat"),
        ("age_band", "12"),
        ("engagement", None),
        ("language", 1),
        ("position", 0),
        ("consents", {"take_part": "false"}),
        ("consents", {"take_part": 1}),
        ("consents", {"sell_it": True}),
        ("consents", []),
        ("answers", {"helps": None}),
        ("answers", {"helps": {"messages": 1, "characters": 1, "options": [], "skipped": "no"}}),
        ("answers", {"helps": {"messages": -1, "characters": 1, "options": [], "skipped": False}}),
        ("answers", {"helps": {"messages": True, "characters": 1, "options": [], "skipped": False}}),
        ("answers", {"helps": {"messages": 1, "characters": 1, "options": "abc", "skipped": False}}),
        ("answers", {"helps": {"messages": 1, "characters": 1, "options": [1], "skipped": False}}),
    ],
)
def test_a_stored_value_that_is_not_in_the_lists_is_refused(key: str, value: object) -> None:
    with pytest.raises(StateError):
        ConversationState.from_json({**AT_QUESTION.to_json(), key: value})


@pytest.mark.parametrize("data", [None, [], "state", 1])
def test_what_is_no_table_is_refused(data: Any) -> None:
    with pytest.raises(StateError):
        ConversationState.from_json(data)


@pytest.mark.parametrize(
    "parts",
    [
        {"phase": Phase.STOPPING, "consents": AGREED},
        {"phase": Phase.QUOTES, "paused_phase": Phase.QUOTES, "consents": AGREED},
        {"phase": Phase.QUESTION, "consents": AGREED},
        {"phase": Phase.QUOTES, "position": "helps", "consents": AGREED},
        {"phase": Phase.CLOSED, "position": "helps"},
        {"phase": Phase.QUOTES},
        {"phase": Phase.QUESTION, "position": "helps"},
        {"phase": Phase.QUESTION, "position": "helps", "consents": {Consent.TAKE_PART: False}},
        {"phase": Phase.ABOUT_YOU},
        {"phase": Phase.STOPPING, "paused_phase": Phase.CHECK},
        {"phase": Phase.STOPPING, "paused_phase": Phase.CHECK, "consents": AGREED},
        {"phase": Phase.ABOUT_YOU_QUESTION, "position": "gender", "consents": AGREED},
        {"phase": Phase.CHECK, "answers": {"helps": AnswerSketch(messages=1)}},
        {"phase": Phase.AGE, "consents": AGREED, "audience": Audience.YOUNG_PERSON},
        {"phase": Phase.CLOSED, "consents": AGREED},
        {"phase": Phase.CLOSED, "consents": {Consent.PERMISSION: True}},
        {"phase": Phase.NEW, "consents": {Consent.PERMISSION: True}},
        {"phase": Phase.AGE, "age_band": AgeBand.AGE_13_15},
    ],
    ids=str,
)
def test_parts_that_contradict_each_other_are_refused(parts: dict[str, Any]) -> None:
    values: dict[str, Any] = {k: MappingProxyType(v) if isinstance(v, dict) else v for k, v in parts.items()}
    with pytest.raises(StateError):
        replace(NEW, **values)


def test_an_answer_that_holds_nothing_is_not_kept_as_one() -> None:
    assert AT_QUESTION.with_answer("helps", AnswerSketch()).answers == {}


def test_an_unknown_language_falls_back_to_the_scripts_own() -> None:
    assert new_state(SCRIPT, Channel.WEB, "tlh").language == SCRIPT.default_language
