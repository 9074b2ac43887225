"""Telling the language of a chat message: English is never called foreign, what is not sure is not said."""

import json
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.languages import KNOWN, detect_language, says_enough

CORPUS = Path(__file__).parent.parent / "language_corpus" / "held_out"
ROOT = Path(__file__).parent.parent.parent


def examples(step: int) -> list[tuple[str, str]]:
    """Return (language, text) of every so-many-th held-out text: the whole is scored for the published table."""
    found = []
    for path in sorted(CORPUS.glob("*.toml")):
        texts = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [(path.stem, text) for text in [*texts["short"], *texts["middle"], *texts["long"]][::step]]
    return found


def test_there_are_texts_in_28_languages() -> None:
    assert len({code for code, _ in examples(1)}) == 28
    assert {code for code, _ in examples(1)} <= KNOWN


def test_held_out_texts_are_told_apart_and_no_english_is_called_foreign() -> None:
    right: Counter[str] = Counter()
    texts = examples(5)
    for code, text in texts:
        said = detect_language(text)
        right[code] += said == code or (code == "en" and said is None)
    total = Counter(code for code, _ in texts)
    assert right["en"] == total["en"]
    assert [code for code in total if right[code] < total[code] / 2] == []
    assert sum(right.values()) >= 0.92 * sum(total.values())


def test_english_texts_written_after_the_rules_are_not_foreign_but_for_one_in_a_hundred() -> None:
    texts = tomllib.loads((CORPUS.parent / "english_again.toml").read_text(encoding="utf-8"))["texts"]
    assert sum(detect_language(text) not in ("en", None) for text in texts) <= 0.01 * len(texts)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("wolę pisać niż mówić", "pl"),
        ("wole pisac niz mowic przez telefon", "pl"),
        ("я хочу поговорити з кимось", "uk"),
        ("نمی‌دانم با کی حرف بزنم", "fa"),
        ("لا أعرف مع من أتكلم", "ar"),
        ("نازانم لەگەڵ کێ قسە بکەم", "ckb"),
        ("ምስ መን ከም ዝዛረብ ኣይፈልጥን እየ", "ti"),
        ("ਮੈਨੂੰ ਨਹੀਂ ਪਤਾ", "pa"),
        ("मलाई कसैसँग कुरा गर्न मन छ", "ne"),
        ("je ne sais pas à qui parler", "fr"),
        ("много е трудно", "bg"),
        ("म जान सक्दिन।", "ne"),
        ("wolę {name} i https://example.org 12 camhs niż telefon", "pl"),
    ],
)
def test_a_sentence_is_known(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", " ", "123", "🙂🙂", "{name}", "https://example.org", "?!", "\u200e"])
def test_what_has_no_words_has_no_language(text: str) -> None:
    assert detect_language(text) is None
    assert not says_enough(text)


@pytest.mark.parametrize(("text", "enough"), [("nie wiem", False), ("nie wiem co", True), ("tak 😀 1 2", False)])
def test_three_words_are_enough(text: str, enough: bool) -> None:  # noqa: FBT001
    assert says_enough(text) is enough


@pytest.mark.parametrize(
    "text",
    [
        "idk", "nah ur good", "bare long innit", "kk ty", "ngl its mid", "camhs", "thanet", "my mum", "ok", "no", "a",
        "i dont no", "talking to my freinds", "skool", "wi fi", "me and lena", "im in margate", "sum1 to talk 2",
        "st john ambulance course", "my ex partner",
    ],
)  # fmt: skip
def test_english_of_chats_is_not_foreign(text: str) -> None:
    assert detect_language(text) in ("en", None)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_gets_an_answer_and_always_the_same(text: str) -> None:
    said = detect_language(text)
    assert said is None or said in KNOWN
    assert detect_language(text) == said


@pytest.mark.program
def test_another_process_says_the_same() -> None:
    texts = [text for _, text in examples(40)]
    code = (
        "import sys, json; from conversations.languages import detect_language; "
        "print(json.dumps([detect_language(text) for text in json.loads(sys.stdin.read())]))"
    )
    given_texts = json.dumps(texts)
    said = subprocess.run(
        [sys.executable, "-c", code], input=given_texts, capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert json.loads(said) == [detect_language(text) for text in texts]
