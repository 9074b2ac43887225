"""Makes all tables of an empty database at once, as running every step of the migrations would leave them.

A new installation then starts without Alembic, which takes ten megabytes and a quarter of a second. A test holds both ways
to the same tables, on both kinds of database.
"""

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, insert, inspect, text
from sqlalchemy import Table as CoreTable

from storage.dialects import SQLITE
from storage.language_tables import ANY_TO_TRANSLATE
from storage.tables import AnswerLanguageRow, Table

ON_SQLITE = (
    """CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
    BEGIN SELECT RAISE(ABORT, 'entries of the audit trail are never changed'); END""",
    """CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
    WHEN OLD.number > COALESCE((SELECT MAX(up_to) FROM audit_cuts), 0)
    BEGIN SELECT RAISE(ABORT, 'entries of the audit trail are only deleted as old enough'); END""",
)

ON_POSTGRESQL = (
    """CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.number <= COALESCE((SELECT MAX(up_to) FROM audit_cuts), 0) THEN
            RETURN OLD;
        ELSIF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION 'entries of the audit trail are never changed';
        END IF;
        RAISE EXCEPTION 'entries of the audit trail are only deleted as old enough';
    END $$""",
    """CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_stay()""",
    """CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_stay()""",
)


def is_empty(connection: Connection) -> bool:
    """Whether the database holds no table at all."""
    return not inspect(connection).get_table_names()


def make_tables(connection: Connection, revision: str) -> None:
    """Make every table, with what keeps the audit trail as it is, and note the revision that this is."""
    if connection.dialect.name != SQLITE:
        _hold_only_what_is_to_be_translated()
    Table.metadata.create_all(connection, checkfirst=False)
    for statement in ON_SQLITE if connection.dialect.name == SQLITE else ON_POSTGRESQL:
        connection.exec_driver_sql(statement)
    versions = CoreTable(
        "alembic_version",
        MetaData(),
        Column("version_num", String(32), nullable=False),
        PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
    )
    versions.create(connection)
    connection.execute(insert(versions).values(version_num=revision))


def _hold_only_what_is_to_be_translated() -> None:
    languages = Table.metadata.tables[AnswerLanguageRow.__tablename__]
    for index in languages.indexes:
        index.dialect_kwargs["postgresql_where"] = text(ANY_TO_TRANSLATE)
