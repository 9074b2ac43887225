"""The tables of 'You said, we did': what staff publish of what became of themes. Columns are described as in `storage/tables.py`."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Date, String, Text

from storage.table_declaration import BY_ID, Table


class WeDidRow(Table):
    """What many people said and what came of it, in words that staff typed. It holds nothing that anybody gave."""

    __tablename__ = "we_did"
    __table_args__ = BY_ID

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="random")
    engagement: Mapped[str] = mapped_column(String(40), index=True, comment="of which engagement")
    you_said: Mapped[str] = mapped_column(Text, comment="what many people said, in words of staff; never a quote")
    came: Mapped[str] = mapped_column(String(20), comment="we_did, not_yet or we_cannot")
    words: Mapped[str] = mapped_column(
        Text, comment="what was done, what is still to come, or why it cannot be; of staff"
    )
    holds_on: Mapped[date] = mapped_column(Date, comment="day that it holds for, as staff typed it; the page shows it")
    published_on: Mapped[date | None] = mapped_column(
        Date, comment="day from which everybody can read it; null: a draft, which only staff see"
    )


class WeDidThemeRow(Table):
    """Which themes something published is about, so that a receipt shows it to those who said it."""

    __tablename__ = "we_did_themes"
    __table_args__ = BY_ID

    we_did_id: Mapped[str] = mapped_column(
        ForeignKey("we_did.id", ondelete="CASCADE"), primary_key=True, comment="what is published"
    )
    theme_id: Mapped[str] = mapped_column(
        ForeignKey("themes.id", ondelete="CASCADE"), primary_key=True, index=True, comment="about which theme"
    )
