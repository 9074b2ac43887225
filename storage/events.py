"""Events that staff hold: made, looked up, closed; and the secret address of each event's own page."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import CursorResult, Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import AlertChatRow, EventRow


class EventTime(StrEnum):
    """Where an event stands."""

    TO_COME = "to come"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Event:
    """One event. Minutes count from 1970-01-01 00:00 UTC; `closes` is None where it stays open until it is closed.

    `alerts` says that the adult in the room is told when urgent help was shown to somebody who came in by its code;
    `permission` that a school or club has asked those who may give it, so that the chat asks for none. `language` is the
    one its link opens the chat in, empty for the device's own.
    """

    code: str
    name: str
    engagement: str
    opens: int
    closes: int | None = None
    alerts: bool = False
    place: str = ""
    audience: str = ""
    target: int | None = None
    partner: str = ""
    language: str = ""
    permission: bool = False

    def time(self, minute: int) -> EventTime:
        """Return where the event stands in a minute."""
        if minute < self.opens:
            return EventTime.TO_COME
        return EventTime.OPEN if self.closes is None or minute < self.closes else EventTime.CLOSED

    def is_open(self, minute: int) -> bool:
        """Whether its code carries the event in a minute."""
        return self.time(minute) is EventTime.OPEN


def secret_hash(secret: str) -> str:
    """Return what is stored of a page's secret. It needs no key: nobody can guess 192 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def add_event(connection: AsyncConnection, event: Event, day: date, page_secret: str = "") -> None:
    """Store a new event, with the hash of its page's secret where it has a page."""
    await connection.execute(
        insert(EventRow).values(
            code=event.code,
            name=event.name,
            engagement=event.engagement,
            place=event.place,
            audience=event.audience,
            target=event.target,
            opens_minute=event.opens,
            closes_minute=event.closes,
            alerts=event.alerts,
            page_hash=secret_hash(page_secret) if page_secret else None,
            made_on=day,
            partner=event.partner or None,
            language=event.language or None,
            permission=event.permission or None,
        )
    )


async def all_events(connection: AsyncConnection) -> tuple[Event, ...]:
    """Return every event, in the order in which they open."""
    rows = await connection.execute(select(EventRow.__table__).order_by(EventRow.opens_minute, EventRow.code))
    return tuple(map(_event, rows))


async def event_of_code(connection: AsyncConnection, code: str) -> Event | None:
    """Return the event of a code, or None."""
    row = (await connection.execute(select(EventRow.__table__).where(EventRow.code == code))).one_or_none()
    return _event(row) if row else None


async def event_of_page(connection: AsyncConnection, secret: str) -> Event | None:
    """Return the event whose page has this secret in its address, or None."""
    found = select(EventRow.__table__).where(EventRow.page_hash == secret_hash(secret))
    row = (await connection.execute(found)).one_or_none()
    return _event(row) if row else None


async def close_event(connection: AsyncConnection, code: str, minute: int) -> bool:
    """Close an event in a minute; return False where there is none of that code or it was closed before."""
    still_open = EventRow.closes_minute.is_(None) | (EventRow.closes_minute > minute)
    changed: CursorResult[tuple[()]] = await connection.execute(
        update(EventRow).where(EventRow.code == code, still_open).values(closes_minute=minute)
    )
    return changed.rowcount == 1


async def renew_page(connection: AsyncConnection, code: str, page_secret: str) -> None:
    """Give an event's page a new secret. The old address ends, and so do the alerts of chats that came by it."""
    await connection.execute(update(EventRow).where(EventRow.code == code).values(page_hash=secret_hash(page_secret)))
    await connection.execute(delete(AlertChatRow).where(AlertChatRow.event_code == code))


def _event(row: Row[tuple[object, ...]]) -> Event:
    return Event(
        code=row.code,
        name=row.name,
        engagement=row.engagement,
        opens=row.opens_minute,
        closes=row.closes_minute,
        alerts=row.alerts,
        place=row.place,
        audience=row.audience,
        target=row.target,
        partner=row.partner or "",
        language=row.language or "",
        permission=bool(row.permission),
    )
