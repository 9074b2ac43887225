"""Accounts of staff: who may sign in, as what; their one-time links and recovery codes. Sessions: `staff_sessions.py`."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import CursorResult, Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.staff_keys import token_hash
from storage.tables import StaffAccountRow, StaffLinkRow, StaffRecoveryRow, StaffSessionRow


class Role(StrEnum):
    """What somebody may do. Each page names the roles that it is for; no role holds another."""

    YOUTH_WORKER = "youth_worker"
    ANALYST = "analyst"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, once `ready`: a password is chosen and the authenticator app is set up."""

    id: str
    name: str
    role: Role
    ready: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What a sign-in is checked against. `code_secret` is still masked."""

    account: Account
    password_hash: str
    code_secret: str


def account_name(written: str) -> str:
    """Return the name that is meant: without spaces around it, in small letters."""
    return " ".join(written.split()).lower()


def new_account(name: str, role: Role) -> Account:
    """Return an account with a random id that nobody can sign in with yet."""
    return Account(secrets.token_hex(16), account_name(name), role)


async def add_account(connection: AsyncConnection, account: Account) -> None:
    """Store a new account. Raises SQLAlchemy's IntegrityError where the name is taken."""
    await connection.execute(
        insert(StaffAccountRow).values(
            id=account.id, name=account.name, role=account.role.value, password_hash=None, code_secret=None, code_step=0
        )
    )


async def all_accounts(connection: AsyncConnection) -> tuple[Account, ...]:
    """Return every account, by name."""
    rows = await connection.execute(select(StaffAccountRow.__table__).order_by(StaffAccountRow.name))
    return tuple(map(account_of, rows))


async def account_of_name(connection: AsyncConnection, name: str) -> Account | None:
    """Return the account of a name, or None."""
    chosen = select(StaffAccountRow.__table__).where(StaffAccountRow.name == account_name(name))
    row = (await connection.execute(chosen)).one_or_none()
    return account_of(row) if row else None


async def account_of_id(connection: AsyncConnection, account_id: str) -> Account | None:
    """Return the account of an id, or None."""
    row = (
        await connection.execute(select(StaffAccountRow.__table__).where(StaffAccountRow.id == account_id))
    ).one_or_none()
    return account_of(row) if row else None


async def credentials_of(connection: AsyncConnection, name: str) -> Credentials | None:
    """Return what a sign-in under this name is checked against; None where nobody can sign in under it."""
    chosen = select(StaffAccountRow.__table__).where(StaffAccountRow.name == account_name(name))
    row = (await connection.execute(chosen)).one_or_none()
    if row is None or row.password_hash is None or row.code_secret is None:
        return None
    return Credentials(account_of(row), row.password_hash, row.code_secret)


async def set_credentials(connection: AsyncConnection, account_id: str, password_hash: str, code_secret: str) -> None:
    """Let an account sign in with a password and a (masked) secret of the authenticator app."""
    await connection.execute(
        update(StaffAccountRow)
        .where(StaffAccountRow.id == account_id)
        .values(password_hash=password_hash, code_secret=code_secret)
    )


async def set_password(connection: AsyncConnection, account_id: str, password_hash: str) -> None:
    """Change an account's password."""
    await connection.execute(
        update(StaffAccountRow).where(StaffAccountRow.id == account_id).values(password_hash=password_hash)
    )


async def use_code_step(connection: AsyncConnection, account_id: str, step: int) -> bool:
    """Take a step of the authenticator app; False where that one or a later one was taken before, by any process."""
    changed: CursorResult[tuple[()]] = await connection.execute(
        update(StaffAccountRow)
        .where(StaffAccountRow.id == account_id, StaffAccountRow.code_step < step)
        .values(code_step=step)
    )
    return changed.rowcount == 1


async def set_role(connection: AsyncConnection, account_id: str, role: Role) -> None:
    """Give an account another role, from its next request on."""
    await connection.execute(update(StaffAccountRow).where(StaffAccountRow.id == account_id).values(role=role.value))


async def remove_account(connection: AsyncConnection, account_id: str) -> None:
    """Delete an account with its sessions, link and codes: its next request is nobody's."""
    for table in (StaffSessionRow, StaffLinkRow, StaffRecoveryRow):
        await connection.execute(delete(table).where(table.account_id == account_id))
    await connection.execute(delete(StaffAccountRow).where(StaffAccountRow.id == account_id))


async def others_who_administer(connection: AsyncConnection, account_id: str) -> int:
    """Return how many other administrators can sign in: without one, nobody could invite anybody."""
    chosen = (
        select(func.count())
        .select_from(StaffAccountRow)
        .where(
            StaffAccountRow.id != account_id,
            StaffAccountRow.role == Role.ADMINISTRATOR.value,
            StaffAccountRow.password_hash.is_not(None),
        )
    )
    return await connection.scalar(chosen) or 0


async def put_link(
    connection: AsyncConnection, account_id: str, token: str, code_secret: str, expires_minute: int
) -> None:
    """Make an account's one-time link and end what it could be signed in with before: password, app, codes, sessions."""
    for table in (StaffSessionRow, StaffLinkRow, StaffRecoveryRow):
        await connection.execute(delete(table).where(table.account_id == account_id))
    await connection.execute(
        update(StaffAccountRow).where(StaffAccountRow.id == account_id).values(password_hash=None, code_secret=None)
    )
    await connection.execute(
        insert(StaffLinkRow).values(
            token_hash=token_hash(token),
            account_id=account_id,
            code_secret=code_secret,
            expires_minute=expires_minute,
        )
    )


async def link_of(connection: AsyncConnection, token: str, minute: int) -> tuple[Account, str] | None:
    """Return whose link this is, and the (masked) secret that the app is offered; None where it opens nothing."""
    chosen = (
        select(StaffAccountRow.__table__, StaffLinkRow.code_secret.label("offered"))
        .join(StaffLinkRow, StaffLinkRow.account_id == StaffAccountRow.id)
        .where(StaffLinkRow.token_hash == token_hash(token), StaffLinkRow.expires_minute > minute)
    )
    row = (await connection.execute(chosen)).one_or_none()
    return (account_of(row), row.offered) if row else None


async def use_link(connection: AsyncConnection, token: str) -> bool:
    """Use a link up; False where somebody else was faster."""
    gone: CursorResult[tuple[()]] = await connection.execute(
        delete(StaffLinkRow).where(StaffLinkRow.token_hash == token_hash(token))
    )
    return gone.rowcount == 1


async def set_recovery_codes(connection: AsyncConnection, account_id: str, hashes: Collection[str]) -> None:
    """Replace an account's recovery codes."""
    await connection.execute(delete(StaffRecoveryRow).where(StaffRecoveryRow.account_id == account_id))
    await connection.execute(
        insert(StaffRecoveryRow), [{"code_hash": code, "account_id": account_id} for code in sorted(hashes)]
    )


async def use_recovery_code(connection: AsyncConnection, account_id: str, code_hash: str) -> bool:
    """Use a recovery code up; False where there is none such, or somebody else was faster."""
    gone: CursorResult[tuple[()]] = await connection.execute(
        delete(StaffRecoveryRow).where(
            StaffRecoveryRow.account_id == account_id, StaffRecoveryRow.code_hash == code_hash
        )
    )
    return gone.rowcount == 1


def account_of(row: Row[tuple[object, ...]]) -> Account:
    """Return the account that a row of the accounts' table tells of."""
    return Account(row.id, row.name, Role(row.role), row.password_hash is not None and row.code_secret is not None)
