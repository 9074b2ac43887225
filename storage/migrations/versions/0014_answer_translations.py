"""what staff translated of an answer

Revision: 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "answer_translations",
        sa.Column("response_id", sa.String(length=32), nullable=False, comment="whose answer"),
        sa.Column("question_id", sa.String(length=40), nullable=False, comment="to which question"),
        sa.Column("words", sa.Text(), nullable=False, comment="what it says in English, redacted as the answer was"),
        sa.Column(
            "translated_by",
            sa.String(length=120),
            nullable=False,
            comment="name of the account of staff that typed it in",
        ),
        sa.Column("translated_on", sa.Date(), nullable=False, comment="day it was typed in, or last corrected"),
        sa.ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            name=op.f("fk_answer_translations_response_id_answers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", name=op.f("pk_answer_translations")),
        sqlite_with_rowid=False,
    )
