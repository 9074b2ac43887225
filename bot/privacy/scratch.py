"""A place of its own for the canary: a temporary folder, and a database of the same kind beside the real one.

The real tables are never touched. On PostgreSQL the one thing done on the real server is to make a database of another
name and to drop it afterwards.
"""

import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StartError
from storage.database import Database, database_url
from storage.migrating import migrate

NO_RIGHT = (
    "a scratch database cannot be made beside the real one: give the database's role the right to (ALTER ROLE ... "
    "CREATEDB) while the check runs, or name an empty database of your own with --scratch"
)
NOT_EMPTY = "the database named with --scratch is not empty: name one that holds nothing, since tables are made in it"


@dataclass(frozen=True, slots=True)
class Scratch:
    """Where the canary lives. What is in `searched` may hold no mark; `screens` is what people themselves see."""

    folder: Path
    database: Database

    @property
    def searched(self) -> Path:
        """Everything that stays or could stay: data, logs, exports, temporary files, the home folder."""
        return self.folder / "searched"

    @property
    def data(self) -> Path:
        """The data folder, with the database's files on SQLite."""
        return self.searched / "data"

    @property
    def logs(self) -> Path:
        """What the program wrote to standard output and standard error."""
        return self.searched / "logs"

    @property
    def exports(self) -> Path:
        """What was exported."""
        return self.searched / "exports"

    @property
    def home(self) -> Path:
        """The folder the program is started in, which is its home as well."""
        return self.searched / "home"

    @property
    def temporary(self) -> Path:
        """Where the program makes temporary files."""
        return self.searched / "tmp"

    @property
    def screens(self) -> Path:
        """What stands on the screen of whoever wrote it: their own words may be there."""
        return self.folder / "screens"


@asynccontextmanager
async def scratch_place(url: str, scratch_url: str = "") -> AsyncIterator[Scratch]:
    """Give a scratch place with a migrated, empty database of the kind of `url`; take all of it away afterwards.

    `scratch_url` is an empty database to use instead. Raises StartError, saying what to do, where none can be had.
    """
    folder = Path(tempfile.mkdtemp(prefix="sayso-privacy-"))
    try:
        for name in ("data", "logs", "exports", "home", "tmp"):
            (folder / "searched" / name).mkdir(parents=True)
        (folder / "screens").mkdir()
        async with _database_beside(url, scratch_url, folder / "searched" / "data" / "sayso.db") as own:
            database = Database(own)
            try:
                await migrate(database)
                yield Scratch(folder, database)
            finally:
                await database.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def _database_beside(url: str, scratch_url: str, file: Path) -> AsyncIterator[str]:
    real = database_url(scratch_url or url)
    if real.get_backend_name() == "sqlite":
        yield f"sqlite:///{file.as_posix()}"
        return
    if scratch_url:
        await _refuse_full(real)
        try:
            yield _whole(real)
        finally:
            await _run(real, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        return
    name = f"sayso_privacy_{secrets.token_hex(8)}"
    try:
        await _run(real, f'CREATE DATABASE "{name}"')
    except (SQLAlchemyError, OSError):
        raise StartError(NO_RIGHT) from None
    try:
        yield _whole(real.set(database=name))
    finally:
        await _run(real, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _whole(url: URL) -> str:
    return url.render_as_string(hide_password=False)


async def _refuse_full(url: URL) -> None:
    database = Database(_whole(url))
    try:
        async with database.reading() as connection:
            tables = await connection.execute(
                text("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
            )
            if tables.scalar_one():
                raise StartError(NOT_EMPTY)
    finally:
        await database.close()


async def _run(url: URL, *statements: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    try:
        async with engine.connect() as connection:
            for statement in statements:
                await connection.execute(text(statement))
    finally:
        await engine.dispose()
