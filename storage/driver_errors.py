"""Turns a driver's own error into SQLAlchemy's, which everybody catches, and takes what people wrote out of it."""

import sqlite3

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError

from storage.wordless_errors import chain, summary_of


def as_sqlalchemy(error: BaseException) -> BaseException:
    """Return SQLAlchemy's error for one of a driver; anything else as it is.

    Of the driver's own words nothing stays that could be a value: PostgreSQL's messages quote whole rows.
    """
    if isinstance(error, SQLAlchemyError) or not _is_of_a_driver(error):
        return error
    summary = summary_of(error)
    if summary is not None:
        for link in chain(error):
            link.args = (summary,)
            for name in ("message", "detail", "hint", "internal_query", "where"):
                if getattr(link, name, None):
                    setattr(link, name, None)
    kind = IntegrityError if _is_about_rows(error) else OperationalError
    return (
        kind(None, None, error, hide_parameters=True) if isinstance(error, Exception) else DBAPIError(None, None, error)
    )


def _is_of_a_driver(error: BaseException) -> bool:
    return isinstance(error, sqlite3.Error) or type(error).__module__.partition(".")[0] == "asyncpg"


def _is_about_rows(error: BaseException) -> bool:
    return isinstance(error, sqlite3.IntegrityError) or str(getattr(error, "sqlstate", "")).startswith("23")
