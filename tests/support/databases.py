"""Fixtures that give a test its own database, once of each kind that Sayso runs on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.support.migrated import migrated


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{(tmp_path / 'sayso.db').as_posix()}"
    url: str = request.getfixturevalue("postgres_database_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with all tables and nothing in them."""
    opened = await migrated(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def second_process(database: Database, database_url: str) -> AsyncIterator[Database]:
    """The same database once more, through connections of its own, as another process would have it."""
    opened = Database(database_url)
    yield opened
    await opened.close()
    assert database.url == opened.url
