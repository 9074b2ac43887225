"""The data dictionary is whole, is true of the database, and its document is up to date."""

import pytest
from sqlalchemy import Column, MetaData, String, Text, text
from sqlalchemy import Table as SqlTable

from bot.privacy.dictionary import dictionary_part, entries, markdown, unsaid
from bot.privacy.findings import Standing, exit_code
from storage.database import Database
from tests.house.sources import ROOT


async def test_a_migrated_database_has_what_the_code_knows_and_nothing_else(database: Database) -> None:
    part = await dictionary_part(database)
    assert [finding.standing for finding in part.findings] == [Standing.HOLDS]
    assert {("answer_messages", "words"), ("alembic_version", "version_num")} <= {row[:2] for row in part.rows}


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("ALTER TABLE responses ADD COLUMN phone TEXT", "responses.phone"),
        ("CREATE TABLE notes (said TEXT)", "notes.said"),
        ("CREATE VIEW everything AS SELECT words FROM answer_messages", "everything.words"),
    ],
)
async def test_a_column_that_the_code_does_not_know_fails_the_check(
    database: Database, statement: str, named: str
) -> None:
    async with database.writing() as connection:
        await connection.execute(text(statement))
    part = await dictionary_part(database)
    assert exit_code([part]) == 1
    assert [named in finding.seen for finding in part.findings] == [True]


async def test_a_column_that_the_database_lacks_fails_the_check(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("ALTER TABLE answer_messages DROP COLUMN words"))
    part = await dictionary_part(database)
    assert ["answer_messages.words" in finding.seen for finding in part.findings] == [True]


@pytest.mark.postgres
async def test_a_table_in_another_schema_of_the_database_is_noticed(postgres_database_url: str) -> None:
    database = Database(postgres_database_url)
    async with database.writing() as connection:
        await connection.execute(text("CREATE SCHEMA other"))
        await connection.execute(text("CREATE TABLE other.notes (said TEXT)"))
    part = await dictionary_part(database)
    await database.close()
    assert any("other.notes.said" in finding.seen for finding in part.findings)


def test_a_column_without_a_comment_and_a_table_without_a_term_are_failures() -> None:
    metadata = MetaData()
    SqlTable("diaries", metadata, Column("id", String, comment="which"), Column("said", Text))
    seen = [finding.seen for finding in unsaid(list(entries(metadata)))]
    assert seen == ["Nothing says what diaries.said holds.", "Nothing says how long diaries is kept."]


def test_every_table_and_column_of_the_code_says_what_it_holds_and_how_long() -> None:
    assert list(unsaid(list(entries()))) == []


def test_the_document_is_what_the_code_says_now() -> None:
    document = (ROOT / "docs/data_dictionary.md").read_text(encoding="utf-8")
    assert markdown() in document, "run `make docs`"
