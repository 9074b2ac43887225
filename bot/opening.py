"""Opens the database for a command that works on it alone, and says what to do where it cannot."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StartError
from bot.settings import Settings
from storage.database import Database, database_url, sqlite_file


@asynccontextmanager
async def opened_database(
    settings: Settings, *, make: bool, named: str = "SAYSO_DATABASE_URL"
) -> AsyncIterator[Database]:
    """Give the database of the settings and close it afterwards.

    `make` lets a SQLite file come into being; without it a missing one is an error and not made. Raises StartError,
    saying what to do, where the database is not there or does not answer; `named` is what to check then.
    """
    file = sqlite_file(database_url(settings.database))
    if file is not None and not make and not file.is_file():
        raise StartError(f"there is no database yet at {file}: check SAYSO_DATA_DIR, or start Sayso with `sayso run`")
    try:
        database = Database(settings.database)
    except OSError as error:
        raise StartError(f"the database {file} cannot be made ({error.strerror}): check its folder") from None
    try:
        yield database
    except (SQLAlchemyError, OSError) as error:
        raise StartError(f"the database does not answer ({reason(error)}): check {named}") from error
    finally:
        await database.close()


def reason(error: SQLAlchemyError | OSError) -> str:
    """Return in a few words why the database failed; storage has taken everything else out of its errors."""
    if isinstance(error, DBAPIError):
        return str(error.orig).strip().partition("\n")[0]
    return getattr(error, "strerror", None) or type(error).__name__
