import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage.database import Database
from storage.errors import NotMigrated
from storage.migrating import check_migrated, known_revisions, migrate, newest_revision
from storage.migration_steps import config, upgrade
from storage.tables import Table


def differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True, "target_metadata": Table.metadata}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), Table.metadata))


async def stepped(url: str) -> Database:
    """Give a database whose tables were made step by step."""
    database = Database(url)
    async with database.writing() as connection:
        await connection.run_sync(upgrade)
    return database


def everything_in(connection: Connection) -> dict[str, object]:
    """What there is in a database, in words that can be compared: columns in the order of their names."""
    on_sqlite = connection.dialect.name == "sqlite"
    found: dict[str, object] = {}
    about = inspect(connection)
    for name in about.get_table_names():
        columns = sorted(
            (column["name"], str(column["type"]), column["nullable"], str(column["default"]), column.get("comment"))
            for column in about.get_columns(name)
        )
        found[name] = (
            columns,
            about.get_pk_constraint(name),
            sorted(map(repr, about.get_foreign_keys(name))),
            sorted(map(in_words, about.get_indexes(name))),
            sorted(map(repr, about.get_unique_constraints(name))),
            about.get_table_options(name) if on_sqlite else None,
        )
    triggers = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if on_sqlite
        else "SELECT t.tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(t.tgfoid) FROM pg_trigger t WHERE NOT tgisinternal"
    )
    found["triggers"] = {name: " ".join(made.split()) for name, made in connection.execute(text(triggers))}
    return found


def in_words(index: Mapping[str, Any]) -> str:
    """Say what an index is, with the condition of one that holds some rows only."""
    conditions = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return repr(sorted({**index, "dialect_options": conditions}.items()))


async def set_revision(database: Database, revision: str) -> None:
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = :r").bindparams(r=revision))


class TestMigrating:
    def test_the_names_of_the_steps_say_what_is_in_them(self) -> None:
        steps = ScriptDirectory.from_config(config())
        assert [step.revision for step in steps.walk_revisions()] == list(reversed(known_revisions()))
        assert steps.get_current_head() == newest_revision()

    async def test_the_steps_make_exactly_the_tables_of_the_code(self, database_url: str) -> None:
        database = await stepped(database_url)
        async with database.reading() as connection:
            assert await connection.run_sync(differences) == []
        await database.close()

    async def test_an_empty_database_gets_the_same_tables_without_the_steps(self, database_url: str) -> None:
        database = await stepped(database_url)
        async with database.reading() as connection:
            by_steps = await connection.run_sync(everything_in)
        await database.close()
        if database.is_sqlite:
            at_once = Database(database_url + "-anew")
        else:
            at_once = Database(database_url)
            async with at_once.writing() as connection:
                await connection.execute(text("DROP SCHEMA public CASCADE"))
                await connection.execute(text("CREATE SCHEMA public"))
        await migrate(at_once)
        async with at_once.reading() as connection:
            assert await connection.run_sync(everything_in) == by_steps
        await check_migrated(at_once)
        await at_once.close()
        assert by_steps["triggers"]

    async def test_a_database_with_tables_of_somebody_else_gets_ours_by_steps(self, database_url: str) -> None:
        database = Database(database_url)
        async with database.writing() as connection:
            await connection.execute(text("CREATE TABLE of_somebody_else (id INTEGER)"))
        await migrate(database)
        await check_migrated(database)
        await database.close()

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
