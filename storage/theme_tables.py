"""The tables of what answers are about, as analysts see it: code frames, who coded which answer, with which themes.

Columns are described as in `storage/tables.py`. Why coding is stored this way stands in docs/themes.md.
"""

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Boolean, Integer, String, Text

from storage.table_declaration import BY_ID, Table


class ThemeRow(Table):
    """One theme of a question's code frame, in staff's words. It holds nothing that anybody gave."""

    __tablename__ = "themes"
    __table_args__ = BY_ID

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="random")
    engagement: Mapped[str] = mapped_column(String(40), index=True, comment="of which engagement")
    question_id: Mapped[str] = mapped_column(String(40), comment="of which question's code frame")
    name: Mapped[str] = mapped_column(String(120), comment="what staff call it")
    description: Mapped[str] = mapped_column(Text, comment="when it fits and when not, for whoever codes; may be empty")
    place: Mapped[int] = mapped_column(Integer, comment="place within the frame, from 1; gaps say nothing")
    retired: Mapped[bool] = mapped_column(Boolean, comment="it is offered no more; what was coded with it stays")


class ThemeReadingRow(Table):
    """That somebody has coded an answer. Without a row in theme_codings it says that no theme fits."""

    __tablename__ = "theme_readings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question_id"], ["answers.response_id", "answers.question_id"], ondelete="CASCADE"
        ),
        BY_ID,
    )

    response_id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="whose answer")
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True, comment="to which question")
    coder: Mapped[str] = mapped_column(
        String(120), primary_key=True, comment="name of the account that coded, as in the audit trail; a leaver's stays"
    )


class ThemeCodingRow(Table):
    """One theme that somebody gave to an answer."""

    __tablename__ = "theme_codings"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question_id", "coder"],
            ["theme_readings.response_id", "theme_readings.question_id", "theme_readings.coder"],
            ondelete="CASCADE",
        ),
        BY_ID,
    )

    response_id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="whose answer")
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True, comment="to which question")
    coder: Mapped[str] = mapped_column(String(120), primary_key=True, comment="who coded, as in theme_readings")
    theme_id: Mapped[str] = mapped_column(
        ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True, index=True, comment="which theme"
    )
