"""The second opinion: the same on every machine, the same whatever stands around a sentence, silent where it knows nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.safeguarding.detector import load_detector
from conversations.safeguarding.network import GAPS, LAYERS, Network, around
from conversations.safeguarding.second_opinion import (
    LONGEST_RUN,
    LONGEST_SENTENCE,
    Opinion,
    SecondOpinion,
    read_limits,
    runs_of,
    sentences_of,
)
from conversations.safeguarding_files import second_opinion_parts

ARRAYS, LIMITS = second_opinion_parts()["en"]
NETWORK = Network(ARRAYS)
OPINION = SecondOpinion(NETWORK, read_limits(LIMITS))
ENGLISH = load_detector(second_opinions=False).language("en")
WORDS = st.integers(0, len(NETWORK.places) - 1)
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=30), min_size=1, max_size=6)


@settings(deadline=None)
@given(SENTENCES, SENTENCES, SENTENCES)
def test_a_run_says_the_same_whatever_stands_before_and_after_it(
    before: list[list[int]], run: list[list[int]], after: list[list[int]]
) -> None:
    alone = NETWORK.read(run, [(0, len(run))])
    among = NETWORK.read([*before, *run, *after], [(len(before), len(before) + len(run))])
    assert among == alone


@settings(deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=60))
def test_sums_are_exact_so_that_their_order_changes_nothing(sentence: list[int]) -> None:
    numbers = NETWORK._vectors[sentence].astype(np.float32)
    weights = NETWORK._layers["near"][0]
    rows = around(numbers, GAPS[0])
    shuffled = np.random.default_rng(len(sentence)).permutation(rows.shape[1])
    assert (rows @ weights == (rows.astype(np.float64) @ weights.astype(np.float64))).all()
    assert (rows @ weights == rows[:, shuffled] @ weights[shuffled]).all()


def test_a_place_sees_the_places_around_it() -> None:
    rows = around(np.array([[1.0], [2.0], [3.0]], np.float32), 1)
    assert rows.tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 0]]
    assert around(np.array([[1.0]], np.float32), 2).tolist() == [[0, 1, 0]]


@pytest.mark.parametrize("missing", ["words", "vectors", *(f"{name}_weights" for name in LAYERS), "out_bias"])
def test_a_file_without_one_of_its_parts_is_refused(missing: str) -> None:
    with pytest.raises(ValueError, match=missing):
        Network({name: array for name, array in ARRAYS.items() if name != missing})


def test_a_file_whose_parts_do_not_fit_together_is_refused() -> None:
    with pytest.raises(ValueError, match="fit together"):
        Network({**ARRAYS, "vectors": ARRAYS["vectors"][:-1]})


def test_a_file_whose_sums_could_become_inexact_is_refused() -> None:
    with pytest.raises(ValueError, match="too large"):
        Network({**ARRAYS, "far_weights": ARRAYS["far_weights"].astype(np.float32) * 1000})


@pytest.mark.parametrize("limits", [{}, {**LIMITS, "sure": "very"}])
def test_limits_have_to_be_numbers(limits: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="limits"):
        read_limits(limits)


def test_it_has_no_opinion_on_words_it_does_not_know() -> None:
    said = OPINION.on(ENGLISH.tokens("qwxz vvbn ploki mmnjh ttgrf zzxcv"))
    assert said.opinion is Opinion.UNSURE
    assert OPINION.on(ENGLISH.tokens("... !!!")).opinion is Opinion.UNSURE


def test_it_is_sure_of_what_is_plainly_told_and_of_what_is_plainly_harmless() -> None:
    told = OPINION.on(ENGLISH.tokens("my stepdad hits me when mum is at work and says not to tell"))
    plain = OPINION.on(ENGLISH.tokens("the waiting room was nice and the lady who helped me was kind"))
    assert (told.opinion, plain.opinion) == (Opinion.SURE, Opinion.HARMLESS)
    assert told.category == "abuse_physical"


@given(st.lists(st.integers(1, 40), max_size=12))
def test_every_sentence_is_weighed_alone_and_with_its_neighbours(lengths: list[int]) -> None:
    runs = runs_of(lengths)
    assert {(place, place + 1) for place in range(len(lengths))} <= set(runs)
    assert all(0 < end - start <= LONGEST_RUN and end <= len(lengths) for start, end in runs)


@given(st.lists(st.sampled_from(["word", "."]), max_size=400))
def test_no_word_is_lost_when_a_text_is_cut_into_sentences(words: list[str]) -> None:
    sentences = sentences_of(words)
    assert all(0 < len(sentence) <= LONGEST_SENTENCE for sentence in sentences)
    assert sum(map(len, sentences)) >= words.count("word")
