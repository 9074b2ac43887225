"""The script changes while somebody is talking: nothing they gave is lost, nothing goes to a question unseen."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from conversations import advance, load_script, prompt_again
from conversations.inbound import Command, Inbound
from conversations.people import Audience
from conversations.script import Question, Script, Section
from conversations.state import Phase
from conversations.turn import AddToAnswer, Tone
from tests.conversations.inbounds import every_inbound
from tests.conversations.states import every_state
from tests.conversations.test_every_step import check_turn
from tests.support.talk import Talk, agreed

SCRIPT = load_script()
MAIN = tuple(q for q in SCRIPT.questions if q.section is Section.MAIN)
ABOUT = tuple(q for q in SCRIPT.questions if q.section is Section.ABOUT_YOU)


def changed(*questions: Question) -> Script:
    return replace(SCRIPT, version="2-changed", questions=questions)


def without(*ids: str) -> Script:
    return changed(*(q for q in SCRIPT.questions if q.id not in ids))


NO_MAIN = changed(*ABOUT)
NO_ABOUT = changed(*MAIN)
REVERSED = changed(*reversed(MAIN), *reversed(ABOUT))
HARD_ABOUT_YOU = changed(*(replace(q, section=Section.ABOUT_YOU) if q.id == "hard" else q for q in SCRIPT.questions))
NOTHING = changed()
NO_AGES = replace(SCRIPT, version="2-changed", age_bands=MappingProxyType(dict.fromkeys(Audience, ())))
CHANGES = (without("helps"), NO_MAIN, NO_ABOUT, REVERSED, HARD_ABOUT_YOU, NOTHING, NO_AGES)


def at_hard() -> Talk:
    return agreed(SCRIPT).say("my dog").press("helps:.next").say("waiting")


def test_words_for_a_question_that_is_gone_are_not_given_to_another() -> None:
    talk = at_hard()
    talk.script = without("hard")
    talk.say("and the forms")
    assert talk.keys == ["notice.script_changed", "question.reach"]
    assert talk.replies[0].tone is Tone.ERROR
    assert not talk.effects
    assert talk.say("at school").effects == (AddToAnswer("reach", "at school"),)


def test_answers_given_before_a_change_stay() -> None:
    talk = at_hard()
    before = talk.state.answers
    talk.script = without("hard")
    talk.start()
    assert talk.state.answers == before
    assert talk.state.position == "reach"


def test_words_are_filed_under_the_version_that_was_on_the_screen() -> None:
    talk = at_hard()
    talk.script = REVERSED
    talk.say("and the forms")
    assert talk.effects == (AddToAnswer("hard", "and the forms"),)
    assert talk.state.script_version == SCRIPT.version
    talk.press("hard:.next")
    assert (talk.state.position, talk.state.script_version) == ("helps", REVERSED.version)


def test_a_consent_is_asked_again_in_the_new_words() -> None:
    talk = Talk(SCRIPT).start().press("audience:young_person", "age:13_15", "check:no")
    talk.script = REVERSED
    talk.press("take_part:yes")
    assert (talk.keys, talk.effects) == (["notice.old_button", "ask.take_part"], ())
    assert talk.press("take_part:yes").state.taking_part


def test_a_main_question_that_becomes_one_about_the_person_takes_no_words_without_their_consent() -> None:
    talk = at_hard()
    talk.script = HARD_ABOUT_YOU
    talk.say("and the forms")
    assert talk.state.position == "reach"
    assert not talk.effects


def test_next_still_works_after_a_change() -> None:
    talk = at_hard()
    talk.script = without("reach")
    assert talk.press("hard:.next").state.position == "works"


def test_somebody_with_every_answer_given_comes_to_the_last_question() -> None:
    talk = agreed(SCRIPT)
    for _ in MAIN:
        talk.say("words").command(Command.NEXT)
    talk.command(Command.BACK)
    talk.script = without("change")
    assert prompt_again(talk.script, talk.state)[0].key == "question.works"


def test_when_all_main_questions_are_gone_the_last_ones_are_offered() -> None:
    talk = at_hard()
    talk.script = NO_MAIN
    assert talk.start().state.phase is Phase.ABOUT_YOU


def test_when_all_questions_are_gone_the_talk_can_still_end() -> None:
    talk = at_hard()
    talk.script = NOTHING
    talk.start().press("about_you:yes")
    assert talk.state.phase is Phase.CLOSED


@pytest.mark.parametrize("choice", ["keep", "erase"])
def test_who_is_asked_what_to_keep_can_still_choose(choice: str) -> None:
    talk = at_hard().press("hard:.stop")
    talk.script = without("hard")
    talk.press(f"stopping:{choice}", f"stopping:{choice}")
    assert talk.state.phase is Phase.CLOSED


def test_who_carries_on_after_a_change_comes_to_a_question_there_is() -> None:
    talk = at_hard().press("hard:.stop")
    talk.script = without("hard")
    assert talk.command(Command.BACK).state.position == "reach"


def test_who_is_asked_an_age_that_is_no_longer_asked_starts_with_who_they_are() -> None:
    talk = Talk(SCRIPT).start().press("audience:young_person")
    talk.script = NO_AGES
    talk.say("13")
    assert talk.keys == ["notice.script_changed", "ask.audience"]
    assert talk.press("audience:young_person").state.phase is Phase.CHECK


def test_a_first_choice_made_before_a_change_still_begins() -> None:
    talk = Talk(REVERSED, state=Talk(SCRIPT).state).press("audience:young_person")
    assert talk.state.phase is Phase.AGE


@pytest.mark.parametrize("script", CHANGES, ids=range(len(CHANGES)))
def test_no_change_and_nothing_sent_after_it_raises(script: Script) -> None:
    inbounds: list[Inbound] = every_inbound(script)
    for number, state in enumerate(every_state(SCRIPT)):
        for inbound in inbounds[number % 97 :: 97]:
            check_turn(script, state, inbound, advance(script, state, inbound))
