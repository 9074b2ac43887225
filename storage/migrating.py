"""Brings the tables to the form this program knows, step by step, and refuses to work on any other form."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, column, func, inspect, select, table

from storage.database import Database
from storage.errors import NotMigrated
from storage.new_tables import is_empty, make_tables

MIGRATIONS = Path(__file__).parent / "migrations"

MIGRATION_LOCK = 7_294_657
"""Number of the PostgreSQL lock that one migration at a time holds; any number that no other program takes."""

_VERSIONS = table("alembic_version", column("version_num"))


async def migrate(database: Database) -> tuple[str | None, str | None]:
    """Run every migration that is missing, or make all tables where there are none; return the revision before and after.

    Raises NotMigrated where the tables are newer than this program. All steps of a run are one transaction, and runs
    of several processes that start at the same moment wait for each other.
    """
    async with database.writing() as connection:
        if not database.is_sqlite:
            await connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
        before = await connection.run_sync(_revision)
        refuse_unknown(before)
        if before is None and await connection.run_sync(is_empty):
            await connection.run_sync(make_tables, newest_revision())
        elif before != newest_revision():
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
    if revision is not None and revision not in known_revisions():
        raise NotMigrated("the database's tables are newer than this program: run the newer Sayso instead")


def known_revisions() -> tuple[str, ...]:
    """Return the revisions this program knows, the oldest first: the numbers that its steps' files begin with."""
    return tuple(sorted(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py")))


def newest_revision() -> str:
    """Return the newest revision this program knows."""
    return known_revisions()[-1]


def _revision(connection: Connection) -> str | None:
    # As Alembic keeps it; asked without Alembic, which takes longer to import than most of Sayso.
    if not inspect(connection).has_table(_VERSIONS.name):
        return None
    return connection.scalar(select(_VERSIONS.c.version_num))


def _upgrade(connection: Connection) -> None:
    import_module("storage.migration_steps").upgrade(connection)
