"""Tells which language a chat message is written in. Import it only where it is used: its word lists and tables are large."""

from conversations.languages.detecting import KNOWN, detect_language, says_enough

__all__ = ["KNOWN", "detect_language", "says_enough"]
