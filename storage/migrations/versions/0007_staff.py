"""accounts of staff, and the audit trail that is only added to

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ON_SQLITE = (
    """CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
    BEGIN SELECT RAISE(ABORT, 'entries of the audit trail are never changed'); END""",
    """CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
    WHEN OLD.number > COALESCE((SELECT MAX(up_to) FROM audit_cuts), 0)
    BEGIN SELECT RAISE(ABORT, 'entries of the audit trail are only deleted as old enough'); END""",
)

ON_POSTGRESQL = (
    """CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.number <= COALESCE((SELECT MAX(up_to) FROM audit_cuts), 0) THEN
            RETURN OLD;
        ELSIF TG_OP = 'UPDATE' THEN
            RAISE EXCEPTION 'entries of the audit trail are never changed';
        END IF;
        RAISE EXCEPTION 'entries of the audit trail are only deleted as old enough';
    END $$""",
    """CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_stay()""",
    """CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_stay()""",
)


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "staff_accounts",
        sa.Column("id", sa.String(length=32), nullable=False, comment="random"),
        sa.Column(
            "name",
            sa.String(length=120),
            nullable=False,
            comment="what they sign in with, in small letters: an e-mail address or another name",
        ),
        sa.Column("role", sa.String(length=20), nullable=False, comment="youth_worker, analyst, lead or administrator"),
        sa.Column(
            "password_hash",
            sa.String(length=200),
            nullable=True,
            comment="Argon2id of the password; null until it is chosen",
        ),
        sa.Column(
            "code_secret",
            sa.String(length=80),
            nullable=True,
            comment="secret of the authenticator app, under a mask that only SAYSO_SECRET makes; null: none yet",
        ),
        sa.Column(
            "code_step",
            sa.Integer(),
            nullable=False,
            comment="step of the newest code that was used, counted as the authenticator app does, so that none counts twice",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_accounts_name")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 of what the link holds"),
        sa.Column("account_id", sa.String(length=32), nullable=False, comment="whose link; each has one at most"),
        sa.Column(
            "code_secret",
            sa.String(length=80),
            nullable=False,
            comment="secret that the authenticator app is offered, under the mask of the account's",
        ),
        sa.Column(
            "expires_minute", sa.Integer(), nullable=False, comment="minute from which it opens nothing any more"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_accounts.id"],
            name=op.f("fk_staff_links_account_id_staff_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_links")),
        sa.UniqueConstraint("account_id", name=op.f("uq_staff_links_account_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_recovery_codes",
        sa.Column(
            "code_hash", sa.String(length=64), nullable=False, comment="keyed hash (HMAC-SHA-256) of account and code"
        ),
        sa.Column("account_id", sa.String(length=32), nullable=False, comment="whose code"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_accounts.id"],
            name=op.f("fk_staff_recovery_codes_account_id_staff_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_staff_recovery_codes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_staff_recovery_codes_account_id"), "staff_recovery_codes", ["account_id"])
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the browser's cookie"),
        sa.Column("account_id", sa.String(length=32), nullable=False, comment="who is signed in"),
        sa.Column("seen_minute", sa.Integer(), nullable=False, comment="minute of the last request, to five minutes"),
        sa.Column(
            "ends_minute", sa.Integer(), nullable=False, comment="minute from which it is over, whatever happens"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["staff_accounts.id"],
            name=op.f("fk_staff_sessions_account_id_staff_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_staff_sessions")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_staff_sessions_account_id"), "staff_sessions", ["account_id"])
    op.create_table(
        "staff_tries",
        sa.Column(
            "key_hash",
            sa.String(length=64),
            nullable=False,
            comment="keyed hash (HMAC-SHA-256) of what is counted: a name, an address, or both",
        ),
        sa.Column("from_minute", sa.Integer(), nullable=False, comment="minute that the span begins with"),
        sa.Column("tries", sa.Integer(), nullable=False, comment="how many"),
        sa.PrimaryKeyConstraint("key_hash", "from_minute", name=op.f("pk_staff_tries")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit_entries",
        sa.Column(
            "seal",
            sa.String(length=64),
            nullable=False,
            comment="keyed hash (HMAC-SHA-256) of the entry and of the seal before it",
        ),
        sa.Column("number", sa.Integer(), nullable=False, comment="place in the trail, from 1; none is left out"),
        sa.Column(
            "seal_before", sa.String(length=64), nullable=False, comment="seal of the entry before; empty for the first"
        ),
        sa.Column("at_minute", sa.Integer(), nullable=False, comment="minute in which it was done"),
        sa.Column(
            "who", sa.String(length=120), nullable=False, comment="name of the account, or that it was the command line"
        ),
        sa.Column("kind", sa.String(length=40), nullable=False, comment="what was done, as in storage/audit.py"),
        sa.Column(
            "about",
            sa.Text(),
            nullable=False,
            comment="JSON: ids of what staff made, a reason, a file's hash; never of a person who takes part",
        ),
        sa.PrimaryKeyConstraint("seal", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_entries_number")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_audit_entries_kind"), "audit_entries", ["kind"])
    op.create_table(
        "audit_cuts",
        sa.Column(
            "seal",
            sa.String(length=64),
            nullable=False,
            comment="keyed hash (HMAC-SHA-256) of this cut, so that none can be made up",
        ),
        sa.Column("up_to", sa.Integer(), nullable=False, comment="number of the last entry that was deleted"),
        sa.Column(
            "last_seal", sa.String(length=64), nullable=False, comment="that entry's seal, which the next one names"
        ),
        sa.PrimaryKeyConstraint("seal", name=op.f("pk_audit_cuts")),
        sa.UniqueConstraint("up_to", name=op.f("uq_audit_cuts_up_to")),
        sqlite_with_rowid=False,
    )
    for statement in ON_POSTGRESQL if op.get_context().dialect.name == "postgresql" else ON_SQLITE:
        op.execute(statement)
