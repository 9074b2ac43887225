"""what was erased, so that no backup brings it back

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "erasures",
        sa.Column(
            "mark",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the random id of what went, and of the question where it was one",
        ),
        sa.Column("week", sa.Date(), nullable=False, comment="Monday of the week it last went in, for deleting it"),
        sa.Column(
            "times",
            sa.Integer(),
            nullable=False,
            comment="how often: an answer can be taken out, given anew and taken out again",
        ),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_erasures")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_erasures_week"), "erasures", ["week"])
