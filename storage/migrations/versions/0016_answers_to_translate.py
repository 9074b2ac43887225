"""find the answers that are to be translated without reading all of them

Revision: 0016, after 0015

The column has no default on purpose: a program of before that still runs beside this step then notes no language, and the
new program notes it at its start, instead of the answer being missed by those who translate.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ENGAGEMENT = """SELECT responses.engagement FROM responses JOIN answers ON answers.response_id = responses.id
    WHERE answers.response_id = answer_languages.response_id AND answers.question_id = answer_languages.question_id
    AND (answer_languages.language <> '' OR NOT (answers.language = 'en' OR answers.language LIKE 'en-%'))"""


def upgrade() -> None:
    """Bring the tables forward."""
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        _add()
    op.create_index(
        "ix_answer_languages_translate_for",
        "answer_languages",
        ["translate_for", "response_id", "question_id"],
        sqlite_where=sa.text("translate_for <> ''"),
        postgresql_where=sa.text("translate_for <> ''"),
    )


def _translate_for() -> "sa.Column[str]":
    return sa.Column(
        "translate_for",
        sa.String(length=40),
        nullable=False,
        comment="engagement whose staff have it to translate; empty where it is in English",
    )


def _add() -> None:
    """Write only the rows that are to be translated: with a default no row is touched to add the column."""
    column = _translate_for()
    column.server_default = sa.DefaultClause("")
    op.add_column("answer_languages", column)
    op.alter_column("answer_languages", "translate_for", server_default=None)
    op.execute(
        f"UPDATE answer_languages SET translate_for = COALESCE(({ENGAGEMENT}), '') WHERE language <> 'en' "  # noqa: S608
        "AND (language <> '' OR EXISTS (SELECT 1 FROM answers WHERE answers.response_id = answer_languages.response_id "
        "AND answers.question_id = answer_languages.question_id "
        "AND NOT (answers.language = 'en' OR answers.language LIKE 'en-%')))"
    )


def _make_anew() -> None:
    """SQLite cannot take a default away again, so the table is copied."""
    op.rename_table("answer_languages", "older_answer_languages")
    op.create_table(
        "answer_languages",
        sa.Column("response_id", sa.String(length=32), nullable=False, comment="whose answer"),
        sa.Column("question_id", sa.String(length=40), nullable=False, comment="to which question"),
        sa.Column(
            "language",
            sa.String(length=8),
            nullable=False,
            comment="ISO 639 code of the language it is written in; empty where that was not sure",
        ),
        _translate_for(),
        sa.ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            name=op.f("fk_answer_languages_response_id_answers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", name=op.f("pk_answer_languages")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO answer_languages (response_id, question_id, language, translate_for) "  # noqa: S608
        "SELECT response_id, question_id, language, "
        f"CASE language WHEN 'en' THEN '' ELSE COALESCE(({ENGAGEMENT}), '') END "
        "FROM older_answer_languages AS answer_languages ORDER BY response_id, question_id"
    )
    op.drop_table("older_answer_languages")
