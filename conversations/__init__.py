"""The conversation itself, pure: what is said, asked, understood and kept. Knows no channel, clock or database."""

from conversations.content import load_script
from conversations.engine import advance, new_state, prompt_again

__all__ = ["advance", "load_script", "new_state", "prompt_again"]
