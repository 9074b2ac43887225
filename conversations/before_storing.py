"""Looking ahead, before words are stored: what would be taken out of them, for a channel that can ask first.

Pure, and it changes nothing. Help is never held up: where the safety net notices anything, there is nothing to ask.
"""

from conversations.engine import advance, cleaned
from conversations.inbound import Typed
from conversations.redaction import Kind, redact_safely
from conversations.safeguarding.heard_badly import heard_badly
from conversations.script import Script
from conversations.signposting import signs_in
from conversations.state import ConversationState
from conversations.turn import AddToAnswer


def would_be_taken_out(script: Script, state: ConversationState, inbound: Typed) -> tuple[Kind, ...]:
    """Return the kinds of things that would be taken out of these words on their way into an answer, each once.

    Nothing for words that would not be stored, and nothing where help is to be shown: that must not wait.
    """
    words = cleaned(inbound)
    if not isinstance(words, Typed):
        return ()
    found = redact_safely(words.text, words.so_far, script.today).found
    if not found or signs_in(state, words) or (not state.help_stands and heard_badly(words.text, state.language)):
        return ()
    stored = any(isinstance(effect, AddToAnswer) for effect in advance(script, state, inbound).effects)
    return tuple(kind for kind in Kind if kind in found) if stored else ()
