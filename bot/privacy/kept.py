"""Whether retention is honoured: rows that are older than what is allowed, by table; there must be none.

UK GDPR Art. 5(1)(e), storage limitation. Read only, and only counts are taken. What deletes them is `bot.tidying`, which
goes round every few hours: a row counts here once it has been due for longer than that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, not_, select
from sqlalchemy.exc import SQLAlchemyError

from bot.privacy.findings import Finding, Part, fails, holds, unknown
from bot.settings import Settings
from bot.tidying import terms_of
from conversations.script import Script
from storage.database import Database
from storage.deletions import Deleted
from storage.moments import DAY_MINUTES, day_of, minute_of
from storage.retention import what_is_due
from storage.tables import (
    AlertChatRow,
    AlertRow,
    ConversationRow,
    EventRow,
    HeldMessage,
    LastWordsRow,
    ResponseRow,
)

DUE = {
    Deleted.LEFT: "links of talks that were left too long ago",
    Deleted.HELD: "held words of talks that are not open any more",
    Deleted.AGED: "responses kept longer than their writers were told",
    Deleted.FINGERPRINTS: "marks of handled messages that are too old",
    Deleted.COUNTS: "counts of shown help that are too old",
}
"""What is due, in words."""

GRACE_DAYS = 1
"""Days that something due may still be there: tidying goes round every six hours."""

GRACE_MINUTES = 15
"""Minutes that an alert which has expired may still be there: tidying goes round every five."""

ABOUT = "Rows that are older than what people were told, and links and held words that should be gone. Only counts are taken."
TIDY = "Start Sayso and look again after a quarter of an hour; `sayso run` deletes what is due. If it stays, report it."


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must not be there: `table`, `what` in words, and the select that counts it."""

    table: str
    what: str
    count: Select[int]


async def kept_part(database: Database, settings: Settings, scripts: Mapping[str, Script], now: datetime) -> Part:
    """Return what each rule found."""
    findings: list[Finding] = []
    rows: list[tuple[str, ...]] = [("table", "what must not be there", "rows found")]
    for rule in rules(settings, scripts, now):
        try:
            async with database.reading() as connection:
                found = (await connection.execute(rule.count)).scalar_one()
        except SQLAlchemyError:
            findings.append(unknown(f"{rule.table}: {rule.what}: could not be counted.", "Run `sayso migrate`."))
            rows.append((rule.table, rule.what, "?"))
            continue
        rows.append((rule.table, rule.what, str(found)))
        if found:
            findings.append(fails(f"{rule.table}: {found} {rule.what}.", TIDY))
    if not findings:
        findings.append(holds(f"{len(rows) - 1} rules, and no row that breaks one."))
    return Part("Retention honoured", ABOUT, tuple(findings), tuple(rows))


def rules(settings: Settings, scripts: Mapping[str, Script], now: datetime) -> Iterator[Rule]:
    """Give every rule, for a moment."""
    yield from _by_age(settings, scripts, now)
    yield from _at_an_event(now)
    yield from _by_joining()


def _by_age(settings: Settings, scripts: Mapping[str, Script], now: datetime) -> Iterator[Rule]:
    day = day_of(now) - timedelta(days=GRACE_DAYS)
    for kind, table, condition in what_is_due(terms_of(settings, scripts), day):
        yield Rule(table.__tablename__, DUE[kind], _count(table, condition))


def _at_an_event(now: datetime) -> Iterator[Rule]:
    minute = minute_of(now) - GRACE_MINUTES
    over = select(EventRow.code).where(EventRow.closes_minute <= minute - DAY_MINUTES)
    yield Rule("alerts", "alerts older than an hour", _count(AlertRow, AlertRow.expires_minute <= minute))
    yield Rule(
        "last_words",
        "last words of talks that ended more than some minutes ago",
        _count(LastWordsRow, LastWordsRow.expires_minute <= minute),
    )
    yield Rule(
        "alert_chats",
        "staff chats of events that closed more than a day ago",
        _count(AlertChatRow, AlertChatRow.event_code.in_(over)),
    )


def _by_joining() -> Iterator[Rule]:
    closed = select(ResponseRow.id).where(ResponseRow.status != "open")
    linked = select(ConversationRow.response_id).where(ConversationRow.response_id.is_not(None))
    yield Rule(
        "conversations", "links between an address and answers whose talk is closed",
        _count(ConversationRow, ConversationRow.response_id.in_(closed)),
    )  # fmt: skip
    yield Rule(
        "held_messages", "held words of talks that are closed", _count(HeldMessage, HeldMessage.response_id.in_(closed))
    )
    yield Rule(
        "held_messages",
        "held words of talks that were given up",
        _count(HeldMessage, not_(HeldMessage.response_id.in_(linked))),
    )


def _count(table: type[object], condition: object) -> Select[int]:
    return select(func.count()).select_from(table).where(condition)  # type: ignore[arg-type]
