"""Every table, with a comment on every column saying what it holds and why.

Nothing here can say who somebody is once their conversation has closed: no address, no second of the clock, no order
of rows. Ids are random, and SQLite keeps the rows in the order of those ids.

Of time there are days, and only for what staff arrange minutes: when an event opens, until when an alert is shown. Such
a column's name ends in `_minute` and counts minutes since 1970-01-01 00:00 UTC.
"""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, BigInteger, Boolean, Date, Integer, String, Text

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BY_ID = {"sqlite_with_rowid": False}
"""Without SQLite's own row number, which would tell in which order people came."""


class Table(DeclarativeBase):
    """What all tables share: constraint names that migrations can rely on."""

    metadata = MetaData(naming_convention=NAMING)


class ConversationRow(Table):
    """An open conversation: where it is, and the only link between a channel address and a response."""

    __tablename__ = "conversations"
    __table_args__ = BY_ID

    channel_key: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="keyed hash (HMAC-SHA-256) of channel and address; gone when it closes"
    )
    version: Mapped[int] = mapped_column(Integer, comment="raised by every turn; a save names the one it read")
    state: Mapped[dict[str, Any]] = mapped_column(JSON, comment="ConversationState as JSON; no words of a person")
    replies: Mapped[list[Any]] = mapped_column(JSON, comment="the last turn's replies, to show again after a reload")
    response_id: Mapped[str | None] = mapped_column(
        ForeignKey("responses.id", ondelete="SET NULL"), index=True, comment="the response being given, once agreed"
    )
    active_on: Mapped[date] = mapped_column(Date, comment="day of the last turn, for ending forgotten conversations")


class HandledMessage(Table):
    """A message that a turn has taken, so that a redelivery applies nothing twice. Kept for days, joined to nothing."""

    __tablename__ = "handled_messages"
    __table_args__ = BY_ID

    fingerprint: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        comment="keyed hash of channel and the channel's message id, on the web of the address too",
    )
    handled_on: Mapped[date] = mapped_column(Date, index=True, comment="day it was taken, for deleting it")


class ResponseRow(Table):
    """What one person gave, from agreeing to take part to the end or the last thing they did."""

    __tablename__ = "responses"
    __table_args__ = BY_ID

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="random; says nothing about when or who")
    engagement: Mapped[str] = mapped_column(String(40), index=True, comment="which engagement's script")
    script_version: Mapped[str] = mapped_column(String(60), comment="version of the script when it was opened")
    channel: Mapped[str] = mapped_column(String(20), comment="web, telegram or terminal")
    entry_code: Mapped[str] = mapped_column(String(40), comment="code of the link they came by, or empty")
    audience: Mapped[str] = mapped_column(String(20), comment="young_person, parent_carer or professional")
    age_band: Mapped[str | None] = mapped_column(String(20), comment="the band they gave; null where it is not asked")
    language: Mapped[str] = mapped_column(
        String(20), comment="language of the talk when it was opened; when it ended, once it has"
    )
    status: Mapped[str] = mapped_column(String(20), index=True, comment="open, finished or stopped_kept")
    opened_on: Mapped[date] = mapped_column(Date, comment="day they agreed to take part")
    closed_on: Mapped[date | None] = mapped_column(Date, comment="day it ended; null while it is open")
    kept_until: Mapped[date | None] = mapped_column(
        Date, comment="last day it is kept, as its writer was told; null: only the script's own last day counts"
    )


class ConsentRow(Table):
    """One choice, with the exact wording it was made under, so that it can be shown years later."""

    __tablename__ = "consents"
    __table_args__ = BY_ID

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True, comment="whose choice"
    )
    consent: Mapped[str] = mapped_column(
        String(20), primary_key=True, comment="take_part, quotes, about_you or permission"
    )
    agreed: Mapped[bool] = mapped_column(Boolean, comment="what they chose")
    script_version: Mapped[str] = mapped_column(String(60), comment="version of the wording they saw")
    language: Mapped[str] = mapped_column(String(20), comment="language they saw it in")
    text_key: Mapped[str] = mapped_column(String(60), comment="which text they saw")
    chosen_on: Mapped[date] = mapped_column(Date, comment="day they chose")


class AnswerRow(Table):
    """The answer to one question: options chosen, or that it was skipped. Its words are in answer_messages."""

    __tablename__ = "answers"
    __table_args__ = BY_ID

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True, comment="whose answer"
    )
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True, comment="which question")
    script_version: Mapped[str] = mapped_column(String(60), comment="version of the question they saw")
    language: Mapped[str] = mapped_column(String(20), comment="language they answered in")
    options: Mapped[list[str]] = mapped_column(JSON, comment="ids of the options chosen; empty for words alone")
    skipped: Mapped[bool] = mapped_column(Boolean, comment="they were asked and chose to skip")
    answered_on: Mapped[date] = mapped_column(Date, comment="day of the last change")


class AnswerMessage(Table):
    """One message of an answer: people answer in as many as they like."""

    __tablename__ = "answer_messages"
    __table_args__ = BY_ID

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True, comment="whose words"
    )
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True, comment="for which question")
    number: Mapped[int] = mapped_column(Integer, primary_key=True, comment="place within the answer, from 1")
    words: Mapped[str] = mapped_column(Text, comment="what they wrote")


class HeldMessage(Table):
    """A message that set off a signpost: never exported, and gone unless its writer says 'keep what I wrote'."""

    __tablename__ = "held_messages"
    __table_args__ = BY_ID

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True, comment="whose words"
    )
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True, comment="for which question")
    number: Mapped[int] = mapped_column(Integer, primary_key=True, comment="place among the held ones, from 1")
    words: Mapped[str] = mapped_column(Text, comment="what they wrote; gone when they move on or end the talk")


class ReceiptRow(Table):
    """That a receipt was shown for a response, and what it is found by. Its words are stored nowhere."""

    __tablename__ = "receipts"
    __table_args__ = BY_ID

    receipt_hash: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="keyed slow hash (scrypt) of what the four words say"
    )
    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), unique=True, comment="what it opens; it goes with it"
    )
    number: Mapped[int] = mapped_column(Integer, comment="0; more where another response would have had the same words")
    made_on: Mapped[date] = mapped_column(Date, comment="day it was first shown")


class ScriptWording(Table):
    """The whole wording of a script version that was in use, for the codebook and for showing what was agreed to."""

    __tablename__ = "script_wordings"
    __table_args__ = BY_ID

    engagement: Mapped[str] = mapped_column(String(40), primary_key=True, comment="which engagement")
    version: Mapped[str] = mapped_column(String(60), primary_key=True, comment="declared version and fingerprint")
    first_used_on: Mapped[date] = mapped_column(Date, comment="day it was first loaded")
    wording: Mapped[dict[str, Any]] = mapped_column(JSON, comment="questions, options, codes and every text")


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


class DeletionRow(Table):
    """How many rows of one kind went in one week: whole weeks, so that no backup of the day before tells whose."""

    __tablename__ = "deletions"
    __table_args__ = BY_ID

    week: Mapped[date] = mapped_column(Date, primary_key=True, comment="Monday of the week they went in")
    kind: Mapped[str] = mapped_column(
        String(20), primary_key=True, comment="what went and why, as in storage/deletions.py; never whose"
    )
    rows: Mapped[int] = mapped_column(Integer, comment="how many; shown only by the rule for small numbers")
