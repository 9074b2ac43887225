"""The tables of who works with Sayso: accounts, their one-time links, recovery codes and sessions, tries, the audit trail.

Columns are described as in `storage/tables.py`. Nothing here is about a person who takes part, and no row is joined to one.
"""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Integer, String, Text

from storage.table_declaration import BY_ID, Table


class StaffAccountRow(Table):
    """Somebody of the organisation's who may sign in. A leaver's row is deleted; the audit trail keeps the name."""

    __tablename__ = "staff_accounts"
    __table_args__ = BY_ID

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="random")
    name: Mapped[str] = mapped_column(
        String(120), unique=True, comment="what they sign in with, in small letters: an e-mail address or another name"
    )
    role: Mapped[str] = mapped_column(String(20), comment="youth_worker, analyst, lead or administrator")
    password_hash: Mapped[str | None] = mapped_column(
        String(200), comment="Argon2id of the password; null until it is chosen"
    )
    code_secret: Mapped[str | None] = mapped_column(
        String(80),
        comment="secret of the authenticator app, under a mask that only SAYSO_SECRET makes; null: none yet",
    )
    code_step: Mapped[int] = mapped_column(
        Integer,
        comment="step of the newest code that was used, counted as the authenticator app does, so that none counts twice",
    )


class StaffLinkRow(Table):
    """A one-time link to choose a password and set up the authenticator app. It goes when it is used, or is over."""

    __tablename__ = "staff_links"
    __table_args__ = BY_ID

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 of what the link holds")
    account_id: Mapped[str] = mapped_column(
        ForeignKey("staff_accounts.id", ondelete="CASCADE"), unique=True, comment="whose link; each has one at most"
    )
    code_secret: Mapped[str] = mapped_column(
        String(80), comment="secret that the authenticator app is offered, under the mask of the account's"
    )
    expires_minute: Mapped[int] = mapped_column(Integer, comment="minute from which it opens nothing any more")


class StaffRecoveryRow(Table):
    """A code to sign in with where the phone with the authenticator app is lost. It goes when it is used."""

    __tablename__ = "staff_recovery_codes"
    __table_args__ = BY_ID

    code_hash: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="keyed hash (HMAC-SHA-256) of account and code"
    )
    account_id: Mapped[str] = mapped_column(
        ForeignKey("staff_accounts.id", ondelete="CASCADE"), index=True, comment="whose code"
    )


class StaffSessionRow(Table):
    """That somebody is signed in on one browser. It goes when they sign out, and when its time is over."""

    __tablename__ = "staff_sessions"
    __table_args__ = BY_ID

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True, comment="SHA-256 of the browser's cookie")
    account_id: Mapped[str] = mapped_column(
        ForeignKey("staff_accounts.id", ondelete="CASCADE"), index=True, comment="who is signed in"
    )
    seen_minute: Mapped[int] = mapped_column(Integer, comment="minute of the last request, to five minutes")
    ends_minute: Mapped[int] = mapped_column(Integer, comment="minute from which it is over, whatever happens")


class StaffTriesRow(Table):
    """How often signing in was tried by one name, one address or one of both within a span of time. Kept for an hour or two."""

    __tablename__ = "staff_tries"
    __table_args__ = BY_ID

    key_hash: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        comment="keyed hash (HMAC-SHA-256) of what is counted: a name, an address, or both",
    )
    from_minute: Mapped[int] = mapped_column(Integer, primary_key=True, comment="minute that the span begins with")
    tries: Mapped[int] = mapped_column(Integer, comment="how many")


class AuditRow(Table):
    """One entry of the audit trail: who did what, when, about what. Never changed, and deleted only when old enough."""

    __tablename__ = "audit_entries"
    __table_args__ = BY_ID

    seal: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="keyed hash (HMAC-SHA-256) of the entry and of the seal before it"
    )
    number: Mapped[int] = mapped_column(Integer, unique=True, comment="place in the trail, from 1; none is left out")
    seal_before: Mapped[str] = mapped_column(String(64), comment="seal of the entry before; empty for the first")
    at_minute: Mapped[int] = mapped_column(Integer, comment="minute in which it was done")
    who: Mapped[str] = mapped_column(String(120), comment="name of the account, or that it was the command line")
    kind: Mapped[str] = mapped_column(String(40), index=True, comment="what was done, as in storage/audit.py")
    about: Mapped[str] = mapped_column(
        Text, comment="JSON: ids of what staff made, a reason, a file's hash; never of a person who takes part"
    )


class AuditCutRow(Table):
    """Up to where the trail was deleted because it was old enough: what is left begins just after it."""

    __tablename__ = "audit_cuts"
    __table_args__ = BY_ID

    seal: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="keyed hash (HMAC-SHA-256) of this cut, so that none can be made up"
    )
    up_to: Mapped[int] = mapped_column(Integer, unique=True, comment="number of the last entry that was deleted")
    last_seal: Mapped[str] = mapped_column(String(64), comment="that entry's seal, which the next one names")
