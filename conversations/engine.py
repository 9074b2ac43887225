"""One step of the conversation, pure: the same script, state and inbound always give the same turn.

The order of rules is the product's order of care; each line of RULES is one rule, found by its name.
"""

from collections.abc import Callable
from dataclasses import replace

from conversations.afterwards import answer_after_the_end, has_to_do_with_the_end, still_shows_the_end
from conversations.changing_script import answer_changed_script, resettle
from conversations.closing import answer_stopping, say_closed
from conversations.commands import (
    ask_or_welcome,
    clear_chat,
    command_meant,
    obey,
    say_and_ask,
    show_receipt,
)
from conversations.consent import answer_about_you, answer_check, answer_quotes, answer_take_part
from conversations.inbound import Command, Inbound, Picked, Started, Typed, Unsupported, UnsupportedKind
from conversations.language_changing import pick_language, with_language_offer
from conversations.options import pick_option, type_option
from conversations.people import Channel
from conversations.prompts import accepts_words, choices, current_question, item_id, notice, prompt
from conversations.questions import add_words
from conversations.receipts_typed import answer_typed_receipt
from conversations.safeguarding.heard_badly import heard_badly
from conversations.script import Question, Script
from conversations.signposting import answer_signs, signs_in, with_quiet_line, without_held_words
from conversations.starting import (
    answer_permission,
    answer_telegram_age,
    answer_together,
    band_of,
    begin,
    choose_age,
    choose_audience,
    come_back,
)
from conversations.state import QUESTION_PHASES, ConversationState, Phase
from conversations.turn import Reply, Tone, Turn
from conversations.words import MESSAGE_LIMIT, clean, has_something, plain

Rule = Callable[[Script, ConversationState, Inbound], Turn | None]
Answer = Callable[[Script, ConversationState, str, str], Turn]

CHOICE_ANSWERS: dict[Phase, Answer] = {
    Phase.NEW: choose_audience,
    Phase.AUDIENCE: choose_audience,
    Phase.AGE: choose_age,
    Phase.TOGETHER: answer_together,
    Phase.TELEGRAM_AGE: answer_telegram_age,
    Phase.PERMISSION: answer_permission,
    Phase.CHECK: answer_check,
    Phase.TAKE_PART: answer_take_part,
    Phase.QUOTES: answer_quotes,
    Phase.ABOUT_YOU: answer_about_you,
    Phase.STOPPING: answer_stopping,
}


def new_state(
    script: Script, channel: Channel = Channel.WEB, language: str = "", entry_code: str = ""
) -> ConversationState:
    """Return the state of somebody who has not said anything yet.

    `language` falls back to the script's own; `entry_code` is the code of the link they came by.
    """
    known = language if language in script.languages else script.default_language
    return ConversationState(script.engagement, script.version, channel, known, entry_code)


def advance(script: Script, state: ConversationState | None, inbound: Inbound) -> Turn:
    """Take one thing a person did and return what follows. Total: it raises for nothing that a person can send.

    `state` is None, new or closed where there is no conversation yet. Always at least one reply.
    """
    if state is None:
        state = new_state(script)
    inbound = cleaned(inbound)
    words = words_in(inbound)
    signs = signs_in(state, words)
    if still_shows_the_end(state) and has_to_do_with_the_end(script, inbound):
        return answer_after_the_end(script, state, inbound, signs)
    if state.phase is Phase.CLOSED:
        state = new_state(script, state.channel, state.language, state.entry_code)
    before, state = state, resettle(script, state)
    if isinstance(inbound, Typed) and not state.help_stands and heard_badly(inbound.text, state.language):
        before, state = replace(before, help_stands=True), replace(state, help_stands=True)
    if signs:  # before every other rule, in every phase: help at once
        # Where the script changed, the question they answered may be gone: then their words are nobody's answer.
        turn = answer_signs(script, state, words, signs, asked=before.position == state.position)
        return without_held_words(before, turn)
    turn = without_held_words(before, follow_rules(script, before, state, inbound))
    return with_language_offer(script, with_quiet_line(script, turn, signs))


def cleaned(inbound: Inbound) -> Inbound:
    """Return what a person typed without what nobody can see and no rule needs."""
    return replace(inbound, text=clean(inbound.text)) if isinstance(inbound, Typed) else inbound


def words_in(inbound: Inbound) -> Typed:
    """Return the words that are read for signs of harm: what was typed, and what came with something we cannot take."""
    match inbound:
        case Typed():
            return inbound
        case Unsupported(_, words):
            return Typed(clean(words))
    return Typed("")


def follow_rules(script: Script, before: ConversationState, state: ConversationState, inbound: Inbound) -> Turn:
    """Return the turn of the first rule that has one; `before` is the state before the script changed, if it did."""
    for rule in RULES:
        if rule is answer_phase and before != state:  # the script changed: what they answer is not what is asked now
            turn = answer_changed_script(script, before, state, inbound)
            if turn is not None:
                return turn
        turn = rule(script, state, inbound)
        if turn is not None:
            return turn
    return Turn(state, prompt_again(script, state))


def prompt_again(script: Script, state: ConversationState) -> tuple[Reply, ...]:
    """Return what the person is being asked now, without moving: for a repeat, a reload, a return."""
    if state.phase is Phase.CLOSED:
        state = new_state(script, state.channel, state.language, state.entry_code)
    state = resettle(script, state)
    return ask_or_welcome(script, state)


def answer_again(script: Script, state: ConversationState, inbound: Inbound) -> tuple[Reply, ...]:
    """Return what to say to a message that was taken before, whose answer may have been lost; nothing moves.

    The safety net comes first here too: the answer that was lost may have been the one with the help lines.
    """
    if still_shows_the_end(state) and has_to_do_with_the_end(script, inbound):
        return advance(script, state, inbound).replies
    words = words_in(cleaned(inbound))
    signs = signs_in(state, words)
    if state.phase is not Phase.CLOSED:
        if signs:
            return answer_signs(script, resettle(script, state), words, signs).replies
        repeated = {Command.CLEAR: clear_chat, Command.RECEIPT: show_receipt}
        command = command_meant(script, state, inbound)
        if command in repeated:
            return repeated[command](script, state).replies
    return prompt_again(script, state)


def follow_command(script: Script, state: ConversationState, inbound: Inbound) -> Turn | None:
    """Help, Stop, Back, Skip, Next, Change, Delete, Language: by button, slash or bare word."""
    command = command_meant(script, state, inbound)
    return obey(script, state, command) if command else None


def explain_unsupported(script: Script, state: ConversationState, inbound: Inbound) -> Turn | None:
    """Pictures, voice notes and the like: say kindly that they were not kept and what to do instead.

    Who edits an old message is told how to change an answer only where there is one to change.
    """
    if not isinstance(inbound, Unsupported):
        return None
    if inbound.kind is UnsupportedKind.EDITED:
        if state.phase is Phase.NEW:
            return say_closed(script, state)
        if not (state.phase in QUESTION_PHASES and state.position and state.answer(state.position).given):
            return say_and_ask(script, state, notice(script, state, "notice.not_now"))
    return say_and_ask(script, state, notice(script, state, f"unsupported.{inbound.kind.value}", Tone.ERROR))


def refuse_empty_or_endless(script: Script, state: ConversationState, inbound: Inbound) -> Turn | None:
    """An empty line or a text too long to keep whole: say so, and change nothing."""
    if not isinstance(inbound, Typed):
        return None
    empty = not has_something(inbound.text)
    if not empty and len(inbound.text) <= MESSAGE_LIMIT:
        return None
    key = "notice.empty" if empty else "notice.too_long"
    return say_and_ask(script, state, notice(script, state, key, Tone.ERROR, limit=f"{MESSAGE_LIMIT:,}"))


def start_or_return(script: Script, state: ConversationState, inbound: Inbound) -> Turn | None:
    """Begin where nothing has begun; come back to where the person was where something has."""
    if isinstance(inbound, Started):
        return begin(script, state) if state.phase is Phase.NEW else come_back(script, state)
    if state.phase is not Phase.NEW or is_first_choice(script, state, inbound):
        return None
    if isinstance(inbound, Picked):
        return say_closed(script, state)
    turn = begin(script, state)
    return replace(turn, replies=(notice(script, state, "notice.not_begun"), *turn.replies))


def is_first_choice(script: Script, state: ConversationState, inbound: Inbound) -> bool:
    """Whether this picks who the person is: pressed on a page that was shown before anything was stored."""
    return isinstance(inbound, Picked) and option_picked(script, state, inbound) is not None


def answer_phase(script: Script, state: ConversationState, inbound: Inbound) -> Turn | None:
    """The phase's own rule: an answer to what is being asked."""
    question = current_question(script, state)
    if question is not None and state.phase in QUESTION_PHASES:
        return answer_question(script, state, question, inbound)
    option = option_picked(script, state, inbound)
    if option is not None:
        return CHOICE_ANSWERS[state.phase](script, state, *option)
    key = "notice.old_button" if isinstance(inbound, Picked) else "notice.choose"
    tone = Tone.NOTICE if isinstance(inbound, Picked) else Tone.ERROR
    return Turn(state, (notice(script, state, key, tone), prompt(script, state)))


def answer_question(script: Script, state: ConversationState, question: Question, inbound: Inbound) -> Turn | None:
    """Words for the answer, or an option of this very question; a button of another one is an old button."""
    match inbound:
        case Typed(text, so_far=so_far) if accepts_words(state, question):
            return add_words(script, state, question, text, so_far)
        case Typed(text):
            return type_option(script, state, question, text)
        case Picked(item, option_id) if item == question.id and (option := question.option(option_id)):
            return pick_option(script, state, question, option)
    return Turn(state, (notice(script, state, "notice.old_button"), prompt(script, state)))


def option_picked(script: Script, state: ConversationState, inbound: Inbound) -> tuple[str, str] | None:
    """Return (option id, label) of the choice a person made by button or by typing it; None where it fits none."""
    for option_id, label in choices(script, state):
        match inbound:
            case Picked(item, option) if item == item_id(script, state) and option == option_id:
                return option_id, label
            case Typed(text) if plain(text) in (plain(label), plain(option_id)) and plain(text):
                return option_id, label
            case Typed(text) if state.phase is Phase.AGE and band_of(plain(text)) == option_id:
                return option_id, label
    return None


RULES: tuple[Rule, ...] = (
    follow_command,
    pick_language,
    answer_typed_receipt,
    explain_unsupported,
    refuse_empty_or_endless,
    start_or_return,
    answer_phase,
)
"""The order of rules, after the safety net, which comes before them all. The first that returns a turn decides."""
