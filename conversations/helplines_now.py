"""A script at a moment: only the help lines that may be shown then, each open or closed, and which day it is."""

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from conversations.helplines import HelplineNow, may_be_shown
from conversations.opening import in_london, next_midnight, opening_at
from conversations.script import Script


def at(script: Script, moment: datetime) -> Script:
    """Return the script as it is at a moment, whose zone may be any. Its version stays: it is the same script.

    Raises ValueError for a moment that does not say its time zone.
    """
    today = in_london(moment).date()
    shown = tuple(
        HelplineNow(line, MappingProxyType({way: opening_at(line.hours.get(way), moment) for way in line.ways}))
        for line in script.helplines
        if may_be_shown(line, today)
    )
    return replace(script, helplines_now=shown, today=today)


def good_until(script: Script, moment: datetime) -> datetime:
    """Return when a script that `at` returned for this moment has to be worked out anew: at midnight, if not sooner."""
    changes = (opening.changes for shown in script.helplines_now for opening in shown.openings.values())
    return min([next_midnight(moment), *(change for change in changes if change is not None)])
