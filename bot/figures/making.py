"""Makes the report of an engagement, for the command and for the staff page: figures, events and texts become a document."""

from dataclasses import dataclass
from datetime import date

from bot.figures.labels import Labels
from bot.figures.model import Document
from bot.figures.report import report_of
from bot.figures.sections import Expected, with_events
from bot.figures.themes_section import read_themes
from conversations.script import Script
from conversations.staff_texts import StaffTexts
from storage.database import Database
from storage.events import all_events
from storage.statistics_keeping import last_statistics, statistics_between, statistics_until_now

QUOTES = 2
"""Quotes for each theme in a report whose quotes are read before it is sent."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report, and what its words are said with. Quotes in it somebody has to read before it is given away."""

    document: Document
    labels: Labels


async def made_report(  # noqa: PLR0913, PLR0917 - of what, of when, how small a number is, how many quotes
    database: Database,
    script: Script,
    expected: Expected,
    texts: StaffTexts,
    period: tuple[date | None, date] | None,
    today: date,
    threshold: int,
    quotes: int,
    *,
    over: bool = False,
) -> Report:
    """Return the report of whole weeks; `period` None is all that are over, which are the overview's own figures.

    Targets of events, and quotes, are there only where the report is about all weeks. Of an engagement that is `over` the
    last figures are taken that were kept: they outlive the answers.
    """
    if period is None:
        found = await last_statistics(database, script, today, threshold) if over else None
        statistics = found or await statistics_until_now(database, script, today, threshold)
    else:
        statistics = await statistics_between(database, script, *period, threshold)
    async with database.reading() as connection:
        weeks = (statistics.first, statistics.last)
        themes = await read_themes(connection, script, threshold, weeks, 0 if period else quotes)
        events = await all_events(connection)
    labels = Labels(script, texts, {event.code: event.name for event in events})
    expected = with_events(expected, script, events) if period is None else expected
    return Report(report_of(statistics, expected, labels, today, themes), labels)
