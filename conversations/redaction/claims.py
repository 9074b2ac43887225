"""Which stretches of a text go, and which have to stay: the first rule to speak for a stretch decides."""

import re

from conversations.redaction.kinds import PLACEHOLDER, Kind
from conversations.redaction.sight import Sight

_DIGIT = re.compile(r"\d")


class Claims:
    """Stretches of one seen text: claimed ones are taken out, shielded ones no later rule may touch."""

    def __init__(self, sight: Sight) -> None:
        self.sight = sight
        self.seen = sight.seen
        self.has_digits = _DIGIT.search(sight.seen) is not None
        self.spans: list[tuple[int, int, Kind]] = []
        self.busy = bytearray(len(sight.seen))
        if "[" in sight.seen:
            for found in PLACEHOLDER.finditer(sight.seen):
                self.shield(*found.span())

    def is_free(self, start: int, end: int) -> bool:
        """Whether no rule has spoken for any part of this stretch."""
        return self.busy.find(1, start, end) < 0

    def shield(self, start: int, end: int) -> None:
        """Keep this stretch as it is, whatever a later rule sees in it."""
        self.busy[start:end] = b"\1" * (end - start)

    def claim(self, start: int, end: int, kind: Kind) -> bool:
        """Take this stretch out, unless an earlier rule has spoken for a part of it; return whether it goes."""
        if start >= end or not self.is_free(start, end):
            return False
        self.spans.append((start, end, kind))
        self.shield(start, end)
        return True

    def redacted(self, begin: int = 0) -> tuple[str, dict[Kind, int]]:
        """Return the written text from `begin` on with placeholders, and how many of each kind.

        Neighbours of one kind become one. Of what reaches over `begin` only the part behind it goes.
        """
        sight, done = self.sight, begin
        parts: list[str] = []
        found: dict[Kind, int] = {}
        for start, end, kind in sorted(self.spans):
            first, last = max(sight.starts[start], begin), sight.ends[end - 1]
            if last <= begin:
                continue
            between = sight.written[done:first]
            if parts and parts[-1] == kind.placeholder and kind is not Kind.PHONE and between in ("", " ", "-"):
                done = last
                continue
            parts += [between, kind.placeholder]
            found[kind] = found.get(kind, 0) + 1
            done = last
        return "".join([*parts, sight.written[done:]]), found
