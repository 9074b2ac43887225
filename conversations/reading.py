"""Collects mistakes while content is read, so that its editor sees all of them at once and where each one is."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from conversations.errors import ContentError, Problem
from conversations.toml_lines import nearest_line

Named = TypeVar("Named", bound=StrEnum)


@dataclass(slots=True)
class Source:
    """One content file, read: its name as shown to people, its values, and where each value stands."""

    name: str
    data: Mapping[str, Any]
    lines: Mapping[str, int]


@dataclass(slots=True)
class Problems:
    """The mistakes found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, source: Source, path: str, what: str, advice: str) -> None:
        """Note a mistake at a dotted path of a file, in plain words, with what to do."""
        problem = Problem(source.name, nearest_line(source.lines, path), what, advice)
        if problem not in self.found:
            self.found.append(problem)

    def raise_if_any(self) -> None:
        """Raise ContentError with everything found; return where nothing was."""
        if self.found:
            raise ContentError(tuple(sorted(self.found, key=lambda p: (p.file, p.line))))

    def text(self, source: Source, path: str, value: object, *, required: bool = False) -> str:
        """Return a value that must be text; an empty one, noted as a mistake, where it is not."""
        if isinstance(value, str) and (value.strip() or not required):
            return value
        if value is None:
            if required:
                self.add(source, path, f"'{last(path)}' is missing.", f'Write a line {last(path)} = "words".')
            return ""
        self.add(source, path, f"'{last(path)}' must be some words in quotes.", f'Write it as {last(path)} = "words".')
        return ""

    def day(self, source: Source, path: str, value: object) -> str:
        """Return a value that must be a day, as year-month-day; empty where there is none."""
        if isinstance(value, date):
            return value.isoformat()
        if value is None or value == "":
            return ""
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            advice = f'Write year, month and day, as in {last(path)} = "2026-11-21".'
            self.add(source, path, f"'{value}' is not a day.", advice)
            return ""

    def flag(self, source: Source, path: str, value: object) -> bool:
        """Return a value that must be true or false."""
        if isinstance(value, bool) or value is None:
            return bool(value)
        self.add(source, path, f"'{last(path)}' must be true or false.", "Write true or false, without quotes.")
        return False

    def texts(self, source: Source, path: str, value: object) -> tuple[str, ...]:
        """Return a value that must be a list of texts."""
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        advice = f'Write it as {last(path)} = ["one", "two"].'
        self.add(source, path, f"'{last(path)}' must be a list of words.", advice)
        return ()

    def tables(self, source: Source, path: str, value: object) -> tuple[Mapping[str, Any], ...]:
        """Return a value that must be a list of tables."""
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            return tuple(value)
        what = f"Each of the '{last(path)}' must have a name of its own."
        example = '{ id = "yes" },' if last(path) == "options" else f"a line [[{last(path)}]] and its lines below it"
        self.add(source, path, what, f"Write each as {example}")
        return ()

    def table(self, source: Source, path: str, value: object) -> Mapping[str, Any]:
        """Return a value that must be a table."""
        if isinstance(value, dict):
            return value
        if value is not None:
            advice = f"Write a line [{path}] and put its lines below it."
            self.add(source, path, f"'{last(path)}' must be a group of lines.", advice)
        return {}

    def named(self, source: Source, path: str, value: object, kind: type[Named]) -> Named | None:
        """Return a value that must be one of a closed list of names; None, noted as a mistake, where it is not."""
        names = [item.value for item in kind]
        if isinstance(value, str) and value in names:
            return kind(value)
        if value is None:
            self.add(source, path, f"'{last(path)}' is missing.", f"Give one of: {', '.join(names)}.")
        else:
            self.add(source, path, f"'{value}' cannot be used for '{last(path)}'.", did_you_mean(str(value), names))
        return None

    def all_named(self, source: Source, path: str, value: object, kind: type[Named]) -> tuple[Named, ...]:
        """Return a list whose items must be of a closed list of names, without the wrong ones."""
        items = (self.named(source, path, item, kind) for item in self.texts(source, path, value))
        return tuple(item for item in items if item is not None)

    def no_other_keys(self, source: Source, path: str, data: Mapping[str, Any], known: frozenset[str]) -> None:
        """Note every key that nobody reads: mostly a slip of the finger, and silence would lose it."""
        for key in data:
            if key not in known:
                where = f"{path}.{key}" if path else key
                self.add(source, where, f"'{key}' is not known here.", did_you_mean(key, known))


def last(path: str) -> str:
    """Return the last name of a dotted path: the one that stands in the line itself."""
    return path.rpartition(".")[2]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return advice for a name that is not known: the one that is most like it, or else all there are."""
    names = sorted(known)
    like = difflib.get_close_matches(name, names, n=1)
    return f"Did you mean '{like[0]}'?" if like else f"Known are: {', '.join(names)}."
