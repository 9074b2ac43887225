"""Counts what Sayso does, for whoever keeps it running. Never a word, an id, a code or a place: only what stands here.

How often help was shown is counted by level alone, and even that is shown to nobody without the token: see
`bot.metrics`.
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from conversations.people import Channel
from conversations.safeguarding import Level
from conversations.turn import Reply, Tone
from storage.measuring import DatabaseMeasures, Spread

SIGNPOSTS = "signpost."
QUIET_LINE = "signpost.quiet"


class Result(StrEnum):
    """What became of a turn. `REPEATED` was taken before, `TOO_BUSY` not begun, after `FAILED` nothing was stored."""

    TAKEN = "taken"
    REPEATED = "repeated"
    FAILED = "failed"
    TOO_BUSY = "too_busy"


class Measures:
    """What one process did since it started. `database` counts on the storage's side."""

    def __init__(self, database: DatabaseMeasures) -> None:
        self.database = database
        self.turns: Counter[tuple[Channel, Result]] = Counter()
        self.turn_seconds = {channel: Spread() for channel in (Channel.WEB, Channel.TELEGRAM, Channel.PAPER)}
        self.signposts: Counter[Level] = Counter()
        self.answers: Counter[int] = Counter()
        self.loop_late = Spread()

    def turn_taken(self, channel: Channel, result: Result, seconds: float) -> None:
        """Count one turn that was begun, with how long it took from then to its commit."""
        self.turns[channel, result] += 1
        self.turn_seconds[channel].add(seconds)

    def turned_away(self, channel: Channel) -> None:
        """Count one turn that was not begun, since too many wait."""
        self.turns[channel, Result.TOO_BUSY] += 1

    def said(self, replies: Iterable[Reply]) -> None:
        """Count the signposts among what a turn says; the help that somebody asks for is none."""
        for reply in replies:
            if reply.tone is Tone.SIGNPOST and reply.key.startswith(SIGNPOSTS):
                self.signposts[Level.QUIET if reply.key == QUIET_LINE else Level.FULL] += 1

    def answered(self, status: int) -> None:
        """Count one answer of the web server by its status."""
        self.answers[status] += 1
