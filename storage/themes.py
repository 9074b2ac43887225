"""Code frames: the themes that the answers to one question of an engagement are sorted by. Coding: `theme_coding.py`.

A frame is made while reading and changes: themes are renamed, merged, retired. A theme that somebody used is never
deleted, so that what was coded stays as it was coded.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import ThemeError
from storage.tables import ThemeCodingRow, ThemeRow, WeDidThemeRow

LONGEST_NAME = 120
LONGEST_DESCRIPTION = 2_000


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of a question's code frame."""

    id: str
    engagement: str
    question_id: str
    name: str
    description: str = ""
    retired: bool = False


def name_is_wrong(name: str) -> bool:
    """Whether a theme cannot be called that: nothing, too long, what cannot be read, or what parts names in exports."""
    return not name.strip() or len(name) > LONGEST_NAME or not name.isprintable() or ";" in name


async def code_frame(
    connection: AsyncConnection, engagement: str, question_id: str, *, retired: bool = False
) -> Sequence[Theme]:
    """Return the themes of a question in their order; with the retired ones, at the end, where those are asked for."""
    chosen = select(ThemeRow.__table__).where(ThemeRow.engagement == engagement, ThemeRow.question_id == question_id)
    if not retired:
        chosen = chosen.where(ThemeRow.retired.is_(False))
    rows = await connection.execute(chosen.order_by(ThemeRow.retired, ThemeRow.place, ThemeRow.name))
    return [theme_of(row) for row in rows]


async def theme_of_id(connection: AsyncConnection, theme_id: str) -> Theme | None:
    """Return a theme, None where there is none of that id (any more)."""
    row = (await connection.execute(select(ThemeRow.__table__).where(ThemeRow.id == theme_id))).one_or_none()
    return None if row is None else theme_of(row)


async def add_theme(
    connection: AsyncConnection, engagement: str, question_id: str, name: str, description: str = ""
) -> Theme:
    """Add a theme at the end of a frame. Raises ThemeError where the frame has one of that name."""
    await _refuse_twin(connection, engagement, question_id, name)
    mine = (ThemeRow.engagement == engagement, ThemeRow.question_id == question_id)
    last = await connection.scalar(select(func.max(ThemeRow.place)).where(*mine)) or 0
    theme = Theme(secrets.token_hex(16), engagement, question_id, name, description)
    await connection.execute(
        insert(ThemeRow).values(
            id=theme.id, engagement=engagement, question_id=question_id, name=name, description=description,
            place=last + 1, retired=False,
        )
    )  # fmt: skip
    return theme


async def change_theme(connection: AsyncConnection, theme: Theme, name: str, description: str) -> None:
    """Give a theme another name and description. Raises ThemeError where another one of the frame has that name."""
    await _refuse_twin(connection, theme.engagement, theme.question_id, name, theme.id)
    await connection.execute(update(ThemeRow).where(ThemeRow.id == theme.id).values(name=name, description=description))


async def retire_theme(connection: AsyncConnection, theme_id: str, *, retired: bool = True) -> None:
    """Offer a theme no more, or again. What was coded with it stays."""
    await connection.execute(update(ThemeRow).where(ThemeRow.id == theme_id).values(retired=retired))


async def merge_themes(connection: AsyncConnection, goes: Theme, stays: Theme) -> None:
    """Let everything coded with one theme be coded with another, and delete the one.

    Raises ThemeError where they are one theme, or of two frames.
    """
    same_frame = (goes.engagement, goes.question_id) == (stays.engagement, stays.question_id)
    if goes.id == stays.id or not same_frame:
        raise ThemeError("a theme can only be merged into another one of the same question")
    of = ThemeCodingRow
    has_both = select(of.response_id, of.question_id, of.coder).where(of.theme_id == stays.id).subquery()
    coded = select(of.response_id, of.question_id, of.coder).where(of.theme_id == goes.id)
    only_the_one = coded.except_(select(has_both))
    found = (await connection.execute(only_the_one)).mappings().all()
    if found:
        await connection.execute(insert(of), [{**row, "theme_id": stays.id} for row in found])
    # What is published of the one is from now on about the other.
    has_other = select(WeDidThemeRow.we_did_id).where(WeDidThemeRow.theme_id == stays.id)
    of_the_one = (WeDidThemeRow.theme_id == goes.id, WeDidThemeRow.we_did_id.not_in(has_other))
    await connection.execute(update(WeDidThemeRow).where(*of_the_one).values(theme_id=stays.id))
    await connection.execute(delete(ThemeRow).where(ThemeRow.id == goes.id))


def theme_of(row: Row[Any]) -> Theme:
    """Return the theme that a row of the themes' table tells of."""
    return Theme(row.id, row.engagement, row.question_id, row.name, row.description, row.retired)


async def _refuse_twin(
    connection: AsyncConnection, engagement: str, question_id: str, name: str, but_for: str = ""
) -> None:
    frame = await code_frame(connection, engagement, question_id, retired=True)
    if any(theme.name.casefold() == name.casefold() and theme.id != but_for for theme in frame):
        raise ThemeError("the code frame has a theme of that name")
