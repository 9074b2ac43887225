"""receipts: four words that open what somebody gave

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "receipts",
        sa.Column(
            "receipt_hash",
            sa.String(length=64),
            nullable=False,
            comment="keyed slow hash (scrypt) of what the four words say",
        ),
        sa.Column("response_id", sa.String(length=32), nullable=False, comment="what it opens; it goes with it"),
        sa.Column(
            "number",
            sa.Integer(),
            nullable=False,
            comment="0; more where another response would have had the same words",
        ),
        sa.Column("made_on", sa.Date(), nullable=False, comment="day it was first shown"),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_receipts_response_id_responses"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("receipt_hash", name=op.f("pk_receipts")),
        sa.UniqueConstraint("response_id", name=op.f("uq_receipts_response_id")),
        sqlite_with_rowid=False,
    )
