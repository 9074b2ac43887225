"""Statements that are built once and run many times: in the turn, where building them anew would cost more than running.

Each is written with SQLAlchemy Core over the tables, so that it holds on both kinds of database and names real columns.
Through SQLAlchemy's own connection it runs as it is; through a driver's bare connection (`storage/bare.py`) as its text,
with the values turned into what the driver takes by the columns' own types.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Dialect, Executable, Select, bindparam
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

from storage.dialects import dialect_of, driver_of
from storage.json_text import json_text, read_json

PREFIX = "given_"
"""What SQLAlchemy knows our values by: it keeps the columns' own names to itself."""

Convert = Callable[[Any], Any] | None
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A statement as a driver takes it: its text, the names of its values in order, and what turns values and columns.

    `constants` are the values that are the statement's own, such as the 1 in `number + 1`.
    """

    text: str
    names: tuple[str, ...]
    binds: tuple[Convert, ...]
    constants: Mapping[str, Any]
    columns: tuple[Convert, ...]
    deletes: bool

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the values in the order of the text, as the driver takes them. Raises KeyError where one is missing."""
        whole = {**self.constants, **values} if self.constants else values
        return [
            whole[name] if convert is None or whole[name] is None else convert(whole[name])
            for name, convert in zip(self.names, self.binds, strict=True)
        ]

    def row(self, found: Sequence[Any]) -> Row:
        """Return a row as Python's own values."""
        return tuple(
            value if convert is None or value is None else convert(value)
            for value, convert in zip(found, self.columns, strict=True)
        )


class Prepared:
    """One statement. `build` is given the dialect's module, for `insert(...).on_conflict_do_...`, which both have."""

    def __init__(self, build: Callable[[ModuleType], Executable]) -> None:
        self._build = build
        self.core = cache(self._core)
        self.written = cache(self._written)

    def _core(self, kind: str) -> Executable:
        return self._build(dialect_of(kind))

    def _written(self, kind: str) -> Written:
        dialect: Dialect = driver_of(kind).dialect(json_serializer=json_text, json_deserializer=read_json)
        statement = self.core(kind)
        if not isinstance(statement, ClauseElement):
            raise TypeError("only statements of SQLAlchemy Core can be prepared")
        compiled = statement.compile(dialect=dialect)
        order = getattr(compiled, "positiontup", None) or ()
        binds = getattr(compiled, "binds", {})
        columns: Sequence[ColumnElement[Any]] = (
            list(statement.selected_columns) if isinstance(statement, Select) else []
        )
        return Written(
            text=str(compiled),
            names=tuple(name.removeprefix(PREFIX) for name in order),
            binds=tuple(_bind(binds[name].type, dialect) for name in order),
            constants={name: binds[name].value for name in order if not name.startswith(PREFIX)},
            columns=tuple(_result(column.type, dialect) for column in columns),
            deletes=bool(getattr(statement, "is_delete", False)),
        )


def given(name: str, of_type: TypeEngine[Any] | None = None) -> BindParameter[Any]:
    """Return the place of a value in a statement. Its type follows from the column it meets, where none is named."""
    return bindparam(PREFIX + name, type_=of_type)


async def run(connection: "AnyConnection", statement: Prepared, values: Mapping[str, Any]) -> int:
    """Run a statement that changes rows; return how many."""
    if isinstance(connection, AsyncConnection):
        result = await connection.execute(statement.core(connection.dialect.name), _prefixed(values))
        changed: int = getattr(result, "rowcount", -1)
        return changed
    return await connection.run(statement, values)


async def rows(connection: "AnyConnection", statement: Prepared, values: Mapping[str, Any]) -> Sequence[Row]:
    """Run a statement that reads; return the rows."""
    if isinstance(connection, AsyncConnection):
        result = await connection.execute(statement.core(connection.dialect.name), _prefixed(values))
        return [tuple(row) for row in result]
    return await connection.rows(statement, values)


class BareConnection:
    """A driver's own connection within a transaction: it runs prepared statements and nothing else.

    Raises SQLAlchemy's errors, as every other connection does, with no word of what was to be stored.
    """

    async def run(self, statement: Prepared, values: Mapping[str, Any]) -> int:
        """Run a statement that changes rows; return how many."""
        raise NotImplementedError

    async def rows(self, statement: Prepared, values: Mapping[str, Any]) -> Sequence[Row]:
        """Run a statement that reads; return the rows."""
        raise NotImplementedError


AnyConnection = AsyncConnection | BareConnection


def _prefixed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {PREFIX + name: value for name, value in values.items()}


def _bind(of_type: TypeEngine[Any], dialect: Dialect) -> Convert:
    return of_type.dialect_impl(dialect).bind_processor(dialect)


def _result(of_type: TypeEngine[Any], dialect: Dialect) -> Convert:
    return of_type.dialect_impl(dialect).result_processor(dialect, None)
