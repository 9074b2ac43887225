"""What the check found, part by part: the one form that the terminal, Markdown and JSON are written from."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """How one thing stands. `PROMISED` is what no code can see: somebody has to be asked."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "could not check"
    PROMISED = "promised by the operator"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was seen, and what to do (empty where there is nothing to do).

    Neither text ever holds a word of a person, an address of one or a secret: places and counts only.
    """

    standing: Standing
    seen: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report. `rows` are a table, of which the first row is the head; empty where there is none."""

    title: str
    about: str
    findings: tuple[Finding, ...]
    rows: tuple[tuple[str, ...], ...] = ()


def holds(seen: str) -> Finding:
    """Return that something is as it should be."""
    return Finding(Standing.HOLDS, seen)


def fails(seen: str, do: str) -> Finding:
    """Return that something is not as it should be, and what to do."""
    return Finding(Standing.FAILS, seen, do)


def unknown(seen: str, do: str) -> Finding:
    """Return that something could not be looked at, and what would let it be."""
    return Finding(Standing.UNKNOWN, seen, do)


def exit_code(parts: Iterable[Part]) -> int:
    """Return 1 where anything fails, else 2 where anything could not be checked, else 0."""
    standings = {finding.standing for part in parts for finding in part.findings}
    if Standing.FAILS in standings:
        return 1
    return 2 if Standing.UNKNOWN in standings else 0
