"""What becomes of words that set off a signpost: kept when the person says so, else taken out."""

from dataclasses import replace

from conversations.inbound import Command
from conversations.prompts import command_buttons, notice, prompt
from conversations.questions import with_commands
from conversations.receipts import with_receipt
from conversations.script import Question, Script
from conversations.state import AnswerSketch, ConversationState
from conversations.turn import DropHeldWords, KeepHeldWords, Turn

DECIDE = (Command.KEEP_WORDS, Command.TAKE_OUT, Command.CARRY_ON)
"""What can be said of held words."""


def without_held(sketch: AnswerSketch) -> AnswerSketch:
    """Return an answer's outline with nothing held."""
    return replace(sketch, held=0, held_characters=0)


def keep_words(script: Script, state: ConversationState, question: Question) -> Turn:
    """Make the held words part of the answer."""
    sketch = state.answer(question.id)
    if not sketch.held:
        return nothing_held(script, state)
    kept = state.with_answer(
        question.id,
        replace(
            without_held(sketch),
            messages=sketch.messages + sketch.held,
            characters=sketch.characters + sketch.held_characters,
            skipped=False,
        ),
    )
    return Turn(kept, (with_commands(script, kept, question, "signpost.kept"),), (KeepHeldWords(question.id),))


def take_out(script: Script, state: ConversationState, question: Question) -> Turn:
    """Take the held words out for good."""
    sketch = state.answer(question.id)
    if not sketch.held:
        return nothing_held(script, state)
    without = state.with_answer(question.id, without_held(sketch))
    said = with_commands(script, without, question, "signpost.taken_out")
    return Turn(without, (said,), (DropHeldWords(question.id),))


def take_break(script: Script, state: ConversationState, question: Question) -> Turn:
    """Say that there is no hurry and that the place is kept, and how to come back to it from elsewhere.

    What becomes of held words can still be chosen: without these buttons the next step would take them out.
    """
    said = with_commands(script, state, question, "signpost.break")
    if state.answer(question.id).held:
        said = replace(said, buttons=command_buttons(script, state, (*DECIDE, Command.STOP, Command.HELP)))
    return with_receipt(script, state, Turn(state, (said,)))


def nothing_held(script: Script, state: ConversationState) -> Turn:
    """Answer a second press: it is decided already."""
    return Turn(state, (notice(script, state, "notice.old_button"), prompt(script, state)))
