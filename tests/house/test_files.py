"""How long files are, what they are called and where they stand."""

from pathlib import Path

import pytest

from tests.house.sources import ROOT, project_files, python_files

LONGEST = 300

# Such a name says nothing about what is inside, and so anything ends up there.
EMPTY_NAMES = {"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"}

AT_THE_TOP = {
    ".ci", ".dockerignore", ".gitignore", ".pre-commit-config.yaml",
    "CHANGELOG.md", "Dockerfile", "LICENSE", "Makefile", "README.md",
    "bot", "conversations", "docs", "storage", "tests",
    "pyproject.toml", "requirements-dev.lock", "requirements.lock",
}  # fmt: skip


def is_too_long(text: str) -> bool:
    """Whether a file has more lines than one reads in a sitting."""
    return len(text.splitlines()) > LONGEST


def empty_names(path: Path) -> set[str]:
    """The parts of a path that name nothing."""
    return {part for part in path.parts if part.partition(".")[0].lower() in EMPTY_NAMES}


def strangers_at_the_top(paths: list[Path]) -> set[str]:
    """What stands at the top level without having been invited."""
    return {path.parts[0] for path in paths} - AT_THE_TOP


@pytest.mark.parametrize("name", python_files())
def test_no_python_file_is_too_long(name: str) -> None:
    assert not is_too_long((ROOT / name).read_text(encoding="utf-8"))


def test_every_name_says_what_is_inside() -> None:
    assert {path.as_posix() for path in project_files() if empty_names(path)} == set()


def test_only_what_belongs_there_stands_at_the_top() -> None:
    assert strangers_at_the_top(list(project_files())) == set()


def test_the_301st_line_is_noticed() -> None:
    assert is_too_long("line = 1\n" * 301)
    assert not is_too_long("line = 1\n" * 300)


@pytest.mark.parametrize("path", ["bot/utils.py", "bot/helpers/words.py", "tests/Common.py", "bot/base.html"])
def test_an_empty_name_is_noticed(path: str) -> None:
    assert empty_names(Path(path))


def test_a_telling_name_is_not_mistaken_for_an_empty_one() -> None:
    assert not empty_names(Path("storage/database.py"))


def test_a_stranger_at_the_top_is_noticed() -> None:
    assert strangers_at_the_top([Path("notes.txt"), Path("scratch/try.py"), Path("README.md")]) == {
        "notes.txt",
        "scratch",
    }
