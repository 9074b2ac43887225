"""Finds the line of a value in a TOML text, so that a mistake can be shown where it was made."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

_TABLE = re.compile(r"^\s*\[(?P<name>[^\[\]]+)\]")
_ARRAY = re.compile(r"^\s*\[\[(?P<name>[^\[\]]+)\]\]")
_KEY = re.compile(r"^\s*(?P<key>\"[^\"]+\"|'[^']+'|[\w.-]+)\s*=")
_OPTION = re.compile(r"^\s*\{\s*id\s*=\s*\"(?P<id>[^\"]+)\"")
_SYNTAX = re.compile(r"\(at line (?P<line>\d+),")


class Lines(Mapping[str, int]):
    """Where each key of a text stands, as `line_numbers` returns it; looked for when it is first asked: there is a mistake."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._found: dict[str, int] | None = None

    def __getitem__(self, path: str) -> int:
        return self._all()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, int]:
        if self._found is None:
            self._found, self._source = line_numbers(self._source), ""
        return self._found


def line_numbers(source: str) -> dict[str, int]:
    """Return where each key stands: dotted path -> line, counting from 1.

    The n-th table of an array is `name.0`, `name.1` ...; inline tables that begin with an id are `path.options.ID`.
    """
    lines: dict[str, int] = {}
    seen: Counter[str] = Counter()
    table = ""
    for number, line in enumerate(source.splitlines(), start=1):
        if match := _ARRAY.match(line):
            name = _unquoted(match["name"])
            table = f"{name}.{seen[name]}"
            seen[name] += 1
            lines[table] = number
        elif match := _TABLE.match(line):
            table = _unquoted(match["name"])
            lines.setdefault(table, number)
        elif match := _OPTION.match(line):
            lines[f"{table}.options.{match['id']}"] = number
        elif match := _KEY.match(line):
            lines[_join(table, _unquoted(match["key"]))] = number
    return lines


def nearest_line(lines: Mapping[str, int], path: str) -> int:
    """Return the line of a path, else of the first thing in it, else of the nearest table around it; 0 if none."""
    while path:
        if path in lines:
            return lines[path]
        inside = [line for known, line in lines.items() if known.startswith(f"{path}.")]
        if inside:
            return min(inside)
        path = path.rpartition(".")[0]
    return 0


def syntax_error_line(message: str) -> int:
    """Return the line named in a TOML reader's own message; 0 where it names none."""
    match = _SYNTAX.search(message)
    return int(match["line"]) if match else 0


def _unquoted(name: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in name.split("."))


def _join(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key
