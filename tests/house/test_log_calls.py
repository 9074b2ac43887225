"""What a line of the log can hold: fixed words of ours, counts, and the names of kinds; no text put together from elsewhere."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import python_files, tree_of

LEVELS = {"critical", "debug", "error", "exception", "info", "log", "warning"}

ABOUT = {"attempt", "engagement", "error", "language"}
"""What may stand beside a message as `extra`: the number of a try, the id of an engagement or of a language pack, the kind of an exception."""

HOW = {"exc_info", "extra"}


def log_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Every call of a logger called `log`."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "log"
            and node.func.attr in LEVELS
        ):
            yield node


def fixed_names(tree: ast.AST) -> set[str]:
    """The names that a module gives to texts written out in it."""
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper()
    }


def is_fixed(message: ast.expr, names: set[str]) -> bool:
    """Whether a message is written out in the code, there or under a name."""
    if isinstance(message, ast.Name):
        return message.id in names
    return isinstance(message, ast.Constant) and isinstance(message.value, str)


def troubles(tree: ast.AST) -> list[str]:
    """What is wrong with the log calls of a module."""
    found = []
    fixed = fixed_names(tree)
    for call in log_calls(tree):
        message = call.args[1 if call.func.attr == "log" else 0]  # type: ignore[attr-defined]
        if not is_fixed(message, fixed):
            found.append(f"line {call.lineno}: the message is not fixed")
        for keyword in call.keywords:
            if keyword.arg not in HOW:
                found.append(f"line {call.lineno}: {keyword.arg}")
            if keyword.arg == "extra":
                names = keyword.value.keys if isinstance(keyword.value, ast.Dict) else [None]
                strange = [name for name in names if not isinstance(name, ast.Constant) or name.value not in ABOUT]
                found += [f"line {call.lineno}: something strange stands beside the message" for _ in strange]
    return found


@pytest.mark.parametrize("name", python_files("bot", "conversations", "storage"))
def test_a_log_line_is_made_of_fixed_words(name: str) -> None:
    assert troubles(tree_of(name)) == []


@pytest.mark.parametrize(
    "snippet",
    [
        'log.info(f"{words} was said")',
        "log.warning(words)",
        'log.info("it was said: " + words)',
        'log.error("trouble", extra={"words": words})',
        'log.error("trouble", extra=about)',
        'log.error("trouble", stack_info=True)',
        "log.log(logging.INFO, words)",
    ],
)
def test_a_line_that_could_hold_anything_is_noticed(snippet: str) -> None:
    assert troubles(ast.parse(snippet))


def test_counts_and_kinds_may_stand_in_a_line() -> None:
    assert troubles(ast.parse('log.info("%s of %s", done, all, exc_info=error, extra={"attempt": 2})')) == []
