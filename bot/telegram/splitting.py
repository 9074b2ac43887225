"""Fits text into Telegram's messages, whose length is counted in UTF-16 units: an emoji is two or more."""

import re
from collections.abc import Iterator, Sequence

from telegram.constants import MessageLimit

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)
PARAGRAPH = "\n\n"
GOOD_PLACES = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s"), re.compile(r"\s"))
"""Where a text may be cut, the best first."""

JOINERS = frozenset("\u200d\ufe0e\ufe0f")
"""What holds the parts of one emoji together."""


def units(text: str) -> int:
    """Return a text's length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def packed(texts: Sequence[str], limit: int = LIMIT) -> tuple[str, ...]:
    """Return the texts in as few messages as hold them, each text a paragraph; one too long for any is cut."""
    messages: list[str] = []
    for text in texts:
        for part in _cut(text.strip(), limit):
            if messages and units(messages[-1]) + units(PARAGRAPH) + units(part) <= limit:
                messages[-1] += PARAGRAPH + part
            else:
                messages.append(part)
    return tuple(messages)


def _cut(text: str, limit: int) -> Iterator[str]:
    while units(text) > limit:
        room = _longest_start(text, limit)
        place = _best_place(text, room)
        yield text[:place].rstrip()
        text = text[place:].lstrip()
    if text:
        yield text


def _longest_start(text: str, limit: int) -> int:
    """Return how many characters from the start fit."""
    used = 0
    for place, character in enumerate(text):
        used += units(character)
        if used > limit:
            return place
    return len(text)


def _best_place(text: str, room: int) -> int:
    """Return where to cut within the first `room` characters: not far from the end, and never inside an emoji."""
    for pattern in GOOD_PLACES:
        places = [match.start() for match in pattern.finditer(text, 0, room)]
        if places and places[-1] >= room // 2:
            return places[-1]
    place = room
    while place > 1 and (text[place] in JOINERS or text[place - 1] in JOINERS):
        place -= 1
    return place
