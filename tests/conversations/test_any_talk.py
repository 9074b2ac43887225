"""What holds in every talk, however it goes."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations import advance, load_script
from conversations.commands import command_meant
from conversations.inbound import Command, CommandGiven, Inbound, Picked, Started, Typed
from conversations.people import Channel
from conversations.prompts import accepts_words, current_question
from conversations.redaction import redact
from conversations.script import QuestionKind, Script
from conversations.signposting import signs_in
from conversations.state import QUESTION_PHASES, Phase
from conversations.turn import (
    AddToAnswer,
    ClearAnswer,
    CloseConversation,
    DropHeldWords,
    EraseResponse,
    HoldWords,
    SkipQuestion,
    Tone,
)
from conversations.words import clean
from tests.conversations.any_talk import TALKS, Action, Step, steps
from tests.conversations.response_model import Store

FIVE = load_script()
EVERY_KIND = load_script("tests/conversations/every_kind")
SCRIPTS = st.sampled_from((FIVE, EVERY_KIND))
CHANNELS = st.sampled_from(Channel)
AGREED: tuple[Inbound, ...] = (
    Started(),
    Picked("audience", "young_person"),
    Picked("age", "16_17"),
    Picked("check", "no"),
    Picked("take_part", "yes"),
    Picked("quotes", "yes"),
)
ASKED_ABOUT: tuple[Inbound, ...] = (
    *(*AGREED, Typed("4"), Typed("my words"), CommandGiven(Command.NEXT)),
    *(CommandGiven(Command.SKIP) for _ in range(4)),
    Picked("about_you", "yes"),
)
OWN_WAY = (*AGREED, Typed("4"), Picked("ways", "other_way"), Typed("my words"))
OWN_GENDER = (*ASKED_ABOUT, *(CommandGiven(Command.SKIP),) * 2, Picked("gender", "own_words"), Typed("my words"))
STARTS: st.SearchStrategy[tuple[Inbound, ...]] = st.sampled_from(((), AGREED, ASKED_ABOUT, OWN_WAY, OWN_GENDER))
"""Where a talk at random begins: most would never get to the last questions by themselves."""

talks = given(SCRIPTS, CHANNELS, TALKS, STARTS)
often = settings(max_examples=25, deadline=None)

LOSES = (AddToAnswer, ClearAnswer, SkipQuestion, EraseResponse, CloseConversation, HoldWords, DropHeldWords)


@often
@talks
def test_the_store_and_the_state_never_disagree(
    script: Script, channel: Channel, actions: list[Action], start: tuple[Inbound, ...]
) -> None:
    store = Store()
    for step in steps(script, channel, actions, start):
        store.apply(step.turn.effects)
        state = step.turn.state
        assert (store.response is not None) == state.taking_part
        if store.response is not None:
            assert store.response.sketches == dict(state.answers)
            assert {c: v for c, v in store.response.consents.items() if state.consents.get(c) != v} == {}


@often
@talks
def test_words_are_kept_only_for_the_question_last_shown(
    script: Script, channel: Channel, actions: list[Action], start: tuple[Inbound, ...]
) -> None:
    shown = ""
    for step in steps(script, channel, actions, start):
        for effect in step.turn.effects:
            if isinstance(effect, AddToAnswer):
                assert effect.question_id == shown
        asked = [r.key.removeprefix("question.") for r in step.turn.replies if r.key.startswith("question.")]
        shown = asked[-1] if asked else shown


@often
@talks
def test_what_is_typed_is_kept_whole_or_said_not_to_be(
    script: Script, channel: Channel, actions: list[Action], start: tuple[Inbound, ...]
) -> None:
    for step in steps(script, channel, actions, start):
        if not isinstance(step.inbound, Typed):
            assert not [effect for effect in step.turn.effects if isinstance(effect, AddToAnswer)]
            continue
        check_typed(script, step, step.inbound.text)


def stored(text: str) -> str:
    """Return the words as they are stored."""
    return redact(clean(text)).text


def check_typed(script: Script, step: Step, text: str) -> None:
    question = current_question(script, step.before)
    if signs_in(step.before, Typed(clean(text))):
        assert step.turn.replies[0].tone is Tone.SIGNPOST
        kept = [effect for effect in step.turn.effects if isinstance(effect, AddToAnswer)]
        held = [effect for effect in step.turn.effects if isinstance(effect, HoldWords)]
        assert not kept
        assert held in ([], [HoldWords(question.id, stored(text))] if question else [])
        return
    if command_meant(script, step.before, Typed(clean(text))) is not None:
        assert not [effect for effect in step.turn.effects if isinstance(effect, AddToAnswer)]
        return
    if question is None or step.before.phase not in QUESTION_PHASES or not accepts_words(step.before, question):
        added = [effect for effect in step.turn.effects if isinstance(effect, AddToAnswer)]
        takes_own_words = question is not None and sum(option.own_words for option in question.options) == 1
        assert added in ([], [AddToAnswer(question.id, stored(text))] if question and takes_own_words else [])
        return
    if step.turn.effects:
        assert step.turn.effects == (AddToAnswer(question.id, stored(text)),)
        return
    assert step.turn.replies[0].tone is Tone.ERROR
    assert step.turn.state == step.before


@often
@talks
def test_an_end_leaves_nothing_behind_and_can_be_followed_by_a_beginning(
    script: Script, channel: Channel, actions: list[Action], start: tuple[Inbound, ...]
) -> None:
    for step in steps(script, channel, actions, start):
        kinds = Counter(type(effect) for effect in step.turn.effects)
        assert kinds[CloseConversation] <= 1
        if kinds[EraseResponse]:
            assert kinds[CloseConversation] == 1
        if step.turn.state.phase is not Phase.CLOSED:
            assert not kinds[CloseConversation]
            continue
        closed = step.turn.state
        assert not closed.consents
        assert not closed.answers
        assert (closed.audience, closed.age_band, closed.position, closed.paused_phase) == (None, None, None, None)
        again = advance(script, closed, Started())
        assert again.state.phase is Phase.AUDIENCE
        assert again.replies[0].key == "welcome.who"


@often
@talks
def test_the_same_button_twice_does_no_more_than_once(
    script: Script, channel: Channel, actions: list[Action], start: tuple[Inbound, ...]
) -> None:
    for step in steps(script, channel, actions, start):
        if not isinstance(step.inbound, Picked):
            continue
        question = script.question(step.inbound.item_id)
        if question and question.kind is QuestionKind.MANY_OF and question.option(step.inbound.option_id):
            continue  # such a button is a switch: twice is off again, and it shows
        twice = advance(script, step.turn.state, step.inbound)
        assert twice.state == step.turn.state
        assert not [effect for effect in twice.effects if isinstance(effect, LOSES)]


@often
@talks
def test_a_talk_goes_the_same_whether_or_not_it_was_stored_between(
    script: Script, channel: Channel, actions: list[Action], start: tuple[Inbound, ...]
) -> None:
    unstored = None
    for step in steps(script, channel, actions, start):
        before = unstored or step.before
        assert advance(script, before, step.inbound) == step.turn
        unstored = step.turn.state
