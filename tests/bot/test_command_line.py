import argparse
import subprocess
import sys
from collections.abc import Iterator

import pytest

from bot.cli import VERBS, build_parser, main

HEAVY = ("aiohttp", "alembic", "numpy", "phonenumbers", "sqlalchemy", "telegram")


def lines_of_help(parser: argparse.ArgumentParser) -> dict[str, str | None]:
    [verbs] = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return {about.dest: about.help for about in verbs._choices_actions}


def test_every_verb_says_of_itself_what_the_whole_command_says_of_it() -> None:
    assert lines_of_help(build_parser()) == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_own_help(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([verb, "--help"])
    assert end.value.code == 0
    assert f"usage: sayso {verb}" in capsys.readouterr().out


def every_parser(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Give a parser and all below it."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from every_parser(below)


@pytest.mark.parametrize("columns", [80, 120])
def test_paragraphs_of_help_fit_the_terminal_and_examples_stay_as_they_can_be_copied(
    columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    pages = {parser.prog: parser.format_help() for parser in every_parser(build_parser())}
    too_wide = [
        line
        for page in pages.values()
        for line in page.splitlines()
        if len(line) > columns and not line.startswith(" ")
    ]
    assert too_wide == []
    assert "  SAYSO_DATA_DIR=trial sayso demo-data --responses 100000" in pages["sayso demo-data"].splitlines()
    assert "\nexamples:\n  sayso link new" in pages["sayso link new"]


def test_a_verb_that_there_is_not_is_answered_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["exprot"])
    assert end.value.code == 2
    said = capsys.readouterr().err
    assert all(verb in said for verb in VERBS)


@pytest.mark.program
def test_help_brings_nothing_heavy_along() -> None:
    asked = (
        "import sys\nfrom bot.cli import main\n"
        "try:\n    main(['--help'])\n"
        "finally:\n    print('imported:', *(name for name in sys.argv[1:] if name in sys.modules))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked, *HEAVY], capture_output=True, text=True, check=False, timeout=60
    )
    assert told.stdout.rstrip().endswith("imported:"), told
