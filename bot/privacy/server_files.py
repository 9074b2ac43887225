"""Searches what a PostgreSQL server itself keeps: the files of tables and indexes, the write-ahead log, its own log.

Only a role that may read the server's files can do so; for any other this stays with the operator, and the report says so.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.privacy.marks import Needle
from bot.privacy.searching import Hit, search_bytes
from storage.database import Database

MOST_SEGMENTS = 64
"""Segments of the write-ahead log that are read, 16 MB each: a busy server writes more than is ours."""

FILES = """
SELECT relname, pg_relation_filepath(oid) FROM pg_class
WHERE relkind IN ('r', 'i', 't', 'm') AND relpersistence = 'p' AND oid >= 16384 AND pg_relation_filepath(oid) IS NOT NULL
"""
WRITE_THE_LOG_OUT = "SELECT pg_logical_emit_message(true, 'sayso', '')"
"""Where synchronous_commit is off, what was committed before waits in memory; a commit that is waited for brings it out."""

SEGMENTS = """
SELECT name FROM pg_ls_waldir() WHERE length(name) = 24
AND name BETWEEN pg_walfile_name(CAST(CAST(:begin AS text) AS pg_lsn)) AND pg_walfile_name(pg_current_wal_lsn()) ORDER BY name
"""


@dataclass(frozen=True, slots=True)
class ServerSearch:
    """What came of it: `looked_at` names what was read, and is empty where the role may not."""

    hits: frozenset[Hit]
    looked_at: str = ""


async def log_position(database: Database) -> str:
    """Return where the server's write-ahead log is now; empty on SQLite, whose log is a file that we own."""
    if database.is_sqlite:
        return ""
    async with database.reading() as connection:
        return str((await connection.execute(text("SELECT CAST(pg_current_wal_lsn() AS text)"))).scalar_one())


async def search_server(url: URL, begin: str, sought: tuple[Needle, ...]) -> ServerSearch:
    """Return what stands in the server's files since a position of its log."""
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        async with engine.connect() as connection:
            return await _search(connection, begin, sought)
    except (SQLAlchemyError, OSError):
        return ServerSearch(frozenset())
    finally:
        await engine.dispose()


async def _search(connection: AsyncConnection, begin: str, sought: tuple[Needle, ...]) -> ServerSearch:
    found: set[Hit] = set()
    # These are of the whole server, and so of other databases too.
    ours = tuple(needle for needle in sought if not needle.mark.common)
    await connection.execute(text("SET synchronous_commit TO on"))
    await connection.execute(text(WRITE_THE_LOG_OUT))
    # The log first: the checkpoint brings all into the tables' files, and the server then need not keep what it logged.
    segments = list((await connection.execute(text(SEGMENTS), {"begin": begin})).scalars())[:MOST_SEGMENTS]
    for segment in segments:
        found |= search_bytes("the server's write-ahead log", await _read(connection, f"pg_wal/{segment}"), ours)
    await connection.execute(text("CHECKPOINT"))
    files = (await connection.execute(text(FILES))).all()
    for name, path in files:
        found |= search_bytes(f"the server's file of {name}", await _read(connection, path), sought)
    log = (await connection.execute(text("SELECT pg_current_logfile()"))).scalar_one_or_none()
    if log:
        found |= search_bytes("the server's own log", await _read(connection, log), ours)
    looked_at = f"{len(files)} files of tables and indexes, {len(segments)} segments of the write-ahead log"
    return ServerSearch(frozenset(found), looked_at + (", its own log" if log else ""))


async def _read(connection: AsyncConnection, path: str) -> bytes:
    read = text("SELECT pg_read_binary_file(:path, 0, 67108864, true)")
    return bytes((await connection.execute(read, {"path": path})).scalar_one_or_none() or b"")
