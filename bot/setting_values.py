"""Reads the value of one setting each: what it says, or a ValueError with what to write instead, never showing the value."""

import os
import re
from datetime import date
from pathlib import Path

from yarl import URL

from storage.database import database_url
from storage.small_numbers import LEAST_THRESHOLD

LOG_LEVELS = ("debug", "info", "warning", "error")
SECRET_BYTES = 32
HIGHEST_PORT = 65535
MOST_HIDDEN = 100
MOST_DAYS = 3650
MOST_LEFT_DAYS = 90
LEAST_HANDLED_DAYS, MOST_HANDLED_DAYS = 2, 30
"""Telegram redelivers for one day at most, and a day may have just begun."""

WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
TELEGRAM_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")


def a_port(value: str) -> int:
    """Return a port, or raise ValueError with what to write."""
    if not value.isdigit() or not 0 < int(value) <= HIGHEST_PORT:
        raise ValueError(f"write a number from 1 to {HIGHEST_PORT}")
    return int(value)


def a_host(value: str) -> str:
    """Return an address to listen on, or raise ValueError with what to write."""
    if not value or any(c.isspace() or c == "/" for c in value):
        raise ValueError("write an address such as 127.0.0.1, or 0.0.0.0 for all")
    return value


def a_database(value: str) -> str:
    """Return where a database is, or raise ValueError with what to write."""
    database_url(value)
    return value


def a_token(value: str) -> str:
    """Return a Telegram token, or raise ValueError with what to write."""
    if not TELEGRAM_TOKEN.fullmatch(value):
        raise ValueError("write the token that BotFather gave you, digits, a colon and letters")
    return value


def a_secret(value: str) -> str:
    """Return a secret that cannot be guessed, or raise ValueError with what to write."""
    if len(value.encode()) < SECRET_BYTES:
        raise ValueError(f"write {SECRET_BYTES} random characters or more, the same for every replica")
    return value


def a_webhook_secret(value: str) -> str:
    """Return what Telegram's webhook may send, or raise ValueError with what to write."""
    if not WEBHOOK_SECRET.fullmatch(value):
        raise ValueError("write 16 to 256 letters, digits, _ and -")
    return value


def a_api_root(value: str) -> str:
    """Return the beginning of the Bot API, or raise ValueError with what to write."""
    url = a_web_address(value)
    return str(url).rstrip("/")


def a_public_url(value: str) -> str:
    """Return the beginning of our own address, or raise ValueError with what to write."""
    url = a_web_address(value)
    if url.query_string or url.fragment:
        raise ValueError("write only the beginning, such as https://sayso.example.org")
    return str(url).rstrip("/")


def a_web_address(value: str) -> URL:
    """Return an address on the web, or raise ValueError with what to write."""
    url = URL(value)
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError("write an address that begins with https:// (or http://)")
    return url


def a_exit_url(value: str) -> str:
    """Return the page to leave for, or raise ValueError with what to write."""
    return str(a_web_address(value))


def a_folders(value: str) -> tuple[Path, ...]:
    """Return folders, or raise ValueError with what to write."""
    return tuple(Path(part) for part in value.split(os.pathsep) if part)


def a_small_numbers(value: str) -> int:
    """Return the largest count that is hidden, or raise ValueError with what to write."""
    if not value.isdigit() or not LEAST_THRESHOLD <= int(value) <= MOST_HIDDEN:
        raise ValueError(f"write a number from {LEAST_THRESHOLD} to {MOST_HIDDEN}")
    return int(value)


def a_days(value: str) -> int:
    """Return a number of days, or raise ValueError with what to write."""
    if not value.isdigit() or not 0 < int(value) <= MOST_DAYS:
        raise ValueError(f"write a number of days from 1 to {MOST_DAYS:,}")
    return int(value)


def a_left_days(value: str) -> int:
    """Return the days that an open talk is kept, or raise ValueError with what to write."""
    return a_number_between(value, 1, MOST_LEFT_DAYS)


def a_handled_days(value: str) -> int:
    """Return the days that fingerprints are kept, or raise ValueError with what to write."""
    return a_number_between(value, LEAST_HANDLED_DAYS, MOST_HANDLED_DAYS)


def a_number_between(value: str, least: int, most: int) -> int:
    """Return a number of days between two, or raise ValueError with what to write."""
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ValueError(f"write a number of days from {least} to {most}")
    return int(value)


def a_day(value: str) -> date:
    """Return a day, or raise ValueError with what to write."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("write year, month and day, as in 2026-12-31") from None


def a_level(value: str) -> str:
    """Return how much to log, or raise ValueError with what to write."""
    if value.lower() not in LOG_LEVELS:
        raise ValueError(f"write one of {', '.join(LOG_LEVELS)}")
    return value.lower()


def a_format(value: str) -> str:
    """Return how to log, or raise ValueError with what to write."""
    if value not in ("text", "json"):
        raise ValueError("write text or json")
    return value
