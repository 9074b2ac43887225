"""How long each table keeps a row, in words: read by the data dictionary, true by `bot.tidying` and `storage`."""

from sqlalchemy import Table as SqlTable

HOW_LONG = {
    "conversations": "until the talk ends; where somebody left it, as many days as SAYSO_LEFT_DAYS says",
    "handled_messages": "as many days as SAYSO_HANDLED_DAYS says",
    "responses": "until the day its writer was told (kept_until), or until they erase it",
    "answer_languages": "as long as the answer it belongs to",
    "themes": "until staff merge it into another theme: staff's own words, nothing of a person",
    "theme_readings": "as long as the answer that was coded",
    "theme_codings": "as long as the answer that was coded",
    "we_did": "until staff delete it: words of staff, nothing of a person",
    "we_did_themes": "as long as what is published, or the theme: nothing of a person",
    "answer_translations": "as long as the answer it belongs to",
    "held_messages": "until its writer moves on, keeps it or ends the talk; it never outlives the talk",
    "script_wordings": "as long as the database: wording of ours, nothing of a person",
    "events": "until staff delete the database: made by staff, nothing of a young person",
    "last_words": "10 minutes after the talk ended; then at most 5 until they are deleted",
    "alerts": "60 minutes",
    "alert_chats": "one day after the event closes: a chat of staff",
    "alert_messages": "as long as the alert it tells of, 60 minutes",
    "wiping_due": "until the files are wiped, some seconds or minutes: random marks, joined to nothing",
    "deletions": "as many days as SAYSO_COUNT_DAYS says: counts by week, joined to nobody",
    "erasures": "as many days as SAYSO_BACKUP_DAYS says: marks of what is gone, joined to nobody",
    "staff_accounts": "until an administrator removes the account: of staff",
    "staff_tries": "an hour at most: of staff, and of who tries to be",
    "audit_entries": "as many days as SAYSO_AUDIT_DAYS says: of staff",
    "audit_cuts": "as long as the database: it holds no person's data",
    "statistics": "until the figures of a later week take their place: rounded, small ones hidden, nothing of a person",
    "releases": "as long as the database: what was decided to be shared, nothing of a person",
    "signpost_counts": "as many days as SAYSO_COUNT_DAYS says: counts, joined to nobody",
}
"""By table. A table that is not here is kept as long as the row that its foreign key points to."""

PARENTS = {
    "responses": "as long as the response it belongs to",
    "events": "as long as the event it belongs to",
    "staff_accounts": "as long as the account; a link three days, a session twelve hours at most",
    "conversations": "as long as the open conversation it belongs to",
}


def how_long(table: SqlTable) -> str:
    """Return how long a table's rows are kept; empty where nothing says so, which the check reports."""
    if table.name in HOW_LONG:
        return HOW_LONG[table.name]
    if isinstance(said := table.info.get("how_long"), str):
        return said
    parents = sorted(key.column.table.name for key in table.foreign_keys if (key.ondelete or "").upper() == "CASCADE")
    return next((PARENTS[name] for name in parents if name in PARENTS), "")
