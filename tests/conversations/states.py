"""Every state that a person can be in, for one script: all phases, doors, audiences and ages that go together."""

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from conversations.engine import new_state
from conversations.people import AgeBand, Audience, Channel
from conversations.questions import PHASE_OF
from conversations.script import Question, Script
from conversations.state import AnswerSketch, Consent, ConversationState, Phase

CHANNELS = (Channel.WEB, Channel.TELEGRAM)
EARLY = (Phase.TOGETHER, Phase.TELEGRAM_AGE, Phase.PERMISSION, Phase.CHECK, Phase.TAKE_PART)


def every_state(script: Script) -> list[ConversationState]:
    """Return them all, the new and the closed ones first."""
    states = []
    for channel in CHANNELS:
        new = new_state(script, channel, entry_code="youth-club")
        states += [new, replace(new, phase=Phase.CLOSED), replace(new, phase=Phase.AUDIENCE)]
        for audience in Audience:
            if script.age_bands[audience]:
                states.append(replace(new, phase=Phase.AGE, audience=audience))
            for band in script.age_bands[audience] or (None,):
                states += states_of(script, replace(new, audience=audience, age_band=band))
    return states


def states_of(script: Script, somebody: ConversationState) -> Iterator[ConversationState]:
    """Yield every state of one kind of person, from the moment their age is known."""
    for phase in EARLY:
        yield replace(somebody, phase=phase)
    agreed = replace(somebody, phase=Phase.TAKE_PART, consents=MappingProxyType({Consent.TAKE_PART: True}))
    if somebody.age_band is AgeBand.AGE_10_12:
        agreed = agreed.with_consent(Consent.PERMISSION, agreed=True)
        yield replace(somebody, phase=Phase.CHECK).with_consent(Consent.PERMISSION, agreed=True)
    for phase in (Phase.TAKE_PART, Phase.QUOTES, Phase.ABOUT_YOU):
        yield replace(agreed, phase=phase)
        yield replace(agreed, phase=Phase.STOPPING, paused_phase=phase)
    agreed = agreed.with_consent(Consent.ABOUT_YOU, agreed=True)
    for question in script.questions:
        if question.is_for(agreed):
            at = replace(agreed, phase=PHASE_OF[question.section], position=question.id)
            for sketch in sketches(question):
                yield at.with_answer(question.id, sketch)
            yield replace(at.with_answer(question.id, sketch), phase=Phase.STOPPING, paused_phase=at.phase)


def sketches(question: Question) -> Iterator[AnswerSketch]:
    """Yield outlines an answer may have: none, skipped, one option, one with words, a full one."""
    yield AnswerSketch()
    yield AnswerSketch(skipped=True)
    if not question.options:
        yield AnswerSketch(messages=2, characters=20_000)
    for option in question.options[:1]:
        yield AnswerSketch(options=(option.id,))
    for option in question.options:
        if option.own_words:
            yield AnswerSketch(messages=1, characters=9, options=(option.id,))
