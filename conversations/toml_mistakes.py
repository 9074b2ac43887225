"""Says in plain words what a TOML reader stumbled over, and finds the line where it was really made."""

import re

from conversations.toml_lines import syntax_error_line

MISTAKES = (
    (
        "cannot overwrite a value",
        "This name is here twice.",
        "Take one of the two out, or give it another name.",
    ),
    (
        "cannot declare|cannot mutate|cannot overwrite",
        "This [name] is here twice.",
        "Put everything under one of them; a list like the questions needs two brackets: [[questions]].",
    ),
    (
        "expected '=' after a key",
        "This line has no = sign where one should be.",
        'Write it as name = "words".',
    ),
    (
        r"illegal character '\\n'|unterminated string|expected '\"'",
        "The quote that was opened here is not closed.",
        'Put a " at the end of the words.',
    ),
    (
        "unescaped|hex value|escape",
        "There is a backslash in the words.",
        "Take the \\ out, or write \\\\ to show one.",
    ),
    (
        "illegal character",
        "There is a hidden or forbidden letter in this line.",
        "Delete the line and type it again; do not paste it.",
    ),
    (
        "expected newline or end of document",
        "There is something after the end of this line's words.",
        'Put the words between two straight quotes "like this"; a quote inside them is written \\".',
    ),
    (
        "expected '\\]'|expected '\\]\\]'",
        "A square bracket is missing here.",
        "Write the name between brackets, for example [ask] or [[questions]].",
    ),
    (
        "unclosed array",
        "A comma is missing at the end of this line, or the ] that closes the list.",
        "Each item of a list ends with a comma, the list itself with a ].",
    ),
    (
        "unclosed inline table|expected '\\}'|inline table",
        "A curly bracket was opened and is not closed.",
        'Write the item on one line, as { id = "name" },',
    ),
    (
        "invalid value",
        "What comes after the = sign cannot be read.",
        'Put words between straight quotes "like this"; true and false are written small and without quotes.',
    ),
    (
        "invalid initial character|invalid statement",
        "This line does not begin with a name.",
        "Write a name with small letters, digits and _ before the = sign, or put # before a remark.",
    ),
)
"""What the reader's own message says, what that means to the person who edits, and what to do."""

_STRING = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')
_LIST_BEGINS = re.compile(r"^\s*[\w.-]+\s*=\s*\[")


def explain(message: str, text: str) -> tuple[int, str, str]:
    """Return (line, what is wrong, what to do) for a TOML reader's message about a text."""
    lines = text.splitlines()
    line = syntax_error_line(message) or len(lines) + 1
    stopped_at = lines[line - 1] if line <= len(lines) else ""
    gave_up_late = "unclosed array" in message.lower() or stopped_at.startswith("[") or line > len(lines)
    if gave_up_late and in_open_list(lines[: line - 1]):
        message, line = "unclosed array", last_filled_line(lines[: line - 1])
    line = min(line, max(1, len(lines)))
    for pattern, what, advice in MISTAKES:
        if re.search(pattern, message, re.IGNORECASE):
            return line, what, advice
    return line, "This line cannot be read.", "Look for a missing quote, bracket or = sign here or just above."


def in_open_list(lines: list[str]) -> bool:
    """Whether these lines end inside a list that was not closed."""
    depth = 0
    for line in lines:
        bare = without_words(line)
        if depth > 0 or _LIST_BEGINS.match(bare):
            depth += bare.count("[") - bare.count("]")
    return depth > 0


def last_filled_line(lines: list[str]) -> int:
    """Return the number of the last line that holds anything but a remark: there a comma or a bracket is missing."""
    return max((number for number, line in enumerate(lines, start=1) if without_words(line).strip()), default=1)


def without_words(line: str) -> str:
    """Return a line without its remark and with its quoted words emptied, so that brackets in them do not count."""
    return _STRING.sub('""', line).partition("#")[0]
