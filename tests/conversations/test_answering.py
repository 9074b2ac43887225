"""Options, own words and moving between questions, where a careless rule would lose what somebody wrote."""

import pytest

from conversations import load_script
from conversations.inbound import Command
from conversations.state import AnswerSketch
from conversations.turn import AddToAnswer, ChooseOptions, ClearAnswer, SkipQuestion
from tests.support.talk import Talk, agreed

SCRIPT = load_script()
EVERY_KIND = load_script("tests/conversations/every_kind")


def at_ways() -> Talk:
    return agreed(EVERY_KIND).say("4")


def at_who() -> Talk:
    return at_ways().press("ways:.skip")


def at_district() -> Talk:
    talk = agreed(SCRIPT)
    for _ in range(5):
        talk.command(Command.SKIP)
    return talk.press("about_you:yes")


def test_pressing_own_words_again_keeps_the_words() -> None:
    talk = at_who().press("who:someone").say("my nan").press("who:someone")
    assert (talk.keys, talk.effects) == (["answer.own_words"], ())
    assert talk.state.answer("who") == AnswerSketch(messages=1, characters=6, options=("someone",))


def test_another_option_replaces_own_words() -> None:
    talk = at_who().press("who:someone").say("my nan").press("who:friend")
    assert talk.effects == (ClearAnswer("who"), ChooseOptions("who", ("friend",)))
    assert talk.state.answer("who") == AnswerSketch(options=("friend",))


def test_own_words_among_several_go_with_their_option() -> None:
    talk = at_ways().press("ways:talk", "ways:other_way")
    assert talk.keys == ["question.ways", "answer.own_words"]
    talk.say("letters").press("ways:other_way")
    assert talk.effects == (ClearAnswer("ways"), ChooseOptions("ways", ("talk",)))
    assert talk.state.answer("ways") == AnswerSketch(options=("talk",))


def test_own_words_stay_while_another_option_still_asks_for_them() -> None:
    talk = at_ways().press("ways:other_way", "ways:own_thing").say("letters").press("ways:other_way")
    assert talk.effects == (ChooseOptions("ways", ("own_thing",)),)
    assert talk.state.answer("ways").messages == 1


def test_an_option_that_stands_alone_takes_own_words_away() -> None:
    talk = at_ways().press("ways:other_way").say("letters").press("ways:nothing")
    assert talk.effects == (ClearAnswer("ways"), ChooseOptions("ways", ("nothing",)))


def test_a_pressed_switch_changes_in_place_and_a_typed_one_is_shown_anew() -> None:
    assert at_ways().press("ways:talk").replies[0].in_place
    typed = at_ways().say("sms")
    assert typed.state.answer("ways").options == ("text",)
    assert not any(reply.in_place for reply in typed.replies)


def test_words_where_only_options_fit_are_not_kept() -> None:
    talk = at_ways().say("my nan")
    assert talk.keys == ["notice.choose", "question.ways"]
    assert not talk.effects


def test_words_that_are_no_option_are_words_of_ones_own_where_one_option_asks_for_them() -> None:
    talk = at_who().say("my nan")
    assert talk.keys == ["answer.first"]
    assert talk.effects == (ChooseOptions("who", ("someone",)), AddToAnswer("who", "my nan"))
    assert talk.say("and my dog").effects == (AddToAnswer("who", "and my dog"),)


@pytest.mark.parametrize(
    ("words", "place"),
    [("i live in margate", "thanet"), ("Chatham innit", "medway"), ("near West Malling.", "tonbridge_and_malling")],
)
def test_a_town_inside_a_sentence_names_its_district(words: str, place: str) -> None:
    talk = at_district().say(words)
    assert talk.effects == (ChooseOptions("district", (place,)),)


def test_two_towns_in_a_sentence_name_none() -> None:
    talk = at_district().say("between margate and deal")
    assert talk.keys == ["notice.choose", "question.district"]


def test_leaving_an_answer_out_erases_it_and_says_it_was_skipped() -> None:
    talk = agreed(SCRIPT).say("my dog").command(Command.SKIP)
    assert (talk.keys, talk.effects) == (["answer.leave_out"], ())
    talk.press("helps:.leave_out")
    assert talk.effects == (ClearAnswer("helps"), SkipQuestion("helps"))


def test_words_after_a_skip_take_the_skip_back() -> None:
    talk = agreed(SCRIPT).press("helps:.skip", "hard:.back").say("my dog")
    assert talk.effects == (AddToAnswer("helps", "my dog"),)
    assert not talk.state.answer("helps").skipped


def test_one_language_offers_no_picker_and_says_so() -> None:
    talk = agreed(EVERY_KIND).command(Command.LANGUAGE)
    assert talk.keys == ["notice.not_now", "question.rating"]
