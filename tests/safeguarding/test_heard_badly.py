"""Where the safety net hears a language badly, its speakers have the help lines under every question."""

import pytest

from bot.cli.safety import scores_file
from conversations.content import OWN_FOLDER, load_script
from conversations.inbound import Command
from conversations.safeguarding import default_detector, load_detector
from conversations.safeguarding.corpus import load_corpus
from conversations.safeguarding.heard_badly import LEAST_CAUGHT, heard_badly, weak_languages
from conversations.safeguarding_files import SAFETY_SCORES
from conversations.turn import LinkKind
from tests.support.talk import agreed


def test_the_scores_are_what_is_measured_now() -> None:
    assert SAFETY_SCORES.read_text(encoding="utf-8") == scores_file(load_detector())


def test_english_is_never_said_to_be_heard_badly() -> None:
    assert "en" not in weak_languages()
    assert weak_languages() <= set(default_detector().codes)
    assert 0 < LEAST_CAUGHT < 1


@pytest.mark.parametrize("text", ["θέλω να πάω σπίτι", "我不想回家了", "ወደ ቤት መሄድ አልፈልግም", "나는 집에 가고 싶지 않아"])
def test_letters_that_no_rule_is_written_in_are_heard_badly(text: str) -> None:
    assert heard_badly(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ok",
        "i like the chat 😂😂😂",
        "my café ☕ is nice",
        "waiting for camhs is too long tbh",
        "α wolf",
        "Margate",
        "no idea",
        "sad",
    ],
)
def test_ordinary_english_with_signs_is_not(text: str) -> None:
    assert not heard_badly(text)


def test_hardly_any_english_answer_is_taken_for_a_language_that_is_heard_badly() -> None:
    english = [example.text for example in load_corpus() if example.language == "en"]
    taken = [text for text in english if heard_badly(text)]
    assert len(taken) < len(english) / 100


def test_the_help_lines_stand_under_every_question_from_then_on_and_can_be_tapped() -> None:
    talk = agreed(load_script(OWN_FOLDER))
    before = talk.replies[-1]
    talk.say("θέλω να πάω σπίτι")
    assert talk.state.help_stands
    talk.command(Command.NEXT)
    question = talk.replies[-1]
    assert "0800 1111" in question.text
    assert "999" in question.text
    assert any(link.kind is LinkKind.CALL for link in question.links)
    assert "0800 1111" not in before.text
