"""Takes identifying words out of free text before anything is kept: names, schools, accounts, numbers, addresses.

`redact` is the rule itself; callers that store use `redact_safely`, which gives a placeholder where redaction fails.
Pure but for the word lists, which are read on first use.
"""

from conversations.redaction.kinds import UNREADABLE, Kind, Redaction
from conversations.redaction.redacting import redact, redact_safely

__all__ = ["UNREADABLE", "Kind", "Redaction", "redact", "redact_safely"]
