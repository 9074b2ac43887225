"""After the goodbye, where the page still shows it: whoever writes on is answered, and no word of it is stored.

Some tell of harm only when everything is over, and some want to read the last words in another language. Telegram needs no such rule: there the link is cut with the last turn, so
what comes next is the first message of somebody unknown.
"""

from dataclasses import replace

from conversations.clearing import how_to_clear
from conversations.closing import say_closed
from conversations.commands import command_of_word
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Typed
from conversations.people import Channel
from conversations.prompts import LANGUAGE_ITEM, help_signpost, language_prompt, notice
from conversations.receipt_words import holds_receipt
from conversations.receipts import not_to_be_found
from conversations.safeguarding import Level, Signals
from conversations.safeguarding.heard_badly import heard_badly
from conversations.script import Script
from conversations.signposting import count, signpost
from conversations.state import ConversationState, Phase
from conversations.turn import Tone, Turn
from conversations.words import has_something


def still_shows_the_end(state: ConversationState) -> bool:
    """Whether this is a talk that is over on a page where its last words can still be seen."""
    return state.phase is Phase.CLOSED and state.channel is Channel.WEB


def has_to_do_with_the_end(script: Script, inbound: Inbound) -> bool:
    """Whether this can be done under a talk's last words: writing, and changing the language."""
    match inbound:
        case Typed():
            return True
        case CommandGiven(command):
            return command is Command.LANGUAGE and len(script.languages) > 1
        case Picked(item, code):
            return item == LANGUAGE_ITEM and code in script.languages
    return False


def answer_after_the_end(script: Script, state: ConversationState, inbound: Inbound, signs: Signals) -> Turn:
    """Answer what is done under a talk's last words, which stays closed: words, or a change of language."""
    match inbound:
        case Typed():
            return _answer_words(script, state, inbound, signs)
        case Picked(_, code):
            changed = replace(state, language=code)
            return say_closed(script, changed, notice(script, changed, "notice.language_changed"))
    return Turn(state, (language_prompt(script, state),))


def _answer_words(script: Script, state: ConversationState, inbound: Typed, signs: Signals) -> Turn:
    """Answer words written after the end: help where they ask or tell of harm, else that they are not kept.

    The talk stays closed: it does not begin anew under their hands. All that follows is that help shown is counted, so
    that the adult in the room is told of it as of any other.
    """
    if signs:
        told = (signpost(script, state, signs), notice(script, state, "notice.after_end_told"))
        return Turn(state, told, (count(state, signs),))
    turn = _obey_word(script, state, inbound.text)
    if turn is not None:
        return turn
    if not has_something(inbound.text):
        return Turn(state, (notice(script, state, "notice.empty", Tone.ERROR),))
    said = notice(script, state, "notice.after_end")
    if heard_badly(inbound.text, state.language):
        return Turn(state, (help_signpost(script, state), said))
    if signs.level is Level.QUIET:
        return Turn(state, (notice(script, state, "signpost.quiet", Tone.SIGNPOST), said), (count(state, signs),))
    return Turn(state, (said,))


def _obey_word(script: Script, state: ConversationState, text: str) -> Turn | None:
    """Do what a bare word asks where everything is over; a typed receipt asks to open it."""
    match command_of_word(script, state, text):
        case Command.HELP:
            return say_closed(script, state, help_signpost(script, state))
        case Command.DELETE | Command.RECEIPT:
            return say_closed(script, state, not_to_be_found(script, state))
        case Command.CLEAR:
            return say_closed(script, state, *how_to_clear(script, state))
        case Command.STOP:
            return say_closed(script, state)
        case Command.LANGUAGE if len(script.languages) > 1:
            return Turn(state, (language_prompt(script, state),))
    return say_closed(script, state, not_to_be_found(script, state)) if holds_receipt(text) else None
