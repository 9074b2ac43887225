"""What the safety net notices, and what it leaves alone."""

import pytest

from conversations.safeguarding import Category, Level, Signals, Subject, Urgency, default_detector, detect
from conversations.safeguarding.corpus import Example, load_corpus
from conversations.safeguarding.weighing import SECOND_OPINION


@pytest.mark.parametrize(
    ("text", "category", "urgency"),
    [
        ("I'm being forced to have sex and I'm only 12 years old", Category.ABUSE_SEXUAL, Urgency.IMMEDIATE),
        ("my stepdad hits me", Category.ABUSE_PHYSICAL, Urgency.HIGH),
        ("i dont want to be here any more", Category.SUICIDE, Urgency.HIGH),
        ("im going to kill myself tonight", Category.SUICIDE, Urgency.IMMEDIATE),
        ("i make myself sick after tea", Category.EATING, Urgency.HIGH),
        ("they make me carry stuff to margate", Category.EXPLOITATION, Urgency.HIGH),
        ("we sleep in the car", Category.RUNNING_AWAY, Urgency.HIGH),
        ("mum hasnt bought any food this week", Category.NEGLECT, Urgency.HIGH),
    ],
)
def test_a_disclosure_is_named_and_its_urgency_told(text: str, category: Category, urgency: Urgency) -> None:
    signals = detect(text)
    assert signals
    assert category in signals.categories
    assert signals.urgency is urgency


@pytest.mark.parametrize(
    "text",
    [
        "self-harm support should be advertised more",
        "this homework is killing me",
        "i've never self harmed",
        "no one hits me",
        "if someone was being abused they should be able to text",
        "hit me up when its sorted",
        "run away from zombies in the game",
        "",
        "...",
    ],
)
def test_harmless_talk_gets_no_full_signpost(text: str) -> None:
    assert not detect(text)


def test_not_every_negation_makes_a_sentence_harmless() -> None:
    assert detect("its not like he hits me every day")
    assert not detect("he doesnt hit me")


def test_banter_gets_at_most_a_quiet_line() -> None:
    assert detect("kms lol").level in {Level.QUIET, Level.NONE}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("i cut myself", Subject.SELF),
        ("my friend cuts herself", Subject.OTHER),
        ("my daughter is self-harming", Subject.CHILD),
        ("one of my students told me her father beats her", Subject.PROFESSIONAL),
    ],
)
def test_it_is_told_whom_a_text_is_about(text: str, subject: Subject) -> None:
    assert detect(text).subject is subject


def test_the_past_is_told_from_the_present() -> None:
    assert detect("when i was little my dad used to beat me").past
    assert not detect("my dad beats me").past


def test_signals_hold_no_word_of_the_text() -> None:
    signals = detect("my stepdad hits me and my name is Barnaby")
    assert "barnaby" not in repr(signals).lower()


def test_an_unknown_language_is_no_hindrance() -> None:
    assert detect("my stepdad hits me", language="xx") == detect("my stepdad hits me")


def test_what_is_noticed_is_always_from_a_rule_that_exists() -> None:
    detector = default_detector()
    known = {rule for code in detector.codes for rule in detector.language(code).rule_ids}
    examples: list[Example] = list(load_corpus())
    found: list[Signals] = [detect(example.text) for example in examples]
    assert {rule for signals in found for rule in signals.rule_ids} <= known | {SECOND_OPINION}
