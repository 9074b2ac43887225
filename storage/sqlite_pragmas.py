"""How every connection to a SQLite file is set up: durable, strict about references, thorough when it deletes."""

import sqlite3

LOCK_SECONDS = 30.0
"""How long a writer waits for one in another process."""

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY")
"""Temporary files would hold words outside the database's own file, so they stay in memory."""


def prepare(connection: sqlite3.Connection) -> None:
    """Set up a connection. Transactions are begun by hand on it, at the moment we choose."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
