"""Asking a question and taking words for it: as many messages as the person likes.

Nothing is ever taken for the answer to a question the person has not seen.
"""

from dataclasses import replace

from conversations.prompts import accepts_words, command_buttons, notice, progress_now, prompt, question_commands
from conversations.redaction import redact_safely
from conversations.script import Question, Script, Section
from conversations.state import NO_ANSWER, ConversationState, Phase
from conversations.turn import AddToAnswer, ClearAnswer, Effect, Reply, Tone, Turn
from conversations.words import ANSWER_LIMIT

PHASE_OF = {Section.MAIN: Phase.QUESTION, Section.ABOUT_YOU: Phase.ABOUT_YOU_QUESTION}


def first_question(script: Script, state: ConversationState, section: Section) -> Question | None:
    """Return the first question of a section that this person is asked, or None."""
    return next(iter(script.asked(section, state)), None)


def neighbour(script: Script, state: ConversationState, question: Question, step: int) -> Question | None:
    """Return the question `step` places on (or back, if negative) in the same section; None past either end."""
    asked = script.asked(question.section, state)
    place = [q.id for q in asked].index(question.id) + step
    return asked[place] if 0 <= place < len(asked) else None


def go_to_question(
    script: Script,
    state: ConversationState,
    question: Question,
    said: tuple[Reply, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> Turn:
    """Ask a question; where it has an answer already, say that it is safe and can be changed."""
    at = replace(state, phase=PHASE_OF[question.section], position=question.id)
    if at.answer(question.id).given:
        said = (*said, notice(script, at, "answer.already"))
    return Turn(at, (*said, prompt(script, at)), effects)


def add_words(script: Script, state: ConversationState, question: Question, text: str, so_far: str = "") -> Turn:
    """Add one message to the answer, without what could tell who it is about, be it only after the messages so far.

    Where there is no room left, say so and keep what is there.
    """
    sketch = state.answer(question.id)
    kept = redact_safely(text, so_far, script.today)
    said = (notice(script, state, "answer.redacted"),) if kept.text != text else ()
    text = kept.text
    if sketch.characters + sketch.held_characters + len(text) > ANSWER_LIMIT:
        return Turn(state, (with_commands(script, state, question, "answer.full", Tone.ERROR),))
    added = state.with_answer(
        question.id,
        replace(sketch, messages=sketch.messages + 1, characters=sketch.characters + len(text), skipped=False),
    )
    key = "answer.first" if sketch.messages == 0 else "answer.more"
    return Turn(added, (*said, with_commands(script, added, question, key)), (AddToAnswer(question.id, text),))


def with_commands(
    script: Script, state: ConversationState, question: Question, key: str, tone: Tone = Tone.NOTICE
) -> Reply:
    """Return a short answer to what was just written, with Next and the others at hand."""
    return replace(
        notice(script, state, key, tone),
        buttons=command_buttons(script, state, question_commands(state, question)),
        progress=progress_now(script, state),
        accepts_words=accepts_words(state, question),
    )


def change_answer(script: Script, state: ConversationState, question: Question) -> Turn:
    """Take away everything given to this question and ask it again."""
    if not state.answer(question.id).given:
        return Turn(state, (prompt(script, state),))
    cleared = state.with_answer(question.id, NO_ANSWER)
    replies = (notice(script, cleared, "answer.cleared"), prompt(script, cleared))
    return Turn(cleared, replies, (ClearAnswer(question.id),))
