"""remember in the database that deleted words are still in its files

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward. What a program of before has deleted is wiped once more: it left no mark."""
    op.create_table(
        "wiping_due",
        sa.Column(
            "mark",
            sa.String(length=32),
            nullable=False,
            comment="random; left by whoever deleted something, taken away once the files are wiped",
        ),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_wiping_due")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO wiping_due (mark) VALUES ('of-before')")
