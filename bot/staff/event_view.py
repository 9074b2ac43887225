"""What an event's page shows at a moment: worked out from the event and its alerts, in words, with no number of anything.

No time on it is finer than five minutes: in a small room a minute could show who was typing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.opening import in_london
from conversations.staff_texts import StaffTexts
from storage.alerts import Alert
from storage.events import Event, EventTime
from storage.moments import minute_of, moment_of

BLOCK_MINUTES = 5


@dataclass(frozen=True, slots=True)
class EventView:
    """One look at an event. `alert` is empty where there is none to be told of now, and `when` says when it was.

    `mark` changes when there is something new to be told, and is empty where there is nothing: a page that sees it
    change may make a sound. It tells no time.
    """

    name: str
    code: str
    standing: str
    alert: str
    when: str
    calm: str
    earlier: tuple[str, ...]
    checked: str
    mark: str


def view_of(event: Event, alerts: Sequence[Alert], moment: datetime, texts: StaffTexts) -> EventView:
    """Return what the page shows. `alerts` are those of the last hour, the newest first."""
    minute = minute_of(moment)
    newest = alerts[0] if alerts and alerts[0].is_current(minute) else None
    earlier = alerts[1:] if newest else alerts
    return EventView(
        name=event.name,
        code=texts.say("event_page.code", code=event.code),
        standing=standing_of(event, minute, texts),
        alert=said(event, newest, texts) if newest else "",
        when=block(newest, texts) if newest else "",
        calm=texts.say("event_page.none_now" if alerts else "event_page.none"),
        earlier=tuple(block(alert, texts) for alert in earlier),
        checked=texts.say("event_page.checked", time=f"{in_london(moment):%H:%M:%S}"),
        mark=mark_of(event, newest) if newest else "",
    )


def said(event: Event, alert: Alert, texts: StaffTexts) -> str:
    """Return the sentence that tells of an alert."""
    return texts.say("alert.again" if alert.again else "alert.just_now", event=event.name)


def block(alert: Alert, texts: StaffTexts) -> str:
    """Return when an alert was, to five minutes."""
    begin, end = five_minutes(alert.minute)
    return texts.say("event_page.block_again" if alert.again else "event_page.block", begin=begin, end=end)


def five_minutes(minute: int) -> tuple[str, str]:
    """Return the five minutes that a minute lies in, as `10:40` and `10:45`."""
    begin = minute - minute % BLOCK_MINUTES
    return f"{moment_of(begin):%H:%M}", f"{moment_of(begin + BLOCK_MINUTES):%H:%M}"


def standing_of(event: Event, minute: int, texts: StaffTexts) -> str:
    """Return whether the event is open, and that no alerts come where none do."""
    if not event.alerts:
        return texts.say("event_page.without_alerts")
    time = event.time(minute)
    if time is EventTime.CLOSED:
        return texts.say("event_page.closed")
    if time is EventTime.OPEN and event.closes is None:
        return texts.say("event_page.open_without_end")
    turn = moment_of(event.opens if event.closes is None or time is EventTime.TO_COME else event.closes)
    key = "event_page.to_come" if time is EventTime.TO_COME else "event_page.open"
    return texts.say(key, time=f"{turn:%H:%M}", day=f"{turn:%A} {turn.day} {turn:%B}")


def mark_of(event: Event, alert: Alert) -> str:
    """Return what names an alert and whether it was more than once, without saying either."""
    return hashlib.sha256(f"{event.code} {alert.expires} {alert.again}".encode()).hexdigest()[:16]
