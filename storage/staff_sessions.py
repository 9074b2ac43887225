"""That staff are signed in, and how often signing in was tried. Everything is in the database, so any replica knows it."""

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.accounts import Account, account_of
from storage.dialects import dialect_of
from storage.staff_keys import token_hash
from storage.tables import StaffAccountRow, StaffLinkRow, StaffSessionRow, StaffTriesRow

IDLE_MINUTES = 30
"""Minutes without a request after which a session is over (OWASP ASVS 5.0, 7.3.1)."""

LONGEST_MINUTES = 12 * 60
"""Minutes after which a session is over, whatever happens (ASVS 7.3.2): a working day."""

SEEN_EVERY = 5
"""Minutes to which a session's last request is stored, so that not every page writes."""

SPAN_MINUTES = 15
"""Tries are counted by spans of so many minutes; what counts is this span and the one before."""


async def open_session(connection: AsyncConnection, token: str, account_id: str, minute: int) -> None:
    """Store that somebody signed in."""
    await connection.execute(
        insert(StaffSessionRow).values(
            token_hash=token_hash(token),
            account_id=account_id,
            seen_minute=minute,
            ends_minute=minute + LONGEST_MINUTES,
        )
    )


async def session_of(connection: AsyncConnection, token: str, minute: int) -> tuple[Account, int] | None:
    """Return who is signed in with a token and the minute they were last seen; None where nobody is (any more)."""
    chosen = (
        select(StaffAccountRow.__table__, StaffSessionRow.seen_minute)
        .join(StaffSessionRow, StaffSessionRow.account_id == StaffAccountRow.id)
        .where(
            StaffSessionRow.token_hash == token_hash(token),
            StaffSessionRow.ends_minute > minute,
            StaffSessionRow.seen_minute > minute - IDLE_MINUTES,
            StaffAccountRow.password_hash.is_not(None),
        )
    )
    row = (await connection.execute(chosen)).one_or_none()
    return (account_of(row), row.seen_minute) if row else None


async def note_seen(connection: AsyncConnection, token: str, minute: int) -> None:
    """Store that a session is in use."""
    await connection.execute(
        update(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash(token)).values(seen_minute=minute)
    )


async def end_session(connection: AsyncConnection, token: str) -> None:
    """End one session."""
    await connection.execute(delete(StaffSessionRow).where(StaffSessionRow.token_hash == token_hash(token)))


async def end_sessions(connection: AsyncConnection, account_id: str) -> None:
    """End all sessions of an account."""
    await connection.execute(delete(StaffSessionRow).where(StaffSessionRow.account_id == account_id))


async def count_try(connection: AsyncConnection, key_hash: str, minute: int) -> int:
    """Count a try and return how many there were, this one and the last quarter to half of an hour included."""
    build = dialect_of(connection.dialect.name)
    span = minute - minute % SPAN_MINUTES
    await connection.execute(
        build.insert(StaffTriesRow)
        .values(key_hash=key_hash, from_minute=span, tries=1)
        .on_conflict_do_update(index_elements=["key_hash", "from_minute"], set_={"tries": StaffTriesRow.tries + 1})
    )
    chosen = select(func.sum(StaffTriesRow.tries)).where(
        StaffTriesRow.key_hash == key_hash, StaffTriesRow.from_minute >= span - SPAN_MINUTES
    )
    return int(await connection.scalar(chosen) or 0)


async def forget_tries(connection: AsyncConnection, *key_hashes: str) -> None:
    """Count from none again: they turned out to be who they said."""
    await connection.execute(delete(StaffTriesRow).where(StaffTriesRow.key_hash.in_(key_hashes)))


async def drop_what_is_over(connection: AsyncConnection, minute: int) -> None:
    """Delete sessions and one-time links that are over, and tries that count no more."""
    over = or_(StaffSessionRow.ends_minute <= minute, StaffSessionRow.seen_minute <= minute - IDLE_MINUTES)
    await connection.execute(delete(StaffSessionRow).where(over))
    await connection.execute(delete(StaffLinkRow).where(StaffLinkRow.expires_minute <= minute))
    await connection.execute(delete(StaffTriesRow).where(StaffTriesRow.from_minute < minute - 3 * SPAN_MINUTES))
