import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from storage.database import Database
from storage.errors import NotMigrated
from storage.migrating import check_migrated, migrate, newest_revision
from storage.tables import Table


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True, "target_metadata": Table.metadata}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Table.metadata))


async def set_revision(database: Database, revision: str) -> None:
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :r").bindparams(r=revision))


class TestMigrating:
    async def test_an_empty_database_gets_exactly_the_tables_of_the_code(self, database: Database) -> None:
        async with database.reading() as connection:
            assert await connection.run_sync(differences) == []

    async def test_it_says_where_it_came_from_and_where_it_got_to(self, database_url: str) -> None:
        database = Database(database_url)
        assert await migrate(database) == (None, newest_revision())
        assert await migrate(database) == (newest_revision(), newest_revision())
        await database.close()

    async def test_a_migrated_database_passes_the_check(self, database: Database) -> None:
        await check_migrated(database)

    async def test_an_empty_database_does_not_pass_the_check_and_gets_no_tables_from_it(
        self, database_url: str
    ) -> None:
        database = Database(database_url)
        for _ in range(2):
            with pytest.raises(NotMigrated, match="no tables yet: run `sayso migrate`"):
                await check_migrated(database)
        await database.close()

    async def test_tables_of_a_newer_program_are_refused_and_left_alone(self, database: Database) -> None:
        await set_revision(database, "9999")
        with pytest.raises(NotMigrated, match="newer than this program"):
            await check_migrated(database)
        with pytest.raises(NotMigrated, match="newer than this program"):
            await migrate(database)
        async with database.reading() as connection:
            assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"

    async def test_processes_that_start_together_migrate_once(self, database_url: str) -> None:
        processes = [Database(database_url) for _ in range(3)]
        steps = await asyncio.gather(*(migrate(process) for process in processes))
        assert sorted(steps, key=str) == sorted(
            [(None, newest_revision()), *[(newest_revision(), newest_revision())] * 2], key=str
        )
        for process in processes:
            await process.close()
