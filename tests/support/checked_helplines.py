"""A script whose help lines have all been checked, so that tests see what an installation would show."""

from dataclasses import replace
from typing import Any

from conversations.helplines import Helpline
from conversations.script import Script

CHECK: dict[str, Any] = {"checked_by": "A. Person", "checked_on": "2026-01-05", "check_by": "2031-12-31"}


def all_checked(script: Script, **changed: dict[str, Any]) -> Script:
    """Return the script with every entry checked; `changed` are other values of entries, by their ids."""
    lines = tuple(replace(line, **{**CHECK, **changed.get(line.id, {})}) for line in script.helplines)
    return replace(script, helplines=lines)


def line_of(script: Script, helpline_id: str) -> Helpline:
    """Return the entry of that id."""
    return next(line for line in script.helplines if line.id == helpline_id)
