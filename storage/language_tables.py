"""The tables of which languages answers are written in, and of their translations. Columns are described as in `storage/tables.py`."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Date, String, Text

from storage.table_declaration import BY_ID, Table

ANY_TO_TRANSLATE = "translate_for <> ''"
"""Which rows the index of what is to be translated holds: a small part of all."""


class AnswerLanguageRow(Table):
    """Which language the words of an answer are in, as far as that could be told once its talk had ended."""

    __tablename__ = "answer_languages"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question_id"], ["answers.response_id", "answers.question_id"], ondelete="CASCADE"
        ),
        Index(
            "ix_answer_languages_translate_for",
            "translate_for",
            "response_id",
            "question_id",
            # PostgreSQL's stands in `new_tables.py`: here it would import all of that.
            sqlite_where=text(ANY_TO_TRANSLATE),
        ),
        BY_ID,
    )

    response_id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="whose answer")
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True, comment="to which question")
    language: Mapped[str] = mapped_column(
        String(8), comment="ISO 639 code of the language it is written in; empty where that was not sure"
    )
    translate_for: Mapped[str] = mapped_column(
        String(40), comment="engagement whose staff have it to translate; empty where it is in English"
    )


class AnswerTranslationRow(Table):
    """What staff translated of an answer into English. It stands beside the answer, which nobody ever changes."""

    __tablename__ = "answer_translations"
    __table_args__ = (
        ForeignKeyConstraint(
            ["response_id", "question_id"], ["answers.response_id", "answers.question_id"], ondelete="CASCADE"
        ),
        BY_ID,
    )

    response_id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="whose answer")
    question_id: Mapped[str] = mapped_column(String(40), primary_key=True, comment="to which question")
    words: Mapped[str] = mapped_column(Text, comment="what it says in English, redacted as the answer was")
    translated_by: Mapped[str] = mapped_column(String(120), comment="name of the account of staff that typed it in")
    translated_on: Mapped[date] = mapped_column(Date, comment="day it was typed in, or last corrected")
