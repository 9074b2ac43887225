"""Stopping, erasing and what happens after the end: as easy as joining, and never a lie."""

import pytest

from conversations import load_script
from conversations.inbound import Command
from conversations.state import Phase
from conversations.turn import CloseConversation, Ending, EraseResponse
from tests.support.talk import Talk, agreed

SCRIPT = load_script()
ERASED = (EraseResponse(), CloseConversation(Ending.STOPPED_ERASED))


def stopping() -> Talk:
    return agreed(SCRIPT).say("my dog").press("helps:.stop")


def ended() -> Talk:
    return stopping().press("stopping:keep")


@pytest.mark.parametrize("words", ["delete", "erase", "Erase it all", "ERASE!"])
def test_erase_typed_where_it_is_asked_erases(words: str) -> None:
    assert stopping().say(words).effects == ERASED


def test_the_first_request_to_erase_is_asked_back_and_the_second_is_done() -> None:
    talk = agreed(SCRIPT).say("my dog").command(Command.DELETE)
    assert (talk.keys, talk.effects) == (["ask.stopping"], ())
    assert talk.command(Command.DELETE).effects == ERASED


@pytest.mark.parametrize("word", ["next", "back", "skip", "change my answer", "erase it and skip"])
def test_a_command_typed_at_the_last_choice_goes_on_and_does_no_more(word: str) -> None:
    talk = stopping().say(word)
    assert talk.keys == ["question.helps"]
    assert not talk.effects
    assert talk.state.answer("helps").messages == 1


def test_words_typed_at_the_last_choice_are_not_kept_and_said_not_to_be() -> None:
    talk = stopping().say("no wait")
    assert talk.keys == ["notice.choose", "ask.stopping"]
    assert not talk.effects


def test_stopping_with_nothing_written_leaves_no_response() -> None:
    assert agreed(SCRIPT).press("helps:.skip", "hard:.stop").effects == ERASED


def test_after_the_end_stop_does_not_claim_that_nothing_was_kept() -> None:
    talk = ended().command(Command.STOP)
    assert (talk.keys, talk.effects) == (["ending.again"], ())


def test_after_the_end_erase_says_that_only_the_receipt_can_do_it() -> None:
    talk = ended().command(Command.DELETE)
    assert talk.keys == ["receipt.closed", "ending.again"]
    assert "can't tell which answers are yours" in talk.replies[0].text


@pytest.mark.parametrize("button", ["stopping:keep", "stopping:erase", "helps:.next", "take_part:no", "helps:.back"])
def test_after_the_end_an_old_button_does_not_begin_a_new_talk(button: str) -> None:
    talk = ended().press(button)
    assert talk.state.phase is Phase.CLOSED
    assert (talk.keys, talk.effects) == (["ending.again"], ())


def test_an_old_erase_button_does_nothing_once_somebody_carries_on() -> None:
    talk = stopping().press("stopping:carry_on", "stopping:erase")
    assert not talk.effects
    assert talk.state.answer("helps").messages == 1


def test_saying_no_after_going_all_the_way_back_erases_everything() -> None:
    talk = agreed(SCRIPT).say("my dog").press("helps:.back", "quotes:.back")
    assert ".back" not in talk.commands
    assert talk.press("take_part:no").effects == (EraseResponse(), CloseConversation(Ending.DECLINED))


def test_an_old_stop_button_still_asks() -> None:
    assert agreed(SCRIPT).say("my dog").press("helps:.next", "age:.stop").state.phase is Phase.STOPPING
