"""The order of rules is the product's order of care: this is where changing it shows."""

import pytest

from conversations import advance, load_script
from conversations.engine import CHOICE_ANSWERS, RULES
from conversations.inbound import Command, Typed, Unsupported, UnsupportedKind
from conversations.prompts import CHOICE_OPTIONS
from conversations.state import Phase
from conversations.turn import AddToAnswer
from tests.conversations.states import every_state
from tests.support.talk import agreed

SCRIPT = load_script()


def test_the_rules_stand_in_the_order_of_care() -> None:
    assert [rule.__name__ for rule in RULES] == [
        "follow_command",
        "pick_language",
        "answer_typed_receipt",
        "explain_unsupported",
        "refuse_empty_or_endless",
        "start_or_return",
        "answer_phase",
    ]


def test_every_phase_with_fixed_options_has_its_answer() -> None:
    assert set(CHOICE_OPTIONS) <= set(CHOICE_ANSWERS)
    assert set(Phase) - set(CHOICE_ANSWERS) == {Phase.QUESTION, Phase.ABOUT_YOU_QUESTION, Phase.CLOSED}


@pytest.mark.parametrize("word", ["help", "Help", " HELP!!! ", "help me", "i need help"])
def test_a_call_for_help_is_never_taken_for_an_answer(word: str) -> None:
    for state in every_state(SCRIPT):
        turn = advance(SCRIPT, state, Typed(word))
        assert turn.replies[0].key == "help.intro"
        assert not turn.effects


def test_a_command_comes_before_the_limit_and_the_phase() -> None:
    talk = agreed(SCRIPT).command(Command.LEAVE_OUT)
    assert talk.keys[0] == "answer.left_out"


def test_a_photo_before_the_beginning_is_explained_before_anything_is_begun() -> None:
    turn = advance(SCRIPT, None, Unsupported(UnsupportedKind.PHOTO))
    assert [reply.key for reply in turn.replies][:2] == ["unsupported.photo", "welcome.who"]


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "\u202e\u200f", "\x00"])
def test_what_nobody_can_see_is_an_empty_message(text: str) -> None:
    talk = agreed(SCRIPT).say(text)
    assert talk.keys[0] == "notice.empty"
    assert not talk.effects


@pytest.mark.parametrize(("length", "kept"), [(10_000, True), (10_001, False)])
def test_a_message_is_kept_up_to_its_limit(length: int, *, kept: bool) -> None:
    talk = agreed(SCRIPT).say("a" * length)
    assert bool(talk.effects) is kept
    assert "10,000" in talk.replies[0].text or kept


def test_an_answer_is_kept_up_to_its_limit_and_no_word_before_is_lost() -> None:
    talk = agreed(SCRIPT).say("a" * 9_999, "b" * 9_999, "ccc")
    assert talk.keys == ["answer.full"]
    assert talk.state.answer("helps").messages == 2
    assert talk.say("d").effects == (AddToAnswer("helps", "d"),)
