"""The rule files do what they say, and mistakes in them are shown to their editors."""

import pytest

from conversations.reading import Problems, Source
from conversations.safeguarding.checking import check_rules
from conversations.safeguarding.compounds import Compounds
from conversations.safeguarding.corpus import Example, Split, load_corpus
from conversations.safeguarding.detector import load_detector
from conversations.safeguarding.patterns import PatternError, PatternReader
from conversations.safeguarding.rule_reading import read_rules
from conversations.safeguarding.scoring import markdown, outcomes
from conversations.safeguarding.signals import Category
from conversations.safeguarding.spelling import Speller
from conversations.safeguarding.vocabulary import Vocabulary

WORDS = Vocabulary("en", classes={"who": ("he", "she")}, irregular={"hit": ("hits", "hitting")})


def reader() -> PatternReader:
    return PatternReader(WORDS, Speller(WORDS), Compounds(()))


def test_every_rule_behaves_as_its_examples_say() -> None:
    assert [str(problem) for problem in check_rules()] == []


def test_a_pattern_is_read_into_rows() -> None:
    (row,) = reader().rows("{who} really? hit~ me")
    assert [sorted(item.words) for item in row] == [["he", "she"], ["really"], ["hit", "hits", "hitting"], ["me"]]
    assert [item.optional for item in row] == [False, True, False, False]


def test_several_words_in_brackets_stand_for_several_rows() -> None:
    rows = reader().rows("hurt [me|my sister]")
    assert [[min(item.words) for item in row] for row in rows] == [["hurt", "my", "sister"], ["hurt", "me"]]


@pytest.mark.parametrize("pattern", ["[a|b", "a]", "{nothing}", "really?", "a ~"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        reader().rows(pattern)


def test_a_rule_without_examples_is_a_mistake() -> None:
    problems = Problems()
    rule = {"id": "one", "urgency": "high", "patterns": ["a"], "match": ["a"]}
    read_rules("en", [Source("x.toml", {"language": "en", "category": "suicide", "rules": [rule]}, {})], problems)
    assert [problem.what for problem in problems.found] == ["'one' has no example under no_match."]


def test_an_urgency_that_does_not_exist_is_a_mistake() -> None:
    problems = Problems()
    rule = {"id": "one", "urgency": "soon", "patterns": ["a"], "match": ["a"], "no_match": ["b"]}
    found = read_rules(
        "en", [Source("x.toml", {"language": "en", "category": "suicide", "rules": [rule]}, {})], problems
    )
    assert problems.found
    assert found.rules == ()


def test_the_corpus_is_as_large_as_promised_and_covers_every_category() -> None:
    english = [example for example in load_corpus() if example.language == "en"]
    assert len([example for example in english if example.category]) >= 600
    assert len([example for example in english if not example.category]) >= 600
    assert {example.category for example in english} - {None} == set(Category)


def test_a_text_falls_in_the_same_half_every_time() -> None:
    halves = [Example("en", f"text {number}", "chat").split for number in range(200)]
    assert halves == [Example("en", f"text {number}", "chat").split for number in range(200)]
    assert 70 < halves.count(Split.HELD_OUT) < 130


def test_the_score_holds_on_the_half_that_no_rule_was_written_to() -> None:
    found = outcomes(load_detector(), load_corpus(), Split.HELD_OUT, "en")
    disclosures = [one for one in found if one.example.category]
    harmless = [one for one in found if not one.example.category]
    assert sum(one.right for one in disclosures) / len(disclosures) >= 0.85
    assert sum(not one.right for one in harmless) / len(harmless) <= 0.08
    assert "| en | suicide |" in markdown(found)
