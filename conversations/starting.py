"""Beginning and coming back: who the person is, their age, and the paths for those who are too young to go on alone."""

from dataclasses import replace
from types import MappingProxyType

from conversations.closing import close
from conversations.language_choosing import asks_language_first, first_language_prompt
from conversations.people import AgeBand, Audience, Channel
from conversations.prompts import echo, notice, prompt, web_chat_link, welcome
from conversations.script import Script, Under10
from conversations.state import QUESTION_PHASES, Consent, ConversationState, Phase
from conversations.turn import Ending, Turn

BELOW = (
    (10, AgeBand.UNDER_10),
    (13, AgeBand.AGE_10_12),
    (16, AgeBand.AGE_13_15),
    (18, AgeBand.AGE_16_17),
    (26, AgeBand.AGE_18_25),
    (100, AgeBand.AGE_26_PLUS),
)
"""Each band with the age that is just too old for it."""

MOST_DIGITS = 2


def begin(script: Script, state: ConversationState) -> Turn:
    """Say who asks and why, then ask who the person is; before all that their language, where nobody knows it."""
    if asks_language_first(script, state):
        return Turn(state, (first_language_prompt(script, state),))
    started = replace(state, phase=Phase.AUDIENCE)
    return Turn(started, (*welcome(script, started), prompt(script, started)))


def come_back(script: Script, state: ConversationState) -> Turn:
    """Carry on where the person was; say that an answer they had begun is still there."""
    said = [notice(script, state, "notice.welcome_back")]
    if state.phase in QUESTION_PHASES and state.position and state.answer(state.position).given:
        said.append(notice(script, state, "answer.already"))
    return Turn(state, (*said, prompt(script, state)))


def choose_audience(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Note who the person says they are; ask their age band where the script asks that audience's."""
    audience = Audience(option_id)
    phase = Phase.AGE if script.age_bands[audience] else Phase.CHECK
    chosen = replace(state, audience=audience, age_band=None, consents=MappingProxyType({}), phase=phase)
    return ask_with_what_is_kept(script, chosen, label)


def choose_age(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Note the age band and take the path that its age rules ask for."""
    band = AgeBand(option_id)
    chosen = replace(state, age_band=band, consents=MappingProxyType({}))
    if state.channel is Channel.TELEGRAM and band not in script.age_rules.telegram:
        if band is AgeBand.NOT_SAID:
            return ask_with_what_is_kept(script, replace(chosen, phase=Phase.TELEGRAM_AGE), label)
        return too_young_for_telegram(script, chosen)
    return after_age(script, chosen, label)


def band_of(typed: str) -> AgeBand | None:
    """Return the band that a bare number belongs to: asked how old they are, people type it. The number is not kept."""
    if not typed.isdecimal() or len(typed) > MOST_DIGITS:
        return None
    return next(band for below, band in BELOW if int(typed) < below)


def after_age(script: Script, state: ConversationState, label: str) -> Turn:
    """Go on to the step that this age needs next: a grown-up beside them, permission, or straight on."""
    young = state.audience is Audience.YOUNG_PERSON
    if young and state.age_band is AgeBand.UNDER_10:
        if script.age_rules.under_10 is Under10.STOP:
            return close(script, state, Ending.UNDER_10)
        return ask_with_what_is_kept(script, replace(state, phase=Phase.TOGETHER), label)
    if young and state.age_band in script.age_rules.ask_permission:
        return ask_with_what_is_kept(script, replace(state, phase=Phase.PERMISSION), label)
    return ask_with_what_is_kept(script, replace(state, phase=Phase.CHECK), label)


def ask_with_what_is_kept(script: Script, state: ConversationState, label: str) -> Turn:
    """Ask what the phase asks; the check question comes after saying what is kept, since it checks just that."""
    replies = [echo(script, state, label)]
    if state.phase is Phase.CHECK:
        replies.append(notice(script, state, "consent.kept"))
        replies.append(notice(script, state, "consent.readers"))
    return Turn(state, (*replies, prompt(script, state)))


def answer_telegram_age(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Go on when somebody who did not say their age is old enough for Telegram; point to the web chat when not.

    Who is 16 needs nobody's permission, so that is not asked.
    """
    if option_id == "yes":
        return ask_with_what_is_kept(script, replace(state, phase=Phase.CHECK), label)
    return too_young_for_telegram(script, state)


def too_young_for_telegram(script: Script, state: ConversationState) -> Turn:
    """Thank them, store nothing, and point to the web chat, which is for all ages."""
    turn = close(script, state, Ending.UNDER_16_TELEGRAM)
    first, *rest = turn.replies
    return replace(turn, replies=(replace(first, links=(web_chat_link(script, state),)), *rest))


def answer_together(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Go on when a grown-up sits beside a child under 10; end kindly when not."""
    if option_id == "yes":
        agreed = replace(state.with_consent(Consent.PERMISSION, agreed=True), phase=Phase.CHECK)
        return ask_with_what_is_kept(script, agreed, label)
    return close(script, state, Ending.UNDER_10)


def answer_permission(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Go on when a grown-up knows and is happy with it; end kindly, to come back, when not."""
    if option_id == "yes":
        agreed = replace(state.with_consent(Consent.PERMISSION, agreed=True), phase=Phase.CHECK)
        return ask_with_what_is_kept(script, agreed, label)
    return close(script, state, Ending.NO_PERMISSION)
