"""Stopping and ending: what was written is kept or erased as the person chooses, and the talk closes kindly."""

from dataclasses import replace
from types import MappingProxyType

from conversations.clearing import with_way_to_clear
from conversations.prompts import echo, notice, prompt
from conversations.receipts import AT_THE_END, not_to_be_found, receipt
from conversations.script import Script
from conversations.state import ConversationState, Phase
from conversations.turn import CloseConversation, Effect, Ending, EraseResponse, IssueReceipt, Reply, Turn

WITH_RECEIPT = frozenset({Ending.FINISHED, Ending.STOPPED_KEPT})
"""The endings after which something is kept, so that there is something for a receipt to open."""


def close(script: Script, state: ConversationState, ending: Ending, effects: tuple[Effect, ...] = ()) -> Turn:
    """End the conversation: say so, say how to begin again, and keep nothing of it in the state."""
    closed = replace(
        state,
        phase=Phase.CLOSED,
        paused_phase=None,
        audience=None,
        age_band=None,
        position=None,
        signposts=0,
        quiet_line_at="",
        language_heard="",
        languages_offered=(),
        four_words_at="",
        consents=MappingProxyType({}),
        answers=MappingProxyType({}),
    )
    said: tuple[Reply, ...] = (notice(script, state, f"ending.{ending.value}"),)
    if ending in WITH_RECEIPT:
        said, effects = (*said, receipt(script, state, AT_THE_END)), (*effects, IssueReceipt())
    return Turn(closed, (*said, how_to_begin_again(script, state)), (*effects, CloseConversation(ending)))


def say_closed(script: Script, state: ConversationState, *said: Reply) -> Turn:
    """Answer somebody who has no open conversation and does not begin one: it stays closed, and how to begin is said.

    An ending pressed twice, or an old button found months later, must not set off the first messages again.
    """
    return Turn(replace(state, phase=Phase.CLOSED), (*said, how_to_begin_again(script, state)))


def how_to_begin_again(script: Script, state: ConversationState) -> Reply:
    """Return the last words after every ending; on a phone that keeps the chat, with the way to take it off."""
    return with_way_to_clear(script, state, notice(script, state, "ending.again"))


def ask_to_stop(script: Script, state: ConversationState) -> Turn:
    """Ask what should become of the words so far; where there are none, there is nothing to ask."""
    if state.phase is Phase.NEW:
        return say_closed(script, state)
    if state.phase is Phase.STOPPING:
        return Turn(state, (prompt(script, state),))
    if not state.taking_part:
        return close(script, state, Ending.DECLINED)
    if not any(answer.given for answer in state.answers.values()):
        return close(script, state, Ending.STOPPED_ERASED, (EraseResponse(),))
    stopping = replace(state, phase=Phase.STOPPING, paused_phase=state.phase)
    return Turn(stopping, (prompt(script, stopping),))


def ask_to_erase(script: Script, state: ConversationState) -> Turn:
    """Erase where that is the answer to 'keep or erase?'; else ask just that.

    After the end only the receipt can do it, and saying 'nothing was kept' would be a lie: say how it is.
    """
    if state.phase is Phase.NEW:
        return say_closed(script, state, not_to_be_found(script, state))
    if state.phase is Phase.STOPPING:
        return close(script, state, Ending.STOPPED_ERASED, (EraseResponse(),))
    return ask_to_stop(script, state)


def answer_stopping(script: Script, state: ConversationState, option_id: str, label: str) -> Turn:
    """Keep, erase or carry on, as the person chose."""
    if option_id == "keep":
        return close(script, state, Ending.STOPPED_KEPT)
    if option_id == "erase":
        return close(script, state, Ending.STOPPED_ERASED, (EraseResponse(),))
    resumed = resume(state)
    return Turn(resumed, (echo(script, resumed, label), prompt(script, resumed)))


def resume(state: ConversationState) -> ConversationState:
    """Return the state as it was before the person asked to stop."""
    return replace(state, phase=state.paused_phase or state.phase, paused_phase=None)
