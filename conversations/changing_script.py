"""A conversation that is open while its script changes: fits it to the script as it now is, asking nothing unseen."""

from dataclasses import replace

from conversations.inbound import Inbound, Picked, Typed
from conversations.prompts import accepts_words, current_question, notice, prompt
from conversations.questions import PHASE_OF, add_words
from conversations.script import Script
from conversations.state import NO_ANSWER, QUESTION_PHASES, ConversationState, Phase
from conversations.turn import Tone, Turn


def fits(script: Script, state: ConversationState) -> bool:
    """Whether this script still asks what the person is being asked."""
    where = state.paused_phase or state.phase
    if where is Phase.AGE:
        return state.audience is not None and bool(script.age_bands[state.audience])
    if state.position is None:
        return True
    question = script.question(state.position)
    return question is not None and question.is_for(state) and PHASE_OF[question.section] is where


def resettle(script: Script, state: ConversationState) -> ConversationState:
    """Fit a conversation to the script as it now is.

    A new version may have taken away the question the person is at: they go to the first one not yet answered. What
    they gave before stays as it is, under the version it was given under.
    """
    # At nearly every turn nothing has changed, and a copy that says the same would be made for nothing.
    same = state.script_version == script.version
    fitted = state if same else replace(state, script_version=script.version)
    if fits(script, state):
        return fitted
    where = state.paused_phase or state.phase
    if where is Phase.AGE:
        return replace(fitted, phase=Phase.AUDIENCE)
    asked = tuple(q for q in script.questions if PHASE_OF[q.section] is where and q.is_for(state))
    fresh = next((q for q in asked if state.answer(q.id) == NO_ANSWER), asked[-1] if asked else None)
    if fresh is not None:
        return replace(fitted, position=fresh.id)
    if state.phase is Phase.STOPPING:
        return replace(fitted, position=None, paused_phase=Phase.ABOUT_YOU)
    return replace(fitted, position=None, phase=Phase.ABOUT_YOU)


def answer_changed_script(
    script: Script, before: ConversationState, fitted: ConversationState, inbound: Inbound
) -> Turn | None:
    """Take an answer made to the script as it was before it changed; None where there was no question yet.

    Words for a question that is still asked are taken, under the version they were written to. A choice is asked
    again, since consent and answers must never be filed under a wording that the person did not see.
    """
    if fitted.phase is Phase.NEW or not isinstance(inbound, Typed | Picked):
        return None
    question = current_question(script, fitted)
    stayed = (before.phase, before.position) == (fitted.phase, fitted.position)
    asked = stayed and fitted.phase in QUESTION_PHASES
    if isinstance(inbound, Typed) and asked and question and accepts_words(fitted, question):
        return add_words(script, before, question, inbound.text, inbound.so_far)
    said = notice(script, fitted, "notice.old_button")
    if isinstance(inbound, Typed):
        said = notice(script, fitted, "notice.script_changed", Tone.ERROR)
    return Turn(fitted, (said, prompt(script, fitted)))
