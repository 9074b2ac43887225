"""The README's tables, made from the code so that they cannot go stale. `make docs` writes them."""

import argparse
from collections.abc import Iterator

from bot.cli import build_parser
from conversations.content import load_script
from conversations.prompts import CHOICE_OPTIONS
from conversations.state import Phase

EXPLAINED = {
    Phase.NEW: "nothing has been said yet, and nothing is stored",
    Phase.QUESTION: "the five questions, one after the other, each in as many messages as they like",
    Phase.ABOUT_YOU_QUESTION: "the questions about the person, each of which can be skipped",
    Phase.CLOSED: "the talk is over and the link between chat and answers is gone",
}
"""The phases that do not ask one fixed thing."""


def commands_table() -> str:
    """Return one row for each command and subcommand: how it is called, what it does."""
    rows = ["| command | what it does |", "| --- | --- |"]
    rows += [f"| `{name}` | {about} |" for name, about in sorted_commands(build_parser(), "sayso")]
    return "\n".join(rows)


def sorted_commands(parser: argparse.ArgumentParser, name: str) -> Iterator[tuple[str, str]]:
    """Yield (call, purpose) for every command below a parser, in the order of its help."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public way to list subcommands
        if not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            continue
        abouts = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001 - the same
        for verb, below in action.choices.items():
            inner = list(sorted_commands(below, f"{name} {verb}"))
            if inner:
                yield from inner
            else:
                yield f"{name} {verb}", abouts[verb]


def phases_table() -> str:
    """Return one row for each phase: its name, what is asked there, and what the choices are called inside."""
    script = load_script()
    texts = script.wording(script.default_language).texts
    rows = ["| phase | what is asked | choices |", "| --- | --- | --- |"]
    for phase in Phase:
        asked = texts.get(f"ask.{phase.value}", {}).get("text") or EXPLAINED[phase]
        choices = ", ".join(f"`{option}`" for option in CHOICE_OPTIONS.get(phase, ()))
        rows.append(f"| `{phase.value}` | {asked} | {choices} |")
    return "\n".join(rows)
