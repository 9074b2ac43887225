"""Who somebody is, how old, and what each age is asked before anything is kept."""

import pytest

from conversations import load_script
from conversations.inbound import Command, UnsupportedKind
from conversations.people import AgeBand, Channel
from conversations.state import Consent, Phase
from conversations.turn import LinkKind, OpenResponse, RecordConsent
from tests.support.talk import Talk, agreed

SCRIPT = load_script()
EVERY_KIND = load_script("tests/conversations/every_kind")


def asked_age(channel: Channel = Channel.WEB) -> Talk:
    return Talk(SCRIPT, channel).start().press("audience:young_person")


@pytest.mark.parametrize(
    ("typed", "band"),
    [
        ("9", AgeBand.UNDER_10), ("10", AgeBand.AGE_10_12), ("12", AgeBand.AGE_10_12), ("13", AgeBand.AGE_13_15),
        ("15.", AgeBand.AGE_13_15), ("16", AgeBand.AGE_16_17), ("17", AgeBand.AGE_16_17), ("18", AgeBand.AGE_18_25),
        ("25", AgeBand.AGE_18_25), ("26", AgeBand.AGE_26_PLUS), ("99", AgeBand.AGE_26_PLUS), ("١٤", AgeBand.AGE_13_15),
    ],
)  # fmt: skip
def test_an_age_that_is_typed_counts_as_its_band(typed: str, band: AgeBand) -> None:
    talk = asked_age().say(typed)
    assert talk.state.age_band is band
    assert typed not in [reply.text for reply in talk.replies]


@pytest.mark.parametrize("typed", ["100", "1000", "thirteen", "1 3", "13ish"])
def test_what_is_no_age_is_asked_again(typed: str) -> None:
    talk = asked_age().say(typed)
    assert talk.keys == ["notice.choose", "ask.age"]


def test_a_parent_cannot_be_of_an_age_that_parents_are_not_offered() -> None:
    talk = Talk(SCRIPT).start().press("audience:parent_carer").say("9")
    assert talk.state.phase is Phase.AGE


@pytest.mark.parametrize(
    ("band", "step", "key"),
    [
        ("under_10", "together", "ask.together"),
        ("10_12", "permission", "ask.permission"),
        ("not_said", "permission", "ask.permission_age_unknown"),
    ],
)
def test_a_permission_is_recorded_with_the_words_that_were_asked(band: str, step: str, key: str) -> None:
    talk = asked_age().press(f"age:{band}")
    assert talk.keys[-1] == key
    assert not talk.press(f"{step}:yes", "check:no").all_effects
    talk.press("take_part:yes")
    assert talk.effects == (
        OpenResponse(),
        RecordConsent(Consent.PERMISSION, agreed=True, text_key=key),
        RecordConsent(Consent.TAKE_PART, agreed=True, text_key="ask.take_part"),
    )


def test_a_permission_is_forgotten_when_another_age_is_chosen() -> None:
    talk = asked_age().press("age:10_12", "permission:yes", "check:.back", "age:13_15")
    assert talk.state.consents == {}


def test_under_16_on_telegram_is_shown_the_way_to_the_web_chat() -> None:
    talk = asked_age(Channel.TELEGRAM).press("age:10_12")
    assert talk.state.phase is Phase.CLOSED
    assert [link.kind for link in talk.replies[0].links] == [LinkKind.WEB_CHAT]
    assert OpenResponse() not in talk.all_effects


def test_a_script_that_lets_unknown_ages_on_telegram_still_asks_them_for_permission() -> None:
    talk = Talk(EVERY_KIND, Channel.TELEGRAM).start().press("audience:young_person", "age:not_said")
    assert talk.state.phase is Phase.CHECK
    assert AgeBand.NOT_SAID not in EVERY_KIND.age_rules.ask_permission


def test_a_script_may_end_kindly_for_those_under_10() -> None:
    talk = Talk(EVERY_KIND).start().press("audience:young_person", "age:under_10")
    assert talk.keys == ["ending.under_10", "ending.again"]


def test_nothing_is_stored_before_somebody_agrees() -> None:
    talk = asked_age().say("my name is Kim").press("age:13_15").say("Kim").press("check:no").say("Kim")
    assert not talk.all_effects


def test_the_first_messages_are_given_once() -> None:
    talk = Talk(SCRIPT).send(UnsupportedKind.PHOTO).send(UnsupportedKind.STICKER).say("").command(Command.HELP)
    assert [reply.key for turn in talk.turns for reply in turn.replies].count("welcome.who") == 1


def test_who_comes_back_to_a_begun_answer_hears_that_it_is_safe() -> None:
    talk = agreed(SCRIPT).say("my dog").start()
    assert talk.keys == ["notice.welcome_back", "answer.already", "question.helps"]
    assert agreed(SCRIPT).start().keys == ["notice.welcome_back", "question.helps"]


def test_an_edited_message_is_answered_truthfully() -> None:
    talk = agreed(SCRIPT).send(UnsupportedKind.EDITED)
    assert talk.keys == ["notice.not_now", "question.helps"]
    assert talk.say("my dog").send(UnsupportedKind.EDITED).keys == ["unsupported.edited", "question.helps"]
    assert Talk(SCRIPT).send(UnsupportedKind.EDITED).keys == ["ending.again"]
