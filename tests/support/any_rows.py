"""Any rows that the tables can hold, made by hypothesis from the tables themselves: every type, every reference."""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Column, ForeignKeyConstraint, Table, UniqueConstraint
from sqlalchemy.types import JSON, BigInteger, Boolean, Date, Integer, String, Text

from storage.carrying import all_tables

Rows = dict[str, list[dict[str, Any]]]

WRITTEN = st.text(st.characters(exclude_characters="\x00", codec="utf-8"), max_size=30)
SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WRITTEN
ANY_JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WRITTEN, inner, max_size=3)
)
INTEGERS = 2**31 - 1


def value_of(column: Column[Any]) -> st.SearchStrategy[Any]:
    """Return what a column can hold."""
    kind = column.type
    values: st.SearchStrategy[Any]
    if isinstance(kind, JSON):
        values = st.dictionaries(WRITTEN, ANY_JSON, max_size=3)
    elif isinstance(kind, Boolean):
        values = st.booleans()
    elif isinstance(kind, Date):
        values = st.dates(date(2020, 1, 1), date(2040, 1, 1))
    elif isinstance(kind, BigInteger):
        values = st.integers(-(2**63), 2**63 - 1)
    elif isinstance(kind, Integer):
        values = st.integers(-INTEGERS, INTEGERS)
    elif isinstance(kind, Text):
        values = WRITTEN
    elif isinstance(kind, String):
        values = WRITTEN.map(lambda text: text[: kind.length])
    else:
        raise TypeError(f"say in tests/support/any_rows.py what {kind} can hold")
    return st.none() | values if column.nullable else values


@st.composite
def any_rows(draw: st.DrawFn) -> Rows:
    """Give rows for all tables, in an order in which they can be inserted."""
    made: Rows = {}
    for table in all_tables():
        made[table.name] = []
        for _ in range(draw(st.integers(1, 3))):
            row = _row(draw, table, made)
            if row is not None and not any(_clash(table, row, other) for other in made[table.name]):
                made[table.name].append(row)
    return made


def _row(draw: st.DrawFn, table: Table, made: Rows) -> dict[str, Any] | None:
    row: dict[str, Any] = {}
    for key in sorted(table.foreign_key_constraints, key=lambda one: -len(one.elements)):
        parent = _parent(draw, key, row, made)
        if parent is None:
            return None
        row.update(parent)
    for column in table.columns:
        if column.name not in row:
            row[column.name] = draw(value_of(column))
    return row


def _parent(draw: st.DrawFn, key: ForeignKeyConstraint, row: dict[str, Any], made: Rows) -> dict[str, Any] | None:
    pairs = [(element.parent.name, element.column.name) for element in key.elements]
    found = [
        {own: parent[theirs] for own, theirs in pairs}
        for parent in made[key.referred_table.name]
        if all(row.get(own, parent[theirs]) == parent[theirs] for own, theirs in pairs)
    ]
    return draw(st.sampled_from(found)) if found else None


def _clash(table: Table, row: dict[str, Any], other: dict[str, Any]) -> bool:
    unique = [list(table.primary_key.columns)]
    unique += [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    unique += [[column] for column in table.columns if column.unique]
    return any(
        all(row[column.name] == other[column.name] and row[column.name] is not None for column in columns)
        for columns in unique
    )
