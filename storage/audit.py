"""The audit trail: who did what, when, about what. Entries are added, never changed.

Each entry carries a seal, a keyed hash of what it says and of the seal before it. Somebody who can write to the database
but has no SAYSO_SECRET can add, change, take out or swap nothing without the chain breaking. What no chain can show is
that its newest entries are gone, or that the whole database is an older copy: for that an auditor notes the last number
and seal down somewhere else, and asks later whether they are still there (`verify`, `seen`).

The database itself refuses changes as well, by triggers (`migrations/versions/0007`): they guard against mistakes, the
seals against intent.
"""

import hmac
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.staff_keys import StaffKeys
from storage.tables import AuditCutRow, AuditRow

COMMAND_LINE = "command line"
"""Who it was where there is no account: whoever may run commands where Sayso runs."""

EVENT_PAGE = "event page"
"""Who it was where somebody only has the secret address of an event's page: an adult in the room, without an account."""

LOCK = 0x5A1750
"""The number that PostgreSQL knows our lock by. SQLite has one writer at a time anyway."""

AT_ONCE = 1_000
"""Entries that are read at once while verifying, so that memory stays small."""


class Kind(StrEnum):
    """What can have been done: a closed list. Say in `conversations/content/staff/en.toml` how staff read it."""

    SIGNED_IN = "signed_in"
    SIGN_IN_LIMITED = "sign_in_limited"
    SIGNED_OUT = "signed_out"
    INVITED = "invited"
    JOINED = "joined"
    LINK_RENEWED = "link_renewed"
    ROLE_CHANGED = "role_changed"
    ACCOUNT_REMOVED = "account_removed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - that it was, not what it is
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed"
    RECOVERY_CODE_USED = "recovery_code_used"
    SESSIONS_ENDED = "sessions_ended"
    EXPORTED = "exported"
    SHOWN_TO_TRANSLATE = "shown_to_translate"
    TRANSLATED = "translated"
    RELEASED = "released"
    RELEASE_ADOPTED = "release_adopted"
    RELEASES_CONFIRMED = "releases_confirmed"
    REPORT_MADE = "report_made"
    ANSWERS_READ = "answers_read"
    ANSWERS_SEARCHED = "answers_searched"
    WORDS_HIDDEN = "words_hidden"
    THEME_ADDED = "theme_added"
    THEME_CHANGED = "theme_changed"
    THEMES_MERGED = "themes_merged"
    EVENT_MADE = "event_made"
    EVENT_CHANGED = "event_changed"
    EVENT_CLOSED = "event_closed"
    EVENT_PAGE_RENEWED = "event_page_renewed"
    PAPER_ENTERED = "paper_entered"
    KIOSK_SET_UP = "kiosk_set_up"
    RESTORED = "restored"
    DEMO_DATA_MADE = "demo_data_made"
    WE_DID_PUBLISHED = "we_did_published"
    WE_DID_WITHDRAWN = "we_did_withdrawn"
    TRAIL_SHORTENED = "trail_shortened"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `kind` is text, since a later version of Sayso may have written one that this one does not know."""

    number: int
    minute: int
    who: str
    kind: str
    about: Mapping[str, str]
    seal: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of verifying: how many entries there are, the last number and seal, and what is wrong, if anything."""

    entries: int
    last_number: int
    last_seal: str
    wrong: str = ""


class Trail:
    """Writes, reads and verifies the trail."""

    def __init__(self, keys: StaffKeys) -> None:
        self._keys = keys

    async def note(
        self, connection: AsyncConnection, who: str, kind: Kind, minute: int, /, **about: str | int
    ) -> Entry:
        """Add an entry, in the transaction that does what it tells of: both happen or neither.

        Name nothing of a person who takes part: no response's id, no words, no receipt.
        """
        await self._lock(connection)
        number, before = await self._last(connection)
        said = json.dumps({name: str(value) for name, value in about.items()}, sort_keys=True, ensure_ascii=False)
        seal = self._seal(number + 1, before, minute, who, kind.value, said)
        await connection.execute(
            insert(AuditRow).values(
                seal=seal, number=number + 1, seal_before=before, at_minute=minute, who=who, kind=kind.value, about=said
            )
        )
        return Entry(number + 1, minute, who, kind.value, _read(said), seal)

    async def newest(self, connection: AsyncConnection, most: int, before: int | None = None) -> tuple[Entry, ...]:
        """Return the newest entries, the newest first; only those with a lower number than `before` where it is given."""
        chosen = select(AuditRow.__table__).order_by(AuditRow.number.desc()).limit(most)
        if before is not None:
            chosen = chosen.where(AuditRow.number < before)
        rows = await connection.execute(chosen)
        return tuple(Entry(row.number, row.at_minute, row.who, row.kind, _read(row.about), row.seal) for row in rows)

    async def has_since(self, connection: AsyncConnection, who: str, kind: Kind, minute: int, /, **about: str) -> bool:
        """Whether somebody's entry of a kind, about exactly this, was noted after a minute."""
        said = json.dumps(about, sort_keys=True, ensure_ascii=False)
        chosen = select(AuditRow.number).where(
            AuditRow.kind == kind.value, AuditRow.at_minute > minute, AuditRow.who == who, AuditRow.about == said
        )
        return await connection.scalar(chosen.limit(1)) is not None

    async def verify(self, connection: AsyncConnection, seen: Entry | tuple[int, str] | None = None) -> Verdict:
        """Return whether every entry is as it was written and none between the first and the last is missing.

        `seen` is the number and the seal of an entry that was noted down elsewhere: it must still be there, or have been
        deleted with the oldest.
        """
        number, seal = await self._begin(connection)
        entries, start = 0, number
        wanted = (seen.number, seen.seal) if isinstance(seen, Entry) else seen
        found = wanted is None or wanted[0] < number or wanted == (number, seal)
        async for row in self._rows(connection):
            if row.number != number + 1 or row.seal_before != seal:
                return Verdict(entries, number, seal, f"entries are missing or in another order after number {number}")
            made = self._seal(row.number, seal, row.at_minute, row.who, row.kind, row.about)
            if not hmac.compare_digest(made, row.seal):
                return Verdict(entries, number, seal, f"entry {row.number} is not as it was written")
            number, seal, entries = row.number, row.seal, entries + 1
            found = found or wanted == (number, seal)
        if start < 0:
            return Verdict(entries, number, seal, "the note of what was deleted as old enough is not as it was written")
        if not found and wanted is not None:
            return Verdict(entries, number, seal, f"the entry {wanted[0]} that was noted down is not there any more")
        return Verdict(entries, number, seal)

    async def shorten(self, connection: AsyncConnection, before_minute: int, minute: int) -> int:
        """Delete the entries that are older than a minute, note it, and return how many went. The newest entry stays."""
        await self._lock(connection)
        last = await connection.scalar(select(func.max(AuditRow.number)).where(AuditRow.at_minute < before_minute))
        if last is None:
            return 0
        last_seal = await connection.scalar(select(AuditRow.seal).where(AuditRow.number == last)) or ""
        cut_seal = self._keys.hashed("audit cut", str(last), last_seal)
        await self.note(connection, COMMAND_LINE, Kind.TRAIL_SHORTENED, minute, up_to=last)
        await connection.execute(insert(AuditCutRow).values(seal=cut_seal, up_to=last, last_seal=last_seal))
        gone = await connection.execute(delete(AuditRow).where(AuditRow.number <= last))
        await connection.execute(delete(AuditCutRow).where(AuditCutRow.up_to < last))
        return gone.rowcount

    async def _lock(self, connection: AsyncConnection) -> None:
        """Let one transaction at a time add to the trail; on SQLite only one writes anyway."""
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)").bindparams(lock=LOCK))

    async def _last(self, connection: AsyncConnection) -> tuple[int, str]:
        chosen = select(AuditRow.number, AuditRow.seal).order_by(AuditRow.number.desc()).limit(1)
        row = (await connection.execute(chosen)).one_or_none()
        return (row.number, row.seal) if row else (0, "")

    async def _begin(self, connection: AsyncConnection) -> tuple[int, str]:
        """Return the number and the seal that the first entry follows; -1 where somebody made a cut up."""
        row = (
            await connection.execute(select(AuditCutRow.__table__).order_by(AuditCutRow.up_to.desc()).limit(1))
        ).one_or_none()
        if row is None:
            return 0, ""
        made = self._keys.hashed("audit cut", str(row.up_to), row.last_seal)
        return (row.up_to, row.last_seal) if hmac.compare_digest(made, row.seal) else (-1, "")

    async def _rows(self, connection: AsyncConnection) -> AsyncIterator[AuditRow]:
        last = -1
        while True:
            chosen = select(AuditRow.__table__).where(AuditRow.number > last).order_by(AuditRow.number).limit(AT_ONCE)
            rows = (await connection.execute(chosen)).all()
            for row in rows:
                yield row  # type: ignore[misc]
            if len(rows) < AT_ONCE:
                return
            last = rows[-1].number

    def _seal(self, *parts: object) -> str:
        """Return the seal of number, seal before, minute, who, kind and about, in this order."""
        return self._keys.hashed("audit entry", *map(str, parts))


async def give_up_trail(connection: AsyncConnection) -> None:
    """Delete the whole trail: for a database that Sayso was moved away from, whose trail goes on in the new one."""
    last = await connection.scalar(select(func.max(AuditRow.number)))
    if last is not None:
        await connection.execute(delete(AuditCutRow))
        await connection.execute(insert(AuditCutRow).values(seal="given up", up_to=last, last_seal=""))
        await connection.execute(delete(AuditRow))


def _read(about: str) -> Mapping[str, str]:
    """Return what an entry is about; what cannot be read was tampered with, and `verify` says so."""
    try:
        found = json.loads(about)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
