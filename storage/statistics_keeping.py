"""Keeps the figures of each week that is over, so that a page reads one row, and shows all week long the same figures.

They are worked out once. Were they worked out whenever somebody looks, two looks would tell what one person changed.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType, ModuleType
from typing import Any

from sqlalchemy import Insert, exists, select

from conversations.script import Script
from storage.counting import Period, count_responses
from storage.database import Database
from storage.events import all_events
from storage.prepared import Prepared, given, run
from storage.small_numbers import Figure, whole_weeks
from storage.statistics import METHOD, Statistics, statistics_of
from storage.tables import ResponseRow, StatisticsRow

COLUMNS = ("engagement", "until", "method", "figures")


def _put(dialect: ModuleType) -> Insert:
    put = dialect.insert(StatisticsRow).values({name: given(name) for name in COLUMNS})
    kept: Insert = put.on_conflict_do_update(
        index_elements=[StatisticsRow.engagement], set_={name: put.excluded[name] for name in COLUMNS[1:]}
    )
    return kept


PUT = Prepared(_put)


async def kept_statistics(database: Database, script: Script, today: date, threshold: int) -> Statistics | None:
    """Return the figures that were kept last, up to which Sunday they may be; None where there are none yet.

    Figures of another method or threshold are not returned. It is quick: one row.
    """
    async with database.reading() as connection:
        found = (
            await connection.execute(
                select(StatisticsRow.until, StatisticsRow.method, StatisticsRow.figures).where(
                    StatisticsRow.engagement == script.engagement
                )
            )
        ).one_or_none()
    if found is None or found.until >= today or found.method != _method(script, threshold):
        return None
    return Statistics(script.engagement, None, found.until, threshold, tables_of_json(found.figures))


async def statistics_until_now(database: Database, script: Script, today: date, threshold: int) -> Statistics:
    """Return the figures up to the last Sunday: those that were kept, else worked out now, and kept."""
    _, sunday = whole_weeks(None, None, today)
    kept = await kept_statistics(database, script, today, threshold)
    if kept is not None and kept.last == sunday:
        return kept
    made = await statistics_between(database, script, None, sunday, threshold)
    values = {"engagement": script.engagement, "until": sunday, "method": _method(script, threshold)}
    async with database.writing() as connection:
        await run(connection, PUT, {**values, "figures": tables_to_json(made.tables)})
    return made


async def last_statistics(database: Database, script: Script, today: date, threshold: int) -> Statistics | None:
    """Return the last figures of an engagement that is over; worked out and kept where somebody is not in them yet.

    They are never worked out anew because time goes by: the answers go on their last day, and what is known of them stays.
    None where nobody has answered and nothing was kept, and where no week is over yet.
    """
    kept = await kept_statistics(database, script, today, threshold)
    _, sunday = whole_weeks(None, None, today)
    newer = (ResponseRow.engagement == script.engagement) & (ResponseRow.opened_on <= sunday)
    if kept is not None:
        newer &= ResponseRow.opened_on > kept.last
    async with database.reading() as connection:
        anybody = await connection.scalar(select(exists().where(newer)))
    return await statistics_until_now(database, script, today, threshold) if anybody else kept


async def statistics_between(
    database: Database, script: Script, first: date | None, last: date, threshold: int
) -> Statistics:
    """Return the figures of whole weeks, from a Monday (None: the beginning) to a Sunday, worked out now. It takes long."""
    async with database.reading() as connection:
        counts = await count_responses(connection, script, Period(first, last))
        events = frozenset(event.code for event in await all_events(connection))
    return statistics_of(counts, script, events, (first, last), threshold)


def tables_to_json(tables: Mapping[str, Mapping[str, Figure]]) -> dict[str, dict[str, int | None]]:
    """Return figures as JSON has them."""
    return {name: {key: figure.rounded for key, figure in table.items()} for name, table in tables.items()}


def tables_of_json(read: Mapping[str, Any]) -> Mapping[str, Mapping[str, Figure]]:
    """Return figures from their JSON."""
    return MappingProxyType(
        {name: {key: Figure(rounded) for key, rounded in table.items()} for name, table in read.items()}
    )


def _method(script: Script, threshold: int) -> str:
    return f"{METHOD} {threshold} {script.version}"
