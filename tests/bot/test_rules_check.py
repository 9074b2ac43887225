"""`sayso script check` and `sayso safety score`: what they say of the safety net's rules to those who look after them."""

import io
from pathlib import Path

import pytest

from bot.cli import main
from bot.rules_check import say_what_was_found
from conversations.errors import Problem
from conversations.safeguarding.corpus import load_corpus
from conversations.safeguarding.detector import default_detector
from tests.safeguarding.small_languages import files_of


def test_the_rules_are_checked_with_sayso_s_own_questions_and_every_language_says_who_approved_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["script", "check"]) == 0
    said = capsys.readouterr().out
    rules = said.partition("The safety net's rules")[2]
    assert [line.split()[0] for line in rules.splitlines()[1:] if line] == list(default_detector().codes)


def test_the_rules_are_not_checked_with_an_engagement_of_somebody_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["script", "check", str(tmp_path)]) == 1
    assert "safety net" not in capsys.readouterr().out


def test_a_mistake_in_a_rule_is_said_with_its_place_and_what_to_do() -> None:
    out = io.StringIO()
    problem = Problem("pl/rules.toml", 12, "'pl-one' has no patterns.", 'Write patterns = ["..."] under it.')
    say_what_was_found({"pl": files_of("pl", ["bije"])}, [problem], out)
    assert "pl/rules.toml:12: 'pl-one' has no patterns. Write patterns" in out.getvalue()
    assert "  pl       1 rule; none approved yet" in out.getvalue()


def test_who_approved_the_rules_is_said_once_all_are_approved() -> None:
    out = io.StringIO()
    head = 'version = 2\napproved_by = "the safeguarding lead of Medway"\napproved_on = "2026-11-21"'
    say_what_was_found({"pl": files_of("pl", ["bije"], guards=head)}, [], out)
    assert "  pl       1 rule; approved by the safeguarding lead of Medway" in out.getvalue()


def test_a_score_says_how_far_its_language_was_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["safety", "score", "--language", "pl"]) == 0
    said = capsys.readouterr().out
    assert "| pl | all disclosures |" in said
    assert "| en |" not in said
    assert "corpus/pl.toml: not yet by a speaker" in said


def test_no_text_that_is_held_out_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    main(["safety", "score", "--language", "pl", "--split", "all", "--missed"])
    said = capsys.readouterr().out
    held_out = [example.text for example in load_corpus() if example.language == "pl" and example.split == "held_out"]
    assert held_out
    assert not [text for text in held_out if text in said]


def test_a_language_without_example_texts_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["safety", "score", "--language", "xx"]) == 2
    assert "there are: ar, " in capsys.readouterr().err
