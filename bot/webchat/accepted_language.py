"""Which of a script's languages a browser would like best."""

from bot.language_tags import language_of_tag
from conversations.script import Script


def accepted_language(header: str, script: Script) -> str:
    """Return the code of the best language that an Accept-Language header names, or nothing.

    `en-GB` finds `en`. Easier words (`en-easy`) are never guessed: those are chosen.
    """
    for tag in _tags(header):
        if code := language_of_tag(tag, script.languages):
            return code
    return ""


def _tags(header: str) -> list[str]:
    weighed: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((float(weight or 1), tag.strip().lower()))
        except ValueError:
            continue
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]
