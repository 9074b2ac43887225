"""themes of answers: code frames, who coded which answer, with which themes

Revision: 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "themes",
        sa.Column("id", sa.String(length=32), nullable=False, comment="random"),
        sa.Column("engagement", sa.String(length=40), nullable=False, comment="of which engagement"),
        sa.Column("question_id", sa.String(length=40), nullable=False, comment="of which question's code frame"),
        sa.Column("name", sa.String(length=120), nullable=False, comment="what staff call it"),
        sa.Column(
            "description",
            sa.Text(),
            nullable=False,
            comment="when it fits and when not, for whoever codes; may be empty",
        ),
        sa.Column("place", sa.Integer(), nullable=False, comment="place within the frame, from 1; gaps say nothing"),
        sa.Column(
            "retired",
            sa.Boolean(),
            nullable=False,
            comment="it is offered no more; what was coded with it stays",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_themes_engagement"), "themes", ["engagement"])
    op.create_table(
        "theme_readings",
        sa.Column("response_id", sa.String(length=32), nullable=False, comment="whose answer"),
        sa.Column("question_id", sa.String(length=40), nullable=False, comment="to which question"),
        sa.Column(
            "coder",
            sa.String(length=120),
            nullable=False,
            comment="name of the account that coded, as in the audit trail; a leaver's stays",
        ),
        sa.ForeignKeyConstraint(
            ["response_id", "question_id"],
            ["answers.response_id", "answers.question_id"],
            name=op.f("fk_theme_readings_response_id_answers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", "coder", name=op.f("pk_theme_readings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "theme_codings",
        sa.Column("response_id", sa.String(length=32), nullable=False, comment="whose answer"),
        sa.Column("question_id", sa.String(length=40), nullable=False, comment="to which question"),
        sa.Column("coder", sa.String(length=120), nullable=False, comment="who coded, as in theme_readings"),
        sa.Column("theme_id", sa.String(length=32), nullable=False, comment="which theme"),
        sa.ForeignKeyConstraint(
            ["response_id", "question_id", "coder"],
            ["theme_readings.response_id", "theme_readings.question_id", "theme_readings.coder"],
            name=op.f("fk_theme_codings_response_id_theme_readings"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_theme_codings_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", "coder", "theme_id", name=op.f("pk_theme_codings")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_theme_codings_theme_id"), "theme_codings", ["theme_id"])
