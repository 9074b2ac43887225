"""Which part may import what, and where imports stand."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.sources import python_files, tree_of

# The only modules of `conversations` that may open files: they read the wording and the word lists that ship with it.
MAY_READ_FILES = (
    "conversations/content.py", "conversations/languages/word_files.py", "conversations/pack_files.py",
    "conversations/prepared_files.py", "conversations/redaction/word_lists.py", "conversations/safeguarding_files.py",
    "conversations/toml_files.py",
)  # fmt: skip

# Import a library only where it is needed, which it hardly ever is.
MAY_IMPORT_LATE = {
    "conversations/bank_holidays.py": {"importlib"},
    "conversations/redaction/numbers.py": {"importlib"},
}

FILE_MODULES = {"importlib", "io", "os", "pathlib"}

# Conversations decide what to say from what they are given. Time, chance and everything outside come in as arguments.
KEPT_OUT_OF_CONVERSATIONS = FILE_MODULES | {
    "aiohttp", "aiosqlite", "alembic", "asyncio", "asyncpg", "concurrent", "dotenv", "http", "httpx", "multiprocessing",
    "random", "secrets", "select", "shutil", "signal", "socket", "sqlalchemy", "sqlite3", "ssl", "subprocess",
    "telegram", "tempfile", "threading", "time", "urllib",
}  # fmt: skip

CLOCK_READINGS = {"now", "today", "utcnow"}

CODE = ("bot", "conversations", "storage")


def imported_modules(tree: ast.AST) -> set[str]:
    """The top-level names of all modules that are imported by their full name."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.partition(".")[0])
    return found


def outside_touched(tree: ast.AST, *, may_read_files: bool = False) -> set[str]:
    """What a conversation would reach beyond its arguments: modules, open(), the clock."""
    kept_out = KEPT_OUT_OF_CONVERSATIONS - (FILE_MODULES if may_read_files else set())
    found = imported_modules(tree) & kept_out
    clocks = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.name in {"datetime", "date"}
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            found |= set() if may_read_files else {"open()"}
        if isinstance(node, ast.Attribute) and node.attr in CLOCK_READINGS:
            written = ast.unparse(node)
            found |= {written} if written.partition(".")[0] in clocks else set()
    return found


def misplaced_imports(tree: ast.AST) -> Iterator[int]:
    """The lines of imports inside functions and under `if TYPE_CHECKING`."""
    for node in ast.walk(tree):
        inside_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if inside_function or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            yield from (part.lineno for part in ast.walk(node) if isinstance(part, ast.Import | ast.ImportFrom))


@pytest.mark.parametrize("name", python_files("conversations"))
def test_conversations_know_neither_the_bot_nor_the_storage(name: str) -> None:
    assert not imported_modules(tree_of(name)) & {"bot", "storage"}


@pytest.mark.parametrize("name", python_files("conversations"))
def test_conversations_touch_nothing_outside_themselves(name: str) -> None:
    touched = outside_touched(tree_of(name), may_read_files=name in MAY_READ_FILES)
    assert not touched - MAY_IMPORT_LATE.get(name, set())


@pytest.mark.parametrize("name", python_files("storage"))
def test_the_storage_does_not_know_the_bot(name: str) -> None:
    assert "bot" not in imported_modules(tree_of(name))


@pytest.mark.parametrize("name", python_files(*CODE))
def test_the_code_that_ships_does_not_know_its_tests(name: str) -> None:
    assert not imported_modules(tree_of(name)) & {"tests", "pytest", "hypothesis"}


@pytest.mark.parametrize("name", python_files(*CODE, "tests"))
def test_all_imports_stand_at_the_top(name: str) -> None:
    assert not list(misplaced_imports(tree_of(name)))


@pytest.mark.parametrize("snippet", ["import bot", "from storage.people import P", "import a, storage.b as c"])
def test_an_import_of_another_part_is_noticed(snippet: str) -> None:
    assert imported_modules(ast.parse(snippet)) & {"bot", "storage"}


@pytest.mark.parametrize(
    "snippet",
    [
        "import asyncio",
        "from os.path import join",
        "from pathlib import Path",
        "text = open('wording.toml').read()",
        "import datetime as d\nlater = d.datetime.now(d.UTC)",
        "from datetime import datetime as moment\nlater = moment.utcnow()",
        "from datetime import date\nclock = date.today",
    ],
)
def test_a_touch_on_the_outside_is_noticed(snippet: str) -> None:
    assert outside_touched(ast.parse(snippet))


@pytest.mark.parametrize(
    "snippet",
    ["from datetime import datetime\ndef later(than: datetime) -> bool: ...", "def ask(clock): return clock.now()"],
)
def test_time_that_is_handed_in_is_no_touch_on_the_outside(snippet: str) -> None:
    assert not outside_touched(ast.parse(snippet))


def test_only_a_module_that_may_read_files_opens_them() -> None:
    reader = ast.parse("from pathlib import Path\ntext = open(Path('wording.toml'))")
    assert outside_touched(reader) == {"pathlib", "open()"}
    assert not outside_touched(reader, may_read_files=True)
    assert outside_touched(ast.parse("import socket"), may_read_files=True)


@pytest.mark.parametrize(
    "snippet",
    [
        "def late():\n    import json",
        "class A:\n    async def late(self):\n        from json import dumps",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import json",
        "import typing\nif typing.TYPE_CHECKING:\n    from json import dumps",
    ],
)
def test_an_import_below_the_top_is_noticed(snippet: str) -> None:
    assert list(misplaced_imports(ast.parse(snippet)))
