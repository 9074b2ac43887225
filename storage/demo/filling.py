"""Puts very many made-up people into a database, and never unasked among real ones."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import JSON, Date

from conversations.script import Script
from storage.database import Database
from storage.demo.people import MARK, MadeUpPeople
from storage.errors import DemoError
from storage.scripts import remember_wordings
from storage.tables import ResponseRow, Table

AT_ONCE = 2_000
"""People in memory at a time, some tens of megabytes."""

COMMITTED = 10
"""How often that many are stored before it is made durable: others can store in between."""

Progress = Callable[[int], None]
"""Hears of how many more people were stored."""


async def fill(database: Database, people: MadeUpPeople, number: int, progress: Progress) -> None:
    """Store so many made-up people. What was stored before an error stays: it is marked like the rest."""
    done = 0
    while done < number:
        async with database.writing() as connection:
            for _ in range(COMMITTED):
                some = min(AT_ONCE, number - done)
                if not some:
                    break
                for table, rows in people.rows(done, some).items():
                    await store(connection, table, rows)
                done += some
                progress(some)


async def store(connection: AsyncConnection, table: type[Table], rows: Sequence[Mapping[str, Any]]) -> None:
    """Store rows that all have the same columns. On SQLite the driver takes them as they are: that is three times as fast."""
    if connection.dialect.name != "sqlite" or not rows:
        await connection.execute(insert(table), rows)
        return
    columns = tuple(rows[0])
    kinds = table.__table__.columns
    lists = [place for place, name in enumerate(columns) if isinstance(kinds[name].type, JSON)]
    days = [place for place, name in enumerate(columns) if isinstance(kinds[name].type, Date)]
    plain: list[tuple[Any, ...]] = []
    for row in rows:
        values = list(row.values())
        for place in lists:
            values[place] = json.dumps(values[place])
        for place in days:
            values[place] = values[place] and values[place].isoformat()
        plain.append(tuple(values))
    places = ", ".join("?" * len(columns))
    await connection.exec_driver_sql(
        f"INSERT INTO {table.__tablename__} ({', '.join(columns)}) VALUES ({places})",  # noqa: S608 - names of ours
        plain,
    )


async def remember_script(database: Database, script: Script, people: MadeUpPeople, today: date) -> None:
    """Store the wording that made-up people answer, under the engagement that is theirs alone, and a title that says so."""
    theirs = replace(script, engagement=people.engagement, title=people.title)
    await remember_wordings(database, {people.engagement: theirs}, today)


async def refuse(database: Database, engagement: str, *, beside_real: bool) -> None:
    """Raise DemoError, saying what to do, where there are made-up people already, or real ones and that was not asked for."""
    async with database.reading() as connection:
        found = dict(
            (
                await connection.execute(select(ResponseRow.engagement, func.count()).group_by(ResponseRow.engagement))
            ).all()
        )
    if engagement in found:
        raise DemoError(
            f"there are made-up people in {engagement} already: use another database, with SAYSO_DATA_DIR say"
        )
    if any(not name.startswith(f"{MARK}-") for name in found) and not beside_real:
        raise DemoError(
            "this database has answers of real people: use another one, with SAYSO_DATA_DIR say; or add --beside-real, "
            f"then made-up ones are in the engagement {engagement} and come by the code '{MARK}'"
        )
