"""How often help was shown: counted in the turn's own transaction, joined to no response, read out only in sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType, ModuleType

from sqlalchemy import ColumnElement, Insert, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conversations.state import ConversationState
from conversations.turn import CountSignpost
from storage.alerts import raise_alert
from storage.prepared import AnyConnection, Prepared, given, run
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


KEY = ("day", "engagement", "entry_code", "place", "level", "urgency", "category")


def _count(dialect: ModuleType) -> Insert:
    first = dialect.insert(SignpostCountRow).values(shown=literal(1), **{name: given(name) for name in KEY})
    counted: Insert = first.on_conflict_do_update(
        index_elements=list(KEY), set_={"shown": SignpostCountRow.shown + first.excluded.shown}
    )
    return counted


COUNT = Prepared(_count)


async def count_signpost(
    connection: AnyConnection, shown: CountSignpost, state: ConversationState, day: date, minute: int
) -> None:
    """Count that help was shown, and have the adult in the room told where it is urgent and their event asks for it."""
    if shown.urgent and state.entry_code:
        await raise_alert(connection, state.entry_code, minute)
    where = {"day": day, "engagement": state.engagement, "entry_code": state.entry_code}
    what = {"place": shown.place, "level": shown.level, "urgency": shown.urgency, "category": shown.category}
    await run(connection, COUNT, {**where, **what})


async def counts_by(connection: AsyncConnection, cut: Cut, wanted: Wanted) -> Mapping[str, int]:
    """Return how often help was shown, by one thing, in its order. True counts: `small_numbers` comes before anybody."""
    column = COLUMNS[cut]
    rows = await connection.execute(
        select(column, func.sum(SignpostCountRow.shown)).where(wanted.condition).group_by(column).order_by(column)
    )
    return MappingProxyType({str(value): int(shown) for value, shown in rows})
