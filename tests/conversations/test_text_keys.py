"""The texts that the code asks for and the texts that the catalogue promises are the same ones."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import conversations
from conversations.catalogue import CATALOGUE

FOLDER = Path(conversations.__file__).parent
OF_THE_CONTENT = {"catalogue.py", "wording_reading.py", "content.py", "script_reading.py", "reading.py"}
OF_THE_DOORS = ("door.", "kiosk.", "menu.", "page.", "receipt_page.", "you_said.")
GROUPS = {key.partition(".")[0] for key in CATALOGUE}
KEY = re.compile(r"[a-z_0-9]+(\.[a-z_0-9]+)+")


def sources() -> list[Path]:
    return [path for path in sorted(FOLDER.glob("*.py")) if path.name not in OF_THE_CONTENT]


def is_key(value: object) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None and value.partition(".")[0] in GROUPS


def patterns(tree: ast.AST) -> Iterator[str]:
    """Yield a pattern for each key the code writes: exact, or with anything where it fills a place."""
    parts = {id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in parts and is_key(node.value):
            yield re.escape(str(node.value))
        if isinstance(node, ast.JoinedStr):
            first = node.values[0]
            written = isinstance(first, ast.Constant) and str(first.value)
            if written and written.endswith(".") and written.partition(".")[0] in GROUPS:
                yield "".join(re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".+" for v in node.values)


PATTERNS = [(path.name, pattern) for path in sources() for pattern in patterns(ast.parse(path.read_text("utf-8")))]


@pytest.mark.parametrize(("module", "pattern"), PATTERNS)
def test_every_text_that_the_code_asks_for_is_in_the_catalogue(module: str, pattern: str) -> None:
    assert [key for key in CATALOGUE if re.fullmatch(pattern, key)], module


@pytest.mark.parametrize("key", [key for key in CATALOGUE if not key.startswith(OF_THE_DOORS)])
def test_every_text_in_the_catalogue_is_asked_for(key: str) -> None:
    assert any(re.fullmatch(pattern, key) for _, pattern in PATTERNS)


def test_the_code_was_found_to_ask_for_texts_both_whole_and_in_parts() -> None:
    found = {pattern for _, pattern in PATTERNS}
    assert {re.escape("notice.empty"), re.escape("unsupported.") + ".+"} <= found
