"""Brings the tables to the form this program knows, step by step, and refuses to work on any other form."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, func, select

from storage.database import Database
from storage.errors import NotMigrated

MIGRATIONS = Path(__file__).parent / "migrations"

MIGRATION_LOCK = 7_294_657
"""Number of the PostgreSQL lock that one migration at a time holds; any number that no other program takes."""


async def migrate(database: Database) -> tuple[str | None, str | None]:
    """Run every migration that is missing; return the revision before and after.

    Raises NotMigrated where the tables are newer than this program. All steps of a run are one transaction, and runs
    of several processes that start at the same moment wait for each other.
    """
    async with database.writing() as connection:
        if not database.is_sqlite:
            await connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        before = await connection.run_sync(_revision)
        refuse_unknown(before)
        if before != newest_revision():
            await connection.run_sync(_upgrade)
        after = await connection.run_sync(_revision)
    return before, after


async def check_migrated(database: Database) -> None:
    """Raise NotMigrated, saying what to run, unless the tables are exactly those this program knows."""
    async with database.reading() as connection:
        revision = await connection.run_sync(_revision)
    refuse_unknown(revision)
    if revision is None:
        raise NotMigrated("the database has no tables yet: run `sayso migrate`")
    if revision != newest_revision():
        raise NotMigrated("the database's tables are older than this program: run `sayso migrate`")


def refuse_unknown(revision: str | None) -> None:
    """Raise NotMigrated for a revision that a newer program than this one made."""
    if revision is not None and revision not in {step.revision for step in _steps().walk_revisions()}:
        raise NotMigrated("the database's tables are newer than this program: run the newer Sayso instead")


def newest_revision() -> str | None:
    """Return the newest revision this program knows."""
    return _steps().get_current_head()


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _steps() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    command.upgrade(_config(connection), "head")
