"""The scripts as they are at this moment, worked out anew only when a help line opens, closes, lapses or a day ends."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from conversations.helplines_now import at, good_until
from conversations.script import Script


class _Kept(NamedTuple):
    script: Script
    since: datetime
    until: datetime


class ScriptsNow:
    """Gives each engagement's script with the help lines that may be shown now. `now` gives aware moments."""

    def __init__(self, scripts: Mapping[str, Script], now: Callable[[], datetime]) -> None:
        self._scripts = scripts
        self._now = now
        self._kept: dict[str, _Kept] = {}

    def __getitem__(self, engagement: str) -> Script:
        """Return the script of that engagement. Raises KeyError where there is none."""
        moment = self._now()
        kept = self._kept.get(engagement)
        # A clock that was put back must not leave a script standing that was worked out for later.
        if kept is None or not kept.since <= moment < kept.until:
            script = at(self._scripts[engagement], moment)
            kept = self._kept[engagement] = _Kept(script, moment, good_until(script, moment))
        return kept.script
