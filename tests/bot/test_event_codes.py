"""Codes that can be said aloud, written on a board and typed with a thumb."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.event_codes import CODE, DIGITS, LENGTH, WORDS, new_code, read_code
from bot.telegram.updates import CODE as TELEGRAM_CODE

MISREAD = set("01689")
"""Digits that look like letters, or that rude, hateful and emergency numbers are made of."""


def differ_by_one_letter(one: str, other: str) -> bool:
    """Whether a slip of one letter, wrong, missing or too many, makes one word of the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    for place in range(len(one)):
        if one[place] != other[place]:
            rest = other[place + 1 :]
            return rest in (one[place + 1 :], one[place:])
    return True


def test_the_words_are_short_and_no_slip_makes_one_of_another() -> None:
    assert len(set(WORDS)) == len(WORDS) >= 80
    assert all(word.isascii() and word.isalpha() and 4 <= len(word) <= 8 for word in WORDS)
    assert [pair for pair in combinations(WORDS, 2) if differ_by_one_letter(*pair)] == []


@pytest.mark.parametrize(("one", "other"), [("rocket", "pocket"), ("fern", "ferns"), ("otter", "oter")])
def test_a_slip_is_noticed(one: str, other: str) -> None:
    assert differ_by_one_letter(one, other)
    assert not differ_by_one_letter("otter", "panda")


def test_no_digit_is_easily_misread() -> None:
    assert not MISREAD & set(DIGITS)
    assert len(WORDS) * len(DIGITS) ** LENGTH > 10_000


def test_a_new_code_is_well_formed_fits_telegram_and_is_not_taken() -> None:
    made: set[str] = set()
    for _ in range(300):
        code = new_code(made)
        assert code not in made
        assert CODE.fullmatch(code)
        assert TELEGRAM_CODE.fullmatch(code)
        assert read_code(code) == code
        made.add(code)


@pytest.mark.parametrize(
    "written", ["otter425", "Otter 425", "OTTER-425", " otter_4 2 5 ", "otter.425", "\totter425\n"]
)
def test_a_code_is_understood_however_it_is_written(written: str) -> None:
    assert read_code(written) == "otter425"


@pytest.mark.parametrize(
    "written", ["", "otter", "425", "otter42", "otter4255", "otter401", "five-questions", "x" * 100]
)
def test_what_can_be_no_code_is_none(written: str) -> None:
    assert read_code(written) == ""


@given(st.text(max_size=60))
def test_anything_can_be_written_instead_of_a_code(written: str) -> None:
    assert read_code(written) == "" or CODE.fullmatch(read_code(written))
