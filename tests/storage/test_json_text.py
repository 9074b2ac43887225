"""JSON of turns: what is written comes back, also what the quick library refuses, and Python's module reads it alike."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.json_text import json_bytes, json_text, read_json

NUMBERS = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.none() | st.booleans() | NUMBERS | st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner)
)
HALF_A_PAIR = "half \ud83d of it"


@given(VALUES)
def test_what_is_written_comes_back_and_python_reads_the_same(value: Any) -> None:
    assert read_json(json_text(value)) == value == json.loads(json_bytes(value))
    assert read_json(json.dumps(value)) == value


@pytest.mark.parametrize("value", [HALF_A_PAIR, {"text": [HALF_A_PAIR]}, 2**70])
def test_what_the_quick_library_refuses_is_written_all_the_same(value: Any) -> None:
    assert json.loads(json_bytes(value)) == value


def test_half_a_pair_is_read_all_the_same() -> None:
    assert read_json(json.dumps(HALF_A_PAIR)) == HALF_A_PAIR


@pytest.mark.parametrize("text", ["", "{", b"\xff", "{'a': 1}"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each library has an error of its own below it
        read_json(text)


def test_what_json_has_no_words_for_is_refused() -> None:
    with pytest.raises(TypeError):
        json_bytes({"what": object()})
