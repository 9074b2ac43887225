"""Logging that cannot tell on anybody: one line an event, no words, names, chat ids, tokens or exception texts.

An exception's own text is left out, since libraries put into it whatever they were given: a message, a URL with the
bot's token, a row. What stays is its kind and where in the code it happened.
"""

import logging
import sys
import time
import traceback
from collections.abc import Iterable
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter

from bot.settings import Settings
from bot.turn_ids import present_turn

QUIET_LOGGERS = (
    "httpx", "httpcore", "telegram", "aiohttp.access", "aiosqlite", "asyncio", "sqlalchemy", "alembic", "fontTools", "fpdf",
)  # fmt: skip
"""Libraries that log requests, addresses or values when asked for detail, or the letters of what is printed: never below
warning, whatever is asked."""

HIDDEN = "[hidden]"
FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s"
ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def set_up_logging(settings: Settings, secrets: Iterable[str]) -> None:
    """Send all logs to standard error in the chosen form, without anything secret.

    `secrets` are texts that must never show, wherever they come from: tokens, keys, database passwords.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutSecrets(_formatter(settings.log_format), tuple(s for s in secrets if s)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.numeric_log_level)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(max(logging.WARNING, settings.numeric_log_level))


def describe_exception(info: ExceptionInfo) -> str:
    """Return an exception's chain as kinds and places in the code, with no text of its own."""
    lines: list[str] = []
    error = info[1]
    while error is not None:
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        places = traceback.extract_tb(error.__traceback__)
        lines.extend(f"  at {place.filename}:{place.lineno} in {place.name}" for place in places)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


class WithoutSecrets(logging.Formatter):
    """Wraps another formatter: exceptions by kind and place only, secrets replaced wherever they stand."""

    def __init__(self, inner: logging.Formatter, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self.inner = inner
        self.secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished line."""
        safe = logging.makeLogRecord(record.__dict__)
        turn = present_turn()
        if turn:
            safe.turn = turn
        if record.exc_info:
            safe.exc_text = describe_exception(record.exc_info)
            safe.exc_info = None
        # Arguments that are exceptions would be turned into their own text.
        if isinstance(record.args, tuple):
            safe.args = tuple(type(a).__name__ if isinstance(a, BaseException) else a for a in record.args)
        line = self.inner.format(safe)
        for secret in self.secrets:
            line = line.replace(secret, HIDDEN)
        return line


class InUtc(logging.Formatter):
    """Writes times in UTC, as `2026-11-21T12:00:00.123Z`: the same for every replica, and through a change of clocks."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"


class AsJson(InUtc, JsonFormatter):
    """One JSON object a line; `turn` is there where a line belongs to a request or a turn."""


class AsText(InUtc):
    """One line of text, the turn behind it in brackets."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name that logging calls
        """Return the line without what is said of an exception."""
        turn = getattr(record, "turn", "")
        return super().formatMessage(record) + (f" [{turn}]" if turn else "")


def _formatter(form: str) -> logging.Formatter:
    if form == "json":
        return AsJson(FIELDS, rename_fields={"asctime": "time", "levelname": "level", "name": "logger"})
    return AsText("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
