"""Events for tests: made in the database as the command makes them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from storage.database import Database
from storage.events import Event, add_event
from storage.moments import day_of, minute_of
from tests.support.running_app import RunningApp

SECRET = "made-up-secret-of-an-event-s-page"
TOLD = "my stepdad hits me"


@dataclass
class Clock:
    """The moment that a test says it is: handed to what is tested as its clock."""

    moment: datetime

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.moment

    def pass_minutes(self, minutes: float) -> None:
        """Let some minutes go by."""
        self.moment += timedelta(minutes=minutes)


def an_event(now: datetime, code: str = "otter425", *, alerts: bool = True) -> Event:
    """Return an event of two hours that opened an hour ago."""
    minute = minute_of(now)
    return Event(code, "Big Conversation", "five-questions", minute - 60, minute + 60, alerts=alerts)


def printed_for(app: RunningApp, public_url: str | None = None, telegram_name: str = "SaysoKentBot") -> None:
    """Let what is printed lead to a running app, as its settings would: its port is known only once it runs."""
    for name, value in (
        ("public_url", app.url if public_url is None else public_url),
        ("telegram_name", telegram_name),
    ):
        object.__setattr__(app.staff.settings, name, value)


async def make(database: Database, event: Event, now: datetime, secret: str = SECRET) -> Event:
    """Store an event; its page has a secret where it has alerts."""
    async with database.writing() as connection:
        await add_event(connection, event, day_of(now), secret if event.alerts else "")
    return event


def closed(event: Event, now: datetime) -> Event:
    """Return the event as one that is over."""
    return replace(event, closes=minute_of(now))


def to_come(event: Event, now: datetime) -> Event:
    """Return the event as one that opens in ten minutes."""
    return replace(event, opens=minute_of(now) + 10)
