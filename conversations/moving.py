"""Next, Skip and Back: how a person moves through the questions, and what each does to an answer already given."""

from dataclasses import replace

from conversations.closing import close
from conversations.consent import ask_about_you_or_finish
from conversations.inbound import Command
from conversations.prompts import command_buttons, notice, prompt
from conversations.questions import go_to_question, neighbour, with_commands
from conversations.script import Question, Script, Section
from conversations.state import AnswerSketch, ConversationState, Phase
from conversations.turn import ClearAnswer, Effect, Ending, Reply, SkipQuestion, Turn


def go_on(
    script: Script,
    state: ConversationState,
    question: Question,
    said: tuple[Reply, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> Turn:
    """Ask the next question; after the last one, what comes after the section."""
    following = neighbour(script, state, question, +1)
    if following is not None:
        return go_to_question(script, state, following, said, effects)
    if question.section is Section.MAIN:
        turn = ask_about_you_or_finish(script, state, effects=effects)
    else:
        turn = close(script, state, Ending.FINISHED, effects)
    return replace(turn, replies=(*said, *turn.replies))


def next_question(script: Script, state: ConversationState, question: Question) -> Turn:
    """Go on with the answer as it is; where there is none, say that Skip is there for that."""
    if state.answer(question.id).given or state.answer(question.id).held:
        return go_on(script, state, question)
    return Turn(state, (notice(script, state, "answer.nothing_yet"), prompt(script, state)))


def skip_question(script: Script, state: ConversationState, question: Question) -> Turn:
    """Record that the question was skipped; where words are there already, ask before erasing them."""
    if state.answer(question.id).given:
        ask = with_commands(script, state, question, "answer.leave_out")
        buttons = command_buttons(script, state, (Command.LEAVE_OUT, Command.NEXT, Command.HELP))
        return Turn(state, (replace(ask, buttons=buttons),))
    skipped = state.with_answer(question.id, AnswerSketch(skipped=True))
    return go_on(script, skipped, question, effects=(SkipQuestion(question.id),))


def leave_out(script: Script, state: ConversationState, question: Question) -> Turn:
    """Erase what was given to this question, record it as skipped and go on."""
    skipped = state.with_answer(question.id, AnswerSketch(skipped=True))
    said = (notice(script, skipped, "answer.left_out"),)
    return go_on(script, skipped, question, said, (ClearAnswer(question.id), SkipQuestion(question.id)))


def go_back(script: Script, state: ConversationState) -> Turn:
    """Go one step back. What was given stays; before taking part the earlier choice is simply asked again."""
    question = script.question(state.position) if state.position else None
    if question is not None:
        before = neighbour(script, state, question, -1)
        if before is not None:
            return go_to_question(script, state, before)
        phase = Phase.QUOTES if question.section is Section.MAIN else Phase.ABOUT_YOU
        return ask_again(script, replace(state, phase=phase, position=None))
    if state.phase is Phase.ABOUT_YOU:
        asked = script.asked(Section.MAIN, state)
        if asked:
            return go_to_question(script, state, asked[-1])
    before_phase = phase_before(script, state)
    if before_phase is None:
        return Turn(state, (notice(script, state, "notice.no_further_back"), prompt(script, state)))
    return ask_again(script, replace(state, phase=before_phase))


def ask_again(script: Script, state: ConversationState) -> Turn:
    """Ask what the phase asks, and change nothing."""
    return Turn(state, (prompt(script, state),))


def phase_before(script: Script, state: ConversationState) -> Phase | None:
    """Return the phase that Back leads to from one that is not a question, or None where there is no way back.

    Who somebody is and how old cannot change once they take part, since wording and consent went by it.
    """
    if state.phase is Phase.TAKE_PART and state.taking_part:
        return None
    asks_age = state.audience is not None and bool(script.age_bands[state.audience])
    return {
        Phase.AGE: Phase.AUDIENCE,
        Phase.TOGETHER: Phase.AGE,
        Phase.TELEGRAM_AGE: Phase.AGE,
        Phase.PERMISSION: Phase.AGE,
        Phase.CHECK: Phase.AGE if asks_age else Phase.AUDIENCE,
        Phase.TAKE_PART: Phase.CHECK,
        Phase.QUOTES: Phase.TAKE_PART,
    }.get(state.phase)
