"""The addresses of an event: short enough to be said aloud and typed from a board."""

from dataclasses import dataclass

from bot.settings import Settings
from storage.events import Event


@dataclass(frozen=True, slots=True)
class EventLinks:
    """How people come to an event: `web` is opened or scanned, `typed` is the same as people say and type it.

    `telegram` is empty where no bot is named in the settings.
    """

    web: str
    typed: str
    telegram: str


def address(settings: Settings) -> str:
    """Return the address that people reach Sayso at; this machine's own where none is set."""
    return settings.public_url or f"http://localhost:{settings.port}"


def event_links(event: Event, settings: Settings) -> EventLinks:
    """Return the addresses of an event."""
    web = f"{address(settings)}/{event.code}"
    name = settings.telegram_name
    return EventLinks(
        web=web,
        typed=web.removeprefix("https://").removeprefix("http://").removeprefix("www."),
        telegram=f"https://t.me/{name}?start={event.code}" if name else "",
    )
