"""The last words of a talk that just ended, for a browser or a Telegram that sends the closing message once more.

The answer to it may have got lost on the way, and with it the receipt, which nothing stored can show again. So it is
kept for some minutes, in this process's memory alone, under the fingerprint of the very message that closed the talk.
"""

from collections import OrderedDict
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channel import Outcome

KEPT_FOR = timedelta(minutes=10)
REMEMBERED = 1000
"""Ended talks that are kept in mind; the oldest goes first."""


class LastWords:
    """Remembers how talks ended, by the fingerprint of the message that ended each."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Outcome, datetime]] = OrderedDict()

    def keep(self, fingerprint: str, outcome: Outcome, moment: datetime) -> None:
        """Remember what was said to a closing message."""
        self._kept[fingerprint] = (replace(outcome, repeated=True), moment + KEPT_FOR)
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)

    def again(self, fingerprint: str, moment: datetime) -> Outcome | None:
        """Return what was said to this message, None where that is forgotten or it closed nothing."""
        for known, (_, until) in list(self._kept.items()):
            if until > moment:
                break
            del self._kept[known]
        kept = self._kept.get(fingerprint)
        return kept[0] if kept else None
