import pytest
from sqlalchemy import Boolean, Column, Date, DateTime, Integer, Interval, String, Text, Time

from storage.tables import Table

OF_STAFF = {"events", "staff_links", "staff_sessions", "staff_tries", "audit_entries"}
COLUMNS = [column for table in Table.metadata.sorted_tables for column in table.columns]


def is_finer_than_a_day(kind: object) -> bool:
    return isinstance(kind, DateTime | Time | Interval)


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_says_what_it_holds(column: Column[object]) -> None:
    assert column.comment
    assert len(column.comment) > len("what")


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_no_column_holds_a_moment_finer_than_a_day(column: Column[object]) -> None:
    assert not is_finer_than_a_day(column.type)


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_no_column_counts_the_rows_in_the_order_people_came(column: Column[object]) -> None:
    assert column.server_default is None
    assert not (column.primary_key and isinstance(column.type, Integer) and len(column.table.primary_key) == 1)


@pytest.mark.parametrize("table", Table.metadata.sorted_tables, ids=str)
def test_sqlite_keeps_no_row_number_of_its_own(table: object) -> None:
    assert table.dialect_options["sqlite"]["with_rowid"] is False  # type: ignore[attr-defined]


def counts_minutes(column: Column[object]) -> bool:
    return "minute" in f"{column.name} {column.comment}" and isinstance(column.type, Integer)


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_minutes_are_kept_only_of_what_staff_arrange_or_is_gone_within_the_hour_and_by_their_name(
    column: Column[object],
) -> None:
    assert column.name.endswith("_minute") == counts_minutes(column)
    assert not counts_minutes(column) or column.table.name in OF_STAFF | {"alerts", "alert_messages", "last_words"}


def test_what_knows_a_minute_is_joined_to_nothing_that_a_person_gave() -> None:
    for name in ("events", "alerts", "alert_chats", "alert_messages", "signpost_counts", "last_words"):
        table = Table.metadata.tables[name]
        assert {key.column.table.name for key in table.foreign_keys} <= {"events", "alerts", "alert_chats"}
        assert not {"response_id", "channel_key"} & set(table.columns.keys())


def test_nothing_of_staff_is_joined_to_anything_that_a_person_gave() -> None:
    for table in Table.metadata.sorted_tables:
        if table.name.startswith(("staff_", "audit_")):
            assert {key.column.table.name for key in table.foreign_keys} <= {"staff_accounts"}
            assert not {"response_id", "channel_key"} & set(table.columns.keys())


def test_a_moment_finer_than_a_day_is_noticed() -> None:
    assert is_finer_than_a_day(DateTime())
    assert not any(is_finer_than_a_day(kind) for kind in (Date(), Text(), String(), Boolean()))
