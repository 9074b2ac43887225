"""The tables of what was released to be shared: which releases there were, and which response went into which.

Columns are described as in `storage/tables.py`. Why a response goes into one release and never into another stands in
docs/releases.md.
"""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON, Date, Integer, String

from storage.table_declaration import BY_ID, Table


class ReleaseRow(Table):
    """One release: whose answers may be shared since then, by which rule. It holds nothing that anybody gave."""

    __tablename__ = "releases"
    __table_args__ = BY_ID

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="random")
    number: Mapped[int] = mapped_column(Integer, unique=True, comment="counts the releases from 1")
    engagement: Mapped[str] = mapped_column(String(40), index=True, comment="of which engagement")
    until: Mapped[date] = mapped_column(Date, comment="the Sunday up to which it reaches, from the release before")
    made_on: Mapped[date] = mapped_column(Date, comment="day it was made")
    rule: Mapped[str] = mapped_column(String(20), comment="version of the rule for what is coarsened and hidden")
    threshold: Mapped[int] = mapped_column(Integer, comment="largest number of people that counted as too few")
    plan: Mapped[dict[str, Any]] = mapped_column(
        JSON, comment="ids of the questions in it, and the two characteristics that stand with words"
    )
    content_hash: Mapped[str | None] = mapped_column(
        String(64), comment="SHA-256 of everything in it, whatever the format; null until it is whole"
    )


class ReleasedRow(Table):
    """That a response is in a release, and so in no other one ever; what of it was published is not told here."""

    __tablename__ = "released_responses"
    __table_args__ = BY_ID

    response_id: Mapped[str] = mapped_column(
        ForeignKey("responses.id", ondelete="CASCADE"), primary_key=True, comment="which response"
    )
    release: Mapped[int] = mapped_column(
        ForeignKey("releases.number", ondelete="CASCADE"), index=True, comment="in which release"
    )
