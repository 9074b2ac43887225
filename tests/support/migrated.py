"""Databases with all tables: an SQLite one is migrated once a run and copied after that, which is many times faster."""

import shutil
import tempfile
from pathlib import Path

from storage.database import Database
from storage.migrating import migrate

_templates: list[Path] = []


async def migrated(url: str) -> Database:
    """Return an open database with all tables. What migrating itself does is tested elsewhere, on empty databases."""
    database = Database(url)
    file = Path(database.url.database or "")
    if not database.is_sqlite or file.exists():  # noqa: ASYNC240 - a test may wait for its own disk
        await migrate(database)
        return database
    if not _templates:
        template = Path(tempfile.mkdtemp(prefix="sayso-template-")) / "sayso.db"
        first = Database(f"sqlite:///{template.as_posix()}")
        await migrate(first)
        await first.close()
        _templates.append(template)
    shutil.copy(_templates[0], file)
    return database
