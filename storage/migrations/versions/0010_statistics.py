"""figures that may be shown, kept for each week that is over

Revision: 0010, after 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "statistics",
        sa.Column("engagement", sa.String(length=40), nullable=False, comment="which engagement"),
        sa.Column("until", sa.Date(), nullable=False, comment="the Sunday up to which it counts"),
        sa.Column(
            "method",
            sa.String(length=120),
            nullable=False,
            comment="what else decides the figures: method, threshold, version of the script",
        ),
        sa.Column(
            "figures",
            sa.JSON(),
            nullable=False,
            comment="figures by table and key, to the nearest 5; null for a hidden one",
        ),
        sa.PrimaryKeyConstraint("engagement", name=op.f("pk_statistics")),
        sqlite_with_rowid=False,
    )
