"""How often help was shown: counted in the turn's own transaction, joined to no response, read out only in sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.state import ConversationState
from conversations.turn import CountSignpost
from storage.alerts import raise_alert
from storage.tables import SignpostCountRow


class Cut(StrEnum):
    """What counts can be cut up by: one thing at a time, since two at once would leave nothing but small numbers."""

    CATEGORY = "category"
    QUESTION = "question"
    EVENT = "event"
    DAY = "day"


COLUMNS = {
    Cut.CATEGORY: SignpostCountRow.category,
    Cut.QUESTION: SignpostCountRow.place,
    Cut.EVENT: SignpostCountRow.entry_code,
    Cut.DAY: SignpostCountRow.day,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which signposts to count: of one level, and of a period, an engagement or a link's code where one is named."""

    level: str
    first: date | None = None
    last: date | None = None
    engagement: str = ""
    entry_code: str = ""

    @property
    def condition(self) -> ColumnElement[bool]:
        """The same for the database."""
        condition: ColumnElement[bool] = SignpostCountRow.level == self.level
        if self.first is not None:
            condition &= SignpostCountRow.day >= self.first
        if self.last is not None:
            condition &= SignpostCountRow.day <= self.last
        if self.engagement:
            condition &= SignpostCountRow.engagement == self.engagement
        if self.entry_code:
            condition &= SignpostCountRow.entry_code == self.entry_code
        return condition


async def count_signpost(
    connection: AsyncConnection, shown: CountSignpost, state: ConversationState, day: date, minute: int
) -> None:
    """Count that help was shown, and have the adult in the room told where it is urgent and their event asks for it."""
    if shown.urgent and state.entry_code:
        await raise_alert(connection, state.entry_code, minute)
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    key = {
        "day": day,
        "engagement": state.engagement,
        "entry_code": state.entry_code,
        "place": shown.place,
        "level": shown.level,
        "urgency": shown.urgency,
        "category": shown.category,
    }
    statement = dialect.insert(SignpostCountRow).values(**key, shown=1)
    await connection.execute(
        statement.on_conflict_do_update(index_elements=list(key), set_={"shown": SignpostCountRow.shown + 1})
    )


async def counts_by(connection: AsyncConnection, cut: Cut, wanted: Wanted) -> Mapping[str, int]:
    """Return how often help was shown, by one thing, in its order. True counts: `small_numbers` comes before anybody."""
    column = COLUMNS[cut]
    rows = await connection.execute(
        select(column, func.sum(SignpostCountRow.shown)).where(wanted.condition).group_by(column).order_by(column)
    )
    return MappingProxyType({str(value): int(shown) for value, shown in rows})
