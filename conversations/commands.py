"""Help, Stop, Back and the others: understood from a button, a slash command or the bare word, in every phase."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from conversations.clearing import how_to_clear, stays_on_the_phone
from conversations.closing import ask_to_erase, ask_to_stop, resume, say_closed
from conversations.held_words import keep_words, take_break, take_out
from conversations.inbound import COMMAND_MARK, Command, CommandGiven, Inbound, Picked, Typed
from conversations.language_choosing import asks_language_first, first_language_prompt
from conversations.moving import go_back, leave_out, next_question, skip_question
from conversations.people import Channel
from conversations.prompts import (
    current_question,
    help_signpost,
    item_id,
    language_prompt,
    notice,
    prompt,
    welcome,
)
from conversations.questions import change_answer
from conversations.receipts import not_to_be_found, receipt
from conversations.script import Question, Script
from conversations.state import QUESTION_PHASES, ConversationState, Phase
from conversations.turn import IssueReceipt, Reply, Turn
from conversations.words import plain

NEVER_OLD = frozenset({Command.HELP, Command.STOP, Command.DELETE, Command.CLEAR, Command.RECEIPT, Command.LANGUAGE})
"""Commands whose buttons work however old they are: nobody who asks for help or wants out is told to look elsewhere."""

AFTER_A_SIGNPOST = frozenset({Command.KEEP_WORDS, Command.TAKE_OUT, Command.CARRY_ON, Command.TAKE_BREAK})
"""Commands whose words mean them only while the question they answer is open."""

QUESTION_COMMANDS: dict[Command, Callable[[Script, ConversationState, Question], Turn]] = {
    Command.NEXT: next_question,
    Command.SKIP: skip_question,
    Command.CHANGE: change_answer,
    Command.LEAVE_OUT: leave_out,
    Command.KEEP_WORDS: keep_words,
    Command.TAKE_OUT: take_out,
    Command.TAKE_BREAK: take_break,
}


def command_meant(script: Script, state: ConversationState, inbound: Inbound) -> Command | None:
    """Return the command a person gave, or None. A message counts only where the whole of it is the command's word.

    On paper a word is an answer, whatever it is: whoever wrote it had no chat in front of them.
    """
    match inbound:
        case CommandGiven(command):
            return command
        case Picked(item, option) if option.startswith(COMMAND_MARK):
            return command_of_button(script, state, item, option)
        case Typed(text) if state.channel is not Channel.PAPER:
            return command_of_word(script, state, text)
    return None


def command_of_button(script: Script, state: ConversationState, item: str, option: str) -> Command | None:
    """Return a button's command unless the button is of an earlier prompt (Help and Stop never are)."""
    name = option.removeprefix(COMMAND_MARK)
    command = next((c for c in Command if c.value == name), None)
    if command in NEVER_OLD or item == item_id(script, state):
        return command
    return None


def command_of_word(script: Script, state: ConversationState, text: str) -> Command | None:
    """Return the command whose word in the person's language this is, or None."""
    typed = plain(text)
    if not typed:
        return None
    wording = script.wording(state.language)
    for command in Command:
        if command in AFTER_A_SIGNPOST and not holds_words(state):
            continue
        if typed in words_in(wording.say(f"command_words.{command.value}", state)):
            return command
    return None


@cache
def words_in(listed: str) -> frozenset[str]:
    """Return the words of a content file's list, as they are compared; only what we wrote ourselves is remembered."""
    return frozenset(plain(word) for word in listed.split(","))


def holds_words(state: ConversationState) -> bool:
    """Whether the person is being asked what becomes of words that set off a signpost."""
    return state.phase in QUESTION_PHASES and state.position is not None and state.answer(state.position).held > 0


def obey(script: Script, state: ConversationState, command: Command) -> Turn:
    """Do what the command asks at this point of the conversation."""
    if command is Command.HELP:
        return say_and_ask(script, state, help_signpost(script, state))
    anywhere = {
        Command.STOP: ask_to_stop,
        Command.DELETE: ask_to_erase,
        Command.CLEAR: clear_chat,
        Command.RECEIPT: show_receipt,
    }
    if command in anywhere:
        return anywhere[command](script, state)
    if command is Command.LANGUAGE and len(script.languages) > 1:
        return Turn(state, (language_prompt(script, state),))
    if state.phase is Phase.STOPPING:
        return carry_on(script, state)
    if command is Command.BACK and state.phase is not Phase.NEW:
        return go_back(script, state)
    if command is Command.CARRY_ON and state.phase is not Phase.NEW:
        return Turn(state, (prompt(script, state),))
    question = current_question(script, state)
    if question is None or command not in QUESTION_COMMANDS:
        return say_and_ask(script, state, notice(script, state, "notice.not_now"))
    return QUESTION_COMMANDS[command](script, state, question)


def clear_chat(script: Script, state: ConversationState) -> Turn:
    """Say how the chat is taken off the phone. Nothing moves, and after the end nothing begins."""
    said = how_to_clear(script, state)
    if stays_on_the_phone(state):
        return Turn(replace(state, phase=Phase.CLOSED) if state.phase is Phase.NEW else state, said)
    if state.phase is Phase.NEW:
        return say_closed(script, state, *said)
    return Turn(state, (*said, prompt(script, state)))


def show_receipt(script: Script, state: ConversationState) -> Turn:
    """Show the receipt and ask again what is being asked; say so where there is nothing yet to have one for."""
    if state.phase is Phase.NEW:
        return say_closed(script, state, not_to_be_found(script, state))
    if not state.taking_part:
        return say_and_ask(script, state, notice(script, state, "receipt.not_yet"))
    return Turn(state, (receipt(script, state), prompt(script, state)), (IssueReceipt(),))


def carry_on(script: Script, state: ConversationState) -> Turn:
    """Next, Back or Change while asked what to keep: go on where they were, and do no more than that.

    They cannot see the question at that moment, so nothing is moved, skipped or erased under their hands.
    """
    resumed = resume(state)
    return Turn(resumed, (prompt(script, resumed),))


def ask_or_welcome(script: Script, state: ConversationState) -> tuple[Reply, ...]:
    """Return the current prompt, with the first words before it where the person has not had them.

    Where their language has to be asked first, that is all there is: the first words follow in it.
    """
    if asks_language_first(script, state):
        return (first_language_prompt(script, state),)
    asked = prompt(script, state)
    return (*welcome(script, state), asked) if state.phase is Phase.NEW else (asked,)


def say_and_ask(script: Script, state: ConversationState, said: Reply) -> Turn:
    """Say something, then ask what is being asked; who gets the first words with it has begun and gets them once."""
    return Turn(begun_by(script, state), (said, *ask_or_welcome(script, state)))


def begun_by(script: Script, state: ConversationState) -> ConversationState:
    """Return the state of somebody who has just had the first words, if they had not before."""
    begins = state.phase is Phase.NEW and not asks_language_first(script, state)
    return replace(state, phase=Phase.AUDIENCE) if begins else state
