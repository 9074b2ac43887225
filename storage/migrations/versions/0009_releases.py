"""what was released to be shared, and who is in it

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "releases",
        sa.Column("id", sa.String(length=32), nullable=False, comment="random"),
        sa.Column("number", sa.Integer(), nullable=False, comment="counts the releases from 1"),
        sa.Column("engagement", sa.String(length=40), nullable=False, comment="of which engagement"),
        sa.Column(
            "until", sa.Date(), nullable=False, comment="the Sunday up to which it reaches, from the release before"
        ),
        sa.Column("made_on", sa.Date(), nullable=False, comment="day it was made"),
        sa.Column(
            "rule",
            sa.String(length=20),
            nullable=False,
            comment="version of the rule for what is coarsened and hidden",
        ),
        sa.Column(
            "threshold", sa.Integer(), nullable=False, comment="largest number of people that counted as too few"
        ),
        sa.Column(
            "plan",
            sa.JSON(),
            nullable=False,
            comment="ids of the questions in it, and the two characteristics that stand with words",
        ),
        sa.Column(
            "content_hash",
            sa.String(length=64),
            nullable=True,
            comment="SHA-256 of everything in it, whatever the format; null until it is whole",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("number", name=op.f("uq_releases_number")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_releases_engagement"), "releases", ["engagement"])
    op.create_table(
        "released_responses",
        sa.Column("response_id", sa.String(length=32), nullable=False, comment="which response"),
        sa.Column("release", sa.Integer(), nullable=False, comment="in which release"),
        sa.ForeignKeyConstraint(
            ["release"], ["releases.number"], name=op.f("fk_released_responses_release_releases"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_released_responses_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_released_responses")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_released_responses_release"), "released_responses", ["release"])
