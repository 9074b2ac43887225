import argparse
import subprocess
import sys

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
