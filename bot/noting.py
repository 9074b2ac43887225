"""Notes what a command did in the audit trail: who has no account there, so it is 'command line', with a role and a reason."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.secrets import staff_keys
from bot.settings import Settings
from storage.audit import COMMAND_LINE, Kind, Trail
from storage.exports.exporting import Note
from storage.moments import minute_of


def note_of(settings: Settings, kind: Kind, **about: str | int) -> Note:
    """Return what notes that something was done: what it was about, and the hash of what was written."""
    trail = Trail(staff_keys(settings))

    async def note(connection: AsyncConnection, sha256: str) -> None:
        made = {"sha256": sha256} if sha256 else {}
        await trail.note(connection, COMMAND_LINE, kind, minute_of(datetime.now(UTC)), **about, **made)

    return note
