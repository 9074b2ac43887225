"""Notes which language answers are written in, beside the turns: never in one, and never before a talk has ended.

The word lists and tables that this takes are read when the first answer is there to be looked at, in a thread.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from importlib import import_module

from sqlalchemy.exc import SQLAlchemyError

from bot.finishing import to_the_end
from storage.answer_languages import Unread, note_languages, unread_answers
from storage.database import Database
from storage.measuring import Work
from storage.moments import day_of

log = logging.getLogger(__name__)

EVERY = 300.0
"""Seconds between two looks: nobody waits for it, staff see it with their next export."""

AT_ONCE = 100
"""Answers of one look into the database: some tenths of a second for the thread."""

BETWEEN = 0.5
"""Seconds between two such lots, so that turns have the processor."""

LOOKED_BACK = timedelta(days=2)
"""Later looks leave out talks that ended before: the first look of each start takes all."""


async def note_languages_now_and_then(database: Database, now: Callable[[], datetime], every: float = EVERY) -> None:
    """Note the languages of answers over and over until cancelled."""
    since: date | None = None
    while True:
        try:
            day = day_of(now())
            await note_all(database, since)
            since = day - LOOKED_BACK
        except (SQLAlchemyError, OSError):
            database.measures.failed(Work.NOTING_LANGUAGES)
            log.warning("the languages of answers could not be noted this time; it will be tried again")
        await asyncio.sleep(every)


async def note_all(database: Database, since: date | None = None) -> int:
    """Note the languages of all answers that nobody looked at yet; return how many.

    Cancelling ends it between two lots. Raises SQLAlchemy's errors where the database fails: what is noted by then stays
    noted, and the next look takes the rest.
    """
    noted, begin_at = 0, ""
    while True:
        newly, begin_at = await to_the_end(_note_some(database, since, begin_at))
        noted += newly
        if not newly:  # there are no more; or others were faster, or what was read is gone: the next look sees
            return noted
        await asyncio.sleep(BETWEEN)


async def _note_some(database: Database, since: date | None, begin_at: str) -> tuple[int, str]:
    """Note the languages of the next answers from that response on; return how many, and whose was the last."""
    async with database.reading() as connection:
        unread = await unread_answers(connection, AT_ONCE, since, begin_at)
    if not unread:
        return 0, begin_at
    found = await asyncio.to_thread(detect, unread)
    async with database.writing() as connection:
        return await note_languages(connection, found), unread[-1].response_id


def detect(unread: Sequence[Unread]) -> Mapping[tuple[str, str], str]:
    """Return the language of each answer, by whose and to which question; empty where its words say too little."""
    languages = import_module("conversations.languages")
    return {
        (one.response_id, one.question_id): (
            languages.detect_language(one.words, one.chosen.partition("-")[0]) or ""
            if languages.says_enough(one.words)
            else ""
        )
        for one in unread
    }
