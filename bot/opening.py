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
        check = f"check {named}" if settings.database_url else "check SAYSO_DATA_DIR, or start Sayso with `sayso run`"
        raise StartError(f"there is no database yet at {file}: {check}")
    database = made_database(settings, named)
    try:
        # Asked here, where it is known which one it is: a command may have two open, one inside the other.
        await database.answers()
        yield database
    except (SQLAlchemyError, OSError) as error:
        raise does_not_answer(settings, error, named=named) from error
    finally:
        await database.close()


def made_database(settings: Settings, named: str = "SAYSO_DATABASE_URL") -> Database:
    """Return the database of the settings, to be closed by the caller; a SQLite file that is not there comes into being.

    `named` is what gave its address. Raises StartError, saying what to do, where it cannot be made.
    """
    try:
        return Database(settings.database)
    except OSError as error:
        file = sqlite_file(database_url(settings.database))
        setting = named if settings.database_url else "SAYSO_DATA_DIR"
        raise StartError(
            f"the database {file} cannot be made ({error.strerror}): name a folder that Sayso may write in with {setting}"
        ) from None


def does_not_answer(
    settings: Settings, error: SQLAlchemyError | OSError, *, named: str = "SAYSO_DATABASE_URL"
) -> StartError:
    """Return the error to raise where the database cannot be worked with: why, and what to look at."""
    file = sqlite_file(database_url(settings.database))
    if file is None:
        return StartError(f"the database does not answer ({reason(error)}): check {named} and that it runs")
    return StartError(
        f"the database {file} cannot be used ({reason(error)}): check that Sayso may write to it and in its folder, and "
        "that its disk is not full"
    )


def reason(error: SQLAlchemyError | OSError) -> str:
    """Return in a few words why the database failed; storage has taken everything else out of its errors."""
    if isinstance(error, DBAPIError):
        return str(error.orig).strip().partition("\n")[0]
    return getattr(error, "strerror", None) or type(error).__name__
