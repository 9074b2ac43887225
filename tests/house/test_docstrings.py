"""Everything that another module may use says what it is for."""

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.house.sources import python_files, tree_of


def is_public_module(name: str) -> bool:
    """Whether other modules may import this one: nothing in its path begins with an underscore."""
    path = PurePosixPath(name)
    return not any(part.startswith("_") for part in (*path.parent.parts, path.stem.removesuffix("__init__")))


def undocumented(tree: ast.Module) -> Iterator[str]:
    """The public functions and classes of a module that have no docstring."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not (ast.get_docstring(node) or "").strip():
            yield node.name


PUBLIC_MODULES = [name for name in python_files("bot", "conversations", "storage") if is_public_module(name)]


@pytest.mark.parametrize("name", PUBLIC_MODULES)
def test_every_public_function_and_class_says_what_it_is_for(name: str) -> None:
    assert list(undocumented(tree_of(name))) == []


@pytest.mark.parametrize(
    "snippet", ["def ask(): ...", "async def ask(): ...", "class Question:\n    text = ''", "def ask():\n    '''  '''"]
)
def test_a_missing_docstring_is_noticed(snippet: str) -> None:
    assert list(undocumented(ast.parse(snippet)))


def test_what_is_private_or_documented_is_left_alone() -> None:
    assert not list(undocumented(ast.parse("def _ask(): ...\nclass Question:\n    '''One question.'''")))


@pytest.mark.parametrize(
    ("name", "public"),
    [("bot/cli.py", True), ("bot/__init__.py", True), ("bot/_wires.py", False), ("bot/_inner/wires.py", False)],
)
def test_an_underscore_makes_a_module_private(name: str, *, public: bool) -> None:
    assert is_public_module(name) is public
