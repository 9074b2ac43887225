"""you said, we did: what staff publish of what became of themes

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "we_did",
        sa.Column("id", sa.String(length=32), nullable=False, comment="random"),
        sa.Column("engagement", sa.String(length=40), nullable=False, comment="of which engagement"),
        sa.Column(
            "you_said", sa.Text(), nullable=False, comment="what many people said, in words of staff; never a quote"
        ),
        sa.Column("came", sa.String(length=20), nullable=False, comment="we_did, not_yet or we_cannot"),
        sa.Column(
            "words",
            sa.Text(),
            nullable=False,
            comment="what was done, what is still to come, or why it cannot be; of staff",
        ),
        sa.Column(
            "holds_on", sa.Date(), nullable=False, comment="day that it holds for, as staff typed it; the page shows it"
        ),
        sa.Column(
            "published_on",
            sa.Date(),
            nullable=True,
            comment="day from which everybody can read it; null: a draft, which only staff see",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_we_did")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_we_did_engagement"), "we_did", ["engagement"])
    op.create_table(
        "we_did_themes",
        sa.Column("we_did_id", sa.String(length=32), nullable=False, comment="what is published"),
        sa.Column("theme_id", sa.String(length=32), nullable=False, comment="about which theme"),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["themes.id"], name=op.f("fk_we_did_themes_theme_id_themes"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["we_did_id"], ["we_did.id"], name=op.f("fk_we_did_themes_we_did_id_we_did"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("we_did_id", "theme_id", name=op.f("pk_we_did_themes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_we_did_themes_theme_id"), "we_did_themes", ["theme_id"])
