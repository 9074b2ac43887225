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
MOST_MESSAGES_A_SECOND = 1000
"""What Telegram allows those who pay for it."""

MOST_DAYS = 3650
MOST_DRAIN_SECONDS = 300
MOST_LEFT_DAYS = 90
LEAST_HANDLED_DAYS, MOST_HANDLED_DAYS = 2, 30
"""Telegram redelivers for one day at most, and a day may have just begun."""
LEAST_BACKUP_DAYS = 7
"""Marks of what was erased are kept by week."""

BOT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,30}[A-Za-z0-9]")
WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
METRICS_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{32,512}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_CONTRAST = 4.5
"""Of words on their ground (WCAG 2.2, 1.4.3); how it is worked out stands there too."""

LANGUAGE_CODE = re.compile(r"[a-z]{2,3}")
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


def a_pace(value: str) -> int:
    """Return messages a second, 0 for no limit, or raise ValueError with what to write."""
    if not value.isdecimal() or int(value) > MOST_MESSAGES_A_SECOND:
        raise ValueError(f"write a number from 1 to {MOST_MESSAGES_A_SECOND}, or 0 for no limit")
    return int(value)


def a_secret(value: str) -> str:
    """Return a secret that cannot be guessed, or raise ValueError with what to write."""
    if len(value.encode()) < SECRET_BYTES:
        raise ValueError(f"write {SECRET_BYTES} random characters or more, the same for every replica")
    return value


def a_metrics_token(value: str) -> str:
    """Return what opens the metrics, or raise ValueError with what to write."""
    if not METRICS_TOKEN.fullmatch(value):
        raise ValueError(f"write {SECRET_BYTES} random letters and digits or more")
    return value


def a_webhook_secret(value: str) -> str:
    """Return what Telegram's webhook may send, or raise ValueError with what to write."""
    if not WEBHOOK_SECRET.fullmatch(value):
        raise ValueError("write 16 to 256 letters, digits, _ and -")
    return value


def a_bot_name(value: str) -> str:
    """Return a bot's name on Telegram, without the @, or raise ValueError with what to write."""
    name = value.removeprefix("@")
    if not BOT_NAME.fullmatch(name):
        raise ValueError("write the bot's name on Telegram as BotFather shows it, such as SaysoKentBot")
    return name


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


def a_language_list(value: str) -> frozenset[str]:
    """Return the codes of languages, or raise ValueError with what to write."""
    codes = frozenset(code.strip() for code in value.split(",") if code.strip())
    if not all(LANGUAGE_CODE.fullmatch(code) for code in codes):
        raise ValueError("write the codes of languages with commas between them, such as pl,uk")
    return codes


def a_folders(value: str) -> tuple[Path, ...]:
    """Return folders, or raise ValueError with what to write."""
    return tuple(Path(part) for part in value.split(os.pathsep) if part)


def a_small_numbers(value: str) -> int:
    """Return the largest count that is hidden, or raise ValueError with what to write."""
    if not value.isdigit() or not LEAST_THRESHOLD <= int(value) <= MOST_HIDDEN:
        raise ValueError(f"write a number from {LEAST_THRESHOLD} to {MOST_HIDDEN}")
    return int(value)


def a_colour(value: str) -> str:
    """Return a colour that white words can be read on, or raise ValueError with what to write."""
    if not COLOUR.fullmatch(value):
        raise ValueError("write a colour as # and six digits or letters a to f, such as #12606a")
    parts = [int(value[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004
    contrast = 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    if contrast < LEAST_CONTRAST:
        raise ValueError("write a darker colour: white words on this one are hard to read")
    return value.lower()


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


def a_backup_days(value: str) -> int:
    """Return the days that backups are kept, or raise ValueError with what to write."""
    return a_number_between(value, LEAST_BACKUP_DAYS, MOST_DAYS)


def a_drain_seconds(value: str) -> int:
    """Return the seconds between the signal to stop and closing, or raise ValueError with what to write."""
    if not value.isdecimal() or int(value) > MOST_DRAIN_SECONDS:
        raise ValueError(f"write a number of seconds from 0 to {MOST_DRAIN_SECONDS}")
    return int(value)


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
