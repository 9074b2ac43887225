"""The list of erasures: a small file with the marks of what was erased, so that they outlive the loss of the database.

Its first line says what it is, which list it is and nothing else; then one line a mark: the Monday, how often, the mark. A
list that was lost and begun anew has another id, so a backup that was made beside the lost one is known not to be covered.
"""

import asyncio
import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from storage.database import Database
from storage.deletions import week_of
from storage.erasures import Marks, Noted, erasures, together
from storage.errors import BackupError

TITLE = "Sayso: marks of what was erased, see docs/backup.md. List "
ID_BYTES = 8
MARK_DIGITS = 64


@dataclass(frozen=True, slots=True)
class ErasedList:
    """What the file holds: its id, and the marks."""

    id: str = field(default_factory=lambda: secrets.token_hex(ID_BYTES))
    marks: Marks = field(default_factory=dict)


def read_list(path: Path) -> ErasedList | None:
    """Return the list, None where there is none. Raises BackupError where it cannot be read or is damaged."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        raise BackupError(
            f"the list of erasures {path} cannot be read: check its rights, or put back its copy"
        ) from None
    if not lines or not lines[0].startswith(TITLE):
        raise BackupError(f"{path} is no list of erasures: put back its copy")
    try:
        return ErasedList(lines[0].removeprefix(TITLE), dict(_mark(line) for line in lines[1:]))
    except ValueError:
        raise BackupError(f"the list of erasures {path} is damaged: put back its copy") from None


def write_list(path: Path, kept: ErasedList) -> None:
    """Write the list whole or not at all, for its owner's eyes. Raises OSError where the folder cannot be written to."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [TITLE + kept.id, *(f"{noted.week} {noted.times} {mark}" for mark, noted in sorted(kept.marks.items()))]
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.writelines(f"{line}\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()


async def bring_up_to_date(database: Database, path: Path, days: int, today: date) -> ErasedList:
    """Write what the database has noted into the list, and leave out what is older than backups are kept; return it.

    Raises BackupError and OSError as reading and writing do.
    """
    async with database.reading() as connection:
        noted = await erasures(connection)
    before = read_list(path)
    kept = before or ErasedList()
    now = replace(kept, marks=_not_over(together(kept.marks, noted), days, today))
    if now != before:
        await asyncio.to_thread(write_list, path, now)
    return now


def _not_over(marks: Mapping[str, Noted], days: int, today: date) -> Marks:
    first = week_of(today - timedelta(days=days))
    return {mark: noted for mark, noted in marks.items() if noted.week >= first}


def _mark(line: str) -> tuple[str, Noted]:
    week, times, mark = line.split(" ")
    if len(mark) != MARK_DIGITS:
        raise ValueError("a mark has 64 digits")
    int(mark, 16)
    return mark, Noted(date.fromisoformat(week), int(times))
