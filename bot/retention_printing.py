"""What `sayso retention` prints: terms, what is due, what went. Every number of rows goes through the small-number rule."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from bot.promises import told
from bot.settings import Settings
from conversations.script import Script
from storage.alerts import KEPT_MINUTES
from storage.deletions import Deleted
from storage.last_words import KEPT_MINUTES as LAST_WORDS_MINUTES
from storage.small_numbers import figure

NAMES = {
    Deleted.LEFT: "unfinished conversations (the link; answers stay)",
    Deleted.HELD: "words put aside and not kept",
    Deleted.AGED: "answers whose last day was over",
    Deleted.ERASED: "answers that their writer erased",
    Deleted.TAKEN_BACK: "messages that their writer changed or cleared",
    Deleted.HIDDEN: "messages in which staff hid words by hand",
    Deleted.FINGERPRINTS: "fingerprints of handled messages",
    Deleted.COUNTS: "counts of shown help",
    Deleted.ALERTS: "alerts",
    Deleted.CHATS: "staff chats of closed events",
}
COLUMNS = {
    Deleted.LEFT: "left",
    Deleted.HELD: "put aside",
    Deleted.AGED: "aged",
    Deleted.ERASED: "erased",
    Deleted.TAKEN_BACK: "changed",
    Deleted.HIDDEN: "hidden",
    Deleted.FINGERPRINTS: "fingerprints",
    Deleted.COUNTS: "counts",
    Deleted.ALERTS: "alerts",
    Deleted.CHATS: "chats",
}


def term_lines(settings: Settings, scripts: Iterable[Script]) -> Iterator[str]:
    """Give the terms in force, each with what says so."""
    yield "How long things are kept"
    rows = [
        ("unfinished conversations", days(settings.left_days), "SAYSO_LEFT_DAYS, from the last message"),
        ("words put aside", "until they move on", "at the latest as long as the conversation"),
        ("fingerprints of handled messages", days(settings.handled_days), "SAYSO_HANDLED_DAYS"),
        ("counts of shown help and deletions", days(settings.count_days), "SAYSO_COUNT_DAYS"),
        ("last words of talks", f"{LAST_WORDS_MINUTES} minutes", "always"),
        ("alerts", f"{KEPT_MINUTES} minutes", "always"),
        ("staff chats", "1 day after the event", "always"),
    ]
    rows += [
        (f"answers to {script.engagement}", told(script), "its script.toml, as people are told") for script in scripts
    ]
    if settings.response_days is not None:
        rows.append(("any answers", f"at most {days(settings.response_days)}", "SAYSO_RESPONSE_DAYS"))
    yield from aligned(rows)


def due_lines(
    due: Mapping[Deleted, int], threshold: int, heading: str = "Due now", none: str = "Nothing is due."
) -> Iterator[str]:
    """Give what is due, or what just went."""
    rows = [(f"{figure(number, threshold)}", NAMES[kind]) for kind, number in due.items() if number]
    if not rows:
        yield none
        return
    yield f"{heading} ({hidden(threshold)})"
    yield from aligned(rows)


def deleted_lines(weeks: Mapping[date, Mapping[Deleted, int]], threshold: int) -> Iterator[str]:
    """Give what went in each week that is over. There are no totals, so that nothing can be worked out from them."""
    if not weeks:
        yield "Nothing was deleted in a week that is over."
        return
    yield f"Deleted in the week from Monday ({hidden(threshold)})"
    kinds = [kind for kind in COLUMNS if any(kind in week for week in weeks.values())]
    rows: list[Sequence[str]] = [("", *(COLUMNS[kind] for kind in kinds))]
    for monday, week in weeks.items():
        rows.append((f"{monday:%Y-%m-%d}", *(str(figure(week.get(kind, 0), threshold)) for kind in kinds)))
    yield from aligned(rows)
    yield ""
    yield from (f"  {COLUMNS[kind]}: {NAMES[kind]}" for kind in kinds)


def hidden(threshold: int) -> str:
    """Return what a star means."""
    return f"* is a number from 1 to {threshold}, others are rounded to the nearest 5"


def days(number: int) -> str:
    """Return a number of days in words."""
    return f"{number} day" if number == 1 else f"{number} days"


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Give rows as lines whose columns stand below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
