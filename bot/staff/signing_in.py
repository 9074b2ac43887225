"""Signing in: a name, a password and a code, all at once, with one answer for whatever is wrong.

Tries are counted before anything is checked, by the name, by the client and by both together, in the database: any replica
counts the same ones. Who guesses at one name from one place is stopped first, and only many more tries from many places
stop that name for everybody.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.staff import passwords
from bot.staff.second_factor import recovery_code, step_of
from bot.staff.site_security import new_token
from storage.accounts import (
    Credentials,
    account_name,
    account_of_name,
    credentials_of,
    use_code_step,
    use_recovery_code,
)
from storage.audit import Kind, Trail
from storage.database import Database
from storage.moments import minute_of
from storage.staff_keys import StaffKeys
from storage.staff_sessions import count_try, end_session, forget_tries, open_session

PAIR_TRIES = 6
"""Tries of one name from one client within a quarter to half of an hour."""

CLIENT_TRIES = 40
"""Tries of one client, who may be a whole school or office behind one address."""

NAME_TRIES = 60
"""Tries of one name from everywhere: below the hundred that NIST SP 800-63B (3.2.2) allows."""

NOBODY = "nobody who is known"
"""Who it was, in the audit trail, where no account has that name: what was typed may be a password."""


class Refused(StrEnum):
    """Why somebody is not signed in; the text's key."""

    WRONG = "sign_in.wrong"
    LIMITED = "sign_in.limited"


@dataclass(frozen=True, slots=True, repr=False)
class Try:
    """What somebody typed, and from where."""

    name: str
    password: str
    code: str
    client: str


class SigningIn:
    """Signs people in."""

    def __init__(self, database: Database, keys: StaffKeys, trail: Trail) -> None:
        self._database = database
        self._keys = keys
        self._trail = trail

    async def sign_in(self, tried: Try, moment: datetime, old_token: str = "") -> str | Refused:
        """Return a new session's token, or why there is none. A session that the browser had before ends."""
        name = account_name(tried.name)
        if await self._too_many(name, tried.client, minute_of(moment)):
            return Refused.LIMITED
        async with self._database.reading() as connection:
            found = await credentials_of(connection, name)
        right_password = await passwords.fits(tried.password, found.password_hash if found else passwords.nobody())
        if found is None or not right_password:
            return Refused.WRONG
        return await self._opened(found, tried, moment, old_token)

    async def _opened(self, found: Credentials, tried: Try, moment: datetime, old_token: str) -> str | Refused:
        account, minute = found.account, minute_of(moment)
        step = step_of(self._keys.unmasked(account.id, found.code_secret), tried.code, moment)
        async with self._database.writing() as connection:
            # Read once more: meanwhile the account may have been removed, or given a new link.
            if await credentials_of(connection, account.name) != found:
                return Refused.WRONG
            if step is not None:
                taken = await use_code_step(connection, account.id, step)
            else:
                hashed = recovery_hash(self._keys, account.id, recovery_code(tried.code))
                taken = await use_recovery_code(connection, account.id, hashed)
            if not taken:
                return Refused.WRONG
            await forget_tries(connection, self._pair(account.name, tried.client), self._name(account.name))
            if old_token:
                await end_session(connection, old_token)
            token = new_token()
            await open_session(connection, token, account.id, minute)
            if step is None:
                await self._trail.note(connection, account.name, Kind.RECOVERY_CODE_USED, minute)
            await self._trail.note(connection, account.name, Kind.SIGNED_IN, minute)
        return token

    async def _too_many(self, name: str, client: str, minute: int) -> bool:
        """Count a try; return whether it is one too many. The first one that is goes into the audit trail."""
        limits = (
            (self._pair(name, client), PAIR_TRIES),
            (self._keys.hashed("tries of a client", client), CLIENT_TRIES),
            (self._name(name), NAME_TRIES),
        )
        async with self._database.writing() as connection:
            over = [await count_try(connection, key, minute) - most for key, most in limits]
            if 1 in over:
                account = await account_of_name(connection, name)
                who = account.name if account else NOBODY
                await self._trail.note(connection, who, Kind.SIGN_IN_LIMITED, minute)
        return max(over) > 0

    def _pair(self, name: str, client: str) -> str:
        return self._keys.hashed("tries of a name by a client", name, client)

    def _name(self, name: str) -> str:
        return self._keys.hashed("tries of a name", name)


def recovery_hash(keys: StaffKeys, account_id: str, code: str) -> str:
    """Return what is kept of a recovery code, without what stands between its letters."""
    return keys.hashed("recovery code", account_id, code)
