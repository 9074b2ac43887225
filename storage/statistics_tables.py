"""The table of figures that may be shown: worked out once for each week that is over, read by every page.

Columns are described as in `storage/tables.py`.
"""

from datetime import date
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON, Date, String

from storage.table_declaration import BY_ID, Table


class StatisticsRow(Table):
    """What may be shown of one engagement up to a Sunday: rounded and hidden figures only, never a true count."""

    __tablename__ = "statistics"
    __table_args__ = BY_ID

    engagement: Mapped[str] = mapped_column(String(40), primary_key=True, comment="which engagement")
    until: Mapped[date] = mapped_column(Date, comment="the Sunday up to which it counts")
    method: Mapped[str] = mapped_column(
        String(120), comment="what else decides the figures: method, threshold, version of the script"
    )
    figures: Mapped[dict[str, Any]] = mapped_column(
        JSON, comment="figures by table and key, to the nearest 5; null for a hidden one"
    )
