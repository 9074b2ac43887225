"""Asking for the language first, where several are offered and nothing says which one a person would like.

The link, the phone and the browser mostly say it; only who comes with none of them is asked, before the first words.
"""

from dataclasses import replace

from conversations.prompts import language_prompt, speaks_others
from conversations.script import Script
from conversations.state import ConversationState, Phase
from conversations.turn import Reply


def with_wish(script: Script, state: ConversationState, wished: str) -> ConversationState:
    """Return a new talk's state with what is known of the wish: one that is no language here leaves it open.

    Nothing is open where a script is heard in one language only: easier words are a choice of their own, on a button.
    """
    return replace(state, language_open=wished not in script.languages and speaks_others(script))


def asks_language_first(script: Script, state: ConversationState) -> bool:
    """Whether the language is what is asked now: nobody has said it, and the talk has not begun."""
    return state.phase is Phase.NEW and state.language_open and speaks_others(script)


def first_language_prompt(script: Script, state: ConversationState) -> Reply:
    """Return the first screen: each language by its own name, none of them marked as if it were chosen."""
    asked = language_prompt(script, state)
    return replace(asked, buttons=tuple(replace(button, chosen=False) for button in asked.buttons))
