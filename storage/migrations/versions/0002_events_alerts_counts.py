"""events, alerts for the adult in the room, counts of help shown

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "events",
        sa.Column("code", sa.String(length=20), nullable=False, comment="what is said aloud and typed, as otter425"),
        sa.Column(
            "name", sa.String(length=80), nullable=False, comment="what staff call it; young people do not see it"
        ),
        sa.Column("engagement", sa.String(length=40), nullable=False, comment="which engagement its code opens"),
        sa.Column("place", sa.String(length=40), nullable=False, comment="id of the district it is in, or empty"),
        sa.Column("audience", sa.String(length=20), nullable=False, comment="whom it is meant for, or empty"),
        sa.Column("target", sa.Integer(), nullable=True, comment="how many are hoped for; null where none was named"),
        sa.Column("opens_minute", sa.Integer(), nullable=False, comment="minute from which the code carries the event"),
        sa.Column(
            "closes_minute", sa.Integer(), nullable=True, comment="minute from which it no longer does; null: open"
        ),
        sa.Column(
            "alerts", sa.Boolean(), nullable=False, comment="the adult in the room is told when urgent help was shown"
        ),
        sa.Column(
            "page_hash",
            sa.String(length=64),
            nullable=True,
            comment="SHA-256 of the secret in the event page's address; null where it has no page",
        ),
        sa.Column("made_on", sa.Date(), nullable=False, comment="day staff made it"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_events")),
        sa.UniqueConstraint("page_hash", name=op.f("uq_events_page_hash")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "signpost_counts",
        sa.Column("day", sa.Date(), nullable=False, comment="day it was shown"),
        sa.Column("engagement", sa.String(length=40), nullable=False, comment="in which engagement"),
        sa.Column(
            "entry_code",
            sa.String(length=40),
            nullable=False,
            comment="code of the event or link they came by, or empty",
        ),
        sa.Column("place", sa.String(length=40), nullable=False, comment="at which question, or in which phase"),
        sa.Column(
            "level",
            sa.String(length=20),
            nullable=False,
            comment="full: help lines at once; quiet: one line with the Help button",
        ),
        sa.Column("urgency", sa.String(length=20), nullable=False, comment="immediate, high or concern"),
        sa.Column(
            "category",
            sa.String(length=40),
            nullable=False,
            comment="first kind of worry noticed; empty where none can be named",
        ),
        sa.Column(
            "shown", sa.Integer(), nullable=False, comment="how often; published only by the rule for small numbers"
        ),
        sa.PrimaryKeyConstraint(
            "day", "engagement", "entry_code", "place", "level", "urgency", "category", name=op.f("pk_signpost_counts")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alert_chats",
        sa.Column("event_code", sa.String(length=20), nullable=False, comment="whose alerts"),
        sa.Column("chat_id", sa.BigInteger(), nullable=False, comment="Telegram's id of the staff chat"),
        sa.ForeignKeyConstraint(
            ["event_code"], ["events.code"], name=op.f("fk_alert_chats_event_code_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_code", "chat_id", name=op.f("pk_alert_chats")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alerts",
        sa.Column("event_code", sa.String(length=20), nullable=False, comment="at which event"),
        sa.Column(
            "expires_minute",
            sa.Integer(),
            nullable=False,
            comment="minute from which it is shown no more and may be deleted",
        ),
        sa.Column("again", sa.Boolean(), nullable=False, comment="shown more than once within the ten minutes"),
        sa.ForeignKeyConstraint(
            ["event_code"], ["events.code"], name=op.f("fk_alerts_event_code_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_code", "expires_minute", name=op.f("pk_alerts")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "alert_messages",
        sa.Column("event_code", sa.String(length=20), nullable=False, comment="at which event"),
        sa.Column("expires_minute", sa.Integer(), nullable=False, comment="which alert of the event"),
        sa.Column("chat_id", sa.BigInteger(), nullable=False, comment="which staff chat is told"),
        sa.Column(
            "claimed_minute",
            sa.Integer(),
            nullable=False,
            comment="minute until which one process is sending it; past it another may, should that one have died",
        ),
        sa.Column(
            "message_id", sa.BigInteger(), nullable=True, comment="Telegram's id of the message; null until sent"
        ),
        sa.Column("again", sa.Boolean(), nullable=False, comment="the message says 'more than once'"),
        sa.ForeignKeyConstraint(
            ["event_code", "chat_id"],
            ["alert_chats.event_code", "alert_chats.chat_id"],
            name="fk_alert_messages_chat",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_code", "expires_minute"],
            ["alerts.event_code", "alerts.expires_minute"],
            name=op.f("fk_alert_messages_event_code_alerts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_code", "expires_minute", "chat_id", name=op.f("pk_alert_messages")),
        sqlite_with_rowid=False,
    )
