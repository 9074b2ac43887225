"""'You said, we did' in the database: drafts, what is published, and for whom a receipt shows it.

A draft is seen by staff alone. To change what is published it is withdrawn first, so that the audit trail tells of each
time something went out. Only what more people said than the largest number that is hidden can be published: else 'you
said' would speak of somebody. Who said what is worked out by `storage.theme_coding.what_is_said`, and told to nobody but
the holder of a receipt.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CursorResult, Row, and_, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.state import Consent
from conversations.you_said import WhatCame, YouSaid
from storage.tables import AnswerMessage, ConsentRow, ThemeCodingRow, ThemeRow, WeDidRow, WeDidThemeRow
from storage.theme_coding import what_is_said


@dataclass(frozen=True, slots=True)
class WeDid:
    """One entry: what it says, which themes it is about, since when it is published; None for a draft."""

    id: str
    engagement: str
    says: YouSaid
    themes: frozenset[str]
    published_on: date | None = None


async def add_draft(connection: AsyncConnection, engagement: str, says: YouSaid, themes: Collection[str]) -> str:
    """Store a new draft and return its id. Themes of other engagements are left out."""
    new_id = secrets.token_hex(16)
    await _put(connection, new_id, engagement, says, themes)
    return new_id


async def change_draft(connection: AsyncConnection, entry: WeDid, says: YouSaid, themes: Collection[str]) -> bool:
    """Store a draft anew; return False where it is published or gone, and nothing was changed.

    The row before is deleted, so that its words, which may have named somebody, leave the database's files as well.
    """
    if not await delete_draft(connection, entry.id):
        return False
    await _put(connection, entry.id, entry.engagement, says, themes)
    return True


async def delete_draft(connection: AsyncConnection, entry_id: str) -> bool:
    """Delete a draft; return False where it is published or gone."""
    gone: CursorResult[tuple[()]] = await connection.execute(
        delete(WeDidRow).where(WeDidRow.id == entry_id, WeDidRow.published_on.is_(None))
    )
    return gone.rowcount == 1


async def publish(connection: AsyncConnection, entry_id: str, day: date) -> bool:
    """Let everybody read a draft from now on; return False where it is published already or gone.

    Whether it may be is asked before, in the same transaction: `people_who_said`, `words_not_to_quote`.
    """
    changed: CursorResult[tuple[()]] = await connection.execute(
        update(WeDidRow).where(WeDidRow.id == entry_id, WeDidRow.published_on.is_(None)).values(published_on=day)
    )
    return changed.rowcount == 1


async def withdraw(connection: AsyncConnection, entry_id: str) -> bool:
    """Make a draft of what is published; return False where it is one or gone. Nobody but staff sees it any more."""
    changed: CursorResult[tuple[()]] = await connection.execute(
        update(WeDidRow).where(WeDidRow.id == entry_id, WeDidRow.published_on.is_not(None)).values(published_on=None)
    )
    return changed.rowcount == 1


async def withdraw_all(connection: AsyncConnection) -> None:
    """Make drafts of everything."""
    await connection.execute(update(WeDidRow).values(published_on=None))


async def entry_of_id(connection: AsyncConnection, entry_id: str) -> WeDid | None:
    """Return an entry, a draft as well; None where there is none of that id (any more)."""
    row = (await connection.execute(select(WeDidRow.__table__).where(WeDidRow.id == entry_id))).one_or_none()
    if row is None:
        return None
    about = select(WeDidThemeRow.theme_id).where(WeDidThemeRow.we_did_id == entry_id)
    return WeDid(row.id, row.engagement, _says(row), frozenset(await connection.scalars(about)), row.published_on)


async def all_entries(connection: AsyncConnection) -> Sequence[WeDid]:
    """Return every entry for staff, drafts first, then the newest. Which themes they are about is left out."""
    order = (WeDidRow.published_on.is_not(None), WeDidRow.holds_on.desc(), WeDidRow.id)
    rows = await connection.execute(select(WeDidRow.__table__).order_by(*order))
    return [WeDid(row.id, row.engagement, _says(row), frozenset(), row.published_on) for row in rows]


async def published(connection: AsyncConnection) -> Mapping[str, tuple[YouSaid, ...]]:
    """Return what everybody may read, by engagement, the newest first."""
    found: dict[str, tuple[YouSaid, ...]] = {}
    order = (WeDidRow.holds_on.desc(), WeDidRow.id)
    wanted = select(WeDidRow.__table__).where(WeDidRow.published_on.is_not(None))
    for row in await connection.execute(wanted.order_by(*order)):
        found[row.engagement] = (*found.get(row.engagement, ()), _says(row))
    return found


async def published_about(connection: AsyncConnection, response_id: str) -> tuple[YouSaid, ...]:
    """Return what is published of the themes of one response's own answers, for whoever holds its receipt."""
    # Most receipts are opened where nothing of the kind is there, and how coders agree takes longer to find out.
    some = (
        select(WeDidThemeRow.theme_id)
        .join(ThemeCodingRow, ThemeCodingRow.theme_id == WeDidThemeRow.theme_id)
        .where(ThemeCodingRow.response_id == response_id)
    )
    if await connection.scalar(some.limit(1)) is None:
        return ()
    said = what_is_said().where(ThemeCodingRow.response_id == response_id).subquery()
    about = select(WeDidThemeRow.we_did_id).join(said, said.c.theme_id == WeDidThemeRow.theme_id)
    wanted = select(WeDidRow.__table__).where(WeDidRow.published_on.is_not(None), WeDidRow.id.in_(about))
    rows = await connection.execute(wanted.order_by(WeDidRow.holds_on.desc(), WeDidRow.id))
    return tuple(map(_says, rows))


async def people_who_said(connection: AsyncConnection, themes: Collection[str]) -> int:
    """Return how many people said any of some themes: a true number, never to be shown as it is."""
    said = what_is_said().where(ThemeCodingRow.theme_id.in_(list(themes))).subquery()
    return await connection.scalar(select(func.count(said.c.response_id.distinct()))) or 0


async def words_not_to_quote(connection: AsyncConnection, themes: Collection[str]) -> Sequence[str]:
    """Return the messages about some themes whose writers did not agree to be quoted, for comparing and nothing else."""
    said = what_is_said().where(ThemeCodingRow.theme_id.in_(list(themes))).subquery()
    agreed = select(ConsentRow.response_id).where(ConsentRow.consent == Consent.QUOTES.value, ConsentRow.agreed)
    found = await connection.scalars(
        select(AnswerMessage.words)
        .join(
            said,
            and_(said.c.response_id == AnswerMessage.response_id, said.c.question_id == AnswerMessage.question_id),
        )
        .where(AnswerMessage.response_id.not_in(agreed))
    )
    return list(found)


async def _put(
    connection: AsyncConnection, entry_id: str, engagement: str, says: YouSaid, themes: Collection[str]
) -> None:
    await connection.execute(
        insert(WeDidRow).values(
            id=entry_id,
            engagement=engagement,
            you_said=says.you_said,
            came=says.came.value,
            words=says.words,
            holds_on=says.on,
        )
    )
    known = select(ThemeRow.id).where(ThemeRow.engagement == engagement, ThemeRow.id.in_(list(themes)))
    rows = [{"we_did_id": entry_id, "theme_id": theme} for theme in await connection.scalars(known)]
    if rows:
        await connection.execute(insert(WeDidThemeRow), rows)


def _says(row: Row[tuple[object, ...]]) -> YouSaid:
    return YouSaid(row.you_said, WhatCame(row.came), row.words, row.holds_on)
