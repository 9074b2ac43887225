"""What all tables are made from: constraint names that migrations can rely on, and rows in the order of their ids."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BY_ID = {"sqlite_with_rowid": False}
"""Without SQLite's own row number, which would tell in which order people came."""


class Table(DeclarativeBase):
    """What all tables share: constraint names that migrations can rely on."""

    metadata = MetaData(naming_convention=NAMING)
