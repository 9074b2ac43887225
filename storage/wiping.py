"""Makes deleted words leave the database's files, where a plain DELETE leaves copies of them.

SQLite: the journal (-wal) keeps older pages until they are written over, and `secure_delete` misses what an earlier move
of rows left behind in a page's unused bytes. VACUUM writes every page anew from the living rows, and a checkpoint that
truncates empties the journal.

PostgreSQL: a deleted row stays in its page; VACUUM alone frees the bytes without writing over them. CLUSTER writes the
tables that hold anything of a person into new files and removes the old ones, as VACUUM FULL would, and puts their rows in
the order of their random ids: else a row lies, and is dumped, where it was first put, which tells the order people came in.

What no program can promise (backups, archived journals, the disk itself) is in docs/retention.md.
"""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.tables import (
    AnswerLanguageRow,
    AnswerMessage,
    AnswerRow,
    AnswerTranslationRow,
    ConsentRow,
    ConversationRow,
    HandledMessage,
    HeldMessage,
    LastWordsRow,
    ReceiptRow,
    ReleasedRow,
    ResponseRow,
    Table,
    ThemeCodingRow,
    ThemeReadingRow,
    WeDidRow,
)
from storage.wiping_due import marks, take_away

OF_PEOPLE: tuple[type[Table], ...] = (
    HeldMessage, AnswerMessage, AnswerTranslationRow, AnswerRow, ConsentRow, ReceiptRow, ReleasedRow, ResponseRow,
    ConversationRow, LastWordsRow, HandledMessage, AnswerLanguageRow, ThemeCodingRow, ThemeReadingRow,
    WeDidRow,
)  # fmt: skip
"""The tables that hold anything of a person, those with words first; and what staff publish, should it have named somebody."""

WAIT_MILLISECONDS = 500
"""How long one statement waits for others to let go. While it waits, so may turns; what is not had is tried again."""

LOOK_MILLISECONDS = 20
"""How long until it is looked once more whether older transactions are over."""

WIPE_LOCK = 7_294_658
"""Number of the PostgreSQL lock that one wiping at a time holds."""

NEXT_TRANSACTION = "SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text)"
"""All that was deleted up to now was deleted by transactions before this one."""

OLDER_UNDER_WAY = """
SELECT pg_snapshot_xmin(pg_current_snapshot()) < CAST(CAST(:next AS text) AS xid8)
OR EXISTS (SELECT FROM pg_stat_activity WHERE (datname = current_database() OR datname IS NULL)
           AND pid <> pg_backend_pid() AND age(backend_xmin) > age(xid(CAST(CAST(:next AS text) AS xid8))))
OR EXISTS (SELECT FROM pg_replication_slots WHERE age(xmin) > age(xid(CAST(CAST(:next AS text) AS xid8))))
"""
"""Whether anybody may still see, or be shown, what the transactions before that one deleted.

First of all whoever writes, in any database of the server: CLUSTER looks from a moment of its own, which is no later than the
oldest transaction that still writes. Then whoever reads this database, PostgreSQL's own tidying and copies of the server among them.
"""


async def wipe(database: Database) -> bool:
    """Write the files anew without what was deleted; return False where somebody still reads what was there before.

    Raises SQLAlchemy's errors where the database does not let us. In both cases it can be tried again, and nothing that
    is kept has changed.
    """
    async with database.outside_transactions() as connection:
        due = await marks(connection)
        if not await (_wipe_sqlite(connection) if database.is_sqlite else _wipe_postgresql(connection)):
            return False
        if due:
            await take_away(connection, due)
            if database.is_sqlite:  # the journal has a page again, but only of marks
                await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return True


async def is_due(database: Database) -> bool:
    """Whether something was deleted that no wiping has reached yet, by any process. Raises SQLAlchemy's errors."""
    async with database.reading() as connection:
        return bool(await marks(connection))


async def _wipe_sqlite(connection: AsyncConnection) -> bool:
    usual = await connection.scalar(text("PRAGMA busy_timeout"))
    await connection.execute(text(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS}"))
    try:
        # Who still reads what the journal covers up keeps it from being emptied, and VACUUM puts the whole file into it: tried
        # over and over beside a long reading it would grow by that each time. This waits for nobody and holds nobody up.
        _, written, moved = (await connection.execute(text("PRAGMA wal_checkpoint(PASSIVE)"))).one()
        if moved < written:
            return False
        await connection.execute(text("VACUUM"))
        busy = (await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).one()[0]
    finally:
        await connection.execute(text(f"PRAGMA busy_timeout = {usual}"))
    return not busy


async def _wipe_postgresql(connection: AsyncConnection) -> bool:
    if not await connection.scalar(text(f"SELECT pg_try_advisory_lock({WIPE_LOCK})")):
        return False
    try:
        await connection.execute(text(f"SET lock_timeout = {WAIT_MILLISECONDS}"))
        over = await _older_ones_are_over(connection)
        for table in OF_PEOPLE:
            name = table.__tablename__
            await connection.execute(text(f"CLUSTER {name} USING pk_{name}"))
        return over
    finally:
        await connection.execute(text("RESET lock_timeout"))
        await connection.execute(text(f"SELECT pg_advisory_unlock({WIPE_LOCK})"))


async def _older_ones_are_over(connection: AsyncConnection) -> bool:
    """Wait a little for all transactions that are older than what was deleted; return whether none is left.

    CLUSTER copies along the rows that an older transaction could still see, so while there is one it has to be done again.
    Once there is none, none can come any more.
    """
    following = {"next": await connection.scalar(text(NEXT_TRANSACTION))}
    for _ in range(WAIT_MILLISECONDS // LOOK_MILLISECONDS):
        if not await connection.scalar(text(OLDER_UNDER_WAY), following):
            return True
        await asyncio.sleep(LOOK_MILLISECONDS / 1000)
    return False
