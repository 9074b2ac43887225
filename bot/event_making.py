"""Makes an event out of what staff ask for, or says what is wrong with it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import CallError
from conversations.opening import LONDON
from conversations.script import Script
from storage.events import Event
from storage.moments import minute_of

LONGEST_NAME = 80
MOST_PEOPLE = 1_000_000
SECRET_BYTES = 24
LONGEST_WITH_ALERTS = timedelta(hours=24)
"""Alerts are for an adult who is there: nobody is for longer without going home."""

ALERTS_ADVICE = """\
Alerts are on. Please read this before the event:

  The page, and a staff chat on Telegram that sends '/alerts' and the page's address, say at once when somebody taking
  part was just shown urgent help. They never say who it was, what was written or how often it happened.

  At once can give somebody away: in a small room, an alert that comes just after one visible person typed points to
  them. So use alerts where five or more take part at the same time, keep the page and the phone out of sight, keep the
  sound low or off, and when an alert comes look round kindly and speak to everybody, not to one.

  An alert can be wrong, and no alert does not mean that all is well: Sayso misses some of what people tell, and somebody
  in need may write nothing. Young people are told in the chat that an adult here learns that help was shown.
"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What staff ask for. Moments without a time zone are England's."""

    name: str
    engagement: str
    opens: datetime
    closes: datetime | None = None
    alerts: bool = False
    place: str = ""
    audience: str = ""
    target: int | None = None
    partner: str = ""
    language: str = ""
    permission: bool = False


def new_page_secret() -> str:
    """Return the secret of an event page's address: 192 random bits."""
    return secrets.token_urlsafe(SECRET_BYTES)


def made_event(wish: Wish, code: str, now: datetime, scripts: Mapping[str, Script]) -> Event:
    """Return the event. Raises CallError, saying what to write instead, for what cannot be an event."""
    name = _name(wish.name)
    if not name:
        raise CallError(f"Give the event a name of up to {LONGEST_NAME} letters.")
    if wish.engagement not in scripts:
        raise CallError(f"There is no engagement '{wish.engagement}'. There are: {', '.join(scripts)}.")
    script = scripts[wish.engagement]
    for what, wished, known in (("place", wish.place, script.places), ("language", wish.language, script.languages)):
        if wished and wished not in known:
            raise CallError(f"There is no {what} '{wished}'. There are: {', '.join(sorted(known))}.")
    if wish.target is not None and not 0 < wish.target <= MOST_PEOPLE:
        raise CallError("The target is how many people you hope for: write 1 or more.")
    opens, closes = in_england(wish.opens), in_england(wish.closes) if wish.closes else None
    _check_times(wish, opens, closes, now)
    return Event(
        code=code,
        name=name,
        engagement=wish.engagement,
        opens=minute_of(opens),
        closes=minute_of(closes) if closes else None,
        alerts=wish.alerts,
        place=wish.place,
        audience=wish.audience,
        target=wish.target,
        partner=_name(wish.partner),
        language=wish.language,
        permission=wish.permission,
    )


def _name(written: str) -> str:
    name = " ".join(written.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise CallError(f"Names can have up to {LONGEST_NAME} letters. Give the event a name that can be shown.")
    return name


def _check_times(wish: Wish, opens: datetime, closes: datetime | None, now: datetime) -> None:
    if closes is None:
        if wish.alerts:
            raise CallError("Say with --closes when the event ends: alerts are for an adult who is in the room.")
        if wish.permission:
            raise CallError("Say with --closes when it ends: permission was collected for one group, on one occasion.")
        return
    if closes <= max(opens, now):
        raise CallError("An event must close after it opens, and not in the past. Times are England's.")
    if wish.alerts and closes - opens > LONGEST_WITH_ALERTS:
        raise CallError("An event with alerts can last 24 hours at most. Make one event for each day.")


def in_england(moment: datetime) -> datetime:
    """Return a moment with a time zone: England's where it has none."""
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)
