"""Makes docs/data_map.md, the record of processing (UK GDPR Art. 30): `make docs` writes it anew.

What a table holds comes from its own docstring in `storage/tables.py`, how long it is kept from the settings and the
scripts. Written by hand, here, is only what no code can know: what it is for, whom it is about, who gets to see it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.settings import Settings
from conversations.content import load_script
from storage.alerts import KEPT_MINUTES
from storage.last_words import KEPT_MINUTES as LAST_WORDS_MINUTES
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
        "and, only where they agreed to be asked, gender, ethnic group, disability, care and the like; beside an answer in "
        "another language its translation, with the name of the account of staff that typed it in",
        ORGANISATION,
        "random ids, days and no times, no address; `conversations/redaction`, `storage/anonymity.py`",
        ("responses", "answers", "answer_messages", "answer_languages", "answer_translations"),
        "health, ethnic group; in free text anything that somebody chooses to tell",
    ),
    Purpose(
        "To sort what was said by theme, and to check how far two readers agree",
        "Hundreds of answers in people's own words cannot be told otherwise, and a reader's view must be open to question.",
        "people who take part; of staff who coded",
        "themes that staff gave to an answer, and the name of the account that gave them",
        "analysts and leads; counts and names of themes in the report, small numbers hidden",
        "goes with the answer; `storage/theme_coding.py`, docs/themes.md",
        ("themes", "theme_readings", "theme_codings"),
        "what an answer is about can be health",
    ),
    Purpose(
        "To tell those who took part what came of it",
        "People are owed an answer, and nobody's address is kept to send one to.",
        "nobody, unless staff name somebody against the rules; those who hold a receipt see what came of their own answers",
        "what staff typed for each theme: what many people said, what was done or not, and the day",
        "everybody, once a lead has published it",
        "only what more people said than the largest number that is hidden; names and quotes are looked for before; "
        "`storage/we_did.py`, docs/you_said.md",
        ("we_did", "we_did_themes"),
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
        "how often help was shown, and a language they were found to write in; marks of messages taken; for some minutes the last words of a talk, should they get lost",
        "nobody",
        "HMAC-SHA-256 under a secret that is never in the database; the link goes with the last turn; the receipt in the last "
        "words lies under a mask that only the closing message makes",
        ("conversations", "handled_messages", "last_words"),
        "while the talk is open, as far as options chosen and help shown tell of health",
    ),
    Purpose(
        "To share what was said without anybody standing out",
        "Others plan services too; nobody may be found by comparing what they were given.",
        YOUNG,
        "that a response is in a release; never what of it was published",
        "nobody: `sayso release` looks it up",
        "goes with the response; `storage/releases/ledger.py`, docs/releases.md",
        ("releases", "released_responses"),
    ),
    Purpose(
        "To let somebody see, take out or erase their answers after the end",
        "The rights of Arts. 15 to 17, for people whom nobody can find.",
        YOUNG,
        "a keyed hash of four words, joined to the response that they open; the words are stored nowhere",
        "whoever has the four words",
        "HMAC-SHA-256 under the secret; few wrong tries (`bot/receipts/limiting.py`)",
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
        "To let staff see how many take part in an event",
        "So that they know whether to ask round once more; no look at it tells of one person.",
        "those who take part, as a number",
        "how many agreed to take part by an event's code, and how many reached the end",
        "staff, by the small-number rule, and only once eight more or fewer took part; `storage/event_counts.py`",
        "joined to nothing that a person gave",
        ("event_counts",),
    ),
    Purpose(
        "To show that what is to be deleted is deleted",
        "Storage limitation must be shown to be kept to (Art. 5(1)(e) and (2)).",
        "people who take part, as numbers",
        "numbers of rows by week and reason, never whose; random marks until the files are wiped",
        "staff, by `sayso retention`: weeks that are over, small numbers hidden",
        "joined to nothing; `storage/deletions.py`",
        ("deletions", "wiping_due"),
    ),
    Purpose(
        "To keep what was erased from coming back with a backup",
        "Erasure must hold for copies too (Art. 17), also when a database is lost.",
        "people who erased something, whom nobody can tell from it",
        "SHA-256 of a random id that is gone, the week, how often",
        "nobody; `sayso restore` compares it with a backup",
        "joined to nothing; says something only beside a backup that still holds the id; `storage/erasures.py`",
        ("erasures",),
    ),
    Purpose(
        "To let only those in who should be, and to know who did what",
        "Access must be limited and accountable (Art. 5(1)(f) and (2), Art. 32).",
        "staff",
        "the name they sign in with, role, a hash of the password, the app's secret, minutes of sessions; tries to sign in "
        "under a keyed hash of name and address; in the audit trail the name, the minute and what was done",
        "administrators; auditors, by `sayso audit`",
        "Argon2id, a second factor, keyed hashes under the secret; the trail is sealed entry by entry (`storage/audit.py`)",
        (
            "staff_accounts",
            "staff_links",
            "staff_recovery_codes",
            "staff_sessions",
            "staff_tries",
            "audit_entries",
            "audit_cuts",
        ),
    ),
    Purpose(
        "To see who has been heard and who has not",
        "Engagement leads adapt while it runs, and report to the public.",
        "people who take part, as numbers",
        "numbers to the nearest 5, small ones hidden, by district and age, audience, language, channel, event, week, question",
        "staff, on the overview; whoever reads the report",
        "true counts are never stored; worked out once a week, all tables guarded together: `storage/guarding.py`",
        ("statistics",),
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
        "answer_languages": with_response,
        "themes": "until staff merge it into another: it holds no person's data",
        "theme_readings": with_response,
        "theme_codings": with_response,
        "we_did": "until staff delete it: it holds no person's data",
        "we_did_themes": "as long as what is published and the theme",
        "answer_translations": with_response,
        "consents": with_response,
        "receipts": with_response,
        "released_responses": with_response,
        "releases": "as long as the database: it holds no person's data",
        "script_wordings": "as long as the database: it holds no person's data",
        "conversations": f"until the talk ends, at most {settings.left_days} days after the last turn (`SAYSO_LEFT_DAYS`)",
        "handled_messages": f"{settings.handled_days} days (`SAYSO_HANDLED_DAYS`)",
        "held_messages": f"until they move on or end, at most {settings.left_days} days",
        "events": "as long as the database: it holds nothing about who came",
        "event_counts": "as long as the event",
        "last_words": f"{LAST_WORDS_MINUTES} minutes",
        "alerts": f"{KEPT_MINUTES} minutes",
        "alert_chats": "until one day after the event",
        "alert_messages": "with the alert",
        "staff_accounts": "until an administrator removes the account",
        "staff_links": "until used, at most 3 days",
        "staff_recovery_codes": "until used, or with the account",
        "staff_sessions": "until they sign out, at most 12 hours",
        "staff_tries": "an hour",
        "audit_entries": f"{settings.audit_days} days (`SAYSO_AUDIT_DAYS`)",
        "audit_cuts": "as long as the database: it holds no person's data",
        "wiping_due": "until the files are wiped",
        "deletions": f"{settings.count_days} days (`SAYSO_COUNT_DAYS`)",
        "erasures": f"{settings.backup_days} days and the rest of the week (`SAYSO_BACKUP_DAYS`)",
        "statistics": "until a later week's take their place",
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
