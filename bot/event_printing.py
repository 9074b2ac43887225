"""How events look in a terminal: the links to hand out, and the list."""

from collections.abc import Iterable, Iterator

from bot.event_links import address, event_links
from bot.settings import Settings
from storage.events import Event
from storage.moments import moment_of

COLUMNS = ("code", "now", "alerts", "opens", "closes", "engagement", "name")


def page_link(settings: Settings, secret: str) -> str:
    """Return the address of an event's page."""
    return f"{address(settings)}/event/{secret}"


def links(event: Event, settings: Settings, secret: str) -> Iterator[str]:
    """Give the lines that say how to come to an event. `secret` is its page's, empty where it has none."""
    ways = event_links(event, settings)
    yield f"Questions:            {event.engagement}"
    yield f"Open:                 {when(event)}"
    yield f"Say or write it:      {ways.typed}"
    yield f"Young people open:    {ways.web}"
    if ways.telegram:
        yield f"On Telegram (16+):    {ways.telegram}"
    if event.permission:
        yield "Permission:           collected before, so the chat does not ask 10 to 12s for it"
    if secret:
        yield "For the adult in the room, shown this once (a new one: sayso event page CODE):"
        yield f"                      {page_link(settings, secret)}"
    if not settings.public_url:
        yield "Set SAYSO_PUBLIC_URL to have these show the address that others reach Sayso at."


def when(event: Event) -> str:
    """Return when an event is, in England's time."""
    if event.closes is None:
        return f"from {time_of(event.opens)} until it is closed"
    return f"from {time_of(event.opens)} to {time_of(event.closes)}"


def time_of(minute: int) -> str:
    """Return a minute as people write it."""
    moment = moment_of(minute)
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}"


def table(events: Iterable[Event], minute: int) -> Iterator[str]:
    """Give the lines of the list of events."""
    rows = [
        (
            event.code,
            event.time(minute).value,
            "on" if event.alerts else "off",
            time_of(event.opens),
            time_of(event.closes) if event.closes is not None else "-",
            event.engagement,
            event.name,
        )
        for event in events
    ]
    if not rows:
        yield "There are no events yet. Make one with `sayso event new NAME`."
        return
    widths = [max(map(len, column)) for column in zip(COLUMNS, *rows, strict=True)]
    for row in (COLUMNS, *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
