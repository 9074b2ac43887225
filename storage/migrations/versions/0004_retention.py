"""the last day that a response is kept, the log of deletions

Revision: 0004, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "deletions",
        sa.Column("week", sa.Date(), nullable=False, comment="Monday of the week they went in"),
        sa.Column(
            "kind",
            sa.String(length=20),
            nullable=False,
            comment="what went and why, as in storage/deletions.py; never whose",
        ),
        sa.Column("rows", sa.Integer(), nullable=False, comment="how many; shown only by the rule for small numbers"),
        sa.PrimaryKeyConstraint("week", "kind", name=op.f("pk_deletions")),
        sqlite_with_rowid=False,
    )
    op.add_column(
        "responses",
        sa.Column(
            "kept_until",
            sa.Date(),
            nullable=True,
            comment="last day it is kept, as its writer was told; null: only the script's own last day counts",
        ),
    )
