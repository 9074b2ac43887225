"""What redaction promises whatever is written: nothing raised, nothing left half, nothing taken twice."""

from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.redaction import UNREADABLE, Kind, redact, redact_safely, redacting
from conversations.redaction.claims import Claims
from tests.redaction_corpus.scoring import read_answers
from tests.support.work import calls_made

EXAMPLE = "its miss okafor at st augustines shes lovely, my snap is jaydenx09, im on 07700 900123"

PIECES = (
    "jayden", "miss", "mr", "b", "st", "johns", "at", "my", "snap", "is", "its", "@", "_", ".", ",", "-", "'s", " ", "\n", "and", "me", "born",
    "12/03/2011", "07700 900123", "0800 1111", "943 476 5919", "me7 4ab", "14", "high", "street", "flat 2b", "will", "grace", "[name]", "[", "]",
    "[school]", "mam na imię", "اسمي", "أحمد", "мене звати", "оля", "kayla_09", "x#1234", "https://", "gmail", "dot", "com", "name", "called",
    "\u200b", "\u0301", "😀", "０７", "zero", "double", "seven", "auntie", "xqzt", "school", "academy", "o'brien", "said",
)  # fmt: skip


def test_the_example_is_redacted_as_promised() -> None:
    redaction = redact(EXAMPLE)
    assert redaction.text == "its [name] at [school] shes lovely, my snap is [account], im on [phone]"
    assert dict(redaction.found) == {Kind.NAME: 1, Kind.SCHOOL: 1, Kind.ACCOUNT: 1, Kind.PHONE: 1}


def test_what_was_found_is_counted_and_never_told() -> None:
    redaction = redact("jayden and chloe rang 07700 900123")
    assert redaction.found[Kind.NAME] == 2
    assert "jayden" not in repr(redaction)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=120))
def test_any_text_at_all_is_redacted_once_and_for_all(text: str) -> None:
    once = redact(text)
    again = redact(once.text)
    assert again.text == once.text
    assert not again.found


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("", " "))), max_size=18))
def test_texts_made_of_what_the_rules_look_for_are_redacted_once_and_for_all(pieces: list[tuple[str, str]]) -> None:
    once = redact("".join(piece + gap for piece, gap in pieces))
    again = redact(once.text)
    assert again.text == once.text
    assert not again.found


@pytest.mark.parametrize(
    "text",
    [
        "\ud800" * 50,
        "\x00jayden\x00",
        "\u202ejayden\u202c",
        "e" + "\u0301" * 500,
        "\u200b" * 100,
        "",
        " ",
        "\ufeffjayden",
    ],
)
def test_broken_and_strange_text_does_no_harm(text: str) -> None:
    assert "jayden" not in redact(text).text


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "1",
        "1 ",
        "jayden ",
        "st ",
        "@",
        "a.",
        "a@",
        "a_",
        "_",
        "[",
        "born is ",
        "my snap is ",
        "k a y ",
        "zero ",
        "-",
        " ",
        "live in aa ",
        "www.",
        "a dot ",
    ],
)
def test_the_work_grows_no_faster_than_the_text(piece: str) -> None:
    def work(length: int) -> int:
        text = (piece * length)[:length]
        return calls_made(lambda: redact(text))

    redact("warm up the word lists")
    assert work(20_000) < 15 * work(2_000)


def test_an_answer_costs_little_work_with_words_before_it_too() -> None:
    texts = [answer.text for answer in read_answers()[::10]]
    for text in texts:  # the word lists are read, and what each word may be is kept
        redact(text, EXAMPLE)
    # About as many calls as a slow machine makes in a millisecond.
    assert sum(calls_made(partial(redact, text)) for text in texts) < 2_000 * len(texts)
    assert sum(calls_made(partial(redact, text, EXAMPLE)) for text in texts) < 6_000 * len(texts)


def test_nothing_is_taken_out_of_the_middle_of_a_word() -> None:
    for word in (
        "samsung",
        "marketing",
        "jacket",
        "benefit",
        "annoying",
        "willing",
        "tomorrow",
        "amylase",
        "markdown",
        "leopard",
    ):
        assert redact(f"i like {word} a lot").text == f"i like {word} a lot"


def test_invisible_characters_do_not_hide_a_name_or_a_number() -> None:
    assert redact("ask jay\u200bden on 077\u200b00 900123").text == "ask [name] on [phone]"
    assert redact("ring 0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣0️⃣0️⃣1️⃣2️⃣3️⃣").found == {Kind.PHONE: 1}


def test_a_failure_leaves_a_placeholder_and_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_claims: Claims) -> None:
        raise RuntimeError(EXAMPLE)

    monkeypatch.setattr(redacting, "claim_links", broken)
    redaction = redact_safely(EXAMPLE)
    assert redaction.failed
    assert redaction.text == UNREADABLE
    assert not redaction.found


def test_the_placeholder_for_failures_stays_as_it_is() -> None:
    assert redact(UNREADABLE).text == UNREADABLE


@pytest.mark.parametrize(
    ("before", "written", "kept"),
    [
        ("my name is", "jaydenx", "[name]"),
        ("my name is:", "Jaydenx", "[name]"),
        ("hi. my snap is", "kaylaxoxo", "[account]"),
        ("call me on 07700", "900123", "[phone]"),
        ("my mate is called", "Xanti and he helps", "[name] and he helps"),
        ("i told my teacher, Miss", "Okafore. she helped", "[name]. she helped"),
        ("my name is hard to say.", "Teachers get it wrong", "Teachers get it wrong"),
        ("i like school", "Teachers are nice", "Teachers are nice"),
    ],
)
def test_a_message_is_read_as_the_end_of_what_came_before(before: str, written: str, kept: str) -> None:
    assert redact(written, before).text == kept


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("", " "))), max_size=10),
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(("", " "))), max_size=10),
)
def test_what_came_before_is_never_part_of_what_is_returned(
    before: list[tuple[str, str]], pieces: list[tuple[str, str]]
) -> None:
    earlier, text = ("".join(piece + gap for piece, gap in parts) for parts in (before, pieces))
    once = redact(text, earlier)
    again = redact(once.text, earlier)
    assert again.text == once.text
    assert sum(once.found.values()) >= sum(redact(text).found.values())
    if not once.found:
        assert once.text == text


@pytest.mark.parametrize("written", ["12/03/2016", "12/03/16", "2016-03-12", "12 march 2016"])
def test_a_whole_date_is_a_birthday_for_those_old_enough_to_write(written: str) -> None:
    assert redact(written, today=date(2026, 3, 1)).text == "[date of birth]"
    assert redact(written, today=date(2025, 3, 1)).text == written


def test_without_a_day_every_whole_date_goes() -> None:
    assert redact("on 12/03/2026 they cancelled").text == "on [date of birth] they cancelled"
