"""Writes what was found: for a terminal, as Markdown, as JSON. The words are the same in all three."""

import json
import textwrap
from collections.abc import Iterator, Sequence

from bot.privacy.findings import Finding, Part, Standing, exit_code

WIDTH = 100
MARKS = {Standing.HOLDS: "ok", Standing.FAILS: "FAILS", Standing.UNKNOWN: "NOT CHECKED", Standing.PROMISED: "ask"}
CONCLUSIONS = {
    0: "All that code can check holds. What stands under 'ask' is only promised: ask for it.",
    1: "Something does not hold: see the lines marked FAILS, each with what to do.",
    2: "Nothing was found to be wrong, but not all could be checked: see the lines marked NOT CHECKED.",
}
LONG_TABLES = frozenset({"Data dictionary"})
"""Parts whose table is for Markdown and JSON only: on a terminal it would bury the rest."""


def terminal_lines(parts: Sequence[Part]) -> Iterator[str]:
    """Give the report as lines for a terminal."""
    for number, part in enumerate(parts, start=1):
        yield f"{number}. {part.title}"
        yield from textwrap.wrap(part.about, WIDTH, initial_indent="   ", subsequent_indent="   ")
        if part.rows and part.title in LONG_TABLES:
            tables = len({row[0] for row in part.rows[1:]})
            yield f"   {tables} tables, {len(part.rows) - 1} columns; --markdown or --json writes them all."
        else:
            yield from _table(part.rows[1:])
        for finding in part.findings:
            yield from _finding(finding)
        yield ""
    yield CONCLUSIONS[exit_code(parts)]


def markdown(parts: Sequence[Part], day: str, version: str) -> str:
    """Return the report as Markdown, tables and all."""
    lines = ["# Sayso: privacy check", "", f"Made on {day} with Sayso {version}. {CONCLUSIONS[exit_code(parts)]}", ""]
    for part in parts:
        lines += [f"## {part.title}", "", part.about, ""]
        for finding in part.findings:
            lines.append(f"- **{finding.standing.value}:** {finding.seen}")
            if finding.do:
                lines.append(f"  *What to do:* {finding.do}")
        lines.append("")
        if part.rows:
            head, *rows = part.rows
            lines += [_markdown_row(head), _markdown_row(["---"] * len(head)), *map(_markdown_row, rows), ""]
    return "\n".join(lines)


def as_json(parts: Sequence[Part], day: str, version: str) -> str:
    """Return the report as one JSON object."""
    whole = {
        "made_on": day,
        "version": version,
        "exit_code": exit_code(parts),
        "conclusion": CONCLUSIONS[exit_code(parts)],
        "parts": [
            {
                "title": part.title,
                "about": part.about,
                "findings": [
                    {"standing": finding.standing.value, "seen": finding.seen, "do": finding.do}
                    for finding in part.findings
                ],
                "table": [dict(zip(part.rows[0], row, strict=True)) for row in part.rows[1:]],
            }
            for part in parts
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _finding(finding: Finding) -> Iterator[str]:
    mark = f"   [{MARKS[finding.standing]}] "
    yield from textwrap.wrap(finding.seen, WIDTH, initial_indent=mark, subsequent_indent=" " * 6)
    if finding.do:
        yield from textwrap.wrap(finding.do, WIDTH, initial_indent="      -> ", subsequent_indent="         ")


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for first, *rest in rows:
        yield from textwrap.wrap(
            f"- {first}: {': '.join(rest)}", WIDTH, initial_indent="   ", subsequent_indent="     "
        )


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
