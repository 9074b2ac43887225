"""Turns that are counted, have an id in the log, and wait until it is their turn."""

import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.admission import Admission
from bot.channel import Envelope, Outcome
from bot.measuring import Measures, Result
from bot.turn_ids import turn_id
from bot.turns import Turns
from conversations.people import Channel
from conversations.script import Script
from storage.anonymity import ChannelKeys
from storage.database import Database


class MeasuredTurns(Turns):
    """Takes turns as `Turns` does. On the web a whole request has its place; elsewhere each turn has one of its own."""

    def __init__(  # noqa: PLR0913 - what turns are made of
        self,
        database: Database,
        scripts: Mapping[str, Script],
        default_engagement: str,
        keys: ChannelKeys,
        now: Callable[[], datetime],
        *,
        measures: Measures,
        admission: Admission,
    ) -> None:
        super().__init__(database, scripts, default_engagement, keys, now)
        self._measures = measures
        self._admission = admission

    async def take(self, envelope: Envelope) -> Outcome:
        """Take one turn; raises what `Turns.take` raises."""
        on_the_web = envelope.channel is Channel.WEB
        with turn_id():
            async with nullcontext() if on_the_web else self._admission.place(refusable=False):
                begun = time.perf_counter()
                result = Result.FAILED
                try:
                    outcome = await super().take(envelope)
                    result = Result.REPEATED if outcome.repeated else Result.TAKEN
                except (SQLAlchemyError, OSError):
                    self._measures.database.erred()
                    raise
                finally:
                    self._measures.turn_taken(envelope.channel, result, time.perf_counter() - begun)
        if not outcome.repeated:
            self._measures.said(outcome.replies)
        return outcome
