"""The last day that answers are kept: the one that the first messages promise."""

from datetime import UTC, date, datetime

from bot.errors import StartError
from conversations.script import Script


def last_day(script: Script) -> date:
    """Return the last day that a script promises to keep answers. Raises StartError where it names none."""
    try:
        return datetime.strptime(script.values.get("keep_until", ""), "%d %B %Y").replace(tzinfo=UTC).date()
    except ValueError:
        raise StartError(
            f"the script of {script.engagement} must say how long answers are kept: "
            'write keep_until = "31 December 2028" under [values] in its script.toml'
        ) from None
