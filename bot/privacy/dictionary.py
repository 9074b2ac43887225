"""The data dictionary: every table and column, what it holds and why, how long; and whether the database has others.

It answers UK GDPR Art. 30 (what is processed) from the code itself, so it cannot fall behind. The comments are those of
`storage/tables.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, inspect
from sqlalchemy import Table as SqlTable

from bot.privacy.findings import Finding, Part, fails, holds
from bot.privacy.how_long import how_long
from storage.database import Database
from storage.tables import Table

OF_MIGRATIONS = {"alembic_version": {"version_num": "which form the tables have; written by `sayso migrate`"}}
"""What the migrations keep for themselves: no table of Sayso's code, nothing of a person."""

SYSTEM_SCHEMAS = frozenset({"information_schema", "pg_catalog", "pg_toast"})
HEAD = ("table", "column", "kind", "what it holds and why", "how long")


@dataclass(frozen=True, slots=True)
class Entry:
    """One column of the dictionary. `holds` and `kept` are empty where nothing says so."""

    table: str
    column: str
    kind: str
    holds: str
    kept: str


def entries(metadata: MetaData = Table.metadata) -> Iterator[Entry]:
    """Give every column that the code knows, table by table in the order of their names."""
    for name in sorted(metadata.tables):
        table = metadata.tables[name]
        for column in table.columns:
            kind = f"{column.type!r}".partition("(")[0].lower()
            yield Entry(name, column.name, kind + _role(table, column.name), column.comment or "", how_long(table))
    for name, columns in OF_MIGRATIONS.items():
        for column_name, about in columns.items():
            yield Entry(name, column_name, "string", about, "as long as the database")


def purposes() -> Mapping[str, str]:
    """Return what each table is for, by its name: the first paragraph of its docstring."""
    said = {mapper.local_table.name: (mapper.class_.__doc__ or "") for mapper in Table.registry.mappers}  # type: ignore[attr-defined]
    return {name: " ".join(text.partition("\n\n")[0].split()) for name, text in said.items()}


async def dictionary_part(database: Database, metadata: MetaData = Table.metadata) -> Part:
    """Return the dictionary, and every difference between the database and what the code knows."""
    async with database.reading() as connection:
        found = await connection.run_sync(columns_found)
    known = list(entries(metadata))
    findings = [*compared(known, found), *unsaid(known)]
    if not findings:
        findings = [holds(f"{len(found)} columns in the database, and the code says of each what it holds and why.")]
    rows = tuple((e.table, e.column, e.kind, e.holds, e.kept) for e in known)
    about = "Every table and column of the database, from the code's own comments."
    return Part("Data dictionary", about, tuple(findings), (HEAD, *rows))


def columns_found(connection: Connection) -> set[tuple[str, str]]:
    """Return every (table, column) that the database has, views and other schemas included, as the database says it."""
    looking = inspect(connection)
    default = looking.default_schema_name
    found: set[tuple[str, str]] = set()
    for schema in looking.get_schema_names():
        if schema in SYSTEM_SCHEMAS or schema.startswith(("pg_temp", "pg_toast_temp")):
            continue
        names = [*looking.get_table_names(schema), *looking.get_view_names(schema)]
        if connection.dialect.name == "postgresql":
            names += looking.get_materialized_view_names(schema)
        for name in names:
            shown = name if schema == default else f"{schema}.{name}"
            found |= {(shown, column["name"]) for column in looking.get_columns(name, schema)}
    return found


def compared(known: list[Entry], found: set[tuple[str, str]]) -> Iterator[Finding]:
    """Give what the database has and the code does not know, and the other way round."""
    expected = {(entry.table, entry.column) for entry in known}
    for table, column in sorted(found - expected):
        yield fails(
            f"The database has a column that the code does not know: {table}.{column}.",
            "Find out who made it and why. If it holds anything of a person, it is kept without anybody's consent.",
        )
    for table, column in sorted(expected - found):
        yield fails(
            f"The database lacks a column that the code knows: {table}.{column}.",
            "Run `sayso migrate` with the version of Sayso that runs here.",
        )


def unsaid(known: list[Entry]) -> Iterator[Finding]:
    """Give the columns of which nothing says what they hold, and the tables of which nothing says how long."""
    for entry in known:
        if not entry.holds:
            yield fails(
                f"Nothing says what {entry.table}.{entry.column} holds.", "Give it a comment in storage/tables.py."
            )
    for table in sorted({entry.table for entry in known if not entry.kept}):
        yield fails(f"Nothing says how long {table} is kept.", "Say it in bot/privacy/how_long.py.")


def markdown() -> str:
    """Return the whole dictionary for docs/data_dictionary.md."""
    lines: list[str] = []
    about = purposes()
    table = ""
    for entry in entries():
        if entry.table != table:
            table = entry.table
            lines += ["", f"## {table}", "", about.get(table, "Kept by the migrations."), ""]
            lines += [
                f"How long: {entry.kept}.",
                "",
                "| column | kind | what it holds and why |",
                "| --- | --- | --- |",
            ]
        holds_it = entry.holds.replace("|", "\\|")
        lines.append(f"| `{entry.column}` | {entry.kind} | {holds_it} |")
    return "\n".join(lines).strip()


def _role(table: SqlTable, name: str) -> str:
    column = table.columns[name]
    roles = ["key"] if column.primary_key else []
    roles += sorted(f"of {key.column.table.name}" for key in column.foreign_keys)
    return f" ({', '.join(roles)})" if roles else ""
