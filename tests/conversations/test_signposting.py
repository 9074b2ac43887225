"""The safety net in the talk: answered at once in every phase, place kept, words taken out unless the person says keep."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from conversations import advance, load_script, prompt_again
from conversations.engine import answer_again, new_state
from conversations.helplines_now import at
from conversations.inbound import Command, Picked, Typed
from conversations.people import AgeBand, Audience, Channel
from conversations.prompts import accepts_words
from conversations.safeguarding import Category, Level, Signals, Urgency
from conversations.signposting import signpost
from conversations.state import Phase
from conversations.turn import (
    AddToAnswer,
    CountSignpost,
    DropHeldWords,
    HoldWords,
    IssueReceipt,
    KeepHeldWords,
    LinkKind,
    Tone,
)
from tests.conversations.states import every_state
from tests.support.checked_helplines import all_checked
from tests.support.talk import Talk, agreed

SCRIPT = load_script()
TOLD = "my stepdad hits me"
COUNTED = CountSignpost("helps", "full", "high", "abuse_physical", urgent=True)
BROADCASTERS_SENTENCE = "I'm being forced to have sex and I'm only 12 years old"


def told(words: str = TOLD, band: str = "13_15") -> Talk:
    return agreed(SCRIPT, band).say(words)


@pytest.mark.parametrize("words", [TOLD, BROADCASTERS_SENTENCE, TOLD.upper(), "i dont want to be here any more"])
def test_a_disclosure_is_answered_at_once_with_who_will_answer(words: str) -> None:
    talk = told(words)
    said = talk.replies[0]
    assert said.tone is Tone.SIGNPOST
    assert "Nobody reads this live" in said.text
    assert "999" in said.text
    assert "0800 1111" in said.text
    assert said.text.index("999") < said.text.index("0800 1111")
    assert {LinkKind.CALL, LinkKind.TEXT} <= {link.kind for link in said.links}


def test_a_disclosure_in_every_state_is_answered_first_and_never_loses_the_place() -> None:
    for state in every_state(SCRIPT)[::7]:
        turn = advance(SCRIPT, state, Typed(TOLD))
        assert turn.replies[0].tone is Tone.SIGNPOST
        assert not [effect for effect in turn.effects if isinstance(effect, AddToAnswer)]
        if state.phase not in (Phase.NEW, Phase.CLOSED):
            assert (turn.state.phase, turn.state.position) == (state.phase, state.position)


def test_what_was_told_is_put_aside_and_taken_out_when_they_go_on_without_choosing() -> None:
    talk = told()
    assert talk.effects == (COUNTED, HoldWords("helps", TOLD))
    assert talk.commands == {".keep_words", ".take_out", ".carry_on", ".take_break", ".stop", ".help"}
    assert talk.press("helps:.next").effects == (DropHeldWords("helps"),)
    assert talk.state.answer("helps").held == 0


def test_after_a_break_it_can_still_be_chosen_what_becomes_of_what_was_told() -> None:
    talk = told().press("helps:.take_break")
    assert {button.option_id for button in talk.replies[0].buttons} == {
        ".keep_words", ".take_out", ".carry_on", ".stop", ".help"
    }  # fmt: skip
    assert talk.press("helps:.keep_words").effects == (KeepHeldWords("helps"),)
    again = talk.press("helps:.take_break")
    assert {button.option_id for button in again.replies[0].buttons} >= {".next", ".skip"}, "nothing is to be chosen"


@pytest.mark.parametrize("leave", ["helps:.skip", "helps:.back", "helps:.stop"])
def test_however_they_leave_the_question_what_was_told_goes(leave: str) -> None:
    talk = told().press(leave)
    assert isinstance(talk.effects[0], DropHeldWords)


def test_keep_what_i_wrote_makes_it_part_of_the_answer() -> None:
    talk = told().press("helps:.keep_words")
    assert talk.effects == (KeepHeldWords("helps"),)
    sketch = talk.state.answer("helps")
    assert (sketch.messages, sketch.characters, sketch.held) == (1, len(TOLD), 0)
    assert talk.press("helps:.next").effects == ()


def test_take_it_out_takes_it_out_and_a_second_press_does_nothing() -> None:
    talk = told().press("helps:.take_out")
    assert talk.effects == (DropHeldWords("helps"),)
    assert talk.press("helps:.take_out").effects == ()


def test_carrying_on_or_a_break_asks_nothing_and_keeps_the_choice_open() -> None:
    for command in (Command.CARRY_ON, Command.TAKE_BREAK):
        talk = told().command(command)
        assert not [effect for effect in talk.effects if effect != IssueReceipt()]
        assert talk.state.answer("helps").held == 1


def test_the_second_time_is_worded_differently_and_shorter() -> None:
    talk = told()
    first = talk.replies[0].text
    second = talk.say("he did it again last night").replies[0]
    assert second.tone is Tone.SIGNPOST
    assert second.key == "signpost.again"
    assert len(second.text) < len(first)


@pytest.mark.parametrize(
    ("audience", "words", "key"),
    [
        ("young_person", "my friend says she wants to die and i dont know what to do", "signpost.friend"),
        ("parent_carer", "my daughter keeps cutting her arms", "signpost.child"),
        ("professional", "one of my pupils told me her dad beats her", "signpost.professional"),
    ],
)
def test_a_worry_about_somebody_else_gets_fitting_words(audience: str, words: str, key: str) -> None:
    talk = Talk(SCRIPT).start().press(f"audience:{audience}")
    if audience == "young_person":
        talk.press("age:13_15")
    elif audience == "parent_carer":
        talk.press("age:26_plus")
    talk.press("check:no", "take_part:yes", "quotes:no").say(words)
    assert talk.keys[0] == key


def test_abuse_never_suggests_to_talk_to_a_parent() -> None:
    for words in (TOLD, BROADCASTERS_SENTENCE, "my mum locks me in my room all weekend"):
        said = told(words).replies[0].text.lower()
        assert not {"parent", "mum", "dad", "carer", "family"} & set(said.replace(",", " ").replace(".", " ").split())


AT_HOME = (
    Category.ABUSE_PHYSICAL, Category.ABUSE_EMOTIONAL, Category.ABUSE_SEXUAL, Category.NEGLECT, Category.EXPLOITATION,
    Category.DOMESTIC_VIOLENCE, Category.RUNNING_AWAY,
)  # fmt: skip
"""Kinds of harm that may be done by a parent or carer, or hidden from one for good reasons."""

FAMILY = re.compile(
    r"\b(parents?|mums?|mother|dads?|father|carers?|family|grown-?ups?|someone at home|teacher)\b", re.IGNORECASE
)


TO_TURN_TO = re.compile(r"\b(talk|tell|ask|speak|say|trust|show|let)\b", re.IGNORECASE)


def sent_to_family(text: str) -> list[str]:
    """The sentences that send somebody to a grown-up they live with; to ask about one is something else."""
    sentences = re.split(r"[.?!\n]", text)
    return [sentence for sentence in sentences if FAMILY.search(sentence) and TO_TURN_TO.search(sentence)]


@pytest.mark.parametrize("language", SCRIPT.languages)
@pytest.mark.parametrize("band", AgeBand)
def test_no_signpost_about_harm_at_home_tells_anybody_to_talk_to_a_parent_or_carer(
    language: str, band: AgeBand
) -> None:
    checked = at(all_checked(SCRIPT), datetime(2026, 11, 23, 12, tzinfo=UTC))
    young = replace(new_state(checked, language=language), audience=Audience.YOUNG_PERSON, age_band=band)
    for category, urgency, past, before in product(AT_HOME, Urgency, (False, True), (0, 1)):
        signs = Signals(Level.FULL, (category,), urgency, past=past)
        assert sent_to_family(signpost(checked, replace(young, signposts=before), signs).text) == []


@pytest.mark.parametrize(
    "advice", ["Can you talk to your mum?", "It helps to tell a grown-up you trust.", "Ask your carers"]
)
def test_such_advice_would_be_noticed(advice: str) -> None:
    assert sent_to_family(f"Thank you. {advice} Call 999.")


def test_two_messages_that_only_mean_it_together_are_read_together() -> None:
    talk = agreed(SCRIPT).say("my dad")
    turn = advance(SCRIPT, talk.state, Typed("hits me", earlier="my dad"))
    assert turn.replies[0].tone is Tone.SIGNPOST


@pytest.mark.parametrize("channel", list(Channel))
def test_talk_about_services_is_an_answer_like_any_other(channel: Channel) -> None:
    talk = agreed(SCRIPT, "16_17", channel)
    for words in (
        "self-harm support should be advertised",
        "shorter waiting lists for camhs",
        "i've never self harmed",
    ):
        assert talk.say(words).effects == (AddToAnswer("helps", words),)
        assert talk.replies[-1].key in ("answer.first", "answer.more")


def test_nothing_is_blocked_and_the_talk_can_be_finished_after_a_signpost() -> None:
    talk = told()
    for question in ("helps", "hard", "reach", "works", "change"):
        talk.press(f"{question}:.next" if question == "helps" else f"{question}:.skip")
    talk.press("about_you:no")
    assert talk.keys[0] == "ending.finished"


def test_words_at_a_choice_are_answered_and_the_choice_is_asked_again() -> None:
    talk = Talk(SCRIPT).start().say(TOLD)
    assert talk.keys[-1] == "ask.audience"
    assert talk.effects == (replace(COUNTED, place="audience"),)
    turn = advance(SCRIPT, talk.state, Picked("audience", "young_person"))
    assert turn.state.phase is Phase.AGE


def test_own_words_of_a_closed_question_are_held_as_well() -> None:
    talk = agreed(SCRIPT)
    for _ in range(5):
        talk.command(Command.SKIP)
    talk.press("about_you:yes").command(Command.SKIP).command(Command.SKIP).press("gender:own_words")
    question = SCRIPT.question("gender")
    assert question is not None
    assert accepts_words(talk.state, question)
    assert talk.say(TOLD).effects == (replace(COUNTED, place="gender"), HoldWords("gender", TOLD))


def test_a_repeat_whose_answer_was_lost_is_answered_with_help_again_and_moves_nothing() -> None:
    talk = told()
    again = answer_again(SCRIPT, talk.state, Typed(TOLD))
    assert again[0].tone is Tone.SIGNPOST
    assert "0800 1111" in again[0].text
    assert answer_again(SCRIPT, talk.state, Typed("its hard")) == prompt_again(SCRIPT, talk.state)


def test_what_is_told_while_the_script_changes_is_never_held_for_a_question_nobody_saw() -> None:
    talk = told()
    without = replace(SCRIPT, version="2-new", questions=tuple(q for q in SCRIPT.questions if q.id != "helps"))
    turn = advance(without, talk.state, Typed(TOLD))
    assert turn.replies[0].tone is Tone.SIGNPOST
    assert turn.effects == (DropHeldWords("helps"), replace(COUNTED, place="hard"))
    assert turn.state.position == "hard"


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        (TOLD, COUNTED),
        ("i have been cutting again", CountSignpost("helps", "full", "high", "self_harm", urgent=True)),
        (
            "people at school call me names every day",
            CountSignpost("helps", "full", "concern", "bullying", urgent=False),
        ),
        ("my friend says she wants to die", CountSignpost("helps", "full", "high", "suicide", urgent=True)),
    ],
)
def test_a_signpost_is_counted_once_without_a_word_and_only_urgent_help_is_told(
    words: str, counted: CountSignpost
) -> None:
    assert [effect for effect in told(words).effects if isinstance(effect, CountSignpost)] == [counted]


def test_the_quiet_line_is_counted_each_time_it_is_shown_and_is_never_urgent() -> None:
    talk = agreed(SCRIPT)
    quiet = "i get panic attacks before tests"
    talk.say(quiet)
    assert talk.keys[0] == "signpost.quiet"
    counted = [effect for effect in talk.effects if isinstance(effect, CountSignpost)]
    assert [(effect.place, effect.level, effect.urgent) for effect in counted] == [("helps", "quiet", False)]
    talk.say(quiet)
    assert not [effect for effect in talk.effects if isinstance(effect, CountSignpost)]


def test_a_signpost_before_the_beginning_is_counted_at_the_first_choice() -> None:
    assert advance(SCRIPT, None, Typed(TOLD)).effects == (replace(COUNTED, place="audience"),)
