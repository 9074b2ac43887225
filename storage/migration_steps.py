"""Runs the steps that are missing. Only imported where some are: most starts find the tables as they should be."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage.migrating import MIGRATIONS


def config(connection: Connection | None = None) -> Config:
    """Return what Alembic has to be told: where the steps are, and the connection that they run on."""
    told = Config()
    told.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    told.set_main_option("path_separator", "os")
    told.attributes["connection"] = connection
    return told


def upgrade(connection: Connection) -> None:
    """Run every step that is missing."""
    command.upgrade(config(connection), "head")
