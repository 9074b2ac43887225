"""Words that a reader marks from one to another, and what of the answer is taken out by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.redaction.by_hand import take_out
from conversations.redaction.marking import phrases_between, pieces_of

SAID = ("I like music.", "only miss Ravensworth, of Hill\nSchool listens")


def test_words_are_numbered_through_all_messages_and_nothing_is_lost() -> None:
    pieces = pieces_of(SAID)
    assert tuple("".join(piece.text for piece in message) for message in pieces) == SAID
    words = {piece.number: piece.text for message in pieces for piece in message if piece.number}
    assert (words[1], words[3], words[6], len(words)) == ("I", "music.", "Ravensworth,", 10)


@pytest.mark.parametrize(
    ("messages", "first", "last", "expected"),
    [
        (SAID, 6, 6, ("Ravensworth",)),
        (SAID, 5, 6, ("miss Ravensworth",)),
        (SAID, 9, 8, ("Hill School",)),
        (SAID, 3, 4, ("music", "only")),
        (SAID, 0, 1, ("I",)),
        (SAID, 99, 120, ()),
        (("Sam's dad and [name] Smith (Jo) @jo_12 07700-900123!",), 1, 1, ("Sam",)),
        (("Sam's dad and [name] Smith (Jo) @jo_12 07700-900123!",), 3, 4, ("and", "Smith")),
        (("Sam's dad and [name] Smith (Jo) @jo_12 07700-900123!",), 5, 7, ("(Jo) @jo_12 07700-900123",)),
        (("[taken out], 🎵 小明说了很多",), 1, 3, ("小明说了很多",)),
        (("Sam and Sam", "Sam"), 3, 4, ("Sam",)),
        ((), 1, 2, ()),
    ],
)
def test_a_mark_becomes_the_phrases_between_two_words(
    messages: tuple[str, ...], first: int, last: int, expected: tuple[str, ...]
) -> None:
    assert phrases_between(messages, first, last) == expected


@given(
    messages=st.lists(st.text("aB '.,[]小\n\u2019s@(", min_size=1, max_size=30), max_size=3),
    first=st.integers(0, 12),
    last=st.integers(0, 12),
)
def test_whatever_is_marked_is_found_again_where_it_stands(messages: list[str], first: int, last: int) -> None:
    marked = {
        piece.number
        for pieces in pieces_of(messages)
        for piece in pieces
        if piece.number and min(first, last) <= piece.number <= max(first, last)
    }
    phrases = phrases_between(messages, first, last)
    assert bool(phrases) == bool(marked)
    places = sum(take_out(message, phrases, "name")[1] for message in messages)
    assert bool(places) == bool(marked)
    for phrase in phrases:
        assert any(take_out(message, [phrase], "name")[1] for message in messages), phrase
