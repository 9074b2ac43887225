"""What a person typed is made safe to store without changing what it says, and compared without being pedantic."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conversations.words import clean, has_something, plain

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANY_TEXT)
@example("e\u0301")
@example("\ud800\r\x00\n")
@example(" \u0308")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
def test_clean_text_can_be_stored_anywhere(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert "\x00" not in cleaned
    assert not {"\ufffe", "\uffff", "\r"} & set(cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_cleaning_takes_no_letter_number_or_picture_away(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text).strip()


@given(ANY_TEXT)
@example("\u1e9e\u0130")
@example("\u09c7\u200d\u09be")
@example("\ufe70\u064b\u0627\u0653")
def test_plain_words_are_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(st.characters(codec="ascii"), max_size=40))
def test_case_and_space_around_words_do_not_matter(text: str) -> None:
    assert plain(f"  {text.upper()}!\n") == plain(text.lower())


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("i'd rather not say", "I'd rather not say"),
        ("I\u2019d rather not say!", "I'd rather not say"),
        ("ＹＥＳ", "yes"),
        ("2 🙁 a little", "2 a little"),
        ("tonbridge   and malling.", "Tonbridge and Malling"),
        ("café", "cafe\u0301"),
    ],
)
def test_what_looks_the_same_counts_as_the_same(typed: str, label: str) -> None:
    assert plain(typed) == plain(label)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("شكرًا", "شكرا"),
        ("کلمه‌های آسان‌تر", "کلمه‌های آسان‌تر!"),
        ("\u200eمساعدة", "مساعدة"),
        ("ਅੱਗੇ।", "ਅੱਗੇ"),
        ("छोड\u200d", "छोड"),
    ],
)
def test_points_that_people_leave_out_and_marks_that_nobody_sees_do_not_matter(typed: str, label: str) -> None:
    assert plain(typed) == plain(label)


@pytest.mark.parametrize(("one", "other"), [("ਅੱਗੇ", "ਅੱਗ"), ("ਅੱਗੇ", "ਅੰਗ"), ("ਪਿੱਛੇ", "ਪੁੱਛੋ"), ("छोड", "छाड"), ("दिन", "दान")])
def test_another_vowel_is_another_word(one: str, other: str) -> None:
    assert plain(one) != plain(other)


@pytest.mark.parametrize("text", ["a", "🙂", "?", "+", "1", "مرحبا", "❤️"])
def test_a_sign_or_a_picture_is_something(text: str) -> None:
    assert has_something(text)


@pytest.mark.parametrize("text", ["", " ", "\u200b\u200d", "\u202e", "\n\t", "\u2028", "\ufeff"])
def test_blanks_and_invisible_marks_are_nothing(text: str) -> None:
    assert not has_something(text)
