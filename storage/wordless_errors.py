"""Takes what people wrote out of database errors, so that no log and no traceback can hold it.

SQLAlchemy hides the parameters, but the drivers put values into messages of their own: PostgreSQL's detail of a failed
constraint is the whole row, and asyncpg quotes a value that it cannot send.
"""

import sqlite3
from collections.abc import Iterator

from sqlalchemy.engine import ExceptionContext

TELLING = frozenset({"08", "0A", "25", "28", "3D", "40", "42", "53", "55", "57", "58"})
"""Classes of SQLSTATE whose messages speak of connections, locks, disks and tables, never of values."""

DRIVERS = ("sqlalchemy", "asyncpg")


def take_words_out(context: ExceptionContext) -> None:
    """Rewrite an error of the driver, and those it came from, so that they name what happened and nothing else."""
    summary = summary_of(context.original_exception)
    if summary is None:
        return
    for error in chain(context.original_exception):
        if isinstance(error, UnicodeEncodeError):
            error.object, error.start, error.end = "?", 0, 1
        error.args = (summary,)
        for name in ("message", "detail", "hint", "internal_query", "where"):
            if getattr(error, name, None):
                setattr(error, name, None)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (summary,)


def summary_of(error: BaseException) -> str | None:
    """Return what may be said of a driver's error; None where its own message can hold no value."""
    for link in chain(error):
        if isinstance(link, sqlite3.Error) and getattr(link, "sqlite_errorname", None):
            return None
        state = getattr(link, "sqlstate", None)
        if isinstance(state, str):
            return None if state[:2] in TELLING else f"{type(link).__name__}, SQLSTATE {state}"
    quotes_values = isinstance(error, UnicodeError | sqlite3.Error) or type(error).__module__.startswith(DRIVERS)
    return type(error).__name__ if quotes_values else None


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error and, one after another, those that it came from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
