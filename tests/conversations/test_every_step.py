"""Every state against everything that can be sent: nothing raises, everybody gets an answer, nothing is kept unasked."""

import json

import pytest

from conversations import advance, load_script, prompt_again
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Typed
from conversations.people import AgeBand, Audience
from conversations.script import Script, Section
from conversations.state import Consent, ConversationState, Phase
from conversations.turn import AddToAnswer, ChooseOptions, CountSignpost, OpenResponse, RecordConsent, Reply, Tone, Turn
from tests.conversations.inbounds import every_inbound
from tests.conversations.states import every_state
from tests.support.talk import stored

SHARES = 127
"""Every state against everything takes minutes; this many runs over neighbouring states come to the same."""

SCRIPTS = (load_script(), load_script("tests/conversations/every_kind"))


def describe(state: ConversationState, inbound: Inbound) -> str:
    return f"{str(inbound)[:80]} at {state.to_json()}"


def check_turn(script: Script, state: ConversationState, inbound: Inbound, turn: Turn) -> None:
    what = describe(state, inbound)
    assert turn.replies, what
    for reply in turn.replies:
        assert reply.text.strip(), what
        assert all(button.label.strip() for button in reply.buttons), what
        assert Reply.from_json(json.loads(json.dumps(reply.to_json()))) == reply, what
    assert stored(turn.state) == turn.state, what
    taking_part = state.taking_part
    for effect in turn.effects:
        taking_part = taking_part or isinstance(effect, OpenResponse)
        if isinstance(effect, AddToAnswer | ChooseOptions | RecordConsent):
            assert taking_part, what
        if isinstance(effect, AddToAnswer | ChooseOptions):
            question = script.question(effect.question_id)
            assert question is not None, what
            assert question.section is Section.MAIN or state.consents.get(Consent.ABOUT_YOU), what
        if isinstance(effect, AddToAnswer):
            assert effect.text.encode().decode() == effect.text, what
            assert state.position == effect.question_id, what


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.engagement)
def test_nothing_that_can_be_sent_raises_at_any_step(script: Script) -> None:
    inbounds = every_inbound(script)
    for number, state in enumerate(every_state(script)):
        # Each state gets a share, the next state another one: neighbours differ in one small thing only.
        for inbound in inbounds[number % SHARES :: SHARES]:
            check_turn(script, state, inbound, advance(script, state, inbound))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.engagement)
def test_every_phase_meets_everything_that_can_be_sent(script: Script) -> None:
    by_phase = {(state.phase, state.paused_phase, state.position): state for state in every_state(script)}
    assert {phase for phase, _, _ in by_phase} == set(Phase)
    for state in by_phase.values():
        for inbound in every_inbound(script):
            check_turn(script, state, inbound, advance(script, state, inbound))


def test_somebody_without_a_state_can_send_anything() -> None:
    for inbound in every_inbound(SCRIPTS[0]):
        turn = advance(SCRIPTS[0], None, inbound)
        assert turn.replies
        assert all(isinstance(effect, CountSignpost) for effect in turn.effects)


@pytest.mark.parametrize("asked", [CommandGiven(Command.HELP), Typed("help me"), Picked("long_gone", ".help")], ids=str)
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.engagement)
def test_help_shows_999_and_childline_to_a_young_person_at_every_step(script: Script, asked: Inbound) -> None:
    for state in every_state(script):
        young = state.audience in (None, Audience.YOUNG_PERSON) and state.age_band is not AgeBand.AGE_26_PLUS
        first = advance(script, state, asked).replies[0]
        assert first.tone is Tone.SIGNPOST
        assert "999" in first.text
        assert ("0800 1111" in first.text) or not young
        assert {link.target for link in first.links} >= ({"999", "0800 1111"} if young else {"999"})


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.engagement)
def test_help_is_one_tap_away_at_every_step(script: Script) -> None:
    for state in every_state(script):
        buttons = [button.option_id for reply in prompt_again(script, state) for button in reply.buttons]
        assert ".help" in buttons


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.engagement)
def test_every_button_on_the_screen_is_understood(script: Script) -> None:
    for state in every_state(script):
        for reply in prompt_again(script, state):
            for button in reply.buttons:
                turn = advance(script, state, Picked(button.item_id, button.option_id))
                refusals = {"notice.old_button", "notice.not_now", "notice.no_further_back", "notice.choose"}
                assert not refusals & {said.key for said in turn.replies}, (button, state)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.engagement)
def test_stop_is_answered_by_an_end_or_a_choice_at_every_step(script: Script) -> None:
    for state in every_state(script):
        turn = advance(script, state, CommandGiven(Command.STOP))
        assert turn.state.phase in (Phase.STOPPING, Phase.CLOSED)
