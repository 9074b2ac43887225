"""The words of receipts: easy to type, hard to mix up, and never a door to somebody else's answers."""

import hashlib
import random
import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.receipts.words import BITS, read, written
from conversations.content import load_script
from conversations.engine import new_state
from conversations.inbound import Typed
from conversations.receipt_words import WORDS, listed, one_slip, place_of
from conversations.signposting import signs_in
from storage.anonymity import RECEIPT_BITS

VALUES = st.integers(0, 2**RECEIPT_BITS - 1)
SOUND_ALIKE = ["bear", "bare", "bury", "berry", "beach", "beech", "blue", "blew", "board", "bored", "brake", "break", "buy", "by", "cell", "sell", "cent", "scent", "cereal", "serial", "deer", "dear", "dew", "due", "fair", "fare", "feet", "feat", "fir", "fur", "flea", "flee", "flour", "flower", "gait", "gate", "great", "grate", "hair", "hare", "hall", "haul", "heal", "heel", "hear", "here", "heard", "herd", "him", "hymn", "hole", "whole", "horse", "hoarse", "hour", "our", "knight", "night", "knot", "not", "know", "no", "leak", "leek", "loan", "lone", "made", "maid", "mail", "male", "main", "mane", "meat", "meet", "medal", "meddle", "mist", "missed", "moose", "mousse", "morning", "mourning", "muscle", "mussel", "none", "nun", "oar", "ore", "one", "won", "pail", "pale", "pain", "pane", "pair", "pear", "peace", "piece", "peak", "peek", "pie", "pi", "plain", "plane", "pole", "poll", "pour", "pore", "pray", "prey", "principal", "principle", "rain", "reign", "rein", "raise", "rays", "read", "reed", "real", "reel", "red", "right", "write", "ring", "wring", "road", "rode", "role", "roll", "root", "route", "rose", "rows", "sail", "sale", "sauce", "source", "scene", "seen", "sea", "see", "seam", "seem", "sew", "so", "sow", "shore", "sight", "site", "sleigh", "slay", "soar", "sore", "sole", "soul", "some", "sum", "son", "sun", "stair", "stare", "stake", "steak", "stationary", "stationery", "steal", "steel", "storey", "story", "suite", "sweet", "tail", "tale", "tea", "tee", "team", "teem", "threw", "through", "throne", "thrown", "tide", "tied", "time", "thyme", "toad", "towed", "toe", "tow", "vain", "vein", "waist", "waste", "wait", "weight", "way", "weigh", "weak", "week", "wear", "where", "weather", "whether", "which", "witch", "wood", "would"]  # fmt: skip
SPELLED_TWO_WAYS = re.compile(r"colou?r|hono|flavo|harbo|neighbo|favo|^gr[ae]y|cent(re|er)$|theat|met(re|er)$|lit(re|er)|yogh?urt|tyre|plough|draught|pyjama|pajama")  # fmt: skip
UNKIND = {
    "bomb", "knife", "gun", "blood", "kill", "dead", "hurt", "rope", "razor", "blade", "pill", "tablet", "drug", "nurse",
    "doctor", "ward", "angel", "church", "bible", "devil", "witch", "ghost", "angry", "stupid", "ugly", "skinny", "diet",
}  # fmt: skip


def test_there_are_as_many_words_as_the_bits_need_in_an_order_that_never_changes() -> None:
    assert len(listed()) == 2**BITS
    assert WORDS * BITS == RECEIPT_BITS
    # Receipts that were given out are read by this list: another one would open nothing, or somebody else's answers.
    assert hashlib.sha256(" ".join(listed()).encode()).hexdigest()[:16] == "a21997d5226d2a0e"


def test_every_word_is_short_and_plain() -> None:
    assert [word for word in listed() if not re.fullmatch("[a-z]{4,8}", word)] == []
    assert [word for word in listed() if SPELLED_TWO_WAYS.search(word)] == []
    assert not set(listed()) & set(SOUND_ALIKE)
    assert not set(listed()) & UNKIND


def test_no_two_words_are_one_slip_apart_and_none_is_the_beginning_of_another() -> None:
    words = listed()
    assert list(words) == sorted(set(words))
    assert [pair for pair in pairwise(words) if pair[1].startswith(pair[0])] == []
    alike = [(a, b) for number, a in enumerate(words) for b in words[number + 1 :] if one_slip(a, b)]
    assert alike == []


@given(VALUES)
def test_what_is_written_is_read_again(value: int) -> None:
    words = written(value)
    assert len(words.split()) == WORDS
    assert read(words) == value


@given(VALUES, st.sampled_from([" ", "  ", ", ", "-", ". ", "\n", " - ", "; "]), st.booleans(), st.booleans())
def test_capitals_commas_hyphens_and_spaces_do_not_matter(value: int, between: str, loud: bool, named: bool) -> None:  # noqa: FBT001
    typed = between.join(written(value).split())
    typed = f" {typed.upper() if loud else typed.title()}. "
    assert read(f"Receipt: {typed}" if named else typed) == value


@given(VALUES, st.data())
def test_one_slip_in_each_word_is_forgiven_or_opens_nothing_but_never_another(value: int, data: st.DataObject) -> None:
    slipped = []
    for word in written(value).split():
        at = data.draw(st.integers(0, len(word) - 1))
        letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
        slipped.append(
            data.draw(
                st.sampled_from(
                    [
                        word[:at] + word[at + 1 :],
                        word[:at] + letter + word[at:],
                        word[:at] + letter + word[at + 1 :],
                        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
                    ]
                )
            )
        )
    assert read(" ".join(slipped)) in (value, None)


@given(st.sampled_from(range(2048)), st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9))
def test_a_word_is_read_as_another_only_where_one_slip_makes_it_that_one(place: int, typed: str) -> None:
    assume(typed not in listed())
    found = place_of(typed)
    assert found is None or one_slip(typed, listed()[found])
    assert place_of(listed()[place]) == place


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("oter", "otter"),
        ("ottter", "otter"),
        ("otetr", "otter"),
        ("ottir", "otter"),
        ("kettel", "kettle"),
        ("mapl", "maple"),
    ],
)
def test_common_slips_are_forgiven(typed: str, meant: str) -> None:
    assert place_of(typed) == listed().index(meant)


@pytest.mark.parametrize(
    "typed", ["", "otter", "otter maple window", "otter maple window kettle badger", "a b c d", "🙂"]
)
def test_what_is_not_four_words_of_the_list_is_no_receipt(typed: str) -> None:
    assert read(typed) is None


def test_receipts_set_off_no_signpost() -> None:
    chance = random.Random(1)
    state = new_state(load_script())
    heard = [words for words in (written(chance.getrandbits(44)) for _ in range(300)) if signs_in(state, Typed(words))]
    assert heard == []
