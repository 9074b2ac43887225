from pathlib import Path

import pytest

from conversations.content import load_engagements, load_script
from conversations.errors import ContentError
from conversations.people import AgeBand, Channel
from conversations.script import QuestionKind
from conversations.state import Phase
from conversations.turn import AddToAnswer, ChooseOptions, CloseConversation, Effect, Ending
from tests.support.talk import Talk

ENGAGEMENTS = Path(__file__).parent.parent / "engagements"
AFTER_SCHOOL = load_script(ENGAGEMENTS / "after-school")


def effects_of(talk: Talk, turn: int = -1) -> tuple[Effect, ...]:
    return talk.turns[turn].effects


def test_another_engagement_stands_beside_saysos_own() -> None:
    assert list(load_engagements(ENGAGEMENTS)) == ["five-questions", "after-school"]
    assert load_engagements(ENGAGEMENTS / "after-school").keys() == load_engagements(ENGAGEMENTS).keys()


def test_it_asks_its_own_questions_of_every_kind() -> None:
    assert {question.kind for question in AFTER_SCHOOL.questions} == set(QuestionKind)


def test_it_has_its_own_words_and_saysos_general_ones() -> None:
    own, general = AFTER_SCHOOL.languages["en"], load_script().languages["en"]
    assert own.texts["welcome.who"] != general.texts["welcome.who"]
    assert list(own.texts["welcome.who"]) == ["text"], (
        "the general variants for a channel are gone with the general text"
    )
    assert own.texts["ask.take_part"] == general.texts["ask.take_part"]
    assert own.texts["option.fun.5"] == {"text": "5 😀 Very much"}
    assert "question.helps" not in own.texts


def test_it_speaks_only_the_languages_it_has_words_in() -> None:
    assert list(AFTER_SCHOOL.languages) == ["en"]


def test_its_talk_goes_through_every_kind_of_question_to_the_end() -> None:
    talk = (
        Talk(AFTER_SCHOOL).start().press("audience:young_person", "age:16_17", "check:no", "take_part:yes", "quotes:no")
    )
    assert talk.replies[-1].text == "Question 1 of 4\nHow good are the clubs near you?"
    talk.press("fun:4")
    assert effects_of(talk) == (ChooseOptions("fun", ("4",)),)
    talk.press("when:saturday", "when:never", "when:holidays", "when:.next")
    assert effects_of(talk, -2) == (ChooseOptions("when", ("holidays",)),)
    talk.say("on foot")
    assert effects_of(talk) == (ChooseOptions("how", ("walk",)),)
    talk.press("idea:.back", "how:another").say("on my skateboard").press("how:.next")
    assert AddToAnswer("how", "on my skateboard") in effects_of(talk, -2)
    talk.say("a chess club").press("idea:.next")
    assert effects_of(talk)[-1] == CloseConversation(Ending.FINISHED)
    assert talk.state.phase is Phase.CLOSED


def test_its_own_age_rules_hold() -> None:
    assert AFTER_SCHOOL.age_rules.telegram == {AgeBand.AGE_16_17}
    talk = Talk(AFTER_SCHOOL, Channel.TELEGRAM).start().press("audience:young_person", "age:13_15")
    assert effects_of(talk)[-1] == CloseConversation(Ending.UNDER_16_TELEGRAM)


def test_an_engagement_of_the_same_id_takes_the_place_of_saysos_own(tmp_path: Path) -> None:
    script = (ENGAGEMENTS / "after-school" / "script.toml").read_text(encoding="utf-8")
    (tmp_path / "script.toml").write_text(script.replace('"after-school"', '"five-questions"'), encoding="utf-8")
    words = (ENGAGEMENTS / "after-school" / "en.toml").read_text(encoding="utf-8")
    (tmp_path / "en.toml").write_text(words, encoding="utf-8")
    (own,) = load_engagements(tmp_path).values()
    assert own.title == "What would you like to do after school?"


def test_a_value_that_the_general_texts_need_is_asked_for_in_the_script(tmp_path: Path) -> None:
    script = (ENGAGEMENTS / "after-school" / "script.toml").read_text(encoding="utf-8")
    (tmp_path / "script.toml").write_text(script.replace('minutes = "2"\n', ""), encoding="utf-8")
    words = (ENGAGEMENTS / "after-school" / "en.toml").read_text(encoding="utf-8")
    (tmp_path / "en.toml").write_text(words, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_script(tmp_path)
    first = caught.value.problems[0]
    assert (Path(first.file).name, script.splitlines()[first.line - 1]) == ("script.toml", "[values]")
    assert "{minutes}" in first.what
    assert first.advice == 'Add a line minutes = "words" under [values].'


def test_the_version_changes_with_any_word(tmp_path: Path) -> None:
    for name in ("script.toml", "en.toml"):
        text = (ENGAGEMENTS / "after-school" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("By bus", "On the bus"), encoding="utf-8")
    assert load_script(tmp_path).version != AFTER_SCHOOL.version
    assert load_script(tmp_path).version.startswith("1-")
