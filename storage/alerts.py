"""That urgent help was shown at an event: noted in the turn's own transaction, shown for an hour, joined to nobody.

What is shown to one person after another within ten minutes is one alert, which then says 'more than once': in a room
of four a number could tell who it was. Nothing here holds a person, a question, a kind of worry or a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import CursorResult, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.prepared import AnyConnection, Prepared, given, rows, run
from storage.tables import AlertRow, EventRow

JOINED_MINUTES = 10
"""Minutes from the first within which what follows is joined to it."""

CURRENT_MINUTES = 20
"""Minutes for which an alert is shown as what is going on now: so everything joined to it is, for ten or more."""

KEPT_MINUTES = 60


OPEN_NOW = (EventRow.opens_minute <= given("minute")) & (
    EventRow.closes_minute.is_(None) | (EventRow.closes_minute > given("minute"))
)
LOCK_EVENT = Prepared(
    lambda _: (
        select(EventRow.code)
        .where(EventRow.code == given("event_code"), EventRow.alerts, OPEN_NOW)
        .with_for_update(key_share=True)
    )
)
JOIN = Prepared(
    lambda _: (
        update(AlertRow)
        .where(AlertRow.event_code == given("event_code"), AlertRow.expires_minute > given("after"))
        .values(again=True)
    )
)
RAISE = Prepared(
    lambda _: insert(AlertRow).values(
        event_code=given("event_code"), expires_minute=given("expires_minute"), again=False
    )
)


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert of an event. `minute` is the first in which help was shown; `again` says that it was more than once."""

    minute: int
    again: bool

    @property
    def expires(self) -> int:
        """The minute from which it is shown no more; with the event's code it names the alert."""
        return self.minute + KEPT_MINUTES

    def is_current(self, minute: int) -> bool:
        """Whether it is shown as what is going on now."""
        return minute < self.minute + CURRENT_MINUTES


async def raise_alert(connection: AnyConnection, event_code: str, minute: int) -> bool:
    """Note that urgent help was shown; return False where the code is of no event that is open and has alerts.

    The event's row is locked until the transaction ends, so that two turns at one moment make one alert.
    """
    found = {"event_code": event_code, "minute": minute}
    if not await rows(connection, LOCK_EVENT, found):
        return False
    joined = {"event_code": event_code, "after": minute + KEPT_MINUTES - JOINED_MINUTES}
    if not await run(connection, JOIN, joined):
        await run(connection, RAISE, {"event_code": event_code, "expires_minute": minute + KEPT_MINUTES})
    return True


async def alerts_of(connection: AsyncConnection, event_code: str, minute: int) -> Sequence[Alert]:
    """Return an event's alerts of the last hour, the newest first. One that has expired is never shown."""
    found = await connection.execute(
        select(AlertRow.expires_minute, AlertRow.again)
        .where(AlertRow.event_code == event_code, AlertRow.expires_minute > minute)
        .order_by(AlertRow.expires_minute.desc())
    )
    return [Alert(expires - KEPT_MINUTES, again) for expires, again in found]


async def delete_expired_alerts(connection: AsyncConnection, minute: int) -> int:
    """Delete alerts that are shown no more, with what was noted about telling them; return how many."""
    gone: CursorResult[tuple[()]] = await connection.execute(delete(AlertRow).where(AlertRow.expires_minute <= minute))
    return gone.rowcount
