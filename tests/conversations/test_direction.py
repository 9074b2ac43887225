"""What is filled into lines from right to left stays in order."""

import pytest

from conversations.content import load_script
from conversations.direction import isolated
from conversations.engine import new_state
from conversations.wording import RTL

SCRIPT = load_script(drafts=frozenset({"ar", "fa", "ps", "ckb", "pl"}))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0800 1111", "\u20680800 1111\u2069"), ("kooth.com", "\u2068kooth.com\u2069"), ("NHS 111", "\u2068NHS 111\u2069"),
        ("999", "999"), (5, "5"), ("SHOUT", "SHOUT"), ("31 ديسمبر 2028", "31 ديسمبر 2028"), ("", ""), ("...", "..."),
    ],
)  # fmt: skip
def test_a_value_of_several_parts_is_kept_together(value: object, shown: str) -> None:
    assert isolated(value) == shown


@pytest.mark.parametrize("code", sorted(code for code, words in SCRIPT.languages.items() if words.direction == RTL))
def test_a_number_to_call_is_kept_together_in_every_such_language_and_a_receipt_has_no_marks(code: str) -> None:
    state = new_state(SCRIPT, language=code)
    wording = SCRIPT.wording(code)
    assert "\u20680800 1111\u2069" in wording.say("helpline.childline", state, call="0800 1111")
    assert "\n{receipt}\n" in wording.say("receipt.kept", state, receipt="{receipt}")


def test_a_line_from_left_to_right_has_no_marks() -> None:
    said = SCRIPT.wording("pl").say("helpline.childline", new_state(SCRIPT, language="pl"), call="0800 1111")
    assert "\u2068" not in said
