import traceback
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from conversations.words import clean
from storage.anonymity import new_response_id
from storage.database import Database, database_url
from storage.migrating import migrate
from storage.tables import AnswerMessage, ResponseRow
from tests.support.stored import row_counts

DAY = date(2026, 11, 21)
SECRET_WORDS = "my sister is called Persephone"


def a_response(response_id: str) -> dict[str, Any]:
    return {
        "id": response_id,
        "engagement": "five-questions",
        "script_version": "1-abc",
        "channel": "web",
        "entry_code": "",
        "audience": "young_person",
        "age_band": None,
        "language": "en",
        "status": "open",
        "opened_on": DAY,
    }


def a_message(response_id: str, words: str | None, number: int = 1) -> dict[str, Any]:
    return {"response_id": response_id, "question_id": "helps", "number": number, "words": words}


async def store(database: Database, words: str | None) -> str:
    response_id = new_response_id()
    async with database.writing() as connection:
        await connection.execute(insert(ResponseRow).values(a_response(response_id)))
        await connection.execute(insert(AnswerMessage).values(a_message(response_id, words)))
    return response_id


async def words_of(database: Database, response_id: str) -> str | None:
    async with database.reading() as connection:
        wanted = select(AnswerMessage.words).where(AnswerMessage.response_id == response_id)
        return await connection.scalar(wanted)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}


def everything_shown(error: BaseException) -> str:
    return repr(error) + "".join(traceback.format_exception(error))


class TestDatabase:
    @pytest.mark.parametrize(
        "words",
        [
            "it's hard 😞 to get help 👩‍👩‍👧‍👦",
            "من دوست دارم با یک نفر حرف بزنم",
            "𝒷𝓇𝒾𝑔𝒽𝓉 𠜎 idea",
            "one line\nand\tanother, \"quoted\" and 'so'; DROP TABLE responses; --",
            "%s %(words)s {words} :words ?",
            "\u202eturned round\u202c",
        ],
    )
    async def test_words_come_back_as_they_were_written(self, database: Database, words: str) -> None:
        assert await words_of(database, await store(database, words)) == words

    @given(words=st.text(st.characters(codec=None)))
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    async def test_whatever_is_typed_can_be_stored_once_it_is_cleaned(self, database: Database, words: str) -> None:
        cleaned = clean(words)
        assert await words_of(database, await store(database, cleaned)) == cleaned

    async def test_a_broken_rule_shows_no_words(self, database: Database) -> None:
        response_id = await store(database, SECRET_WORDS)
        with pytest.raises(IntegrityError) as raised:
            async with database.writing() as connection:
                await connection.execute(insert(AnswerMessage).values(a_message(response_id, SECRET_WORDS)))
        assert "Persephone" not in everything_shown(raised.value)
        assert response_id not in everything_shown(raised.value)

    async def test_a_missing_value_does_not_show_the_rest_of_the_row(self, database: Database) -> None:
        whole = a_response(new_response_id()) | {"entry_code": SECRET_WORDS, "status": None}
        with pytest.raises(IntegrityError) as raised:
            async with database.writing() as connection:
                await connection.execute(insert(ResponseRow).values(whole))
        assert "Persephone" not in everything_shown(raised.value)

    async def test_a_value_that_cannot_be_sent_is_not_quoted(self, database: Database) -> None:
        half_a_character = SECRET_WORDS + "\ud800"
        with pytest.raises((DBAPIError, UnicodeEncodeError)) as raised:
            await store(database, half_a_character)
        assert "Persephone" not in everything_shown(raised.value)

    @pytest.mark.postgres
    async def test_a_nul_is_refused_without_showing_the_words(self, postgres_database_url: str) -> None:
        database = Database(postgres_database_url)
        await migrate(database)
        with pytest.raises(DBAPIError) as raised:
            await store(database, SECRET_WORDS + "\x00")
        assert "Persephone" not in everything_shown(raised.value)
        assert await row_counts(database) == {}
        await database.close()

    async def test_an_error_still_says_what_kind_it_is(self, database: Database) -> None:
        response_id = await store(database, "words")
        with pytest.raises(IntegrityError, match=r"UniqueViolation|UNIQUE constraint"):
            async with database.writing() as connection:
                await connection.execute(insert(AnswerMessage).values(a_message(response_id, "words")))
        with pytest.raises(DBAPIError, match="no_such_table"):
            async with database.reading() as connection:
                await connection.execute(text("SELECT * FROM no_such_table"))

    async def test_a_reader_sees_one_state_however_much_is_written_meanwhile(
        self, database: Database, second_process: Database
    ) -> None:
        await store(database, "before")
        async with database.reading() as connection:
            count = "SELECT count(*) FROM answer_messages"
            assert await connection.scalar(text(count)) == 1
            await store(second_process, "meanwhile")
            assert await connection.scalar(text(count)) == 1
        assert (await row_counts(database))["answer_messages"] == 2

    async def test_it_answers_while_somebody_writes(self, database: Database, second_process: Database) -> None:
        async with second_process.writing() as connection:
            await connection.execute(insert(ResponseRow).values(a_response(new_response_id())))
            assert await database.answers()


class TestPostgreSQL:
    @pytest.mark.postgres
    async def test_a_reader_cannot_write(self, postgres_database_url: str) -> None:
        database = Database(postgres_database_url)
        with pytest.raises(DBAPIError, match="read-only"):
            async with database.reading() as connection:
                await connection.execute(text("CREATE TABLE stray (a integer)"))
        await database.close()


class TestSQLite:
    async def test_it_is_durable_keeps_references_and_overwrites_what_it_deletes(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
        async with database.reading() as connection:
            pragmas = {
                name: await connection.scalar(text(f"PRAGMA {name}"))
                for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
            }
        assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
        await database.close()

    async def test_only_its_owner_may_read_the_file_and_its_journals(self, tmp_path: Path) -> None:
        database = Database(f"sqlite:///{tmp_path / 'sayso.db'}")
        async with database.writing() as connection:
            await connection.execute(text("CREATE TABLE a (b)"))
            assert modes(tmp_path) == {"sayso.db": 0o600, "sayso.db-wal": 0o600, "sayso.db-shm": 0o600}
        await database.close()


@pytest.mark.parametrize("url", ["mysql://host/database", "sayso.db", "", "sqlite3:///file"])
def test_another_kind_of_database_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///FILE"):
        database_url(url)


def test_a_driver_need_not_be_named() -> None:
    assert database_url("postgres://u:p@h/d").drivername == "postgresql+asyncpg"
    assert database_url("sqlite:///a.db").drivername == "sqlite+aiosqlite"
