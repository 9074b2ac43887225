"""events carry a partner, a language and collected permission; what their pages show of how many took part

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.add_column(
        "events",
        sa.Column(
            "partner",
            sa.String(length=80),
            nullable=True,
            comment="organisation it is held with; null: none; young people do not see it",
        ),
    )
    op.add_column(
        "events",
        sa.Column(
            "language",
            sa.String(length=20),
            nullable=True,
            comment="language its link opens the chat in; null: the one of the device",
        ),
    )
    op.add_column(
        "events",
        sa.Column(
            "permission",
            sa.Boolean(),
            nullable=True,
            comment="a school or club has collected permission, so the chat asks for none; null: it has not",
        ),
    )
    op.create_table(
        "event_counts",
        sa.Column("event_code", sa.String(length=20), nullable=False, comment="at which event"),
        sa.Column(
            "started",
            sa.Integer(),
            nullable=False,
            comment="agreed to take part; shown only by the small-number rule",
        ),
        sa.Column(
            "finished",
            sa.Integer(),
            nullable=False,
            comment="reached the end; shown only by the small-number rule",
        ),
        sa.ForeignKeyConstraint(
            ["event_code"], ["events.code"], name=op.f("fk_event_counts_event_code_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_code", name=op.f("pk_event_counts")),
        sqlite_with_rowid=False,
    )
