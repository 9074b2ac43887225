"""The project's own files: what the house rules are about."""

import ast
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]

# What commands leave in a folder that is no git checkout.
_GENERATED = {
    ".git", ".venv", ".venv-bench", ".venv-lock", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", "__pycache__",
    ".env", "build", "data", "dist", "node_modules",
}  # fmt: skip


def _listed_by_git() -> list[Path] | None:
    """The files of a git checkout, without those that it ignores; None if this is none, or git cannot say."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return None
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [Path(name) for name in listed.stdout.split("\0") if name] if listed.returncode == 0 else None


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is or could be committed, relative to the project's folder."""
    names = _listed_by_git() or [path.relative_to(ROOT) for path in ROOT.rglob("*")]
    return tuple(
        sorted(name for name in set(names) if not _GENERATED.intersection(name.parts) and (ROOT / name).is_file())
    )


def python_files(*folders: str) -> list[str]:
    """The Python files in these folders, as names to parametrize tests with; of the whole project if none is named."""
    return [
        name.as_posix()
        for name in project_files()
        if name.suffix == ".py" and (not folders or name.parts[0] in folders)
    ]


@cache
def tree_of(name: str) -> ast.Module:
    """A file's syntax tree; shared between the rules, so none may change it."""
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), filename=name)
