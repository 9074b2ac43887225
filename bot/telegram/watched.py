"""What of Telegram may be shown in numbers, for whoever shows it without bringing all of Telegram along."""

from collections import Counter
from enum import StrEnum
from typing import Protocol

WEBHOOK_PATH = "/telegram/webhook"


class WatchedTelegram(Protocol):
    """`counts` tells what happened, by fixed names; `connected` whether Telegram has answered since the start."""

    counts: Counter[str]
    connected: bool


class Delivery(StrEnum):
    """What became of a message."""

    SENT = "sent"
    REFUSED = "refused"
    BLOCKED = "blocked"
    GIVEN_UP = "given_up"
