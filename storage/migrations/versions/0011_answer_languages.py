"""which language the words of an answer are in

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
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
        sa.ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            name=op.f("fk_answer_languages_response_id_answers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", name=op.f("pk_answer_languages")),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(
            "responses",
            "channel",
            existing_type=sa.String(length=20),
            existing_nullable=False,
            comment="web, telegram, terminal or paper",
        )
