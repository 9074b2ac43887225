"""Who to turn to, as values, and the rule that keeps a wrong number from being shown.

Numbers change, and a wrong one is worse than none. So an entry is shown only while a named person's check of it holds;
after that it drops out by itself. The safe minimum never does: nobody is ever left without a line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from conversations.categories import Category
from conversations.hours import Hours, Opening, Openness
from conversations.people import AgeBand, Audience

EMERGENCY = "emergency"

UNDER_18 = frozenset({AgeBand.UNDER_10, AgeBand.AGE_10_12, AgeBand.AGE_13_15, AgeBand.AGE_16_17})

UNDER_19 = UNDER_18 | {AgeBand.AGE_18_25, AgeBand.NOT_SAID}
"""The bands that somebody under 19 may be in. A band is never finer, so some who are older see it too."""

SAFE_MINIMUM: Mapping[str, frozenset[AgeBand]] = MappingProxyType(
    {
        EMERGENCY: frozenset(),
        "childline": UNDER_19,
        "nhs_111": frozenset(),
        "shout": frozenset(),
        "samaritans": frozenset(),
    }
)
"""The five lines that are safe for everybody they are shown to, and the bands they must reach: none named means all."""

ALL_PLACES = "all"
"""Written as an entry's only place: it is for every place that the script knows, and for nobody who lives elsewhere."""


class Way(StrEnum):
    """How to reach a service. `visit` is a place to walk into, in words."""

    CALL = "call"
    TEXT = "text"
    WEB = "web"
    CHAT = "chat"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Helpline:
    """One service. Empty `audiences`, `age_bands` or `places` means everybody; empty `languages`, that nobody knows.

    `call` is a number as people write it, `text` is `NUMBER WORD` (or `NUMBER`), `web` and `chat` https addresses.
    `hours` are those of each way that they are known for. `categories` are the worries that it is there for most of all.
    Days are ISO days: `starts_on` is the first on which it may be shown, `check_by` the last before it must be checked
    again; `checked_by` is empty until a named person has checked it. `never_under_18` keeps it from everybody who is, or
    may be, under 18; `safe_minimum` keeps it among those shown whatever its days say. `interpreter` says that it finds one.
    """

    id: str
    call: str = ""
    text: str = ""
    web: str = ""
    chat: str = ""
    visit: str = ""
    audiences: frozenset[Audience] = frozenset()
    age_bands: frozenset[AgeBand] = frozenset()
    places: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    categories: frozenset[Category] = frozenset()
    hours: Mapping[Way, Hours] = field(default_factory=lambda: MappingProxyType({}))
    interpreter: bool = False
    never_under_18: bool = False
    safe_minimum: bool = False
    source: str = ""
    checked_by: str = ""
    checked_on: str = ""
    check_by: str = ""
    starts_on: str = ""

    @property
    def ways(self) -> Mapping[Way, str]:
        """What reaches it, by way, in the order they are offered."""
        reached = {
            Way.CALL: self.call, Way.TEXT: self.text, Way.WEB: self.web, Way.CHAT: self.chat, Way.VISIT: self.visit,
        }  # fmt: skip
        return {way: target for way, target in reached.items() if target}


class Standing(StrEnum):
    """Whether an entry may be shown on a day, and if not, why."""

    SAFE_MINIMUM = "safe_minimum"
    SHOWN = "shown"
    NOT_CHECKED = "not_checked"
    NOT_YET = "not_yet"
    STALE = "stale"


def standing(helpline: Helpline, day: date) -> Standing:
    """Return whether an entry may be shown on a day in England. Its `check_by` day is the last one that it is."""
    today = day.isoformat()
    if helpline.safe_minimum:
        return Standing.SAFE_MINIMUM
    if not helpline.checked_by or not helpline.checked_on:
        return Standing.NOT_CHECKED
    if helpline.starts_on > today or helpline.checked_on > today:
        return Standing.NOT_YET
    return Standing.STALE if helpline.check_by < today else Standing.SHOWN


def may_be_shown(helpline: Helpline, day: date) -> bool:
    """Whether anybody may see an entry on a day."""
    return standing(helpline, day) in (Standing.SAFE_MINIMUM, Standing.SHOWN)


@dataclass(frozen=True, slots=True)
class HelplineNow:
    """An entry that may be shown, with how each of its ways stands at the moment it was asked for."""

    line: Helpline
    openings: Mapping[Way, Opening]

    @property
    def openness(self) -> Openness:
        """How somebody who wants an answer would find it: its website counts only where there is no other way."""
        answering = [opening.state for way, opening in self.openings.items() if way is not Way.WEB]
        states = answering or [opening.state for opening in self.openings.values()]
        return min(states, key=list(Openness).index)


def safe_minimum_of(lines: tuple[Helpline, ...]) -> tuple[HelplineNow, ...]:
    """Return the lines that may be shown without looking at a clock: what a script shows until it is told the time."""
    return tuple(
        HelplineNow(line, MappingProxyType({way: _without_a_clock(line.hours.get(way)) for way in line.ways}))
        for line in lines
        if line.safe_minimum
    )


def _without_a_clock(hours: Hours | None) -> Opening:
    return Opening(Openness.ALWAYS if hours is not None and hours.always else Openness.UNKNOWN)
