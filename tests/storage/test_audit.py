"""The audit trail on both kinds of database: added to in order, never changed, and whoever tampers with it is noticed."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from storage.audit import COMMAND_LINE, Kind, Trail
from storage.carrying import all_tables, empty, row_numbers
from storage.database import Database
from storage.staff_keys import StaffKeys

KEYS = StaffKeys(bytes(range(32)))
TRAIL = Trail(KEYS)
REFUSED = "audit trail"


async def note(database: Database, *reasons: str, minute: int = 1_000) -> None:
    for number, reason in enumerate(reasons):
        async with database.writing() as connection:
            await TRAIL.note(connection, "ada", Kind.EXPORTED, minute + number, reason=reason)


async def wrong(database: Database, seen: tuple[int, str] | None = None, trail: Trail = TRAIL) -> str:
    async with database.reading() as connection:
        return (await trail.verify(connection, seen)).wrong


async def tamper(database: Database, *statements: str) -> None:
    """Do what somebody does who may do everything with the database, but has no secret."""
    async with database.writing() as connection:
        if database.is_sqlite:
            for trigger in ("audit_entries_no_update", "audit_entries_no_delete"):
                await connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        else:
            await connection.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        for statement in statements:
            await connection.execute(text(statement))


async def test_entries_come_back_as_they_were_noted_the_newest_first(database: Database) -> None:
    await note(database, "for the report", "für den Bericht – “quoted”\n")
    async with database.reading() as connection:
        newest, first = await TRAIL.newest(connection, 10)
        verdict = await TRAIL.verify(connection)
    assert (first.number, first.who, first.kind, first.minute) == (1, "ada", "exported", 1_000)
    assert newest.about == {"reason": "für den Bericht – “quoted”\n"}
    assert (verdict.entries, verdict.last_number, verdict.last_seal, verdict.wrong) == (2, 2, newest.seal, "")


async def test_an_empty_trail_is_whole(database: Database) -> None:
    assert await wrong(database) == ""


async def note_and_fail(database: Database) -> None:
    async with database.writing() as connection:
        await TRAIL.note(connection, "ada", Kind.EXPORTED, 1, reason="b")
        raise ZeroDivisionError


async def test_what_is_rolled_back_is_not_in_it(database: Database) -> None:
    await note(database, "a")
    with pytest.raises(ZeroDivisionError):
        await note_and_fail(database)
    await note(database, "c")
    async with database.reading() as connection:
        assert [entry.about["reason"] for entry in await TRAIL.newest(connection, 10)] == ["c", "a"]
    assert await wrong(database) == ""


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entries SET who = 'eve'", "DELETE FROM audit_entries", "DELETE FROM audit_entries WHERE number = 2"],
)
async def test_the_database_itself_refuses_changes(database: Database, statement: str) -> None:
    await note(database, "a", "b", "c")
    with pytest.raises(SQLAlchemyError):
        async with database.writing() as connection:
            await connection.execute(text(statement))
    assert await wrong(database) == ""


async def test_postgresql_refuses_to_empty_the_table_as_well(database: Database) -> None:
    await note(database, "a")
    if not database.is_sqlite:
        with pytest.raises(SQLAlchemyError):
            async with database.writing() as connection:
                await connection.execute(text("TRUNCATE audit_entries"))
    assert await wrong(database) == ""


@pytest.mark.parametrize(
    "statements",
    [
        ("UPDATE audit_entries SET who = 'eve' WHERE number = 2",),
        ("UPDATE audit_entries SET at_minute = at_minute - 1 WHERE number = 3",),
        ("UPDATE audit_entries SET about = '{}' WHERE number = 1",),
        ("UPDATE audit_entries SET kind = 'signed_in' WHERE number = 1",),
        ("DELETE FROM audit_entries WHERE number = 2",),
        ("DELETE FROM audit_entries WHERE number = 1",),
        ("DELETE FROM audit_entries WHERE number = 2", "UPDATE audit_entries SET number = 2 WHERE number = 3"),
        (
            "DELETE FROM audit_entries WHERE number = 1",
            "INSERT INTO audit_cuts (seal, up_to, last_seal) SELECT 'x', 1, seal_before FROM audit_entries WHERE number = 2",
        ),
        (
            (
                "INSERT INTO audit_entries (seal, number, seal_before, at_minute, who, kind, about) "
                "SELECT 'made up', 4, seal, 9, 'ada', 'exported', '{}' FROM audit_entries WHERE number = 3"
            ),
        ),
    ],
)
async def test_who_changes_the_database_without_the_secret_is_noticed(
    database: Database, statements: tuple[str, ...]
) -> None:
    await note(database, "a", "b", "c")
    await tamper(database, *statements)
    assert await wrong(database)


async def test_an_entry_sealed_with_another_secret_is_noticed(database: Database) -> None:
    await note(database, "a")
    assert await wrong(database, trail=Trail(StaffKeys(bytes(32))))


async def test_missing_newest_entries_are_noticed_by_who_noted_one_down(database: Database) -> None:
    await note(database, "a", "b", "c")
    async with database.reading() as connection:
        verdict = await TRAIL.verify(connection)
    seen = (verdict.last_number, verdict.last_seal)
    assert await wrong(database, seen) == ""
    await tamper(database, "DELETE FROM audit_entries WHERE number = 3")
    assert await wrong(database) == ""
    assert "3 that was noted down" in await wrong(database, seen)
    await note(database, "something else")
    assert await wrong(database, seen)


async def test_old_entries_go_and_the_rest_is_still_whole(database: Database) -> None:
    await note(database, "a", "b", "c", "d")
    for before, gone in ((1_000, 0), (1_002, 2), (1_002, 0), (1_003, 1)):
        async with database.writing() as connection:
            assert await TRAIL.shorten(connection, before, 5_000) == gone
        assert await wrong(database) == ""
    async with database.reading() as connection:
        entries = await TRAIL.newest(connection, 10)
    assert [(entry.kind, entry.who) for entry in entries] == [
        ("trail_shortened", COMMAND_LINE),
        ("trail_shortened", COMMAND_LINE),
        ("exported", "ada"),
    ]
    await tamper(database, "DELETE FROM audit_entries WHERE number = 4")
    assert await wrong(database)


async def test_processes_that_note_at_once_make_one_trail(database: Database, second_process: Database) -> None:
    await asyncio.gather(*(note(where, "x", "y") for where in (database, second_process) * 3))
    async with database.reading() as connection:
        verdict = await TRAIL.verify(connection)
    assert (verdict.entries, verdict.wrong) == (12, "")


@given(plain=st.binary(max_size=32), account=st.text(max_size=40), other=st.text(max_size=40))
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_masked_is_read_by_the_same_secret_and_account_alone(plain: bytes, account: str, other: str) -> None:
    kept = KEYS.masked(account, plain)
    assert KEYS.unmasked(account, kept) == plain
    assert plain not in bytes.fromhex(kept) or len(plain) < 4
    if account != other and len(plain) > 8:
        assert KEYS.unmasked(other, kept) != plain
        assert StaffKeys(bytes(32)).unmasked(account, kept) != plain


async def test_a_database_that_sayso_was_moved_away_from_can_be_emptied(database: Database) -> None:
    await note(database, "a", "b")
    async with database.writing() as connection:
        await TRAIL.shorten(connection, 1_001, 5_000)
        await empty(connection, all_tables())
    async with database.reading() as connection:
        assert set((await row_numbers(connection, all_tables())).values()) == {0}
