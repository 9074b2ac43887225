"""A language that somebody writes in is offered: once, in that language, and never where it could do harm."""

from dataclasses import replace

import pytest

from conversations.content import load_script
from conversations.engine import advance, new_state
from conversations.inbound import Command, CommandGiven, Picked, Started, Typed, Unsupported, UnsupportedKind
from conversations.language_changing import OFFER, with_language_heard
from conversations.language_choosing import with_wish
from conversations.people import Channel
from conversations.prompts import LANGUAGE_ITEM
from conversations.state import ConversationState, Phase
from conversations.transcripts import stored_and_loaded
from conversations.turn import Reply, Turn

SCRIPT = load_script(drafts=frozenset({"pl", "ar"}))
TO_THE_FIRST_QUESTION = (
    Started(), Picked("audience", "young_person"), Picked("age", "16_17"), Picked("check", "no"),
    Picked("take_part", "yes"), Picked("quotes", "yes"),
)  # fmt: skip


def at_the_first_question(language: str = "en") -> ConversationState:
    state = new_state(SCRIPT, Channel.WEB, language)
    for step in TO_THE_FIRST_QUESTION:
        state = advance(SCRIPT, state, step).state
    return state


def heard(state: ConversationState, code: str = "pl") -> ConversationState:
    """The state once it was found that they write in a language, as it comes back from storage."""
    return stored_and_loaded(with_language_heard(SCRIPT, state, code))


def offers(turn: Turn) -> list[Reply]:
    return [reply for reply in turn.replies if reply.key == OFFER]


def test_the_next_reply_offers_it_in_that_language_with_a_button() -> None:
    turn = advance(SCRIPT, heard(at_the_first_question()), Picked("helps", ".skip"))
    (offer,) = offers(turn)
    assert (offer.text, offer.language) == (SCRIPT.wording("pl").say(OFFER, turn.state, language="Polski"), "pl")
    assert "Polski" in offer.text
    asking = turn.replies[-1]
    assert asking.key == "question.hard"
    assert (LANGUAGE_ITEM, "pl", "Polski") in [(b.item_id, b.option_id, b.label) for b in asking.buttons]
    changed = advance(SCRIPT, turn.state, Picked(LANGUAGE_ITEM, "pl"))
    assert (changed.state.language, changed.state.position, changed.effects) == ("pl", "hard", ())


def test_each_language_is_offered_once_in_a_talk() -> None:
    turn = advance(SCRIPT, heard(at_the_first_question()), Picked("helps", ".next"))
    assert offers(turn)
    assert heard(turn.state) == turn.state
    again = advance(SCRIPT, heard(turn.state, "ar"), Picked("hard", ".next"))
    assert [offer.language for offer in offers(again)] == ["ar"]


@pytest.mark.parametrize(
    ("talk", "written"), [("en", "en"), ("en-easy", "en"), ("pl", "pl"), ("en", "xx"), ("en", None)]
)
def test_their_own_language_and_one_without_words_are_not_offered(talk: str, written: str | None) -> None:
    state = at_the_first_question(talk)
    assert with_language_heard(SCRIPT, state, written) == state


def test_it_waits_while_help_is_shown_and_until_they_say_what_becomes_of_their_words() -> None:
    told = advance(SCRIPT, heard(at_the_first_question()), Typed("i want to kill myself"))
    assert not offers(told)
    assert not offers(advance(SCRIPT, told.state, CommandGiven(Command.HELP)))
    assert not offers(advance(SCRIPT, told.state, CommandGiven(Command.CARRY_ON)))
    kept = advance(SCRIPT, told.state, Picked("helps", ".keep_words"))
    assert offers(kept)


@pytest.mark.parametrize("phase", [Phase.CHECK, Phase.TAKE_PART, Phase.PERMISSION, Phase.TOGETHER, Phase.TELEGRAM_AGE])
def test_nothing_is_offered_where_somebody_is_about_to_agree(phase: Phase) -> None:
    somebody = advance(SCRIPT, new_state(SCRIPT), Picked("audience", "young_person")).state
    state = heard(replace(somebody, phase=phase))
    turn = advance(SCRIPT, state, Unsupported(UnsupportedKind.STICKER))
    assert not offers(turn)
    assert turn.state.language_heard == "pl"


def test_nothing_is_left_of_it_when_the_talk_ends() -> None:
    turn = advance(SCRIPT, heard(at_the_first_question()), Picked("helps", ".stop"))
    assert turn.state.phase is Phase.CLOSED
    assert not offers(turn)
    assert (turn.state.language_heard, turn.state.languages_offered) == ("", ())


@pytest.mark.parametrize("wish", ["", "de"])
def test_who_says_no_language_is_asked_first_by_every_way_in(wish: str) -> None:
    state = stored_and_loaded(with_wish(SCRIPT, new_state(SCRIPT, Channel.TELEGRAM, wish), wish))
    for inbound in (Started(), Typed("hello there"), CommandGiven(Command.HELP), Typed("i want to kill myself")):
        turn = advance(SCRIPT, state, inbound)
        assert turn.state.phase is Phase.NEW
        labels = [button.label for button in turn.replies[-1].buttons]
        assert labels[:4] == ["English", "Easy Read", "العربية", "Polski"]
        assert not any(button.chosen for button in turn.replies[-1].buttons)
    for chosen in (Picked(LANGUAGE_ITEM, "pl"), Typed("polski")):
        begun = advance(SCRIPT, state, chosen)
        assert (begun.state.language, begun.state.phase) == ("pl", Phase.AUDIENCE)
        assert [reply.key for reply in begun.replies][-1] == "ask.audience"
        assert "notice.language_changed" not in [reply.key for reply in begun.replies]


@pytest.mark.parametrize("wish", ["pl", "en-easy"])
def test_who_says_one_that_is_there_is_not_asked(wish: str) -> None:
    state = with_wish(SCRIPT, new_state(SCRIPT, Channel.TELEGRAM, wish), wish)
    assert [reply.key for reply in advance(SCRIPT, state, Started()).replies][-1] == "ask.audience"


def test_where_there_is_only_english_nobody_is_asked() -> None:
    english = load_script()
    assert with_wish(english, new_state(english), "") == new_state(english)
