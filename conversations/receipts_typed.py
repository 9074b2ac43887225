"""A receipt typed into the chat is not stored: with it somebody else could open the answers that it belongs to.

Whoever comes back may write their four words where the answers go. They are told where a receipt is opened. Where the
words could be an answer all the same, they can say so; they have to be sent once more then, since they were kept nowhere.
"""

from dataclasses import replace

from conversations.closing import say_closed
from conversations.inbound import Inbound, Picked, Typed
from conversations.people import Channel
from conversations.prompts import FOUR_WORDS_ITEM, accepts_words, current_question, notice, prompt
from conversations.questions import with_commands
from conversations.receipt_words import holds_receipt
from conversations.receipts import link_to_open, not_to_be_found
from conversations.script import Script
from conversations.state import QUESTION_PHASES, ConversationState, Phase
from conversations.turn import Button, Turn

TYPED = "receipt.typed"
ONCE_MORE = "receipt.once_more"
BUTTON = "button.my_answer"


def answer_typed_receipt(script: Script, state: ConversationState, inbound: Inbound) -> Turn | None:
    """What looks like a receipt: keep nothing of it, say where it opens something, and ask whether it is an answer.

    On paper it is what somebody wrote on a sheet, and nobody is there to be asked.
    """
    if isinstance(inbound, Picked) and inbound.item_id == FOUR_WORDS_ITEM:
        return _take_next_as_answer(script, state, inbound.option_id)
    if not isinstance(inbound, Typed) or state.channel is Channel.PAPER or not holds_receipt(inbound.text):
        return None
    if state.phase is Phase.NEW:
        return say_closed(script, state, not_to_be_found(script, state))
    question = current_question(script, state)
    if question is None or state.phase not in QUESTION_PHASES or not accepts_words(state, question):
        return Turn(state, (not_to_be_found(script, state), prompt(script, state)))
    if state.four_words_at == question.id:
        return None
    asked = with_commands(script, state, question, TYPED)
    mine = Button(FOUR_WORDS_ITEM, question.id, script.wording(state.language).say(BUTTON, state), command=True)
    return Turn(state, (replace(asked, buttons=(mine, *asked.buttons), links=(link_to_open(script, state),)),))


def _take_next_as_answer(script: Script, state: ConversationState, question_id: str) -> Turn:
    """Take such words for an answer from here on, at this one question."""
    question = current_question(script, state)
    if question is None or state.phase not in QUESTION_PHASES or question.id != question_id:
        return Turn(state, (notice(script, state, "notice.old_button"), prompt(script, state)))
    meant = replace(state, four_words_at=question.id)
    return Turn(meant, (with_commands(script, meant, question, ONCE_MORE),))
