"""What only one of the copies of Sayso that share a database may do at a time: whoever holds the place does it.

PostgreSQL keeps the place with a connection (a session's advisory lock), SQLite with a lock on a file beside the
database. Both are given up by whatever ends the process, so nobody has to tidy up after a crash.
"""

import asyncio
import fcntl
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, sqlite_file

NOTICED_SOON = ("tcp_keepalives_idle = 5", "tcp_keepalives_interval = 2", "tcp_keepalives_count = 3")
"""What has PostgreSQL notice within a dozen seconds that the machine of whoever holds the place has gone."""


PATIENCE = 5.0
"""Seconds that the database has to say whether we still hold the place."""


class SoleCopy:
    """One place, by its name, in one database. Not for two tasks at once."""

    def __init__(self, database: Database, name: str) -> None:
        digest = hashlib.blake2b(name.encode(), digest_size=8, person=b"sayso sole copy").digest()
        self._key = int.from_bytes(digest, signed=True)
        self._database = database
        file = sqlite_file(database.url)
        self._file = file and file.with_name(f"{file.name}.{digest.hex()}.lock")
        self._connection: AsyncConnection | None = None
        self._descriptor: int | None = None

    async def take(self) -> bool:
        """Take the place where nobody holds it; return whether we hold it now.

        Raises SQLAlchemy's errors and OSError where the database cannot be asked.
        """
        if self._database.is_sqlite:
            return self._file is None or self._take_file(self._file)
        if self._connection is None:
            self._connection = await self._ask()
        return self._connection is not None

    async def holds(self) -> bool:
        """Whether we still hold the place: a connection that broke took it along."""
        if self._database.is_sqlite:
            return self._file is None or self._descriptor is not None
        if self._connection is not None:
            with suppress(SQLAlchemyError, OSError):
                async with asyncio.timeout(PATIENCE):
                    await self._connection.execute(text("SELECT 1"))
                return True
        await self.release()
        return False

    async def release(self) -> None:
        """Give the place up, where we hold it."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError, OSError):
                # Thrown away, not put back: the lock is the session's.
                await connection.invalidate()
                await connection.close()

    def _take_file(self, file: Path) -> bool:
        if self._descriptor is None:
            descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return False
            self._descriptor = descriptor
        return True

    async def _ask(self) -> AsyncConnection | None:
        connection = await self._database.engine.connect()
        try:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            for parameter in NOTICED_SOON:
                await connection.execute(text(f"SET {parameter}"))
            if await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}):
                return connection
        except BaseException:
            await connection.invalidate()
            raise
        # The settings above are this session's, and the pool is not to give it to others.
        await connection.invalidate()
        await connection.close()
        return None
