"""The part of `sayso script check` that is about the safety net's rules: their mistakes, and who has approved them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

from conversations.errors import Problem
from conversations.reading import Problems
from conversations.safeguarding.checking import check_rules
from conversations.safeguarding.language_files import LanguageFiles, read_language_files

GUIDE = "docs/safeguarding_rules.md"


def check_safety_rules(out: TextIO) -> int:
    """Check the rules that ship with Sayso and say what was found; return the number of mistakes."""
    problems = check_rules()
    say_what_was_found(read_language_files(Problems()), problems, out)
    return len(problems)


def say_what_was_found(files: Mapping[str, LanguageFiles], problems: Sequence[Problem], out: TextIO) -> None:
    """Say every mistake with its place and what to do, and then in a line a language who has approved its rules."""
    out.write(f"The safety net's rules, explained in {GUIDE}:\n")
    out.writelines(f"{near(problem)}\n" for problem in problems)
    out.writelines(
        f"  {code:<8} {counted(len(own.rule_set.rules), 'rule')}; {approval(own)}\n" for code, own in files.items()
    )
    out.write("\n")


def approval(own: LanguageFiles) -> str:
    """Return in a few words how many of a language's rules somebody has approved, and how far they were checked."""
    rules = own.rule_set.rules
    waiting = sum(not rule.approved for rule in rules)
    if not waiting:
        return f"approved by {', '.join(sorted({rule.approved_by for rule in rules}))}"
    checked = f"; checked: {'; '.join(own.checked)}" if own.checked else ""
    return f"{'none' if waiting == len(rules) else len(rules) - waiting} approved yet{checked}"


def near(problem: Problem) -> str:
    """Return a mistake on one line, its file named from where the person stands."""
    path = Path(problem.file)
    here = Path.cwd()
    shown = path.resolve().relative_to(here) if path.resolve().is_relative_to(here) else path
    return str(Problem(str(shown), problem.line, problem.what, problem.advice))


def counted(number: int, what: str) -> str:
    """Return a number with its noun: 1 text, 2 texts."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
