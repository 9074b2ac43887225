"""Every table, with a comment on every column saying what it holds and why.

Nothing here can say who somebody is once their conversation has closed: no address, no second of the clock, no order
of rows. Ids are random, and SQLite keeps the rows in the order of those ids.

Of time there are days; minutes only for what staff arrange (when an event opens) and for what is gone within the hour (an
alert, the last words of a talk). Such a column's name ends in `_minute` and counts minutes since 1970-01-01 00:00 UTC.
"""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON, BigInteger, Boolean, Date, Integer, String, Text

from storage.event_tables import AlertChatRow as AlertChatRow
from storage.event_tables import AlertMessageRow as AlertMessageRow
from storage.event_tables import AlertRow as AlertRow
from storage.event_tables import EventCountRow as EventCountRow
from storage.event_tables import EventRow as EventRow
from storage.event_tables import SignpostCountRow as SignpostCountRow
from storage.language_tables import AnswerLanguageRow as AnswerLanguageRow
from storage.language_tables import AnswerTranslationRow as AnswerTranslationRow
from storage.release_tables import ReleasedRow as ReleasedRow
from storage.release_tables import ReleaseRow as ReleaseRow
from storage.staff_tables import AuditCutRow as AuditCutRow
from storage.staff_tables import AuditRow as AuditRow
from storage.staff_tables import StaffAccountRow as StaffAccountRow
from storage.staff_tables import StaffLinkRow as StaffLinkRow
from storage.staff_tables import StaffRecoveryRow as StaffRecoveryRow
from storage.staff_tables import StaffSessionRow as StaffSessionRow
from storage.staff_tables import StaffTriesRow as StaffTriesRow
from storage.statistics_tables import StatisticsRow as StatisticsRow
from storage.table_declaration import BY_ID
from storage.table_declaration import Table as Table
from storage.theme_tables import ThemeCodingRow as ThemeCodingRow
from storage.theme_tables import ThemeReadingRow as ThemeReadingRow
from storage.theme_tables import ThemeRow as ThemeRow
from storage.we_did_tables import WeDidRow as WeDidRow
from storage.we_did_tables import WeDidThemeRow as WeDidThemeRow


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
    answered: Mapped[str | None] = mapped_column(
        String(64), comment="fingerprint of the message that the replies answer, so that its repeat is answered alike"
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


class LastWordsRow(Table):
    """How a talk ended, for the closing message that comes once more: gone some minutes later, joined to nothing."""

    __tablename__ = "last_words"
    __table_args__ = BY_ID

    fingerprint: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="keyed hash of the message that closed the talk"
    )
    state: Mapped[dict[str, Any]] = mapped_column(JSON, comment="ConversationState as JSON; no words of a person")
    replies: Mapped[list[Any]] = mapped_column(
        JSON, comment="what was said last; in the receipt's place stand no words"
    )
    masked_receipt: Mapped[int | None] = mapped_column(
        BigInteger, comment="the receipt's value under a mask that only this message makes; null: none was shown"
    )
    expires_minute: Mapped[int] = mapped_column(
        Integer, index=True, comment="minute from which it is given no more and may be deleted"
    )


class ResponseRow(Table):
    """What one person gave, from agreeing to take part to the end or the last thing they did."""

    __tablename__ = "responses"
    __table_args__ = BY_ID

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="random; says nothing about when or who")
    engagement: Mapped[str] = mapped_column(String(40), index=True, comment="which engagement's script")
    script_version: Mapped[str] = mapped_column(String(60), comment="version of the script when it was opened")
    channel: Mapped[str] = mapped_column(String(20), comment="web, telegram, terminal or paper")
    entry_code: Mapped[str] = mapped_column(String(40), index=True, comment="code of the link they came by, or empty")
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
        String(64), primary_key=True, comment="keyed hash of what the four words say"
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


class DeletionRow(Table):
    """How many rows of one kind went in one week: whole weeks, so that no backup of the day before tells whose."""

    __tablename__ = "deletions"
    __table_args__ = BY_ID

    week: Mapped[date] = mapped_column(Date, primary_key=True, comment="Monday of the week they went in")
    kind: Mapped[str] = mapped_column(
        String(20), primary_key=True, comment="what went and why, as in storage/deletions.py; never whose"
    )
    rows: Mapped[int] = mapped_column(Integer, comment="how many; shown only by the rule for small numbers")


class ErasureRow(Table):
    """That something was erased or taken out, so that restoring a backup leaves it out again; whose, nobody can tell.

    Kept for as long as backups are (SAYSO_BACKUP_DAYS). The id that a mark is made of is random and gone, so a mark says
    nothing but to somebody who holds a backup in which the id still stands.
    """

    __tablename__ = "erasures"
    __table_args__ = BY_ID

    mark: Mapped[str] = mapped_column(
        String(64),
        primary_key=True,
        comment="SHA-256 of the random id of what went, and of the question where it was one",
    )
    week: Mapped[date] = mapped_column(Date, index=True, comment="Monday of the week it last went in, for deleting it")
    times: Mapped[int] = mapped_column(
        Integer, comment="how often: an answer can be taken out, given anew and taken out again"
    )


class WipingDueRow(Table):
    """That something was deleted and its bytes may still be in the database's files, until they are wiped."""

    __tablename__ = "wiping_due"
    __table_args__ = BY_ID

    mark: Mapped[str] = mapped_column(
        String(32),
        primary_key=True,
        comment="random; left by whoever deleted something, taken away once the files are wiped",
    )
