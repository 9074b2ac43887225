"""The words of SQL that each kind of database has of its own; that of the other kind is not even imported."""

from importlib import import_module
from typing import Any

SQLITE = "sqlite"
POSTGRESQL = "postgresql"


def dialect_of(kind: str) -> Any:
    """Return SQLAlchemy's module of one kind of database, with the `insert` that knows what to do with a row that is there.

    PostgreSQL's takes some megabytes, which an installation on SQLite would hold for nothing.
    """
    return import_module(f"sqlalchemy.dialects.{SQLITE if kind == SQLITE else POSTGRESQL}")


def driver_of(kind: str) -> Any:
    """Return SQLAlchemy's module of the driver that turns go through on one kind of database."""
    return import_module(
        "sqlalchemy.dialects.sqlite.pysqlite" if kind == SQLITE else "sqlalchemy.dialects.postgresql.asyncpg"
    )
