"""The tables of what staff arrange: events, the alerts of the adult in the room, and how often help was shown.

Columns are described as in `storage/tables.py`.
"""

from datetime import date

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import BigInteger, Boolean, Date, Integer, String

from storage.table_declaration import BY_ID, Table


class EventRow(Table):
    """An event that staff hold, with the code that young people come in by. It holds nothing about who came."""

    __tablename__ = "events"
    __table_args__ = BY_ID

    code: Mapped[str] = mapped_column(String(20), primary_key=True, comment="what is said aloud and typed, as otter425")
    name: Mapped[str] = mapped_column(String(80), comment="what staff call it; young people do not see it")
    engagement: Mapped[str] = mapped_column(String(40), comment="which engagement its code opens")
    place: Mapped[str] = mapped_column(String(40), comment="id of the district it is in, or empty")
    audience: Mapped[str] = mapped_column(String(20), comment="whom it is meant for, or empty")
    target: Mapped[int | None] = mapped_column(Integer, comment="how many are hoped for; null where none was named")
    opens_minute: Mapped[int] = mapped_column(Integer, comment="minute from which the code carries the event")
    closes_minute: Mapped[int | None] = mapped_column(
        Integer, comment="minute from which it no longer does; null: open"
    )
    alerts: Mapped[bool] = mapped_column(Boolean, comment="the adult in the room is told when urgent help was shown")
    page_hash: Mapped[str | None] = mapped_column(
        String(64), unique=True, comment="SHA-256 of the secret in the event page's address; null where it has no page"
    )
    made_on: Mapped[date] = mapped_column(Date, comment="day staff made it")
    partner: Mapped[str | None] = mapped_column(
        String(80), comment="organisation it is held with; null: none; young people do not see it"
    )
    language: Mapped[str | None] = mapped_column(
        String(20), comment="language its link opens the chat in; null: the one of the device"
    )
    permission: Mapped[bool | None] = mapped_column(
        Boolean, comment="a school or club has collected permission, so the chat asks for none; null: it has not"
    )


class EventCountRow(Table):
    """How many took part, as an event's page last showed it: held so that no two looks differ by a few people."""

    __tablename__ = "event_counts"
    __table_args__ = BY_ID

    event_code: Mapped[str] = mapped_column(
        ForeignKey("events.code", ondelete="CASCADE"), primary_key=True, comment="at which event"
    )
    started: Mapped[int] = mapped_column(Integer, comment="agreed to take part; shown only by the small-number rule")
    finished: Mapped[int] = mapped_column(Integer, comment="reached the end; shown only by the small-number rule")


class AlertRow(Table):
    """That urgent help was shown to somebody at an event, at least once within ten minutes: never who, what or how often.

    The first of the ten minutes is the one in which it was shown first, 60 minutes before the row expires.
    """

    __tablename__ = "alerts"
    __table_args__ = BY_ID

    event_code: Mapped[str] = mapped_column(
        ForeignKey("events.code", ondelete="CASCADE"), primary_key=True, comment="at which event"
    )
    expires_minute: Mapped[int] = mapped_column(
        Integer, primary_key=True, comment="minute from which it is shown no more and may be deleted"
    )
    again: Mapped[bool] = mapped_column(Boolean, comment="shown more than once within the ten minutes")


class AlertChatRow(Table):
    """A Telegram chat of staff that asked for an event's alerts. A young person's chat is stored nowhere.

    The id stands here as it is, since there is no other way to send to it; it goes one day after the event closes, when
    somebody in the chat writes '/alerts off', when the event gets a new page, or when the bot is thrown out.
    """

    __tablename__ = "alert_chats"
    __table_args__ = BY_ID

    event_code: Mapped[str] = mapped_column(
        ForeignKey("events.code", ondelete="CASCADE"), primary_key=True, comment="whose alerts"
    )
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, comment="Telegram's id of the staff chat")


class AlertMessageRow(Table):
    """The one message that tells one staff chat of one alert: who sends it claims it, so that no two do."""

    __tablename__ = "alert_messages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["event_code", "expires_minute"], ["alerts.event_code", "alerts.expires_minute"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["event_code", "chat_id"], ["alert_chats.event_code", "alert_chats.chat_id"], ondelete="CASCADE",
            name="fk_alert_messages_chat",
        ),
        BY_ID,
    )  # fmt: skip

    event_code: Mapped[str] = mapped_column(String(20), primary_key=True, comment="at which event")
    expires_minute: Mapped[int] = mapped_column(Integer, primary_key=True, comment="which alert of the event")
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, comment="which staff chat is told")
    claimed_minute: Mapped[int] = mapped_column(
        Integer, comment="minute until which one process is sending it; past it another may, should that one have died"
    )
    message_id: Mapped[int | None] = mapped_column(BigInteger, comment="Telegram's id of the message; null until sent")
    again: Mapped[bool] = mapped_column(Boolean, comment="the message says 'more than once'")


class SignpostCountRow(Table):
    """How often help was shown, joined to no response: the only trace that a signpost leaves. Never a word."""

    __tablename__ = "signpost_counts"
    __table_args__ = BY_ID

    day: Mapped[date] = mapped_column(Date, primary_key=True, comment="day it was shown")
    engagement: Mapped[str] = mapped_column(String(40), primary_key=True, comment="in which engagement")
    entry_code: Mapped[str] = mapped_column(
        String(40), primary_key=True, comment="code of the event or link they came by, or empty"
    )
    place: Mapped[str] = mapped_column(String(40), primary_key=True, comment="at which question, or in which phase")
    level: Mapped[str] = mapped_column(
        String(20), primary_key=True, comment="full: help lines at once; quiet: one line with the Help button"
    )
    urgency: Mapped[str] = mapped_column(String(20), primary_key=True, comment="immediate, high or concern")
    category: Mapped[str] = mapped_column(
        String(40), primary_key=True, comment="first kind of worry noticed; empty where none can be named"
    )
    shown: Mapped[int] = mapped_column(Integer, comment="how often; published only by the rule for small numbers")
