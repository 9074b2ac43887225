"""Redaction does as well on the made-up answers as is promised, on the half that rules were made with and on the other."""

import itertools

import pytest

from conversations.redaction import redact
from tests.redaction_corpus.scoring import TODAY, Answer, Score, leaks, read_answers, score

LEAST = {
    "phone": 1.0, "email": 1.0, "postcode": 1.0, "nhs": 1.0, "dob": 1.0, "link": 1.0, "account": 0.97, "address": 0.97, "school": 0.95,
    "name, English": 0.96, "name, other": 0.9,
}  # fmt: skip


@pytest.fixture(scope="module", params=["tuning", "report"])
def result(request: pytest.FixtureRequest) -> Score:
    answers = [answer for answer in read_answers() if answer.half == request.param]
    return score(answers, lambda answer: redact(answer.text, today=TODAY).text)


def test_there_are_answers_enough_to_judge_by() -> None:
    answers = read_answers()
    assert len(answers) >= 500
    assert sum(not answer.marked for answer in answers) >= 200


@pytest.mark.parametrize("kind", LEAST)
def test_marked_words_are_gone(result: Score, kind: str) -> None:
    assert result.recall(kind) >= LEAST[kind], result.examples


def test_hardly_an_answer_leaks_or_is_changed_for_nothing(result: Score) -> None:
    assert result.leaking <= 0.05 * result.identifying, result.examples
    assert result.changed <= 0.02 * result.harmless, result.examples


def test_redacting_all_answers_again_changes_nothing() -> None:
    for answer in read_answers():
        once = redact(answer.text, today=TODAY).text
        assert redact(once, today=TODAY).text == once


def test_harmless_messages_stay_as_they_are_whatever_was_written_before() -> None:
    harmless = [answer.text for answer in read_answers() if answer.language == "en" and not answer.marked]
    alone = [redact(text, today=TODAY).text for text in harmless]
    after = [redact(text, before, TODAY).text for before, text in itertools.pairwise(harmless)]
    assert sum(one != other for one, other in zip(alone[1:], after, strict=True)) <= 0.01 * len(harmless)


def test_a_word_left_of_a_marked_stretch_is_a_leak_and_its_title_is_not() -> None:
    answer = Answer("en", "i told miss okafor", (("name", "miss okafor"),))
    assert leaks(answer, "i told miss okafor")
    assert not leaks(answer, "i told miss [name]")
