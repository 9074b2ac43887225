"""Four words of a receipt typed into the chat: kept nowhere, told where they open something, and never lost as an answer."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.content import load_engagements, load_script
from conversations.engine import advance, new_state
from conversations.inbound import Inbound, Picked, Started, Typed
from conversations.pack_files import all_packs
from conversations.people import Channel
from conversations.receipt_words import holds_receipt, listed
from conversations.state import ConversationState, Phase
from conversations.transcripts import stored_and_loaded
from conversations.turn import AddToAnswer, LinkKind

SCRIPT = load_script()
RECEIPT = "otter maple window kettle"
TO_THE_FIRST_QUESTION: tuple[Inbound, ...] = (
    Started(), Picked("audience", "young_person"), Picked("age", "16_17"), Picked("check", "no"),
    Picked("take_part", "yes"), Picked("quotes", "yes"),
)  # fmt: skip


def after(*steps: Inbound, channel: Channel = Channel.WEB) -> ConversationState:
    state = new_state(SCRIPT, channel)
    for step in steps:
        state = stored_and_loaded(advance(SCRIPT, state, step).state)
    return state


@given(st.lists(st.sampled_from(listed()), min_size=4, max_size=4))
def test_every_receipt_is_noticed_however_it_is_written(words: list[str]) -> None:
    assert holds_receipt(" ".join(words))
    assert holds_receipt(f"Receipt: {'-'.join(words).upper()}.")
    assert holds_receipt("hi, here is mine: " + ",\n".join(words) + " can i see my answers?")


@given(st.lists(st.sampled_from(listed()), min_size=4, max_size=4), st.integers(0, 3))
def test_a_receipt_with_one_word_wrong_is_noticed_where_it_stands_alone_or_is_called_one(
    words: list[str], wrong: int
) -> None:
    words[wrong] = f"{words[wrong][:1]}xq"
    assert holds_receipt(" ".join(words))
    assert holds_receipt("my receipt is " + " ".join(words))


@pytest.mark.parametrize(
    "text",
    [
        "", "otter maple window", "my friends and family", "talking to my mum", "music animals drawing sleep",
        "we sat by the window and a kettle was on and an otter swam by under the maple",
        "gcse options are due friday and im stuck between drama and computer science",
        "posters " * 18 + RECEIPT,
    ],
)  # fmt: skip
def test_an_ordinary_answer_is_no_receipt(text: str) -> None:
    assert not holds_receipt(text)


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.TELEGRAM])
def test_at_a_question_nothing_of_it_is_stored_and_it_can_still_be_an_answer(channel: Channel) -> None:
    state = after(*TO_THE_FIRST_QUESTION, channel=channel)
    asked = advance(SCRIPT, state, Typed(RECEIPT))
    assert (asked.state, asked.effects, [reply.key for reply in asked.replies]) == (state, (), ["receipt.typed"])
    assert [link.kind for link in asked.replies[0].links] == [LinkKind.RECEIPT]
    assert ("/receipt" in asked.replies[0].text) is (channel is Channel.TELEGRAM)
    mine = asked.replies[0].buttons[0]
    meant = advance(SCRIPT, asked.state, Picked(mine.item_id, mine.option_id))
    assert (meant.effects, [reply.key for reply in meant.replies]) == ((), ["receipt.once_more"])
    kept = advance(SCRIPT, stored_and_loaded(meant.state), Typed(RECEIPT))
    assert kept.effects == (AddToAnswer("helps", RECEIPT),)


def test_what_is_an_answer_at_one_question_is_asked_about_at_the_next() -> None:
    state = after(*TO_THE_FIRST_QUESTION, Typed(RECEIPT), Picked("four_words", "helps"), Picked("helps", ".skip"))
    assert advance(SCRIPT, state, Typed(RECEIPT)).effects == ()
    old = advance(SCRIPT, state, Picked("four_words", "helps"))
    assert [reply.key for reply in old.replies] == ["notice.old_button", "question.hard"]
    assert old.state == state


@pytest.mark.parametrize("steps", range(len(TO_THE_FIRST_QUESTION)))
def test_before_the_questions_it_is_told_where_a_receipt_opens_something_and_nothing_moves(steps: int) -> None:
    state = after(*TO_THE_FIRST_QUESTION[:steps])
    turn = advance(SCRIPT, state, Typed(RECEIPT))
    assert turn.replies[0].key == "receipt.closed"
    assert turn.effects == ()
    assert turn.state == (state if steps else replace(state, phase=Phase.CLOSED))


def test_under_the_last_words_it_is_told_where_a_receipt_opens_something() -> None:
    state = after(*TO_THE_FIRST_QUESTION, Typed("my dog"), Picked("helps", ".stop"), Picked("stopping", "keep"))
    assert state.phase is Phase.CLOSED
    turn = advance(SCRIPT, state, Typed(RECEIPT))
    assert ([reply.key for reply in turn.replies], turn.effects) == (["receipt.closed", "ending.again"], ())


def test_on_paper_such_words_are_what_somebody_wrote() -> None:
    state = after(*TO_THE_FIRST_QUESTION, channel=Channel.PAPER)
    assert advance(SCRIPT, state, Typed(RECEIPT)).effects == (AddToAnswer("helps", RECEIPT),)


def test_whoever_tells_of_harm_with_it_is_answered_with_help() -> None:
    state = after(*TO_THE_FIRST_QUESTION)
    turn = advance(SCRIPT, state, Typed(f"{RECEIPT} i want to kill myself"))
    assert turn.replies[0].key.startswith("signpost.")


def test_a_shared_device_is_told_so_in_every_language_without_the_button_that_is_not_there() -> None:
    languages = load_engagements(drafts=frozenset(all_packs()))["five-questions"].languages
    assert len(languages) == len(all_packs()) + 2
    for code, wording in languages.items():
        for key in ("typed", "closed"):
            there = wording.texts[f"kiosk.receipt_{key}"]["text"]
            assert "{address}" in there, code
            assert wording.texts["page.have_receipt"]["text"] not in there, code
            assert (wording.texts["button.my_answer"]["text"] in there) == (key == "typed"), code
            assert there != wording.texts[f"receipt.{key}"]["text"], code
