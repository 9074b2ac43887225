"""Consent in small steps: the check question, taking part, the use of words, the questions about the person.

Each choice is recorded on its own with the wording it was made under (UK GDPR Art. 7(1): consent must be demonstrable).
Nothing is stored before the person agrees to take part.
"""

from dataclasses import replace

from conversations.closing import close
from conversations.people import AgeBand
from conversations.prompts import echo, notice, prompt, text_key
from conversations.questions import first_question, go_to_question
from conversations.script import Script, Section
from conversations.state import AnswerSketch, Consent, ConversationState, Phase
from conversations.turn import ClearAnswer, Effect, Ending, EraseResponse, OpenResponse, RecordConsent, Tone, Turn


def answer_check(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Go on when the person knows that nobody will write back; say it again, with the way to help, when not."""
    if option_id == "yes":
        wrong = notice(script, state, "consent.check_wrong", Tone.NOTICE)
        return Turn(state, (echo(script, state, label), wrong, prompt(script, state)))
    asked = replace(state, phase=Phase.TAKE_PART)
    return Turn(
        asked, (echo(script, state, label), notice(script, state, "consent.check_right"), prompt(script, asked))
    )


def answer_take_part(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Open a response when the person agrees; leave nothing behind when they do not."""
    if option_id == "no":
        return close(script, state, Ending.DECLINED, (EraseResponse(),) if state.taking_part else ())
    agreed = replace(state.with_consent(Consent.TAKE_PART, agreed=True), phase=Phase.QUOTES)
    effects: tuple[Effect, ...] = ()
    if not state.taking_part:
        effects = (OpenResponse(), *permission_record(state))
    effects += (RecordConsent(Consent.TAKE_PART, agreed=True, text_key=text_key(state)),)
    return Turn(agreed, (echo(script, state, label), prompt(script, agreed)), effects)


def permission_record(state: ConversationState) -> tuple[RecordConsent, ...]:
    """Return the record of a permission given earlier: it could not be stored before the person agreed to take part."""
    if Consent.PERMISSION not in state.consents:
        return ()
    asked = replace(state, phase=Phase.TOGETHER if state.age_band is AgeBand.UNDER_10 else Phase.PERMISSION)
    return (RecordConsent(Consent.PERMISSION, state.consents[Consent.PERMISSION], text_key(asked)),)


def answer_quotes(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Record whether words may be quoted (off until chosen) and ask the first question."""
    agreed = option_id == "yes"
    record = RecordConsent(Consent.QUOTES, agreed, text_key(state))
    question = first_question(script, state, Section.MAIN)
    chosen = state.with_consent(Consent.QUOTES, agreed)
    if question is None:
        return ask_about_you_or_finish(script, chosen, label, (record,))
    return go_to_question(script, chosen, question, (echo(script, state, label),), (record,))


def ask_about_you_or_finish(
    script: Script, state: ConversationState, label: str = "", effects: tuple[Effect, ...] = ()
) -> Turn:
    """After the last question: ask to ask about the person, where the script has such questions for them."""
    if first_question(script, state, Section.ABOUT_YOU) is None:
        return close(script, state, Ending.FINISHED, effects)
    asked = replace(state, phase=Phase.ABOUT_YOU, position=None)
    said = (echo(script, state, label),) if label else ()
    return Turn(asked, (*said, prompt(script, asked)), effects)


def answer_about_you(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Ask the questions about the person, or finish; a changed mind takes earlier answers about them away."""
    agreed = option_id == "yes"
    effects: tuple[Effect, ...] = (RecordConsent(Consent.ABOUT_YOU, agreed, text_key(state)),)
    chosen = state.with_consent(Consent.ABOUT_YOU, agreed)
    question = first_question(script, chosen, Section.ABOUT_YOU)
    if agreed and question is not None:
        return go_to_question(script, chosen, question, (echo(script, state, label),), effects)
    for about in script.questions:
        if about.section is Section.ABOUT_YOU and about.id in state.answers:
            chosen = chosen.with_answer(about.id, AnswerSketch())
            effects += (ClearAnswer(about.id),)
    return close(script, chosen, Ending.FINISHED, effects)
