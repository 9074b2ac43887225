"""Every help line of every engagement, and which of them need a person: what the command lists and the log counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from conversations.helplines import Helpline, Standing, standing
from conversations.script import Script


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry, and the engagements that have it just so."""

    line: Helpline
    engagements: tuple[str, ...]

    def standing(self, day: date) -> Standing:
        """Whether it may be shown on a day."""
        return standing(self.line, day)

    def is_past(self, day: date) -> bool:
        """Whether its check has run out: it has dropped out, or would have were it not of the safe minimum."""
        if self.line.safe_minimum:
            return bool(self.line.check_by) and self.line.check_by < day.isoformat()
        return self.standing(day) is Standing.STALE

    def is_due(self, day: date, days: int) -> bool:
        """Whether its check runs out within so many days, or has. What nobody has ever checked is not due again."""
        if self.standing(day) is Standing.NOT_CHECKED or self.lacks_a_check:
            return False
        return self.line.check_by <= (day + timedelta(days=days)).isoformat()

    @property
    def lacks_a_check(self) -> bool:
        """Whether it is shown to everybody although no named person has checked it: only the safe minimum can be."""
        return self.line.safe_minimum and not (self.line.checked_by and self.line.checked_on and self.line.check_by)

    def needs_somebody(self, day: date) -> bool:
        """Whether a person has to look at it today."""
        return self.is_past(day) or self.lacks_a_check


def every_entry(scripts: Mapping[str, Script]) -> tuple[Listed, ...]:
    """Return every entry once, in the order of the files; one that engagements have differently, once for each form."""
    found: list[tuple[Helpline, list[str]]] = []
    for engagement, script in scripts.items():
        for line in script.helplines:
            same = next((engagements for known, engagements in found if known == line), None)
            if same is None:
                found.append((line, [engagement]))
            else:
                same.append(engagement)
    return tuple(Listed(line, tuple(engagements)) for line, engagements in found)
