"""Makes docs/data_map.md, the record of processing (UK GDPR Art. 30): `make docs` writes it anew.

What a table holds comes from its own docstring in `storage/tables.py`, how long it is kept from the settings and the
scripts. Written by hand, here, is only what no code can know: what it is for, whom it is about, who gets to see it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.settings import Settings
from conversations.content import load_script
from storage.alerts import KEPT_MINUTES
from storage.tables import Table

YOUNG = "people who take part: children and young people, parents and carers, professionals"
ORGANISATION = "whoever the organisation lets export; nobody else"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose of processing: why, about whom, which categories of data, who gets to see it, in which tables."""

    title: str
    why: str
    people: str
    data: str
    recipients: str
    security: str
    tables: tuple[str, ...]
    special: str = "no"


PURPOSES = (
    Purpose(
        "To hear what would make it easier to get help",
        "The organisation plans services by it.",
        YOUNG,
        "what they wrote, with the names and numbers that were noticed taken out; options they chose; age band, district "
        "and, only where they agreed to be asked, gender, ethnic group, disability, care and the like",
        ORGANISATION,
        "random ids, days and no times, no address; `conversations/redaction`, `storage/anonymity.py`",
        ("responses", "answers", "answer_messages"),
        "health, ethnic group; in free text anything that somebody chooses to tell",
    ),
    Purpose(
        "To show what somebody agreed to, in which words",
        "Consent must be demonstrable (Art. 7(1)).",
        YOUNG,
        "each choice, its day, the wording and the version on the screen",
        ORGANISATION,
        "as above; goes with the response",
        ("consents", "script_wordings"),
    ),
    Purpose(
        "To carry a talk on, and to take each message once",
        "People answer in many messages, lose signal and come back.",
        YOUNG,
        "a keyed hash of the chat's or the browser's address; where they are in the talk, with the options chosen so far "
        "and how often help was shown; marks of messages taken",
        "nobody",
        "HMAC-SHA-256 under a secret that is never in the database; the link goes with the last turn",
        ("conversations", "handled_messages"),
        "while the talk is open, as far as options chosen and help shown tell of health",
    ),
    Purpose(
        "To let somebody see, take out or erase their answers after the end",
        "The rights of Arts. 15 to 17, for people whom nobody can find.",
        YOUNG,
        "a slow keyed hash of four words, joined to the response that they open; the words are stored nowhere",
        "whoever has the four words",
        "scrypt under the secret; few wrong tries (`bot/receipts/limiting.py`)",
        ("receipts",),
    ),
    Purpose(
        "To put aside what somebody told of harm until they say what becomes of it",
        "Nobody should have the worst day of their life in a report because they pressed Next.",
        YOUNG,
        "the message that set off help, names and numbers taken out",
        "nobody: it is never exported",
        "deleted when they move on, unless they press 'Keep what I wrote'; `conversations/held_words.py`",
        ("held_messages",),
        "health; in free text anything",
    ),
    Purpose(
        "To let the adult in the room know that urgent help was shown",
        "So that somebody in need is not alone; off unless staff turn it on for an event.",
        "staff; of people who take part only that somebody of the event was shown help",
        "an event's name and minutes; that an alert was raised, never who or what; the number of a staff chat on Telegram",
        "the adult with the event's page; the staff chat that asked, through Telegram",
        "joined to nothing that a person gave; the page's secret is stored as a hash",
        ("events", "alerts", "alert_chats", "alert_messages"),
    ),
    Purpose(
        "To show that what is to be deleted is deleted",
        "Storage limitation must be shown to be kept to (Art. 5(1)(e) and (2)).",
        "people who take part, as numbers",
        "numbers of rows by week and reason, never whose",
        "staff, by `sayso retention`: weeks that are over, small numbers hidden",
        "joined to nothing; `storage/deletions.py`",
        ("deletions",),
    ),
    Purpose(
        "To know how often help was shown",
        "A service must know whether its safety net is needed and works.",
        "people who take part, as numbers",
        "numbers by day, event, question, urgency and kind of worry",
        "staff, by `sayso safety counts`: whole weeks, small numbers hidden",
        "joined to no response; `storage/small_numbers.py`. A day's number of one can still point at a person: see the walk",
        ("signpost_counts",),
        "numbers about health",
    ),
)


def kept(settings: Settings | None = None) -> Mapping[str, str]:
    """Return for each table how long its rows are kept, from the code and the settings' defaults."""
    settings = settings or Settings()
    until = f"until {load_script().values['keep_until']}, or the earlier day that their writer was told"
    with_response = "as long as the response"
    return {
        "responses": until,
        "answers": with_response,
        "answer_messages": with_response,
        "consents": with_response,
        "receipts": with_response,
        "script_wordings": "as long as the database: it holds no person's data",
        "conversations": f"until the talk ends, at most {settings.left_days} days after the last turn (`SAYSO_LEFT_DAYS`)",
        "handled_messages": f"{settings.handled_days} days (`SAYSO_HANDLED_DAYS`)",
        "held_messages": f"until they move on or end, at most {settings.left_days} days",
        "events": "as long as the database: it holds nothing about who came",
        "alerts": f"{KEPT_MINUTES} minutes",
        "alert_chats": "until one day after the event",
        "alert_messages": "with the alert",
        "deletions": f"{settings.count_days} days (`SAYSO_COUNT_DAYS`)",
        "signpost_counts": f"{settings.count_days} days (`SAYSO_COUNT_DAYS`)",
    }


def tables() -> Mapping[str, type[Table]]:
    """Return every table by its name."""
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Table.registry.mappers}


def holds(table: type[Table]) -> str:
    """Return the first sentence of a table's docstring."""
    first = (table.__doc__ or "").strip().partition("\n")[0]
    return first.partition(". ")[0].rstrip(".")


def data_map(purposes: tuple[Purpose, ...] = PURPOSES) -> str:
    """Return the map: for each purpose what is processed, about whom, who sees it and how long it is kept.

    Raises KeyError for a table that is not there, or of which `kept` does not say how long.
    """
    return "\n".join(line for purpose in purposes for line in _section(purpose))


def _section(purpose: Purpose) -> Iterator[str]:
    terms, known = kept(), tables()
    yield f"## {purpose.title}\n"
    yield f"- **Why:** {purpose.why}"
    yield f"- **About:** {purpose.people}."
    yield f"- **Data:** {purpose.data}."
    yield f"- **Special categories (Art. 9):** {purpose.special}."
    yield f"- **Recipients:** {purpose.recipients}."
    yield f"- **Security:** {purpose.security}.\n"
    yield "| table | what it holds | kept |"
    yield "| --- | --- | --- |"
    for name in purpose.tables:
        yield f"| `{name}` | {holds(known[name])} | {terms[name]} |"
    yield ""
