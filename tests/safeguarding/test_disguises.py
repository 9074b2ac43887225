"""Dressing a sentence up does not hide it, in whatever language it is."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.safeguarding import Category, Detector, default_detector, detect, load_detector
from conversations.safeguarding.corpus import Split, load_corpus

DETECTORS = {"the rules alone": load_detector(second_opinions=False), "with second opinions": default_detector()}


def caught_by(detector: Detector) -> list[tuple[str, str]]:
    """The language and the text of every held-out disclosure that is noticed as it is written."""
    told = ((one.language, one.text) for one in load_corpus() if one.category and one.split is Split.HELD_OUT)
    return [(language, text) for language, text in told if detector.detect(text, language)]


CAUGHT = {name: caught_by(detector) for name, detector in DETECTORS.items()}

DISGUISES: dict[str, Callable[[str], str]] = {
    "in capitals": lambda text: text.upper(),
    "without apostrophes": lambda text: text.replace("'", "").replace("\u2019", ""),
    "with curly apostrophes": lambda text: text.replace("'", "\u2019"),
    "with emoji around it": lambda text: f"😢 {text} 😭💔",
    "with emoji written onto it": lambda text: f"😭{text}😭",
    "a word a line": lambda text: text.replace(" ", "\n"),
    "with a harmless sentence before it": lambda text: f"i like the chat. {text}",
    "with a harmless sentence after it": lambda text: f"{text.rstrip('.!?… ')}. i like the chat",
    "with a harmless line before it": lambda text: f"music helps me\n{text}",
    "with a harmless line after it": lambda text: f"{text}\nmusic helps me",
    "with accents apart from their letters": lambda text: unicodedata.normalize("NFD", text),
    "with accents on their letters": lambda text: unicodedata.normalize("NFC", text),
    "without accents": lambda text: "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    ),
    "with invisible characters in it": lambda text: text.replace("e", "e\u200b").replace("ا", "ا\u200d"),
    "with many spaces": lambda text: f"  {text.replace(' ', '   ')}  ",
}


@pytest.mark.parametrize("name", DETECTORS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_caught_text_stays_caught(disguise: str, name: str) -> None:
    detector, dressed = DETECTORS[name], DISGUISES[disguise]
    lost = [text for language, text in CAUGHT[name] if not detector.detect(dressed(text), language)]
    assert lost == []


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CAUGHT["the rules alone"]), st.data())
def test_a_caught_text_stays_caught_in_whatever_lines_it_is_sent(caught: tuple[str, str], data: st.DataObject) -> None:
    language, text = caught
    words = text.split(" ")
    breaks = data.draw(st.lists(st.sampled_from(" \n"), min_size=len(words), max_size=len(words)))
    sent = "".join(word + after for word, after in zip(words, breaks, strict=True))
    assert DETECTORS["the rules alone"].detect(sent, language)


@pytest.mark.parametrize(
    "text",
    [
        "i want to k i l l m y s e l f",
        "i w a n t t o d i e. i like the chat",
        "i want to d.i.e. sorry",
        "i wanna k*ll myself",
        "i want to d1e",
        "i want to dieeeeee",
        "i want to unalive myself",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "i am going to kіll myself",
        "feeling suicdal again",
    ],
)
def test_disguised_words_are_read(text: str) -> None:
    assert Category.SUICIDE in detect(text).categories


def test_a_full_stop_after_a_single_letter_ends_the_sentence() -> None:
    assert not detect("my sister is taller than i. cut the cake", "en")
