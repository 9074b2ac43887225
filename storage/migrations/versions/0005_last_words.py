"""the last words of a talk, and which message the replies of an open one answer

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "last_words",
        sa.Column(
            "fingerprint",
            sa.String(length=64),
            nullable=False,
            comment="keyed hash of the message that closed the talk",
        ),
        sa.Column("state", sa.JSON(), nullable=False, comment="ConversationState as JSON; no words of a person"),
        sa.Column(
            "replies",
            sa.JSON(),
            nullable=False,
            comment="what was said last; in the receipt's place stand no words",
        ),
        sa.Column(
            "masked_receipt",
            sa.BigInteger(),
            nullable=True,
            comment="the receipt's value under a mask that only this message makes; null: none was shown",
        ),
        sa.Column(
            "expires_minute",
            sa.Integer(),
            nullable=False,
            comment="minute from which it is given no more and may be deleted",
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_last_words")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_last_words_expires_minute"), "last_words", ["expires_minute"])
    op.add_column(
        "conversations",
        sa.Column(
            "answered",
            sa.String(length=64),
            nullable=True,
            comment="fingerprint of the message that the replies answer, so that its repeat is answered alike",
        ),
    )
    if op.get_context().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(
            "receipts",
            "receipt_hash",
            existing_type=sa.String(length=64),
            existing_nullable=False,
            comment="keyed hash of what the four words say",
        )
