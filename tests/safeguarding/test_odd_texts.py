"""However long or odd a text is, reading it ends soon and never fails."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.safeguarding import Level, detect
from conversations.safeguarding.corpus import load_corpus
from tests.support.work import calls_made

LONGEST = 20_000
MOST_CALLS = 5 * LONGEST
"""Function calls that one text may cost: five a character. Real talk of that length takes somewhat fewer than four."""

ODD = {
    "one letter": "a" * LONGEST,
    "letters apart": "i " * (LONGEST // 2),
    "one disclosure again and again": "kill myself " * (LONGEST // 12),
    "combining marks": "a" + "\u0301\u0323" * (LONGEST // 2),
    "emoji": "😂💀" * (LONGEST // 2),
    "right to left": "\u202eمرحبا " * (LONGEST // 7),
    "nul": "\0" * LONGEST,
    "lone surrogates": "\ud800" * LONGEST,
    "stars": "*" * LONGEST,
    "starred words": "k*ll " * (LONGEST // 5),
    "nested repeats": "aabb" * (LONGEST // 4),
    "gaps without end": "my dad " * (LONGEST // 7),
    "dots": "k.i.l.l." * (LONGEST // 8),
    "random code points": "".join(map(chr, random.Random(1).sample(range(32, 0xD800), LONGEST))),
    "harmless talk": " ".join(example.text for example in load_corpus() if not example.category)[:LONGEST],
    "disclosures": " ".join(example.text for example in load_corpus() if example.category)[:LONGEST],
    "starred words that differ": " ".join(f"hurt{number}*" for number in range(LONGEST // 9)),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_text_makes_little_work(name: str) -> None:
    detect(ODD[name])  # a language's rules are compiled when the first text asks for them
    assert calls_made(lambda: detect(ODD[name])) < MOST_CALLS


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None)))
def test_no_text_makes_it_fail(text: str) -> None:
    assert detect(text).level in set(Level)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "i",
                "my",
                "dad",
                "kill",
                "hit",
                "me",
                "not",
                "if",
                "people",
                ".",
                "!",
                "\n",
                "\x00",
                "�",
                "myself",
                "😂",
                "k*ll",
                "he",
                "she",
            ]
        )
    )
)
def test_no_heap_of_words_makes_it_fail(words: list[str]) -> None:
    assert detect(" ".join(words)).level in set(Level)


def test_a_disclosure_deep_inside_a_long_text_is_found() -> None:
    around = "we talked about football and the weather was nice. " * 150
    assert detect(f"{around} my stepdad hits me. {around}")
